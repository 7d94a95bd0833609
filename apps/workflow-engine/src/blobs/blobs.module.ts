import { Module } from '@nestjs/common';
import { BlobRepository } from './blob.repository';
import { Values } from './values';

/** The blob store. */
@Module({ providers: [BlobRepository, Values], exports: [BlobRepository, Values] })
export class BlobsModule {}
