import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@aiwf/testing';

const run = promisify(execFile);

/** Where distributions put the server's programs, which are seldom on PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** A PostgreSQL server of the test's own. */
export interface PostgresServer {
  readonly url: string;
  /** Breaks all connections and starts the server again on the same data. @param meanwhile done while it is away */
  restart(meanwhile?: () => Promise<unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** Folder with `initdb` and `pg_ctl`, when the machine has PostgreSQL. */
function binaries(): string | undefined {
  const installed = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).map((version) => join(DEBIAN_FOLDER, version, 'bin'))
    : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...installed];
  return folders.find((folder) => ['initdb', 'pg_ctl'].every((program) => existsSync(join(folder, program))));
}

/** Whom the server runs as: it refuses to run as root. Undefined: as whoever runs the tests. */
function otherUser(): { uid: number; gid: number } | undefined | 'none' {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return 'none';
}

const folder = binaries();
const user = otherUser();

/** Whether {@link startPostgres} can work here. */
export const hasPostgres = folder !== undefined && user !== 'none';

/** Tests on a PostgreSQL server, where {@link hasPostgres} says that there can be one. */
export const describeWithPostgres = hasPostgres ? describe : describe.skip;

/** Starts a server with an empty database, on a free port and a folder of its own. */
export async function startPostgres(): Promise<PostgresServer> {
  if (folder === undefined || user === 'none') throw new Error('There is no PostgreSQL here');
  const home = await mkdtemp(join(tmpdir(), 'postgres-'));
  await chmod(home, 0o700);
  if (user) await chown(home, user.uid, user.gid);
  const data = join(home, 'data');
  const port = String(await freePort());
  const as = { ...user, cwd: home, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  const control = (command: string, ...args: string[]) =>
    run(join(folder, 'pg_ctl'), [command, '-w', '-t', '30', '-D', data, ...args], as);
  const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`;
  const start = () => control('start', '-o', options, '-l', join(home, 'log'));

  await run(
    join(folder, 'initdb'),
    ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    as,
  );
  await start();
  return {
    url: `postgres://tester:unused@127.0.0.1:${port}/postgres`,
    restart: async (meanwhile) => {
      await control('stop', '-m', 'immediate');
      await meanwhile?.();
      await start();
    },
    stop: async () => {
      await control('stop', '-m', 'fast');
      await rm(home, { recursive: true, force: true });
    },
  };
}
