import { InternalConnectionLikeSymbol, type ConnectionLike } from '@temporalio/client';
import { loadEngineConfig } from '@aiwf/platform';
import type { RunInput } from '../workflows';
import { TemporalService } from './temporal.service';

const answers: (() => void)[] = [];
const bounds: number[] = [];
const asked = jest.fn<void, [{ requestEagerExecution: boolean }]>();

/** A worker's connection that answers when it is told to. */
const connection = {
  plugins: [],
  workflowService: {
    startWorkflowExecution: (request: { requestEagerExecution: boolean }) => {
      asked(request);
      return new Promise((resolve) => answers.push(() => resolve({ runId: 'run' })));
    },
  },
  withDeadline: (deadline: number, call: () => Promise<unknown>) => {
    bounds.push(deadline - Date.now());
    return call();
  },
  [InternalConnectionLikeSymbol]: { supportsEagerStart: true },
} as unknown as ConnectionLike;

let temporal: TemporalService;

beforeEach(() => {
  asked.mockReset();
  temporal = new TemporalService(loadEngineConfig({}));
  temporal.startThrough(connection);
});

afterEach(() => temporal.onApplicationShutdown());

const start = (id: string) =>
  temporal.start('user', { execution_id: id, plan: { json: {} }, settings: {} } as RunInput);

async function answered(starts: Promise<void>[]): Promise<void> {
  while (asked.mock.calls.length < starts.length) await new Promise(setImmediate);
  answers.splice(0).forEach((answer) => answer());
  await Promise.all(starts);
}

const eager = () => asked.mock.calls.map(([{ requestEagerExecution }]) => requestEagerExecution);

it('lets a start go on that nobody waits for any longer, as one under way', async () => {
  const late = start('exec_late');
  await expect(late).rejects.toThrow('Temporal did not answer within 1.5 s');
  expect(bounds.at(-1)).toBeGreaterThan(4_000);
  asked.mockReset();
  await answered(Array.from({ length: 10 }, (_, index) => start(`exec_${index}`)));
  expect(eager()).toEqual([...Array.from({ length: 9 }, () => true), false]);
});

it('takes the first tasks of ten runs along, and leaves those of more at once to Temporal', async () => {
  await answered(Array.from({ length: 12 }, (_, index) => start(`exec_${index}`)));
  expect(eager()).toEqual([...Array.from({ length: 10 }, () => true), false, false]);
  asked.mockReset();
  await answered([start('exec_later')]);
  expect(eager()).toEqual([true]);
});
