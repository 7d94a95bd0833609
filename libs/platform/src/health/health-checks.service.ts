import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { PinoLogger } from 'nestjs-pino';
import { type HealthCheckProvider, type HealthReport, RegisterHealthCheck } from './health-check.provider';

/** Milliseconds that one check may take. */
const CHECK_TIMEOUT_MS = 2_000;

/** The registered checks, as terminus runs them. */
@Injectable()
export class HealthChecks {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly indicators: HealthIndicatorService,
    private readonly logger: PinoLogger,
  ) {}

  /** All checks, or only those that readiness needs. */
  functions({ readiness }: { readiness: boolean }): HealthIndicatorFunction[] {
    const found = this.discovery.getProviders({ metadataKey: RegisterHealthCheck.KEY });
    const providers = found.map(({ instance }) => instance as HealthCheckProvider);
    return providers
      .filter((provider) => !readiness || provider.readiness)
      .map((provider) => () => this.run(provider));
  }

  private async run(provider: HealthCheckProvider): Promise<HealthIndicatorResult> {
    const { status, ...details } = await this.report(provider);
    const indicator = this.indicators.check(provider.name);
    switch (status) {
      case 'up':
        return indicator.up(details);
      case 'degraded':
        return indicator.up({ ...details, state: 'degraded' });
      case 'down':
        return indicator.down(details);
      default:
        return status satisfies never;
    }
  }

  private async report(provider: HealthCheckProvider): Promise<HealthReport> {
    const done = new AbortController();
    const tooLate = setTimeout(CHECK_TIMEOUT_MS, undefined, { signal: done.signal, ref: false }).then(
      (): HealthReport => ({ status: 'down', reason: `did not answer within ${CHECK_TIMEOUT_MS / 1000} s` }),
    );
    tooLate.catch(() => undefined);
    try {
      return await Promise.race([provider.check(), tooLate]);
    } catch (error) {
      this.logger.warn({ err: error, check: provider.name }, 'health check failed');
      return { status: 'down', reason: 'the check failed, see the log' };
    } finally {
      done.abort();
    }
  }
}
