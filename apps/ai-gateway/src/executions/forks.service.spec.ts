import { type GatewayRooms, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { answer, type Reply } from '../scripted-engine.fixture';
import { ForksService } from './forks.service';

const USER = 'user123';
const PARENT = 'exec_123456';

let rooms: GatewayRooms;
let forks: ForksService;
let workflowId: string;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  forks = rooms.module.get(ForksService);
  rooms.plan.mockResolvedValue({ plan: greetingPlan });
  workflowId = (await rooms.stored(USER)).id;
}, 60_000);
afterAll(() => rooms.close());

beforeEach(() => {
  rooms.log.mockReset();
  rooms.engine.requests.length = 0;
});

const forked: Reply = (response, { body }) =>
  answer(200, {
    execution_id: body?.execution_id ?? 'exec_made',
    status: 'running',
    workflow_id: 'wf_1',
    started_at: '2024-01-15T10:30:00.000Z',
    completed_at: null,
    execution_time_seconds: null,
    forked_from: PARENT,
  })(response, { method: 'POST', url: '', headers: {} });

const calling = (workflow_id: string) => ({
  name: 'calls',
  nodes: [{ id: 'sub', type: 'workflow', config: { workflow_id } }],
});

it('gives a fork an id of its own, which makes it repeatable, and logs it', async () => {
  rooms.engine.script(forked);
  const started = await forks.fork(PARENT, { user_id: USER, from_node: 'a' }, 'request-1');
  const [request] = rooms.engine.requests;
  expect(request?.body).toEqual({ user_id: USER, from_node: 'a', execution_id: started.execution_id });
  expect(rooms.log).toHaveBeenLastCalledWith(
    'execution.response',
    expect.objectContaining({ execution_id: started.execution_id, workflow_id: 'wf_1', outcome: 200 }),
  );
});

it('leaves a key to the engine, which knows what it was used for', async () => {
  rooms.engine.script(forked);
  expect(await forks.retry(PARENT, { user_id: USER }, 'request-1', 'a-key')).toMatchObject({
    execution_id: 'exec_made',
  });
  expect(rooms.engine.requests).toMatchObject([
    {
      url: `/workflow/executions/${PARENT}/retry`,
      body: { user_id: USER },
      headers: { 'idempotency-key': 'a-key' },
    },
  ]);
});

it('puts stored workflows into another definition', async () => {
  rooms.engine.script(forked);
  await forks.fork(PARENT, { user_id: USER, definition: calling(workflowId) }, 'request-1');
  expect(rooms.engine.requests[0]?.body).toMatchObject({
    definition: { nodes: [{ config: { definition: { id: workflowId, name: 'Greeting' } } }] },
  });
});

it.each([
  ['calls a workflow of another user', () => ({ user_id: 'stranger', definition: calling(workflowId) })],
  ['calls a workflow there is not', () => ({ user_id: USER, definition: calling('wf_gone') })],
  ['is no definition', () => ({ user_id: USER, definition: { nodes: 'none' } })],
])('refuses a definition that %s, and the engine hears nothing of it', async (_what, request) => {
  await expect(forks.fork(PARENT, request(), 'request-1')).rejects.toMatchObject({
    status: 422,
    code: 'invalid_workflow',
    errors: expect.arrayContaining([
      expect.objectContaining({ path: expect.stringMatching(/^\/definition/) }),
    ]),
  });
  expect(rooms.engine.requests).toEqual([]);
});
