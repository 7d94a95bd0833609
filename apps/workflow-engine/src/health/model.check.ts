import { Inject, Injectable } from '@nestjs/common';
import type { ModelProvider } from '@aiwf/models';
import { RegisterHealthCheck, type HealthCheckProvider, type HealthReport } from '@aiwf/platform';
import { MODELS } from '../crews';

/** Which model agents speak to, and whether it refused the last call for good; never a reason to take the engine down. */
@Injectable()
@RegisterHealthCheck()
export class ModelCheck implements HealthCheckProvider {
  readonly name = 'model';
  readonly readiness = false;

  constructor(@Inject(MODELS) private readonly models: ModelProvider) {}

  check(): Promise<HealthReport> {
    return Promise.resolve({ ...this.models.health(), model: this.models.selection.id });
  }
}
