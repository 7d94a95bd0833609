import { Injectable } from '@nestjs/common';
import { RegisterHealthCheck, type HealthCheckProvider, type HealthReport } from '@aiwf/platform';
import { TemporalService } from '../temporal';

/** Temporal's frontend serves the engine's namespace. */
@Injectable()
@RegisterHealthCheck()
export class TemporalCheck implements HealthCheckProvider {
  readonly name = 'temporal';
  readonly readiness = true;

  constructor(private readonly temporal: TemporalService) {}

  async check(): Promise<HealthReport> {
    await this.temporal.ping();
    return { status: 'up' };
  }
}
