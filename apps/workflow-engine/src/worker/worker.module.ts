import { Module } from '@nestjs/common';
import { ActivitiesModule } from '../activities';
import { TemporalModule } from '../temporal';
import { WorkerService } from './worker.service';

/** The Temporal worker in the engine's process. */
@Module({ imports: [ActivitiesModule, TemporalModule], providers: [WorkerService] })
export class WorkerModule {}
