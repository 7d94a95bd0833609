import { ESTIMATE_MAX_CHARACTERS } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { type GatewayRooms, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { started } from '../scripted-engine.fixture';
import { EstimatesService } from './estimates.service';
import { ExecutionsService } from './executions.service';

const USER = 'user123';

let rooms: GatewayRooms;
let estimates: EstimatesService;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  estimates = rooms.module.get(EstimatesService);
});
afterAll(() => rooms.close());

async function stored(definition: WorkflowDefinition): Promise<string> {
  rooms.plan.mockReset().mockResolvedValue({ plan: { ...greetingPlan, definition } });
  return (await rooms.stored(USER)).id;
}

const asking = (prompt: string): WorkflowDefinition => ({
  name: 'Asks',
  inputs: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
  nodes: [{ id: 'ask', type: 'agent', config: { prompt } }],
});

it('estimates a stored workflow for its owner, with what stands in the place of others', async () => {
  const inner = await stored(asking('Explain {{ inputs.what }}'));
  const outer = await stored({
    name: 'Calls',
    nodes: [{ id: 'sub', type: 'workflow', config: { workflow_id: inner, inputs: { what: 'tides' } } }],
  });
  expect(await estimates.estimate(outer, { user_id: USER })).toMatchObject({
    basis: 'defaults',
    total: { llm_calls: { low: 1, likely: 1, high: 1 } },
    nodes: [{ node_id: 'sub', type: 'workflow' }],
  });
  await expect(estimates.estimate(outer, { user_id: 'stranger' })).rejects.toMatchObject({
    code: 'workflow_not_found',
  });
});

it('does without inputs, and refuses those that do not fit', async () => {
  const id = await stored(asking('Explain {{ inputs.what }}'));
  expect((await estimates.estimate(id, { user_id: USER })).notes).toEqual([expect.stringContaining('what')]);
  await expect(estimates.estimate(id, { user_id: USER, inputs: { what: 7 } })).rejects.toMatchObject({
    code: 'invalid_inputs',
    errors: [{ path: '/inputs/what' }],
  });
});

it('goes along with an execution, without its nodes where these are too many', async () => {
  const small = await stored(asking('Explain'));
  const many = Array.from({ length: 400 }, (_, index) => ({
    id: `n${index}`,
    type: 'transform' as const,
    config: { value: index },
  }));
  const large = await stored({ ...asking('Explain'), nodes: many });
  rooms.engine.requests.length = 0;
  rooms.engine.script(started, started);
  const executions = rooms.module.get(ExecutionsService);
  for (const id of [small, large]) {
    await executions.execute(id, { user_id: USER, inputs: { what: 'tides' } }, 'request-1');
  }
  const [first, second] = rooms.engine.requests.map(({ body }) => body?.estimate);
  expect(first).toMatchObject({ total: { llm_calls: { low: 1 } }, nodes: [{ node_id: 'ask' }] });
  expect(second).toMatchObject({ total: { llm_calls: { low: 0 } }, nodes: [] });
  expect(JSON.stringify(second).length).toBeLessThan(ESTIMATE_MAX_CHARACTERS);
});
