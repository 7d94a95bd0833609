import type { Database } from '@aiwf/persistence';
import { modelCalls } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import { CallDurationsRepository } from './call-durations.repository';

let database: Database;
let close: () => Promise<void>;
let durations: CallDurationsRepository;
let written = 0;

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  durations = new CallDurationsRepository(database);
  for (const [id, dryRun] of [
    ['exec_real', false],
    ['exec_dry', true],
  ] as const) {
    await insertRun(database, id, { dryRun });
  }
});

afterAll(() => close());

async function record(
  model: string,
  milliseconds: number[],
  { lineage = 'exec_real', reused = false }: { lineage?: string; reused?: boolean } = {},
): Promise<void> {
  const rows = milliseconds.map((durationMs) => ({
    lineage,
    executionId: lineage,
    path: `nodes/n${(written += 1)}`,
    turn: 0,
    digest: 'd',
    reply: {},
    model,
    inputTokens: 1,
    outputTokens: 1,
    durationMs,
    reused,
    createdAt: new Date(Date.UTC(2026, 0, 1) + written),
  }));
  await database.orm.insert(modelCalls).values(rows);
}

it('tells what 95 of 100 calls of a model took at most, once there are five', async () => {
  await record('p:quick', Array(19).fill(10).concat(9_000));
  await record('p:slow', [10, 10, 10, 10, 5_000]);
  await record('p:new', [1, 1, 1, 1]);
  expect(await durations.p95()).toEqual(
    new Map([
      ['p:quick', 10],
      ['p:slow', 5_000],
    ]),
  );
});

it('asks neither what a dry run made up nor what was taken over from another run', async () => {
  await record('p:made-up', [0, 0, 0, 0, 0], { lineage: 'exec_dry' });
  await record('p:taken-over', [0, 0, 0, 0, 0], { reused: true });
  expect([...(await durations.p95()).keys()].toSorted()).toEqual(['p:quick', 'p:slow']);
});

it('knows the last calls only', async () => {
  await record('p:quick', Array(600).fill(3_000));
  expect(await durations.p95()).toEqual(new Map([['p:quick', 3_000]]));
});
