import { Module } from '@nestjs/common';
import { CrewsModule } from '../crews';
import { TemporalModule } from '../temporal';
import { ModelCheck } from './model.check';
import { TemporalCheck } from './temporal.check';

/** What the engine depends on besides its database, as `/health` names it. */
@Module({ imports: [CrewsModule, TemporalModule], providers: [TemporalCheck, ModelCheck] })
export class EngineHealthModule {}
