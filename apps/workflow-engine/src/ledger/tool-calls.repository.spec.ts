import { sql } from 'drizzle-orm';
import type { Database } from '@aiwf/persistence';
import { BlobRepository } from '../blobs';
import { executionEvents } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import { ToolCallsRepository, type ToolCallIntent } from './tool-calls.repository';

let database: Database;
let close: () => Promise<void>;
let repository: ToolCallsRepository;

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  repository = new ToolCallsRepository(database, new BlobRepository(database));
  for (const [id, forkedFrom] of [
    ['exec_parent', null],
    ['exec_fork', 'exec_parent'],
  ] as const) {
    await insertRun(database, id, { forkedFrom });
  }
});

afterAll(() => close());

const key = (lineage: string) => ({ lineage, path: 'nodes/pay', turn: 0 });

const intent: ToolCallIntent = {
  position: 0,
  nodeId: 'pay',
  call: { callId: '1', name: 'pay', arguments: { sum: 7 }, effect: 'irreversible', digest: null },
  mustBeMade: false,
  again: 0,
};

it('begins a call anew that was cut short when it took over what another run did', async () => {
  expect(await repository.begin(key('exec_parent'), intent)).toMatchObject({ fresh: true, result: null });
  const paid = { ok: true, content: { json: 'paid' } };
  const event = { type: 'tool.call' as const, nodeId: 'pay', durationMs: 1, told: {} };
  await repository.record(key('exec_parent'), 0, paid, event);

  await database.orm.execute(
    sql`alter table ${executionEvents} add constraint cut_short check (type <> 'tool.call') not valid`,
  );
  await expect(repository.begin(key('exec_fork'), intent)).rejects.toMatchObject({
    cause: { constraint: 'cut_short' },
  });
  await database.orm.execute(sql`alter table ${executionEvents} drop constraint cut_short`);
  expect(await repository.begin(key('exec_fork'), intent)).toMatchObject({ fresh: false, result: paid });
});

it("takes a person's word that a call is to be made again for one time", async () => {
  const call = (again: number) =>
    repository.begin({ ...key('exec_parent'), path: 'nodes/lost' }, { ...intent, again });
  const fresh = async (again: number) => (await call(again)).fresh;
  expect(await fresh(0)).toBe(true);
  expect(await fresh(0)).toBe(false);
  expect(await fresh(1)).toBe(true);
  expect(await fresh(1)).toBe(false);
  expect(await fresh(0)).toBe(false);
  expect(await fresh(2)).toBe(true);
  const paid = { ok: true, content: { json: 'paid' } };
  const event = { type: 'tool.call' as const, nodeId: 'lost', durationMs: 1, told: {} };
  await repository.record({ ...key('exec_parent'), path: 'nodes/lost' }, 0, paid, event);
  expect(await call(3)).toMatchObject({ fresh: false, result: paid });
});

it('begins a call that must be made, whatever came of it in the run that is gone on from', async () => {
  const undo = { ...intent, call: { ...intent.call, name: 'undo', arguments: null }, mustBeMade: true };
  const begin = (lineage: string) => repository.begin({ ...key(lineage), path: 'nodes/undo' }, undo);
  expect(await begin('exec_parent')).toEqual({
    ...undo.call,
    turn: 0,
    position: 0,
    result: null,
    fresh: true,
  });
  const done = { ok: true, content: { json: null } };
  const event = { type: 'tool.call' as const, nodeId: 'undo', durationMs: 1, told: {} };
  await repository.record({ ...key('exec_parent'), path: 'nodes/undo' }, 0, done, event);
  expect(await begin('exec_fork')).toMatchObject({ fresh: true, arguments: null, result: null });
  expect(await begin('exec_parent')).toMatchObject({ fresh: false, arguments: null, result: done });
});
