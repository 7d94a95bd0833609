import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import type { CommonConfig } from '../config/common.config';
import { BootLogger } from '../logging/boot.logger';
import { PlatformModule } from './platform.module';

/** The root: the platform, and the program's own module. */
@Module({})
class ContextModule {}

/**
 * Makes a program of a module that answers no requests: with the log, the metrics and the lifecycle of a service, without
 * its routes. It is at work once this resolves; SIGTERM and SIGINT close it.
 */
export async function createContext(
  module: Type | DynamicModule,
  config: CommonConfig,
): Promise<INestApplicationContext> {
  const root = { module: ContextModule, imports: [PlatformModule.forRoot(config), module] };
  const context = await NestFactory.createApplicationContext(root, { bufferLogs: true, abortOnError: false });
  context.useLogger(new BootLogger(context.get(Logger)));
  context.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return context;
}
