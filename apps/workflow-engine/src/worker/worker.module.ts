import { Module } from '@nestjs/common';
import { ActivitiesModule } from '../activities';
import { CrewsModule } from '../crews';
import { WorkerService } from './worker.service';

/** The Temporal worker in the engine's process. */
@Module({ imports: [ActivitiesModule, CrewsModule], providers: [WorkerService] })
export class WorkerModule {}
