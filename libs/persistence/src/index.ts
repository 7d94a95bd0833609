export type { Database, Orm } from './database';
export { DATABASE, DatabaseModule } from './database.module';
export { openDatabase } from './open-database';
export { withoutParameters } from './query-failure';
