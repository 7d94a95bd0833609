import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHttpApp, type EngineConfig } from '@aiwf/platform';
import { AppModule } from './app.module';

/** Makes the workflow engine; it works as soon as it listens. */
export function createEngine(config: EngineConfig): Promise<NestExpressApplication> {
  return createHttpApp(AppModule.forRoot(config), {
    config,
    title: 'Workflow engine',
    description: 'Executes workflow definitions on Temporal. Internal: the AI gateway calls it.',
  });
}
