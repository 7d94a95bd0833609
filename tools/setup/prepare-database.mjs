/**
 * Makes the folder that new embedded databases are copied from: `node prepare-database.mjs <folder>`. Initialising one
 * takes seconds, copying one tenths of a second.
 *
 * Runs as a process of its own, since it needs an installed dependency and the set-up has none.
 */
import { rename, rm } from 'node:fs/promises';

const [folder] = process.argv.slice(2);
const { PGlite } = await import('@electric-sql/pglite');
const unfinished = `${folder}.unfinished`;
await rm(folder, { recursive: true, force: true });
await rm(unfinished, { recursive: true, force: true });
const database = await PGlite.create(unfinished);
await database.close();
await rename(unfinished, folder);
