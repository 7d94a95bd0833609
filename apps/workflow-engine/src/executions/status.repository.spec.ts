import type { Database } from '@aiwf/persistence';
import { BlobRepository } from '../blobs';
import { executionNodes, executions } from '../database';
import { insertRun, openEngineDatabase } from '../engine-database.fixture';
import { EventLogRepository } from '../events';
import type { ProgressEvent } from '../workflows';
import { StatusRepository } from './status.repository';

const RUN = 'exec_1';
const OWNER = 'user123';
const AT = '2026-01-01T00:00:00.000Z';

let database: Database;
let close: () => Promise<void>;
let status: StatusRepository;
let written = 0;

beforeAll(async () => {
  ({ database, close } = await openEngineDatabase());
  status = new StatusRepository(database, new BlobRepository(database));
}, 60_000);

beforeEach(async () => {
  await database.orm.delete(executions);
  await insertRun(database, RUN);
  const nodes = ['second', 'first'].map((nodeId, index) => ({
    nodeId,
    name: `The ${nodeId}`,
    position: 1 - index,
  }));
  const row = { executionId: RUN, type: 'transform', status: 'pending' as const };
  await database.orm.insert(executionNodes).values(nodes.map((node) => ({ ...row, ...node })));
});

afterAll(() => close());

const tell = (...events: Omit<ProgressEvent, 'at'>[]) =>
  new EventLogRepository(database).append(
    RUN,
    events.map((event) => ({ at: AT, ...event, writer: 'w', writerSeq: (written += 1) })),
  );

it('shows a run with its nodes in their order, as it stands at each request', async () => {
  const pending = { type: 'transform', status: 'pending', started_at: null, completed_at: null };
  expect(await status.view(RUN, OWNER)).toMatchObject({
    status: 'running',
    phase: 'running',
    nodes: [
      { id: 'first', name: 'The first', ...pending },
      { id: 'second', name: 'The second', ...pending },
    ],
  });
  await tell({ type: 'node.started', node_id: 'first' });
  expect((await status.view(RUN, OWNER))?.nodes[0]).toMatchObject({ status: 'running', started_at: AT });
  await tell({
    type: 'approval.requested',
    node_id: 'first',
    opened: {
      request_id: 'r',
      kind: 'approval',
      workflow_id: RUN,
      node_id: 'first',
      message: 'May it go on?',
      decisions: ['approve', 'reject'],
      required: 1,
    },
  });
  expect(await status.view(RUN, OWNER)).toMatchObject({ phase: 'waiting' });
  await tell({ type: 'node.failed', node_id: 'first', error: { code: 'refused', message: 'No' } });
  expect((await status.view(RUN, OWNER))?.nodes[0]).toMatchObject({ status: 'failed', error_message: 'No' });
});

it('reads a run anew only when its row has changed', async () => {
  const view = await status.view(RUN, OWNER);
  expect(await status.view(RUN, OWNER)).toBe(view);
  await database.orm.update(executions).set({ llmCalls: 1 });
  expect(await status.view(RUN, OWNER)).toMatchObject({ usage: { llm_calls: 1 } });
});

it('shows nothing of what is another’s, a dry run or gone, also after its owner has seen it', async () => {
  await status.view(RUN, OWNER);
  expect(await status.view(RUN, 'someone')).toBeUndefined();
  await database.orm.update(executions).set({ dryRun: true });
  expect(await status.view(RUN, OWNER)).toBeUndefined();
  await database.orm.delete(executions);
  expect(await status.view(RUN, OWNER)).toBeUndefined();
});
