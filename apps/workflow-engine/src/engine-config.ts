import { Module, type DynamicModule } from '@nestjs/common';
import type { EngineConfig } from '@aiwf/platform';

/** Injection token of the engine's `EngineConfig`. */
export const ENGINE_CONFIG = Symbol('ENGINE_CONFIG');

/** Gives every room the configuration that was read at boot. */
@Module({})
export class EngineConfigModule {
  static forRoot(config: EngineConfig): DynamicModule {
    return {
      module: EngineConfigModule,
      global: true,
      providers: [{ provide: ENGINE_CONFIG, useValue: config }],
      exports: [ENGINE_CONFIG],
    };
  }
}
