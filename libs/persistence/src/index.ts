export type { Database, Orm } from './database';
export { DatabaseModule } from './database.module';
export { DATABASE } from './database.token';
export { digestOf } from './digest';
export { IdempotencyKeys, type KeyedRequest } from './idempotency-keys.repository';
export { idempotencyKeysTable } from './idempotency-keys.table';
export { openDatabase } from './open-database';
export { patiently } from './patiently';
export { withoutParameters } from './query-failure';
