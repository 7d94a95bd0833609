import { Logger } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import type { Database, DatabaseOptions } from './database';
import { migrationConfig } from './migrations';
import { once } from './once';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Past the server's own bound, so that it only bites when the server or the network is silent. */
const ANSWER_TIMEOUT_MS = 20_000;

/** A bounded pool of connections to a PostgreSQL server. */
export async function openPostgres(options: DatabaseOptions, url: string): Promise<Database> {
  await migrateUnderLock(options, url);
  const pool = new Pool({
    ...connection(options, url),
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  });
  const logger = new Logger('Database');
  // A connection that breaks is replaced, and fails the query it is at; unheard, its event would end the process. The
  // pool hears it of idle connections alone, and a transaction's connection is between two queries most of the time.
  pool.on('error', (error) => logger.warn(`A database connection broke: ${error.message}`));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const orm = drizzle(pool);
  return {
    orm,
    ping: async () => void (await orm.execute(sql`select 1`)),
    close: once(() => pool.end()),
  };
}

/** One session holds the advisory lock and migrates, with no statement timeout: a waiting replica and a large table are both slow. */
async function migrateUnderLock(options: DatabaseOptions, url: string): Promise<void> {
  const client = new Client(connection(options, url));
  try {
    await client.connect();
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [`migrations of ${options.name}`]);
    await migrate(drizzle(client), migrationConfig(options));
  } finally {
    await client.end();
  }
}

function connection(options: DatabaseOptions, url: string) {
  return {
    connectionString: url,
    application_name: options.name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
}
