import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pgSchema } from 'drizzle-orm/pg-core';
import {
  type Database,
  IdempotencyKeys,
  idempotencyKeysTable,
  type KeyedRequest,
  openDatabase,
} from './index';

const HOUR_MS = 3_600_000;

let dataDir: string;
let database: Database;
let keys: IdempotencyKeys;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'keys-'));
  const migrations = join(__dirname, '../../../apps/ai-gateway/src/database/migrations');
  database = await openDatabase({ dataDir, name: 'gateway', migrations });
  keys = new IdempotencyKeys(database, idempotencyKeysTable(pgSchema('gateway')));
}, 60_000);

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const request = (fields: Partial<KeyedRequest> = {}): KeyedRequest => ({
  userId: 'user123',
  route: 'POST /runs',
  key: 'key-1',
  body: { inputs: { a: 1, b: 2 } },
  ...fields,
});

const rows = async () =>
  (await database.orm.execute<Record<string, string>>(sql`select * from gateway.idempotency_keys`)).rows;

describe('a key', () => {
  it('stands for what its first request proposed, whatever later ones propose', async () => {
    expect(await keys.claim(request(), { id: 'first' })).toEqual({ id: 'first' });
    expect(await keys.claim(request(), { id: 'second' })).toEqual({ id: 'first' });
  });

  it('does not mind in which order a body has its properties', async () => {
    const body = { inputs: { b: 2, a: 1 } };
    expect(await keys.claim(request({ body }), { id: 'third' })).toEqual({ id: 'first' });
  });

  it.each([
    ['user', { userId: 'user124' }],
    ['route', { route: 'POST /others' }],
    ['key', { key: 'Key-1' }],
  ])('is another one with another %s', async (_, fields) => {
    expect(await keys.claim(request(fields), { id: 'own' })).toEqual({ id: 'own' });
  });

  it('is refused with another body, and tells what to change', async () => {
    await expect(keys.claim(request({ body: { inputs: {} } }), { id: 'x' })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
      detail: expect.stringMatching(/repeat that request unchanged, or send this one with a new key/),
    });
  });

  it('stands for one thing when a hundred requests come at once', async () => {
    const claims = Array.from({ length: 100 }, (_, id) => keys.claim(request({ key: 'rush' }), { id }));
    expect(new Set((await Promise.all(claims)).map(({ id }) => id)).size).toBe(1);
  });

  it('is not stored itself', async () => {
    await keys.claim(request({ key: 'customer-4711' }), { id: 'x' });
    expect(JSON.stringify(await rows())).not.toContain('4711');
  });

  it('is kept for 24 hours, and its row no longer', async () => {
    const start = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
    await keys.claim(request({ key: 'old' }), { id: 'first' });
    clock.mockReturnValue(start + 24 * HOUR_MS);
    expect(await keys.claim(request({ key: 'old' }), { id: 'second' })).toEqual({ id: 'first' });
    clock.mockReturnValue(start + 24 * HOUR_MS + 1);
    expect(await keys.claim(request({ key: 'old', body: null }), { id: 'third' })).toEqual({ id: 'third' });
    expect(await rows()).toHaveLength(1);
  });
});
