import type { Database, DatabaseOptions } from './database';
import { openPglite } from './pglite.driver';
import { openPostgres } from './postgres.driver';

/**
 * Opens the database and brings it to the newest migration, once: a second run finds nothing to do, and of several
 * replicas on PostgreSQL one migrates while the others wait.
 *
 * @throws FolderLockedError when another process has the PGlite folder open.
 * @throws Error when the server can't be reached, the folder can't be read, or a migration fails; nothing stays open.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url === undefined ? openPglite(options) : openPostgres(options, options.url);
}
