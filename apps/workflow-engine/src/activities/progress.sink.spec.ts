import type { Values } from '../blobs';
import { NewNodes, type Appended } from '../events';
import type { ExecutionJournal } from '../executions';
import type { ModelCallsRepository } from '../ledger';
import type { NamedEvent } from '../workflows';
import { ProgressSink } from './progress.sink';

const append = jest.fn<Promise<Appended>, Parameters<ExecutionJournal['append']>>();
const NOTHING = { events: [], areFirst: false };
const isOpen = jest.fn<Promise<boolean>, []>();
const values = { load: (_id: string, value: { json: unknown }) => Promise.resolve(value.json) };

const newNodes = new NewNodes();

const { write } = new ProgressSink(
  { append } as unknown as ExecutionJournal,
  values as unknown as Values,
  { isOpen } as unknown as ModelCallsRepository,
  newNodes,
).sinks().progress;

const event = (number: number, more: Partial<NamedEvent> = {}): NamedEvent => ({
  type: 'node.started',
  node_id: 'a',
  at: '2026-01-01T00:00:00.000Z',
  writer: 'w',
  number,
  ...more,
});

const written = (...batches: NamedEvent[][]) => write.fn({ runId: 'run' } as never, 'exec_1', batches);

/** The numbers of the events of each append. */
const appended = () => append.mock.calls.map(([, events]) => events.map(({ writerSeq }) => writerSeq));

beforeEach(() => {
  append.mockReset().mockResolvedValue(NOTHING);
  isOpen.mockReset().mockResolvedValue(true);
});

it('writes one batch after another, and ends when the last is written', async () => {
  let open = 0;
  append.mockImplementation(async () => {
    open += 1;
    await Promise.resolve();
    expect(open).toBe(1);
    open -= 1;
    return NOTHING;
  });
  await written([event(0), event(1)], [event(2)]);
  expect(appended()).toEqual([[0, 1], [2]]);
});

it('does not end before the log takes the events: the SDK would send what comes after them', async () => {
  append.mockRejectedValueOnce(new Error('away')).mockRejectedValueOnce(new Error('away'));
  await written([event(0)], [event(1)]);
  expect(appended()).toEqual([[0], [0], [0], [1]]);
});

it('tries as long as it can’t know whether the run is open, and no longer than it is', async () => {
  append.mockRejectedValue(new Error('no such value'));
  isOpen.mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce(true).mockResolvedValueOnce(false);
  await written([event(0)]);
  expect(appended()).toEqual([[0], [0], [0]]);
});

it('tells of the nodes that have begun where the log had nothing of them', async () => {
  await written([event(0)]);
  expect(newNodes.take('run', 'nodes/a')).toBe(false);
  append.mockResolvedValue({ events: [], areFirst: true });
  await written([event(0)]);
  expect(newNodes.take('run', 'nodes/a')).toBe(true);
});

it('says whole what a decision brought', async () => {
  await written([event(0, { data: { by: 'u' }, said: { data: { json: { amount: 1 } } } })]);
  expect(append.mock.calls[0]?.[1]).toMatchObject([{ data: { by: 'u', data: { amount: 1 } } }]);
});

it('tells nothing in a replay', () => {
  expect(write.callDuringReplay).toBe(false);
});
