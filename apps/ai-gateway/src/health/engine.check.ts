import { type HealthCheckProvider, type HealthReport, RegisterHealthCheck } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { EngineClient } from '../engine-client';

/** The workflow engine can run workflows. Without it the gateway still generates, so it stays ready. */
@Injectable()
@RegisterHealthCheck()
export class EngineCheck implements HealthCheckProvider {
  readonly name = 'workflow_engine';
  readonly readiness = false;

  constructor(private readonly engine: EngineClient) {}

  async check(): Promise<HealthReport> {
    try {
      await this.engine.checkReady();
      return { status: 'up' };
    } catch (error) {
      return { status: 'down', reason: error instanceof Error ? error.message : undefined };
    }
  }
}
