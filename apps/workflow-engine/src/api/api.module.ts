import { Module } from '@nestjs/common';
import { CrewsModule } from '../crews';
import { ExecutionsModule } from '../executions';
import { DryRunController } from './dry-run.controller';
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
    DryRunController,
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
