import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../executions';
import { ExecutionsController } from './executions.controller';
import { ForksController } from './forks.controller';
import { RecordsController } from './records.controller';
import { RequestsController } from './requests.controller';
import { SteeringController } from './steering.controller';

/** The engine's HTTP routes. */
@Module({
  imports: [ExecutionsModule],
  controllers: [
    ExecutionsController,
    SteeringController,
    RequestsController,
    ForksController,
    RecordsController,
  ],
})
export class ApiModule {}
