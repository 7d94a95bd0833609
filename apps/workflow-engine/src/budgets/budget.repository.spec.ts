import { asc, eq } from 'drizzle-orm';
import type { SpendingLimits } from '@aiwf/definition';
import type { Database } from '@aiwf/persistence';
import { budgets, reservations } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import type { SpendingScope } from '../workflows';
import { BudgetRepository } from './budget.repository';

let database: Database;
let close: () => Promise<void>;
let repository: BudgetRepository;
let runs = 0;
/** A run of its own for each test. */
let lineage: string;

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  repository = new BudgetRepository(database);
}, 60_000);

beforeEach(newRun);

async function newRun(): Promise<void> {
  lineage = `exec_${(runs += 1)}`;
  await insertRun(database, lineage);
}

afterAll(() => close());

const call = (path: string, turn = 0) => ({ lineage, path, turn });
const within = (limits: SpendingLimits, scope = 'run'): SpendingScope => ({ scope, limits });
const most = { tokens: 100, costUsd: 0.01 };

const reserve = (path: string, limits: SpendingLimits) =>
  repository.reserve(call(path), [within(limits)], most);

const settle = (path: string, scopes: SpendingScope[], spent = { tokens: 10, costUsd: 0.001 }) =>
  database.orm.transaction((tx) => repository.settleWithin(tx, call(path), scopes, spent));

const spentBy = () =>
  database.orm.select().from(budgets).where(eq(budgets.executionId, lineage)).orderBy(asc(budgets.scope));

const reserved = () => database.orm.select().from(reservations).where(eq(reservations.executionId, lineage));

it('lets as many of many calls at once through as the limit allows', async () => {
  const paths = Array.from({ length: 20 }, (_, index) => `nodes/n${index}`);
  const breaches = await Promise.all(paths.map((path) => reserve(path, { max_llm_calls: 5 })));
  expect(breaches.filter((breach) => breach === undefined)).toHaveLength(5);
  expect(await reserved()).toHaveLength(5);
  expect(breaches.find((breach) => breach !== undefined)).toEqual({
    scope: 'run',
    limit: 'max_llm_calls',
    allowed: 5,
    needed: 6,
  });
});

it.each<[keyof SpendingLimits, number, number]>([
  ['max_llm_calls', 2, 3],
  ['max_tokens', 250, 300],
  ['max_cost_usd', 0.025, 0.03],
])('counts what calls under way may spend of %s', async (limit, allowed, needed) => {
  expect(await reserve('a', { [limit]: allowed })).toBeUndefined();
  expect(await reserve('b', { [limit]: allowed })).toBeUndefined();
  const breach = await reserve('c', { [limit]: allowed });
  expect(breach).toEqual({ scope: 'run', limit, allowed, needed: expect.closeTo(needed, 10) });
});

it('lets a call through that comes to the limit exactly', async () => {
  expect(await reserve('a', { max_tokens: 100, max_llm_calls: 1, max_cost_usd: 0.01 })).toBeUndefined();
});

it('counts a call that is tried again once', async () => {
  const limits = { max_llm_calls: 1, max_tokens: 150 };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(await reserve('a', limits)).toBeUndefined();
  }
  expect(await reserved()).toHaveLength(1);
  expect(await reserve('b', limits)).toMatchObject({ needed: 2 });
});

it('turns what was reserved into what was spent', async () => {
  const limits = { max_tokens: 120 };
  await reserve('a', limits);
  expect(await reserve('b', limits)).toMatchObject({ needed: 200 });
  await settle('a', [within(limits)]);
  expect(await reserved()).toEqual([]);
  expect(await spentBy()).toMatchObject([{ scope: 'run', llmCalls: 1, tokens: 10, costUsd: 0.001 }]);
  expect(await reserve('b', limits)).toBeUndefined();
});

it('counts what a call spent even when another attempt at it gave the reservation back', async () => {
  const limits = { max_llm_calls: 1 };
  await reserve('a', limits);
  await repository.release(call('a'));
  await settle('a', [within(limits)]);
  expect(await reserve('b', limits)).toMatchObject({ limit: 'max_llm_calls', needed: 2 });
});

it('gives back what a call that failed had reserved', async () => {
  const limits = { max_llm_calls: 1 };
  await reserve('a', limits);
  await repository.release(call('a'));
  expect(await reserved()).toEqual([]);
  expect(await reserve('b', limits)).toBeUndefined();
});

it('reserves in every scope or in none, and names the outermost that is reached', async () => {
  const run = within({ max_llm_calls: 2 });
  const node = within({ max_llm_calls: 1 }, 'nodes/a');
  expect(await repository.reserve(call('nodes/a'), [run, node], most)).toBeUndefined();
  expect(await repository.reserve(call('nodes/a', 1), [run, node], most)).toMatchObject({ scope: 'nodes/a' });
  expect((await reserved()).map(({ scope }) => scope).toSorted()).toEqual(['nodes/a', 'run']);
  expect(await repository.reserve(call('nodes/b'), [run], most)).toBeUndefined();
  expect(await repository.reserve(call('nodes/a', 1), [run, node], most)).toMatchObject({ scope: 'run' });
  await settle('nodes/a', [run, node]);
  expect(await spentBy()).toMatchObject([
    { scope: 'nodes/a', llmCalls: 1 },
    { scope: 'run', llmCalls: 1 },
  ]);
});

it('puts a raised limit in the place of the definition’s, and the highest of several', async () => {
  const limits = { max_llm_calls: 1, max_tokens: 1_000 };
  await reserve('a', limits);
  await repository.raise(lineage, 'run', { max_llm_calls: 3 });
  await repository.raise(lineage, 'run', { max_llm_calls: 2, max_cost_usd: 0.5 });
  expect(await spentBy()).toMatchObject([{ raised: { max_llm_calls: 3, max_cost_usd: 0.5 } }]);
  expect(await reserve('b', limits)).toBeUndefined();
  expect(await reserve('c', limits)).toBeUndefined();
  expect(await reserve('d', limits)).toMatchObject({ allowed: 3, needed: 4 });
});

it('keeps runs apart', async () => {
  const limits = { max_llm_calls: 1 };
  await reserve('a', limits);
  await repository.raise(lineage, 'run', { max_llm_calls: 9 });
  await newRun();
  expect(await reserve('a', limits)).toBeUndefined();
  expect(await reserve('b', limits)).toMatchObject({ allowed: 1, needed: 2 });
});

it('reserves nothing where nothing is limited', async () => {
  expect(await repository.reserve(call('a'), [], most)).toBeUndefined();
  expect(await reserved()).toEqual([]);
});
