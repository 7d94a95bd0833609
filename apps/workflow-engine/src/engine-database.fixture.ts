import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@aiwf/persistence';
import type { ExecutionSettings } from './workflows';
import { executions } from './database';

/**
 * The engine's database for a spec, in a folder of its own that `close` removes.
 *
 * @param url of an empty database on a PostgreSQL server, in place of the folder's
 */
export async function openEngineDatabase(
  url?: string,
): Promise<{ database: Database; close: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'engine-database-'));
  const migrations = join(__dirname, 'database', 'migrations');
  const database = await openDatabase({ url, dataDir, name: 'engine', migrations });
  const close = async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { database, close };
}

/** Inserts a run that is under way. @param fields in the place of those that specs don't look at */
export async function insertRun(
  { orm }: Database,
  id: string,
  fields: Partial<typeof executions.$inferInsert> = {},
): Promise<void> {
  await orm.insert(executions).values({
    id,
    userId: 'user123',
    workflowId: 'wf_1',
    definition: { name: 'run', nodes: [] },
    inputs: {},
    settings: {} as ExecutionSettings,
    status: 'running',
    startedAt: new Date(),
    ...fields,
  });
}
