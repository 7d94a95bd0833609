import type { RecordedRun } from '@aiwf/contracts';
import type { NodeDefinition } from '@aiwf/definition';
import { delay, hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { serve, type LocalServer } from '../harness/local-server';
import { Records } from '../harness/records';
import { Steering } from '../harness/steering';

/**
 * Real: engine, Temporal, PGlite, HTTP. Scripted: the model and an HTTP server, which nobody asks while a run is retraced.
 * The engine can't tell the order in which calls end, so the record has to.
 */
let model: Conversations;
let server: LocalServer;
let engine: EngineUnderTest;
let steer: Steering;
let records: Records;

beforeAll(async () => {
  model = await conversations();
  server = await serve(({ url }, response) => {
    if (url === '/gone') response.destroy();
    else response.writeHead(500).end('no');
  });
  engine = await startEngine({ ...model.env, EGRESS_ALLOWED_HOSTS: server.host });
  steer = new Steering(engine);
  records = new Records(engine, () => model.server.requests.length + server.requests.length);
});
afterEach(() => model.assertExhausted());
afterAll(async () => {
  await engine.close();
  await Promise.all([model.server.close(), server.close()]);
});

const record = async (graph: Graph) => records.of(await engine.start(graph));

const wait = (id: string, config: Record<string, unknown>, fields = {}) => ({
  id,
  type: 'wait',
  config,
  ...fields,
});
const approval = (id: string, config: Record<string, unknown> = {}) => ({
  id,
  type: 'approval',
  config: { message: 'Fine?', ...config },
});
const pathOf = ({ path }: RecordedRun) => path.map((node) => [node.path, node.status]);

it('lets the branch win that won, though the other one would now', async () => {
  model.script('Slow at first', delay(1_500, reply('slow')));
  model.script('Quick at first', reply('quick'));
  const recorded = await record({
    name: 'race',
    nodes: [
      agent('slow', 'Slow at first'),
      agent('quick', 'Quick at first'),
      wait('never', { seconds: 3_600 }),
      compute('first', 'nodes.quick.output != null ? "quick" : "slow"', { join: 'any' }),
      compute('both', 'nodes.slow.output.text', { join: 'quorum(2)' }),
    ],
    edges: [
      ...chain('slow', 'first'),
      ...chain('quick', 'first'),
      ...chain('never', 'first'),
      ...chain('slow', 'both'),
      ...chain('quick', 'both'),
    ],
  });
  expect(recorded.output).toMatchObject({ result: { first: 'quick', both: 'slow' } });
  await records.expectSame(recorded);
});

it('fails where it failed, with what had ended by then and what was broken off', async () => {
  model.script('Ends in time', delay(500, reply('in time')));
  model.script('Breaks late', delay(1_500, status(400)));
  model.script('Broken off', hang());
  const recorded = await record({
    name: 'fails',
    nodes: [agent('late', 'Breaks late'), agent('off', 'Broken off'), agent('ends', 'Ends in time')],
  });
  expect(pathOf(recorded)).toEqual([
    ['nodes/ends', 'completed'],
    ['nodes/late', 'failed'],
    ['nodes/off', 'cancelled'],
  ]);
  await records.expectSame(recorded);
});

it('takes error edges, and what an error says, as they were', async () => {
  model.script('Refused item', status(400));
  model.script('Good item', reply('good'));
  const recorded = await record({
    name: 'errors',
    nodes: [
      http('get', { url: `${server.url}/x` }, { on_error: 'route', retry: { max_attempts: 1 } }),
      render('mend', '{{ nodes.get.error.message }}'),
      {
        id: 'each',
        type: 'map',
        config: {
          items: '["Refused item", "Good item"]',
          on_item_error: 'collect',
          body: { nodes: [agent('a', '{{ item }}')] },
        },
      },
    ],
    edges: [{ source: 'get', target: 'mend', kind: 'error' }],
  });
  expect(recorded.status).toBe('completed');
  await records.expectSame(recorded);
});

it('waits no time, and yet reaches the limits that were reached', async () => {
  model.script('Too slow', hang());
  const recorded = await record({
    name: 'limits',
    nodes: [
      wait('short', { seconds: 1 }),
      render('when', 'It was {{ nodes.short.output.at }}'),
      approval('ask', { timeout_seconds: 1, reminder_seconds: 60 }),
      wait('event', { event: 'never', timeout_seconds: 1 }),
      agent('slow', 'Too slow', {}, { timeout_seconds: 1, on_error: 'continue' }),
      wait('held', { event: 'never' }, { timeout_seconds: 1, on_error: 'continue' }),
      {
        id: 'sub',
        type: 'workflow',
        on_error: 'continue',
        config: {
          definition: {
            name: 'sub',
            nodes: [compute('done', '1'), wait('inside', { event: 'never' })],
            limits: { timeout_seconds: 2 },
          },
        },
      },
    ],
    edges: chain('short', 'when'),
    limits: { timeout_seconds: 600 },
  });
  expect(recorded.status).toBe('completed');
  expect(recorded.expired.toSorted()).toEqual(['nodes.ask', 'nodes.event']);
  expect(recorded.path).toContainEqual(
    expect.objectContaining({ node_id: 'sub', error: expect.objectContaining({ code: 'run_timeout' }) }),
  );
  const patient = recorded.definition.nodes.map((node) =>
    node.id === 'short' ? { ...node, config: { seconds: 86_400 } } : node,
  );
  // However long a wait is, it takes no time here.
  await records.expectSame({
    ...recorded,
    definition: { ...recorded.definition, nodes: patient as NodeDefinition[] },
  });
});

it('ends where the time limit of the whole run ended it', async () => {
  model.script('Over the limit', hang());
  const recorded = await record({
    name: 'limited',
    nodes: [agent('a', 'Over the limit'), compute('b', '1')],
    limits: { timeout_seconds: 1 },
  });
  expect(recorded).toMatchObject({ status: 'failed', error: { code: 'run_timeout' } });
  await records.expectSame(recorded);
});

it('is cancelled where it was, and undoes what was undone', async () => {
  model.script('Undo it', reply('undone'));
  model.script('Under way', hang());
  const id = await engine.start({
    name: 'cancelled',
    nodes: [
      compute('book', '1'),
      agent('undo', 'Undo it'),
      wait('pay', { event: 'paid' }),
      agent('off', 'Under way'),
    ],
    edges: [...chain('book', 'pay'), { source: 'book', target: 'undo', kind: 'compensation' }],
  });
  await steer.askedOnce(id);
  await waitFor(() => model.requests('Under way').length === 1, { what: 'the call to cancel' });
  await steer.cancel(id);
  const recorded = await records.of(id);
  expect(recorded).toMatchObject({ status: 'cancelled' });
  expect(pathOf(recorded)).toContainEqual(['nodes/undo', 'completed']);
  await records.expectSame(recorded);
});

it('is told what people and events said, each in its turn', async () => {
  model.script(
    'Ask twice',
    toolCalls([
      { name: 'ask_human', args: { question: 'Which day?' } },
      { name: 'ask_human', args: { question: 'Which hour?' } },
    ]),
    reply('Monday at nine'),
  );
  const graph = {
    name: 'people',
    nodes: [
      approval('sign', { approvers: ['ada', 'bob'], required: 2 }),
      agent('plan', 'Ask twice', { tools: ['ask_human'] }),
      wait('paid', { event: 'paid' }),
      render('told', '{{ nodes.sign.output.decisions }} {{ execution.id }} {{ nodes.paid.output.data }}'),
    ],
    edges: [...chain('sign', 'told'), ...chain('plan', 'told'), ...chain('paid', 'told')],
  };
  const id = await engine.start(graph);
  await steer.asked(id, 4);
  await steer.decide(id, 'nodes.plan.calls.0.1.question', { decision: 'answer', data: 'Nine' });
  await steer.decide(id, 'nodes.sign', { decision: 'approve', user_id: 'bob' });
  await steer.post(id, 'events', { name: 'paid', data: { amount: 12 } });
  await steer.decide(id, 'nodes.plan.calls.0.0.question', { decision: 'answer', data: 'Monday' });
  await steer.decide(id, 'nodes.sign', { decision: 'approve', user_id: 'ada', comment: 'go' });
  const recorded = await records.of(id);
  expect(recorded.status).toBe('completed');
  await records.expectSame(recorded);

  const [answer] = recorded.decisions.filter(({ data }) => data === 'Monday');
  if (answer) answer.data = 'Tuesday';
  expect((await records.again(recorded)).difference).toMatchObject({
    kind: 'path',
    what: 'node "plan"',
    code: 'not_recorded',
  });
});

it('asks again about calls whose outcome nobody knew, and about limits that were reached', async () => {
  model.script(
    'Past its limit',
    toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]),
    reply('42'),
  );
  const id = await engine.start({
    name: 'outcome and budget',
    nodes: [
      http('post', { url: `${server.url}/gone`, method: 'POST' }),
      agent('reckon', 'Past its limit', { tools: ['calculator'] }),
    ],
    limits: { max_llm_calls: 1, on_breach: 'ask' },
  });
  const requests = await steer.asked(id, 2);
  for (const { request_id, kind } of requests) {
    const said =
      kind === 'budget' ? { decision: 'raise', data: { max_llm_calls: 3 } } : { decision: 'done', data: 7 };
    expect(await steer.decide(id, request_id, said)).toMatchObject({ status: 200 });
  }
  const recorded = await records.of(id);
  expect(recorded.output).toEqual({ result: { post: 7, reckon: '42' } });
  await records.expectSame(recorded);
  const stingy = {
    ...recorded,
    decisions: recorded.decisions.filter(({ decision }) => decision !== 'raise'),
  };
  expect(await records.again(stingy)).toMatchObject({
    hindrance: { kind: 'unanswered', requestIds: ['nodes.reckon.budget.1.0'] },
    difference: { kind: 'path', what: 'node "reckon"', recorded: 'completed' },
  });
});

it('goes on from what a fork had kept', async () => {
  model.script('Before the fork', reply('before'));
  model.script('After the fork', status(400), reply('after'));
  const first = await engine.run({
    name: 'forked',
    nodes: [
      agent('a', 'Before the fork'),
      wait('b', { seconds: 0 }),
      agent('c', 'After the fork\n{{ nodes.b.output }}'),
    ],
    edges: chain('a', 'b', 'c'),
  });
  expect(first.status).toBe('failed');
  const { body } = await steer.fork(first.execution_id, { outputs: { b: 'edited' } });
  const recorded = await records.of(body.execution_id);
  expect(recorded.kept).toMatchObject([
    { path: 'nodes/a', status: 'completed', output: { text: 'before' } },
    { path: 'nodes/b', status: 'completed', output: 'edited' },
  ]);
  expect(pathOf(recorded)).toEqual([['nodes/c', 'completed']]);
  await records.expectSame(recorded);
});
