export { BlobRepository } from './blob.repository';
export { BlobsModule } from './blobs.module';
export { Values } from './values';
