import { Module } from '@nestjs/common';
import { ActivitiesModule } from '../activities';
import { WorkerService } from './worker.service';

/** The Temporal worker in the engine's process. */
@Module({ imports: [ActivitiesModule], providers: [WorkerService] })
export class WorkerModule {}
