import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** What both drivers answer to raw SQL. */
interface RowsResult extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

interface Rows<Row> {
  rows: Row[];
}

/**
 * Drizzle over either driver. PGlite has one connection: inside `transaction` use only the handle it gives you, or the
 * call waits for the transaction that waits for it.
 */
export type Orm = PgDatabase<RowsResult>;

/** An open database; its owner closes it. */
export interface Database {
  readonly orm: Orm;
  /** Resolves when the database answers a query, rejects otherwise. */
  ping(): Promise<void>;
  /** Waits for running queries, then frees the folder or the connections. Safe to call twice. */
  close(): Promise<void>;
}

/** Which database, and what it has to look like. */
export interface DatabaseOptions {
  /** A PostgreSQL connection URL; absent: PGlite in `<dataDir>/<name>`. */
  url?: string;
  dataDir: string;
  /** The app that owns it. Its migrations are recorded in the schema `<name>_migrations`. */
  name: 'gateway' | 'engine';
  /** Folder of the app's drizzle-kit migrations. */
  migrations: string;
}
