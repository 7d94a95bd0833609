import { Module } from '@nestjs/common';
import { Recordings } from './recordings';

/** Recorded runs that others retrace at this moment. */
@Module({ providers: [Recordings], exports: [Recordings] })
export class RecordingsModule {}
