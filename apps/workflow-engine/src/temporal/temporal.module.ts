import { Module } from '@nestjs/common';
import { TemporalService } from './temporal.service';

/** The client side of Temporal. */
@Module({ providers: [TemporalService], exports: [TemporalService] })
export class TemporalModule {}
