import { PGlite } from '@electric-sql/pglite';
import { PreparedPglite } from './prepared-pglite';

let client: PreparedPglite;

beforeAll(async () => {
  client = new PreparedPglite(await PGlite.create());
  await client.query('create table notes (id integer primary key, body jsonb, at timestamptz)');
}, 60_000);

beforeEach(() => client.query('delete from notes'));

afterAll(() => client.close());

const add = (id: number) =>
  client.query('insert into notes values ($1, $2, now())', [id, { words: ['ä', null] }]);
const ids = async () =>
  (await client.query('select id from notes order by id', [], { rowMode: 'array' })).rows.flat();

it('gives what was put in, rows as objects or as arrays', async () => {
  await add(1);
  const select = 'select id, body, null as nothing from notes where id = any($1)';
  expect((await client.query(select, [[1, 2]])).rows).toEqual([
    { id: 1, body: { words: ['ä', null] }, nothing: null },
  ]);
  expect((await client.query(select, [[1]], { rowMode: 'array' })).rows).toEqual([
    [1, { words: ['ä', null] }, null],
  ]);
  expect((await client.query(select, [[]])).rows).toEqual([]);
});

it('goes on after a statement that fails, whether it can not be read or not be done', async () => {
  await add(1);
  await expect(client.query('select nonsense')).rejects.toThrow('nonsense');
  await expect(add(1)).rejects.toThrow('duplicate key');
  await expect(client.query('select $1::integer', ['no number'])).rejects.toThrow('invalid input syntax');
  expect(await ids()).toEqual([1]);
});

it('makes one transaction after another, and statements beside them once they have ended', async () => {
  const both = [1, 2].map((id) =>
    client.transaction(async (tx) => {
      const { rows } = await tx.query('select count(*)::integer as had from notes');
      await tx.query('insert into notes values ($1, null, null)', [id]);
      return rows;
    }),
  );
  expect(await ids()).toEqual([1, 2]);
  expect(await Promise.all(both)).toEqual([[{ had: 0 }], [{ had: 1 }]]);
});

it('gives each of the statements that a transaction makes at once its own rows', async () => {
  const given = await client.transaction((tx) =>
    Promise.all([1, 2, 3].map((number) => tx.query(`select $1::integer + ${number} as sum`, [number]))),
  );
  expect(given.map(({ rows }) => rows)).toEqual([[{ sum: 2 }], [{ sum: 4 }], [{ sum: 6 }]]);
});

it('undoes a transaction that fails, and one that passes over a failed statement', async () => {
  const failing = client.transaction(async (tx) => {
    await tx.query('insert into notes values (1, null, null)');
    throw new Error('half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  const careless = client.transaction(async (tx) => {
    await tx.query('insert into notes values (2, null, null)');
    await tx.query('select nonsense').catch(() => undefined);
  });
  await expect(careless).rejects.toThrow('all were undone');
  const hasty = client.transaction(async (tx) => {
    for (const id of [3, 4]) void tx.query('insert into notes values ($1, null, null)', [id]);
    throw new Error('too early');
  });
  await expect(hasty).rejects.toThrow('too early');
  expect(await ids()).toEqual([]);
});

it('keeps no more statements prepared than it says', async () => {
  const prepared = async () =>
    (await client.query('select count(*)::integer as kept from pg_prepared_statements')).rows[0] as {
      kept: number;
    };
  for (let number = 0; number < 250; number += 1) {
    expect((await client.query(`select ${number} as number`)).rows).toEqual([{ number }]);
  }
  await prepared();
  expect((await prepared()).kept).toBe(200);
});

it('is told that it is closed', async () => {
  const closed = new PreparedPglite(await PGlite.create());
  await closed.close();
  await expect(closed.query('select 1')).rejects.toThrow('The database is closed');
}, 60_000);
