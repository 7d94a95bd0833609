import { Module } from '@nestjs/common';
import { CrewsModule } from '../crews';
import { ExecutionsModule } from '../executions';
import { ExecutionsController } from './executions.controller';
import { ForksController } from './forks.controller';
import { LanguageController } from './language.controller';
import { RecordsController } from './records.controller';
import { RequestsController } from './requests.controller';
import { StatisticsController } from './statistics.controller';
import { SteeringController } from './steering.controller';

/** The engine's HTTP routes. */
@Module({
  imports: [CrewsModule, ExecutionsModule],
  controllers: [
    ExecutionsController,
    LanguageController,
    SteeringController,
    RequestsController,
    ForksController,
    RecordsController,
    StatisticsController,
  ],
})
export class ApiModule {}
