import { reply, toolCalls, waitFor } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, compute, http } from '../harness/graphs';
import { historiesOf, type RunHistory } from '../harness/histories';
import { serve } from '../harness/local-server';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite. Scripted: the model. Runs continue as new after 50 events. */
let model: Conversations;
let engine: EngineUnderTest;

beforeAll(async () => {
  model = await conversations();
  engine = await startEngine({ ...model.env, CONTINUE_AS_NEW_EVENTS: '50' });
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await model.server.close();
});

/** An agent that takes so many turns that its run continues as new while it is at work. */
function busyAgent(id: string, prompt: string, turns: number) {
  const ask = toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]);
  model.script(prompt, ...Array.from({ length: turns - 1 }, () => ask), reply(`${prompt} done`));
  return agent(id, prompt, { tools: ['calculator'], max_turns: turns });
}

const runsOf = (histories: RunHistory[], workflowId: string) =>
  histories.filter((history) => history.workflowId === workflowId);

it('carries an agent, a timer, an approval, a child and the deadline of a node, and runs nothing twice', async () => {
  const executionId = await engine.start({
    name: 'carried',
    nodes: [
      busyAgent('busy', 'Work long', 30),
      { id: 'pause', type: 'wait', config: { seconds: 3 } },
      { id: 'ok', type: 'approval', config: { message: 'May it go on?' }, timeout_seconds: 600 },
      {
        id: 'each',
        type: 'map',
        config: {
          items: '["a", "b"]',
          body: {
            nodes: [{ id: 'hold', type: 'wait', config: { seconds: 2 } }, compute('named', 'item + "!"')],
            edges: chain('hold', 'named'),
          },
        },
      },
      compute('last', 'nodes.busy.output.text + nodes.ok.output.branch'),
    ],
    edges: [
      ...chain('busy', 'last'),
      ...chain('ok', 'last'),
      ...chain('pause', 'last'),
      ...chain('each', 'last'),
    ],
    output: { last: '{{ nodes.last.output }}', items: '{{ nodes.each.output.items }}' },
  });
  await waitFor(async () => (await engine.view(executionId)).nodes[0]?.status === 'completed', {
    what: 'the busy agent to be done',
    timeoutMs: 30_000,
  });
  const decided = await engine.post(`/workflow/executions/${executionId}/requests/nodes.ok`, {
    user_id: 'tester',
    decision: 'approve',
  });
  expect(decided.status).toBe(200);
  const view = await engine.ended(executionId);
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { last: 'Work long doneapproved', items: ['a!', 'b!'] },
    usage: { llm_calls: 30, tool_calls: 29 },
  });
  expect(model.requests('Work long')).toHaveLength(30);

  const histories = await historiesOf(executionId);
  expect(runsOf(histories, executionId).length).toBeGreaterThan(2);
  expect(runsOf(histories, `${executionId}/nodes/each`)).toHaveLength(1);
  const log = await engine.get<{
    events: { type: string; node_id: string | null; data: { path?: string } }[];
  }>(`/workflow/executions/${executionId}/events?user_id=tester&limit=250`);
  const started = log.body.events
    .filter(({ type }) => type === 'node.started' || type === 'approval.requested')
    .map(({ type, node_id, data }) => `${type} ${data.path ?? node_id}`);
  expect(new Set(started).size).toBe(started.length);
}, 90_000);

