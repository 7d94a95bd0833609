import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { FAILURE_READER } from '@aiwf/platform';
import type { Database, DatabaseOptions } from './database';
import { DatabaseCheck } from './database.check';
import { problemOfDatabase } from './database-failure';
import { DATABASE } from './database.token';
import { openDatabase } from './open-database';

/** Opens the app's database before anything that injects {@link DATABASE} is made, and closes it last at shutdown. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DATABASE, useFactory: () => openDatabase(options) },
        { provide: FAILURE_READER, useValue: problemOfDatabase },
        DatabaseCheck,
      ],
      exports: [DATABASE, FAILURE_READER],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
