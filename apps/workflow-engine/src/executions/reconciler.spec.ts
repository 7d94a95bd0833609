import type { WorkflowExecutionDescription } from '@temporalio/client';
import { waitFor } from '@aiwf/testing';
import type { Database } from '@aiwf/persistence';
import type { EngineConfig } from '@aiwf/platform';
import { executions } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import type { RunMessagesService, TemporalService } from '../temporal';
import type { DryRunRemoval } from './dry-run/dry-run.removal';
import type { ExecutionJournal } from './execution.journal';
import { ExecutionRepository, type OpenStatus } from './execution.repository';
import { Reconciler } from './reconciler';
import type { RunLauncher } from './run.launcher';

/** Real: the rows, on PGlite. Scripted: Temporal, which says of each run that it is open. */
let database: Database;
let close: () => Promise<void>;

const OPEN = { status: { name: 'RUNNING' }, raw: {} } as WorkflowExecutionDescription;
const ENDED = { status: { name: 'COMPLETED' }, raw: {} } as WorkflowExecutionDescription;
const LONG_AGO = new Date(0);

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  const many = async (status: OpenStatus, count: number) => {
    for (let index = 0; index < count; index += 1)
      await insertRun(database, `${status}_${String(index).padStart(3, '0')}`, {
        status,
        startedAt: LONG_AGO,
      });
  };
  await many('running', 250);
  await many('starting', 3);
}, 60_000);

afterAll(() => close());

it('asks Temporal about two hundred runs a round at most, about all in turn, and about those that have not begun each time', async () => {
  const rounds: string[][] = [];
  const reconciler = new Reconciler(
    new ExecutionRepository(database),
    {} as ExecutionJournal,
    {
      describe: (id: string) => {
        rounds.at(-1)?.push(id);
        return Promise.resolve(OPEN);
      },
    } as unknown as TemporalService,
    {} as RunLauncher,
    {} as RunMessagesService,
    // The first thing that a round does.
    { removeLeftBehind: () => Promise.resolve(rounds.push([])) } as unknown as DryRunRemoval,
    { reconcileIntervalMs: 1 } as EngineConfig,
  );
  reconciler.onApplicationBootstrap();
  await waitFor(() => rounds.length > 3, { what: 'three rounds' });
  await reconciler.onApplicationShutdown();
  const [first, second, third] = rounds.map((ids) => ids.filter((id) => id.startsWith('running')));
  expect([first?.length, second?.length, third?.length]).toEqual([200, 50, 200]);
  expect(new Set([...(first ?? []), ...(second ?? [])])).toHaveProperty('size', 250);
  expect(third).toEqual(first);
  for (const round of rounds.slice(0, 3))
    expect(round.filter((id) => id.startsWith('starting'))).toHaveLength(3);
});

it('leaves a run alone that ended, or began, between its page and what Temporal said', async () => {
  const touched: string[] = [];
  const touch = (id: string) => Promise.resolve(void touched.push(id));
  let rounds = 0;
  const reconciler = new Reconciler(
    new ExecutionRepository(database),
    { append: touch } as unknown as ExecutionJournal,
    {
      describe: async (id: string) => {
        if (rounds > 1) return OPEN;
        const hasBegun = id.startsWith('running');
        await database.orm.update(executions).set({ status: hasBegun ? 'completed' : 'running' });
        return hasBegun ? ENDED : undefined;
      },
    } as unknown as TemporalService,
    { start: ({ id }: { id: string }) => touch(id) } as unknown as RunLauncher,
    { terminateChildren: touch } as unknown as RunMessagesService,
    { removeLeftBehind: () => Promise.resolve((rounds += 1)) } as unknown as DryRunRemoval,
    { reconcileIntervalMs: 1 } as EngineConfig,
  );
  reconciler.onApplicationBootstrap();
  await waitFor(() => rounds > 1, { what: 'a whole round' });
  await reconciler.onApplicationShutdown();
  expect(touched).toEqual([]);
});
