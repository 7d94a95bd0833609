import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Database, DatabaseOptions } from './database';
import { DatabaseCheck } from './database.check';
import { DatabaseFailureInterceptor } from './database-failure.interceptor';
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
        { provide: APP_INTERCEPTOR, useClass: DatabaseFailureInterceptor },
        DatabaseCheck,
      ],
      exports: [DATABASE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
