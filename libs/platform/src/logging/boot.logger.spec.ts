import type { LoggerService } from '@nestjs/common';
import { BootLogger } from './boot.logger';

describe('BootLogger', () => {
  const lines: string[] = [];
  const write = (level: string) => (message: unknown) => void lines.push(`${level}: ${String(message)}`);
  const target: LoggerService = {
    log: write('log'),
    debug: write('debug'),
    warn: write('warn'),
    error: write('error'),
    verbose: write('verbose'),
    fatal: write('fatal'),
  };
  const logger = new BootLogger(target);

  beforeEach(() => (lines.length = 0));

  it("lowers Nest's account of its assembly to debug", () => {
    logger.log('AppModule dependencies initialized', 'InstanceLoader');
    logger.log('Mapped {/health, GET} route', 'RouterExplorer');
    expect(lines).toEqual([
      'debug: AppModule dependencies initialized',
      'debug: Mapped {/health, GET} route',
    ]);
  });

  it('passes everything else on as it is', () => {
    logger.log('Nest application successfully started', 'NestApplication');
    logger.log('plain');
    for (const level of ['debug', 'warn', 'error', 'verbose', 'fatal'] as const)
      logger[level](level, 'InstanceLoader');
    expect(lines).toEqual([
      'log: Nest application successfully started',
      'log: plain',
      'debug: debug',
      'warn: warn',
      'error: error',
      'verbose: verbose',
      'fatal: fatal',
    ]);
  });
});
