import { Module } from '@nestjs/common';
import { EngineCheck } from './engine.check';

/** What the gateway depends on besides its database, as `/health` names it. */
@Module({ providers: [EngineCheck] })
export class GatewayHealthModule {}
