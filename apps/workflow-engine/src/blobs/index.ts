export { BlobRepository } from './blob.repository';
export { BlobsModule } from './blobs.module';
export { MAX_ANSWER_CHARACTERS, Values } from './values';
