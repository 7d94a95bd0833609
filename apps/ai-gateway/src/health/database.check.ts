import { DATABASE, type Database } from '@aiwf/persistence';
import { type HealthCheckProvider, type HealthReport, RegisterHealthCheck } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';

/** The gateway's database answers. */
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
