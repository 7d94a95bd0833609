import { Module } from '@nestjs/common';
import { CrewsModule } from '../crews';
import { TemporalModule } from '../temporal';
import { DatabaseCheck } from './database.check';
import { ModelCheck } from './model.check';
import { TemporalCheck } from './temporal.check';

/** What the engine depends on, as `/health` names it. */
@Module({ imports: [CrewsModule, TemporalModule], providers: [DatabaseCheck, TemporalCheck, ModelCheck] })
export class EngineHealthModule {}
