import { Module } from '@nestjs/common';
import { DatabaseCheck } from './database.check';
import { EngineCheck } from './engine.check';

/** What the gateway depends on, as `/health` names it. */
@Module({ providers: [DatabaseCheck, EngineCheck] })
export class GatewayHealthModule {}
