import type { DryRun } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { type GatewayRooms, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { answer, hang } from '../scripted-engine.fixture';
import { DryRunModule } from './index';
import { DryRunService } from './dry-run.service';

const USER = 'user123';
const WAITS = new AbortController().signal;

let rooms: GatewayRooms;
let dryRuns: DryRunService;

beforeAll(async () => {
  rooms = await startGatewayRooms({}, [DryRunModule]);
  dryRuns = rooms.module.get(DryRunService);
});
afterAll(() => rooms.close());
beforeEach(() => void (rooms.engine.requests.length = 0));

async function stored(definition: WorkflowDefinition): Promise<string> {
  rooms.plan.mockReset().mockResolvedValue({ plan: { ...greetingPlan, definition } });
  return (await rooms.stored(USER)).id;
}

const told: DryRun = {
  status: 'completed',
  error: null,
  path: [],
  data_flow: [],
  would_send: [],
  model_calls: [],
  decisions: [],
  output_data: { result: 'Hello' },
  warnings: [],
};

it('sends the workflow as it stands alone, with inputs and mocks, and hands on what would be done', async () => {
  const inner = await stored(greetingPlan.definition);
  const outer = await stored({
    name: 'Calls',
    nodes: [{ id: 'sub', type: 'workflow', config: { workflow_id: inner } }],
  });
  rooms.engine.script(answer(200, told));
  const mocks = { greet: 'Hi' };
  expect(await dryRuns.run(outer, { user_id: USER, mocks }, 'request-1', WAITS)).toEqual(told);
  expect(rooms.engine.requests).toMatchObject([
    {
      method: 'POST',
      url: '/workflow/dry-run',
      headers: { 'x-request-id': 'request-1' },
      body: {
        user_id: USER,
        mocks,
        workflow_data: { nodes: [{ config: { definition: { name: 'Greeting' } } }] },
      },
    },
  ]);
});

it('refuses inputs that do not fit, and workflows of others, without asking the engine', async () => {
  const id = await stored(greetingPlan.definition);
  await expect(dryRuns.run(id, { user_id: USER, inputs: { name: 7 } }, 'r', WAITS)).rejects.toMatchObject({
    code: 'invalid_inputs',
  });
  await expect(dryRuns.run(id, { user_id: 'stranger' }, 'r', WAITS)).rejects.toMatchObject({
    code: 'workflow_not_found',
  });
  expect(rooms.engine.requests).toEqual([]);
});

it('hands on what the engine refuses, and what is known of one that did not end', async () => {
  const id = await stored(greetingPlan.definition);
  const errors = [{ path: '/mocks/x', message: 'There is no node "x"' }];
  rooms.engine.script(answer(422, { code: 'invalid_mocks', detail: 'They do not fit', errors }));
  await expect(dryRuns.run(id, { user_id: USER, mocks: { x: 1 } }, 'r', WAITS)).rejects.toMatchObject({
    code: 'invalid_mocks',
    errors,
  });
  const partial = { ...told, status: 'running' };
  rooms.engine.script(answer(504, { code: 'dry_run_timeout', detail: 'Too long', partial }));
  await expect(dryRuns.run(id, { user_id: USER }, 'r', WAITS)).rejects.toMatchObject({
    code: 'dry_run_timeout',
    status: 504,
    detail: 'Too long',
    partial,
  });
  expect(rooms.engine.requests).toHaveLength(2);
});

it.each([
  ['503', answer(503, { detail: 'Temporal does not answer' }), 'workflow_service_unavailable'],
  ['504 of something else', answer(504, '<html>'), 'workflow_service_timeout'],
  ['what is no dry run', answer(200, { status: 'completed' }), 'workflow_service_unavailable'],
])('asks once, also when the engine answers %s', async (_, reply, code) => {
  const id = await stored(greetingPlan.definition);
  rooms.engine.script(reply);
  await expect(dryRuns.run(id, { user_id: USER }, 'r', WAITS)).rejects.toMatchObject({ code });
  expect(rooms.engine.requests).toHaveLength(1);
});

it('leaves the engine when its own caller leaves', async () => {
  const id = await stored(greetingPlan.definition);
  const leaving = new AbortController();
  rooms.engine.script((response, seen) => {
    response.on('close', () => hung.resolve());
    hang(response, seen);
    leaving.abort();
  });
  const hung = Promise.withResolvers<void>();
  await expect(dryRuns.run(id, { user_id: USER }, 'r', leaving.signal)).rejects.toThrow();
  await hung.promise;
});
