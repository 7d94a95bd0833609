import { cpSync, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Database, DatabaseOptions } from './database';
import { lockFolder } from './folder-lock';
import { migrationConfig } from './migrations';
import { once } from './once';
import { preparedDatabase } from './prepared-database';
import { DRIZZLE_PARSERS, PreparedPglite } from './prepared-pglite';

/** PostgreSQL inside this process, on disk, the folder locked for it alone. */
export async function openPglite(options: DatabaseOptions): Promise<Database> {
  const folder = resolve(options.dataDir, options.name);
  const lock = await lockFolder(folder);
  try {
    if (!existsSync(folder)) await initialise(folder);
    const client = new PreparedPglite(await openFolder(folder));
    try {
      // The part of PGlite that Drizzle uses.
      const orm = drizzle(client as unknown as PGlite);
      await migrate(orm, migrationConfig(options));
      return {
        orm,
        ping: async () => void (await orm.execute(sql`select 1`)),
        close: once(async () => {
          await client.close();
          await lock.release();
        }),
      };
    } catch (error) {
      await client.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Made beside and renamed when whole, since a process killed half-way would leave a folder that never opens again. */
async function initialise(folder: string): Promise<void> {
  const unfinished = `${folder}.initialising`;
  await rm(unfinished, { recursive: true, force: true });
  const prepared = preparedDatabase();
  // A thousand files: one after another by promises, they take three times as long, and nothing else is to be done yet.
  if (prepared) cpSync(prepared, unfinished, { recursive: true });
  else await (await openFolder(unfinished)).close();
  await rename(unfinished, folder);
}

async function openFolder(folder: string): Promise<PGlite> {
  try {
    return await PGlite.create(folder, { parsers: DRIZZLE_PARSERS });
  } catch (error) {
    throw new Error(`The database folder ${folder} can't be opened; is it readable, and is the disk full?`, {
      cause: error,
    });
  }
}
