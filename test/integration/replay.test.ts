import { Worker } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import { hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute, render } from '../harness/graphs';
import { historiesOf } from '../harness/histories';
import { temporalClient } from '../harness/temporal';

/** Real: engine, Temporal, PGlite, and the bundle that the worker runs. Scripted: the model. */
let model: Conversations;
let engine: EngineUnderTest;
let client: Client;

beforeAll(async () => {
  model = await conversations();
  engine = await startEngine(model.env);
  client = await temporalClient();
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await client.connection.close();
  await engine.close();
  await model.server.close();
});

const bundle = { workflowBundle: { codePath: workflowBundlePath() } };

async function historyOf(graph: Graph, expected: string) {
  return historyOfRun(await engine.start(graph), expected);
}

async function historyOfRun(executionId: string, expected: string) {
  expect((await engine.ended(executionId)).status).toBe(expected);
  const handle = client.workflow.getHandle(executionId);
  // The run's row is closed a moment before Temporal's own run is.
  await handle.result().catch(() => undefined);
  return handle.fetchHistory();
}

const task = (id: string) => ({ id, agent: 'w', description: `Do ${id}`, expected_output: 'text' });

const everything = {
  name: 'everything',
  nodes: [
    {
      id: 'crew',
      type: 'crew',
      config: {
        agents: [{ id: 'w', role: 'Writer', goal: 'write', tools: ['calculator', 'current_time'] }],
        tasks: [task('one'), task('two')],
      },
    },
    {
      id: 'route',
      type: 'condition',
      config: { branches: [{ name: 'two', when: 'nodes.crew.output.text == "2"' }], default: 'other' },
    },
    agent('left', 'Go left'),
    agent('right', 'Go right', {}, { timeout_seconds: 60 }),
    compute('never', '0'),
    compute('meet', 'nodes.left.output.text + nodes.right.output.text'),
  ],
  edges: [
    ...chain('crew', 'route'),
    { source: 'route', target: 'left', branch: 'two' },
    { source: 'route', target: 'right', branch: 'two' },
    { source: 'route', target: 'never', branch: 'other' },
    ...['left', 'right', 'never'].map((source) => ({ source, target: 'meet' })),
  ],
  limits: { timeout_seconds: 600, max_llm_calls: 20 },
};

function scriptEverything() {
  const calls = [
    { name: 'calculator', args: { expression: '1+1' } },
    { name: 'current_time', args: {} },
  ];
  model.script('Do one', toolCalls(calls), reply('1'));
  model.script('Do two', status(500), reply('2'));
  model.script('Go left', reply('l'));
  model.script('Go right', reply('r'));
}

it('takes the same steps again for a crew with tools, a condition, retries and parallel branches', async () => {
  scriptEverything();
  const history = await historyOf(everything, 'completed');
  await expect(Worker.runReplayHistory(bundle, history)).resolves.toBeUndefined();
  // A replay only retraces: it calls nobody.
  expect(model.server.requests).toHaveLength(6);
});

it('takes the same steps again for runs that failed, timed out, were limited or cancelled', async () => {
  for (const prompt of ['Beside', 'Dawdle', 'Overrun', 'Be cancelled']) model.script(prompt, hang());
  model.script('Break', status(400));
  model.script('Do hang', hang());
  const crew = {
    id: 'crew',
    type: 'crew',
    config: { agents: [{ id: 'w', role: 'Writer', goal: 'write' }], tasks: [task('hang')] },
  };
  const cancelled = await engine.start({
    name: 'c',
    nodes: [agent('a', 'Be cancelled'), compute('b', '1')],
  });
  await waitFor(() => model.requests('Be cancelled').length === 1, { what: 'the call to cancel' });
  await client.workflow.getHandle(cancelled).cancel();
  const histories = await Promise.all([
    historyOf({ name: 'f', nodes: [agent('a', 'Beside'), agent('b', 'Break'), crew] }, 'failed'),
    historyOf({ name: 't', nodes: [agent('a', 'Dawdle', {}, { timeout_seconds: 1 })] }, 'failed'),
    historyOf({ name: 'l', nodes: [agent('a', 'Overrun')], limits: { timeout_seconds: 1 } }, 'failed'),
    historyOfRun(cancelled, 'cancelled'),
  ]);
  for (const history of histories) {
    await expect(Worker.runReplayHistory(bundle, history)).resolves.toBeUndefined();
  }
});

it('takes the same steps again for runs that send, compute and carry over much', async () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
  const many = ids(100);
  const body = { nodes: [compute('next', 'previous + 1')] };
  const graphs: Graph[] = [
    {
      name: 'wide',
      nodes: [
        render('text', 'x'.repeat(90_000)),
        ...many.map((id, index) => compute(id, `nodes.text.output.substring(0, 32000) + "${index}"`)),
        {
          id: 'each',
          type: 'map',
          config: { items: '[1, 2]', body: { nodes: [compute('size', 'nodes.text.output.size()')] } },
        },
      ],
      edges: [...many, 'each'].map((target) => ({ source: 'text', target })),
    },
    {
      name: 'long',
      nodes: ids(600).map((id, index) => compute(id, index === 0 ? '1' : `nodes.n${index - 1}.output + 1`)),
      edges: chain(...ids(600)),
    },
    {
      name: 'round',
      nodes: [
        {
          id: 'loop',
          type: 'loop',
          config: { initial: 0, until: 'output == 400', max_iterations: 400, body },
        },
      ],
    },
  ];
  const runs = await Promise.all(graphs.map((graph) => engine.start(graph)));
  for (const run of runs) {
    expect((await engine.ended(run)).status).toBe('completed');
    await client.workflow.getHandle(run).result();
    const replayed = Worker.runReplayHistories(bundle, await historiesOf(run));
    for await (const { workflowId, error } of replayed) expect({ workflowId, error }).toEqual({ workflowId });
  }
});
