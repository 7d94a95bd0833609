import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHttpApp, type EngineConfig } from '@aiwf/platform';
import { AppModule } from './app.module';
import { useEncryptionKeys } from './encryption';

/** The gateway puts stored sub-workflows into a definition, whose own body may have 1 MiB. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Makes the workflow engine; it works as soon as it listens. */
export function createEngine(config: EngineConfig): Promise<NestExpressApplication> {
  useEncryptionKeys(config.encryptionKeys);
  return createHttpApp(AppModule.forRoot(config), {
    config,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    title: 'Workflow engine',
    description: 'Executes workflow definitions on Temporal. Internal: the AI gateway calls it.',
  });
}
