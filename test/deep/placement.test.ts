import { Worker } from '@temporalio/worker';
import { delay, hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { ExecutionSettingsSource } from '../../apps/workflow-engine/src/executions/execution.settings';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain } from '../harness/graphs';
import { activitiesIn, historiesOf } from '../harness/histories';
import { modelCallsOf, toldOf, toolCallsOf } from '../harness/run-records';
import { learnThatCallsAreShort } from '../harness/short-calls';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, and the bundle that the worker runs. Scripted: the model, which counts. */
let model: Conversations;
let engine: EngineUnderTest;

beforeAll(async () => {
  model = await conversations();
  engine = await startEngine({ ...model.env, LOCAL_CALL_MAX_SECONDS: '2' });
  const unknown = await learnThatCallsAreShort(engine, model);
  expect(new Set(await activitiesOf(unknown))).toEqual(new Set(['llmCall']));
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await model.server.close();
});

async function completed(graph: Graph): Promise<string> {
  const id = await engine.start(graph);
  expect(await engine.ended(id)).toMatchObject({ status: 'completed', error_message: null });
  return id;
}

/** The activities that Temporal was asked for, of a run that can be replayed. */
async function activitiesOf(executionId: string): Promise<string[]> {
  const histories = await historiesOf(executionId);
  for (const { workflowId, history } of histories) {
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: workflowBundlePath() } },
      history,
      workflowId,
    );
  }
  return activitiesIn(histories);
}

const script = (...prompts: string[]) => {
  for (const prompt of prompts) model.script(prompt, reply(`done ${prompt}`));
};

it('agents in a row ask Temporal for nothing, and each call stands in the ledger', async () => {
  script('One', 'Two', 'Three');
  const id = await completed({
    name: 'row',
    nodes: [agent('a', 'One'), agent('b', 'Two'), agent('c', 'Three')],
    edges: chain('a', 'b', 'c'),
  });
  expect(await activitiesOf(id)).toEqual([]);
  expect(await modelCallsOf(engine, id)).toHaveLength(3);
});

it('branches don’t wait for each other: their calls are activities, those before and after are not', async () => {
  script('First', 'Left', 'Right', 'Last');
  const id = await completed({
    name: 'fan',
    nodes: [agent('a', 'First'), agent('b', 'Left'), agent('c', 'Right'), agent('d', 'Last')],
    edges: [...chain('a', 'b', 'd'), ...chain('a', 'c', 'd')],
  });
  expect(await activitiesOf(id)).toEqual(['llmCall', 'llmCall']);
});

it('the tasks of a crew and the rounds of a loop are local, the items of a map are not', async () => {
  script('Task one', 'Task two', 'Round', 'Item');
  for (const prompt of ['Round', 'Item']) model.script(prompt, reply('again'));
  const task = (id: string) => ({ id, agent: 'w', description: `Task ${id}`, expected_output: 'text' });
  const id = await completed({
    name: 'crew, loop and map',
    nodes: [
      {
        id: 'crew',
        type: 'crew',
        config: { agents: [{ id: 'w', role: 'Writer', goal: 'write' }], tasks: [task('one'), task('two')] },
      },
      {
        id: 'loop',
        type: 'loop',
        config: { body: { nodes: [agent('say', 'Round')] }, until: 'false', max_iterations: 2 },
      },
      { id: 'map', type: 'map', config: { items: '[1, 2]', body: { nodes: [agent('tell', 'Item')] } } },
    ],
    edges: chain('crew', 'loop', 'map'),
  });
  expect(await activitiesOf(id)).toEqual(['llmCall', 'llmCall']);
  expect(await modelCallsOf(engine, id)).toHaveLength(6);
});

it('a tool that only computes is local too', async () => {
  model.script('Reckon', toolCalls([{ name: 'calculator', args: { expression: '6*7' } }]), reply('42'));
  const id = await completed({ name: 'tool', nodes: [agent('a', 'Reckon', { tools: ['calculator'] })] });
  expect(await activitiesOf(id)).toEqual([]);
  expect(await toolCallsOf(engine, id)).toMatchObject([{ name: 'calculator' }]);
});

it('a call that fails is made again, also after the time that the provider asks for', async () => {
  model.script('Fail first', status(503), status(429, { retryAfter: 2 }), reply('at last'));
  const id = await completed({ name: 'failing', nodes: [agent('a', 'Fail first')] });
  expect(await activitiesOf(id)).toEqual([]);
  expect(model.requests('Fail first')).toHaveLength(3);
});

it('a call that takes long after all goes on, and the run can be cancelled meanwhile', async () => {
  model.script('Take long', hang());
  const id = await engine.start({
    name: 'long',
    nodes: [agent('a', 'Take long'), agent('b', 'Never')],
    edges: chain('a', 'b'),
  });
  await waitFor(() => model.requests('Take long').length === 1, { what: 'the call' });
  await new Steering(engine).cancel(id);
  expect(await engine.ended(id)).toMatchObject({ status: 'cancelled' });
  // Nobody wants its answer any more.
  await waitFor(() => model.requests('Take long')[0]?.abandoned === true, {
    what: 'the call to be broken off',
  });
  expect(await activitiesOf(id)).toEqual([]);
  // What the call brought along is written once, whether it was before the call was cancelled or after.
  expect(await toldOf(engine, id)).toEqual([
    'execution.cancelled',
    'execution.started',
    'node.cancelled a',
    'node.started a',
  ]);
});

it('a model that took long of late is not asked locally', async () => {
  const settings = engine.service(ExecutionSettingsSource);
  const slow = { name: 'slow', nodes: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => agent(id, `Slow ${id}`)) };
  for (const { config } of slow.nodes) {
    model.script(config.prompt, delay(2_500, reply('slow')));
  }
  await completed(slow);
  await waitFor(async () => (await settings.current()).local_calls?.own_model === false, {
    what: 'calls to be known as long',
  });
  script('After that');
  const id = await completed({ name: 'after that', nodes: [agent('a', 'After that')] });
  expect(await activitiesOf(id)).toEqual(['llmCall']);
});
