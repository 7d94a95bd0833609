import type { ExecutionLog } from '@aiwf/platform';
import type { Database } from '@aiwf/persistence';
import { executions } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import { EventLogRepository, type NewEvent } from '../events';
import { ExecutionJournal } from './execution.journal';
import type { ExecutionMetrics } from './execution.metrics';

const RUN = 'exec_1';

let database: Database;
let close: () => Promise<void>;
let journal: ExecutionJournal;
const record = jest.fn();
const ended = jest.fn();

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  journal = new ExecutionJournal(
    new EventLogRepository(database),
    { record } as unknown as ExecutionLog,
    { ended } as unknown as ExecutionMetrics,
  );
}, 60_000);

beforeEach(async () => {
  jest.clearAllMocks();
  await database.orm.delete(executions);
  await insertRun(database, RUN);
});

afterAll(() => close());

const event = (type: NewEvent['type']): NewEvent => ({
  type,
  at: new Date().toISOString(),
  writer: type,
  writerSeq: 0,
});

it('tells the operator of each change of a run, and counts its end once', async () => {
  await journal.append(RUN, [event('execution.started'), event('execution.completed')]);
  await journal.append(RUN, [event('execution.completed'), event('execution.paused')]);
  expect(record.mock.calls.map(([, { execution_id, status }]) => [execution_id, status])).toEqual([
    [RUN, 'completed'],
    [RUN, 'completed'],
  ]);
  expect(ended.mock.calls).toEqual([['completed', expect.any(Number)]]);
});

it('tells of a change that takes more than one statement', async () => {
  const asked: NewEvent = {
    ...event('approval.requested'),
    node_id: 'a',
    opened: {
      request_id: 'apr_1',
      kind: 'approval',
      workflow_id: RUN,
      node_id: 'a',
      message: 'May it?',
      decisions: ['approve'],
      required: 1,
    },
  };
  await journal.append(RUN, [event('execution.started'), asked]);
  expect(record).toHaveBeenCalledWith(
    'execution.status',
    expect.objectContaining({ execution_id: RUN, status: 'running' }),
  );
  expect(ended).not.toHaveBeenCalled();
});
