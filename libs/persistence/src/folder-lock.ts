import { randomInt } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity';

const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 60;

/** Another process, or an earlier opener in this one, holds the folder. */
class FolderLockedError extends Error {
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The database folder ${folder} is in use by process ${pid}; two processes on one folder would corrupt it. ` +
        'Stop that process, or set DATA_DIR to another folder.',
    );
    this.name = 'FolderLockedError';
  }
}

/** A held lock. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the exclusive right to a folder: a file `<folder>.<pid>-<start time>.lock` beside it, created with O_EXCL.
 *
 * Each contender writes its own file first and looks for others second, so of two at least one sees the other and
 * withdraws; two that see each other try again after a random pause. A file names its owner and nobody else can ever
 * create it again, so removing a dead owner's is free of the race that deleting and re-creating one shared file has.
 *
 * @throws FolderLockedError when a running process holds it. Processes in different pid namespaces (two containers on
 * one volume) can't see each other: give each its own folder, or use PostgreSQL.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(dirname(folder), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const own = await writeClaim(folder);
    const other = await livingRival(folder, own);
    if (other === undefined) return { release: () => rm(own, { force: true }) };
    await rm(own, { force: true });
    if (attempt === ATTEMPTS) throw new FolderLockedError(folder, other.pid);
    await pause(randomInt(1, LONGEST_PAUSE_MS));
  }
}

async function writeClaim(folder: string): Promise<string> {
  const { pid, startedAt } = ownIdentity();
  const path = `${folder}.${pid}-${startedAt}.lock`;
  try {
    const file = await open(path, 'wx');
    await file.close();
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FolderLockedError(folder, pid);
    throw error;
  }
}

async function livingRival(folder: string, own: string): Promise<ProcessIdentity | undefined> {
  const beside = dirname(folder);
  for (const file of await readdir(beside)) {
    const claimant = parseClaim(basename(folder), file);
    if (claimant === undefined || file === basename(own)) continue;
    if (isRunning(claimant)) return claimant;
    await rm(join(beside, file), { force: true });
  }
  return undefined;
}

function parseClaim(folderName: string, file: string): ProcessIdentity | undefined {
  if (!file.startsWith(`${folderName}.`)) return undefined;
  const [, pid, startedAt] = /^(\d+)-(\w+)\.lock$/.exec(file.slice(folderName.length + 1)) ?? [];
  return pid === undefined || startedAt === undefined ? undefined : { pid: Number(pid), startedAt };
}