it("takes a person's word that a call is to be made again for one time", async () => {
  const server = await serve((_request, response) => response.destroy());
  const careful = await startEngine({
    ...model.env,
    CONTINUE_AS_NEW_EVENTS: '50',
    EGRESS_ALLOWED_HOSTS: server.host,
  });
  const steer = new Steering(careful);
  const executionId = await careful.start({
    name: 'paid once a word',
    nodes: [
      http('pay', { method: 'POST', url: `${server.url}/pay` }),
      { id: 'go', type: 'approval', config: { message: 'May it go on?' } },
      busyAgent('busy', 'Work beside it', 30),
    ],
    edges: chain('go', 'busy'),
    output: '{{ nodes.pay.output }}',
  });
  await steer.asked(executionId, 2);
  await steer.decide(executionId, 'nodes.pay.outcome.0', { decision: 'again' });
  const asksAgain = async () =>
    (await steer.requests(executionId)).some(({ request_id }) => request_id === 'nodes.pay.outcome.1');
  await waitFor(asksAgain, { what: 'a person to be asked again', timeoutMs: 30_000 });
  expect(server.requests).toHaveLength(2);

  await steer.decide(executionId, 'nodes.go', { decision: 'approve' });
  await waitFor(async () => (await careful.view(executionId)).nodes[2]?.status === 'completed', {
    what: 'the busy agent to be done',
    timeoutMs: 30_000,
  });
  expect(runsOf(await historiesOf(executionId), executionId).length).toBeGreaterThan(2);
  await steer.decide(executionId, 'nodes.pay.outcome.1', { decision: 'done', data: 'paid' });
  expect(await careful.ended(executionId)).toMatchObject({
    status: 'completed',
    output_data: { result: 'paid' },
  });
  expect(server.requests).toHaveLength(2);
  await careful.close();
  await server.close();
}, 90_000);

it('carries a map, item by item, and its errors', async () => {
  const items = Array.from({ length: 40 }, (_, index) => index);
  const executionId = await engine.start({
    name: 'long map',
    nodes: [
      {
        id: 'each',
        type: 'map',
        config: {
          items: JSON.stringify(items),
          concurrency: 5,
          on_item_error: 'collect',
          body: {
            nodes: [
              { id: 'tick', type: 'wait', config: { seconds: 0.05 } },
              compute('out', '100 / (int(item) - 7)'),
            ],
            edges: chain('tick', 'out'),
          },
        },
      },
    ],
  });
  const view = await engine.ended(executionId);
  const expected = items.map((item) => (item === 7 ? null : Math.trunc(100 / (item - 7))));
  expect(view.output_data).toMatchObject({
    result: { items: expected, errors: [{ index: 7, code: 'division_by_zero' }] },
  });
  const histories = await historiesOf(executionId);
  expect(runsOf(histories, `${executionId}/nodes/each`).length).toBeGreaterThan(2);
}, 60_000);

it('carries the rounds of a loop', async () => {
  model.script('Count', ...Array.from({ length: 20 }, (_, round) => reply(String(round + 1))));
  const view = await engine.run({
    name: 'long loop',
    nodes: [
      {
        id: 'again',
        type: 'loop',
        config: {
          initial: '0',
          until: 'output == "20"',
          max_iterations: 100,
          body: { nodes: [agent('next', 'Count')] },
        },
      },
    ],
  });
  expect(view.output_data).toEqual({ result: { output: '20', iterations: 20, met: true } });
  expect(model.requests('Count')).toHaveLength(20);
}, 60_000);

it('is cancelled after it has continued, with its child, and undoes what it did before', async () => {
  const executionId = await engine.start({
    name: 'cancelled late',
    nodes: [
      compute('first', '1'),
      busyAgent('busy', 'Work before the end', 25),
      {
        id: 'each',
        type: 'map',
        config: { items: '[1]', body: { nodes: [{ id: 'hold', type: 'wait', config: { seconds: 600 } }] } },
      },
      compute('undo', '"undone"'),
    ],
    edges: [
      { source: 'first', target: 'busy' },
      { source: 'first', target: 'undo', kind: 'compensation' },
    ],
  });
  await waitFor(async () => (await engine.view(executionId)).nodes[1]?.status === 'completed', {
    what: 'the busy agent to be done',
    timeoutMs: 30_000,
  });
  await engine.post(`/workflow/executions/${executionId}/cancel`, { user_id: 'tester' });
  const view = await engine.ended(executionId);
  expect(view.nodes.map(({ status }) => status)).toEqual([
    'completed',
    'completed',
    'cancelled',
    'completed',
  ]);
  let histories: RunHistory[] = [];
  const haveEnded = async () => {
    histories = await historiesOf(executionId);
    return histories.every(({ status }) => status !== 'RUNNING');
  };
  // A run is shown as ended as soon as its log says so, and Temporal hears of it then.
  await waitFor(haveEnded, { what: 'all its workflows to end', timeoutMs: 20_000 });
  expect(runsOf(histories, executionId).length).toBeGreaterThan(1);
}, 60_000);
