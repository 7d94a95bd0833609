import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Database, DatabaseOptions } from './database';
import { DatabaseCheck } from './database.check';
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
      providers: [{ provide: DATABASE, useFactory: () => openDatabase(options) }, DatabaseCheck],
      exports: [DATABASE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
