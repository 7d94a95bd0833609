import { Module } from '@nestjs/common';
import { RunMessagesService } from './run-messages.service';
import { TemporalService } from './temporal.service';

/** The client side of Temporal. */
@Module({ providers: [TemporalService, RunMessagesService], exports: [TemporalService, RunMessagesService] })
export class TemporalModule {}
