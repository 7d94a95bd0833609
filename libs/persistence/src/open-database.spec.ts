import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { openDatabase, type Database } from './index';
import { sampleApp, type SampleApp } from './sample-app.fixture';

jest.setTimeout(60_000);

let app: SampleApp;

beforeEach(() => {
  app = sampleApp();
});
afterEach(() => app.remove());

const notesOf = async (database: Database) =>
  (await database.orm.execute<{ body: string }>(sql`select body from gateway.notes order by body`)).rows;

describe('an embedded database', () => {
  it('runs its migrations once and keeps its rows from one opening to the next', async () => {
    const first = await openDatabase(app.options);
    await first.orm.execute(sql`insert into gateway.notes values ('kept')`);
    await first.close();

    const second = await openDatabase(app.options);
    expect(await notesOf(second)).toEqual([{ body: 'kept' }]);
    const applied = await second.orm.execute(sql`select hash from gateway_migrations.applied`);
    expect(applied.rows).toHaveLength(1);
    await second.close();
  });

  it('undoes a failed transaction whole', async () => {
    const database = await openDatabase(app.options);
    const failing = database.orm.transaction(async (tx) => {
      await tx.execute(sql`insert into gateway.notes values ('gone')`);
      throw new Error('half-way');
    });
    await expect(failing).rejects.toThrow('half-way');
    expect(await notesOf(database)).toEqual([]);
    await database.close();
  });

  it('answers a ping until it is closed, and closes once however often it is told', async () => {
    const database = await openDatabase(app.options);
    await database.ping();
    await Promise.all([database.close(), database.close()]);
    await database.close();
    await expect(database.ping()).rejects.toThrow();
  });

  it('refuses a second opener in the same process and leaves the first at work', async () => {
    const database = await openDatabase(app.options);
    await expect(openDatabase(app.options)).rejects.toThrow(`in use by process ${process.pid}`);
    await database.ping();
    await database.close();
  });

  it('lets exactly one of several simultaneous openers in', async () => {
    const children = await Promise.all(Array.from({ length: 3 }, () => app.openElsewhere()));
    children.forEach(({ process: child }) => child.kill('SIGKILL'));
    const lines = children.map(({ line }) => line);
    expect(lines.filter((line) => line === 'open')).toHaveLength(1);
    expect(lines.filter((line) => line.includes('in use by process'))).toHaveLength(2);
  });

  it('names the folder and the process that holds it, then takes over with every row when that process is killed', async () => {
    const { line, process: holder } = await app.openElsewhere(
      "insert into gateway.notes values ('survives')",
    );
    expect(line).toBe('open');
    await expect(openDatabase(app.options)).rejects.toThrow(
      `The database folder ${join(app.options.dataDir, 'gateway')} is in use by process ${holder.pid}`,
    );

    const exited = once(holder, 'exit');
    holder.kill('SIGKILL');
    await exited;
    const database = await openDatabase(app.options);
    expect(await notesOf(database)).toEqual([{ body: 'survives' }]);
    await database.close();
    expect(readdirSync(app.options.dataDir)).toEqual(['gateway']);
  });

  it('starts over when an earlier process was killed while it made the folder', async () => {
    const unfinished = join(app.options.dataDir, 'gateway.initialising');
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'PG_VERSION'), 'half a cluster');
    const database = await openDatabase(app.options);
    await database.ping();
    await database.close();
    expect(readdirSync(app.options.dataDir)).toEqual(['gateway']);
  });

  it('frees the folder when a migration fails', async () => {
    const broken = sampleApp();
    writeFileSync(join(broken.options.migrations, '0000_notes.sql'), 'CREATE NONSENSE;');
    await expect(openDatabase(broken.options)).rejects.toThrow('NONSENSE');
    const database = await openDatabase({ ...broken.options, migrations: app.options.migrations });
    await database.close();
    broken.remove();
  });
});

const server = process.env['TEST_DATABASE_URL'];

(server ? describe : describe.skip)('a PostgreSQL server (TEST_DATABASE_URL)', () => {
  it('migrates once for several replicas that start together, and serves transactions', async () => {
    const remote = sampleApp(server);
    const replicas = await Promise.all([1, 2, 3].map(() => openDatabase(remote.options)));
    const [database] = replicas as [Database];
    await database.orm.transaction((tx) => tx.execute(sql`insert into gateway.notes values ('shared')`));
    expect(await notesOf(replicas[1] as Database)).toEqual([{ body: 'shared' }]);
    await database.orm.execute(sql`drop schema gateway, gateway_migrations cascade`);
    await Promise.all(replicas.map((replica) => replica.close()));
    remote.remove();
  });
});
