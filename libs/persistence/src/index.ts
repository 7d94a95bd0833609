export type { Database, Orm } from './database';
export { DATABASE, DatabaseModule } from './database.module';
export { digestOf } from './digest';
export { IdempotencyKeys, type KeyedRequest } from './idempotency-keys.repository';
export { idempotencyKeysTable } from './idempotency-keys.table';
export { openDatabase } from './open-database';
export { withoutParameters } from './query-failure';
