import { createHttpApp, type GatewayConfig } from '@aiwf/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module';

/** Makes the AI gateway; it works as soon as it listens. */
export function createGateway(config: GatewayConfig): Promise<NestExpressApplication> {
  return createHttpApp(AppModule.forRoot(config), {
    config,
    title: 'AI gateway',
    description: 'Turns a prompt into a workflow, keeps it, and has it executed.',
  });
}
