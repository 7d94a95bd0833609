import { type HealthCheckProvider, type HealthReport, RegisterHealthCheck } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database';
import { DATABASE } from './database.token';

/** The app's database answers; known to `/health` and `/readyz` wherever `DatabaseModule` is. */
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
