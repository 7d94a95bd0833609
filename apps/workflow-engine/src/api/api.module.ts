import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../executions';
import { ExecutionsController } from './executions.controller';

/** The engine's HTTP routes. */
@Module({ imports: [ExecutionsModule], controllers: [ExecutionsController] })
export class ApiModule {}
