import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@aiwf/persistence';
import { RegisterHealthCheck, type HealthCheckProvider, type HealthReport } from '@aiwf/platform';

/** The engine's database answers. */
@Injectable()
@RegisterHealthCheck()
export class DatabaseCheck implements HealthCheckProvider {
  readonly name = 'database';
  readonly readiness = true;

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async check(): Promise<HealthReport> {
    await this.database.ping();
    return { status: 'up' };
  }
}
