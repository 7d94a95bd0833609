/** A PostgreSQL server for measurements, where the machine has one installed. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../setup/ports.mjs';

const run = promisify(execFile);

/** Where distributions put the server's programs, which are seldom on PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Folder with `initdb` and `pg_ctl`; undefined without PostgreSQL. */
export function postgresPrograms() {
  const installed = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).map((version) => join(DEBIAN_FOLDER, version, 'bin'))
    : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...installed];
  return folders.find((folder) => ['initdb', 'pg_ctl'].every((program) => existsSync(join(folder, program))));
}

/** Runs `body` with the address of an empty database in a server of its own, below `folder`. */
export async function withPostgres(folder, body) {
  const programs = postgresPrograms();
  if (!programs) throw new Error('There is no PostgreSQL here: install it, or leave these measurements out');
  const user = serverUser();
  const home = join(folder, 'postgres');
  mkdirSync(home, { mode: 0o700 });
  chmodSync(folder, 0o755);
  if (user) chownSync(home, user.uid, user.gid);
  const data = join(home, 'data');
  const port = await freePort();
  const as = { ...user, cwd: home, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  const control = (...args) => run(join(programs, 'pg_ctl'), [...args, '-w', '-t', '30', '-D', data], as);
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    as,
  );
  await control(
    'start',
    '-o',
    `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`,
    '-l',
    join(home, 'log'),
  );
  try {
    return await body(`postgres://bench:unused@127.0.0.1:${port}/postgres`);
  } finally {
    await control('stop', '-m', 'immediate');
  }
}

/** The server refuses to run as root. Undefined: as whoever measures. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map(
    (flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout,
  );
  return { uid: Number(uid), gid: Number(gid) };
}
