import { reply, toolCalls } from '@aiwf/testing';
import { agent } from '../harness/graphs';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';

/** Real: engine, Temporal, PGlite. Scripted: the model, which says something else each time it is asked the same. */
const under = scriptedEngine();

const body = (id: string, prompt: string, config: object = {}) => ({
  nodes: [agent(id, prompt, { ...config })],
  output: `{{ nodes.${id}.output.text }}`,
});

const map = (id: string, inner: object) => ({
  id,
  type: 'map',
  config: { items: '["same", "same", "same"]', body: inner },
});

const loop = (id: string, rounds: number, inner: object) => ({
  id,
  type: 'loop',
  config: { until: 'false', max_iterations: rounds, body: inner },
});

const rowsOf = async (executionId: string) =>
  (await modelCallsOf(under.engine, executionId)).map(({ path, turn }) => `${path}#${turn}`);

/** Everything that is asked in the same words stands in a row of its own, and what was answered is used where it was. */
async function expectApart(graph: object, prompt: string, asked: number, rows: string[]) {
  const answers = Array.from({ length: asked }, (_, index) => `answer ${index}`);
  under.model.script(prompt, ...answers.map((answer) => reply(answer)));
  const view = await under.engine.run({ name: 'apart', nodes: [graph] });
  expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: asked } });
  expect(await rowsOf(view.execution_id)).toEqual(rows);
  return { view, answers };
}

it('items of a map that ask the same', async () => {
  const { view, answers } = await expectApart(map('each', body('say', 'Say the same')), 'Say the same', 3, [
    'nodes/each/items/0/nodes/say#0',
    'nodes/each/items/1/nodes/say#0',
    'nodes/each/items/2/nodes/say#0',
  ]);
  const { result } = view.output_data as { result: { items: string[] } };
  expect(result.items.toSorted()).toEqual(answers);
});

it('rounds of a loop that ask the same', async () => {
  const { view } = await expectApart(loop('again', 3, body('say', 'Say it again')), 'Say it again', 3, [
    'nodes/again/rounds/0/nodes/say#0',
    'nodes/again/rounds/1/nodes/say#0',
    'nodes/again/rounds/2/nodes/say#0',
  ]);
  expect(view.output_data).toMatchObject({ result: { output: 'answer 2', iterations: 3 } });
});

it('a map in each round of a loop', async () => {
  const inner = { nodes: [map('each', body('say', 'Say it anew'))], output: '{{ nodes.each.output.items }}' };
  const rows = [0, 1].flatMap((round) =>
    [0, 1, 2].map((item) => `nodes/again/rounds/${round}/nodes/each/items/${item}/nodes/say#0`),
  );
  await expectApart(loop('again', 2, inner), 'Say it anew', 6, rows);
});

it('re-asks by a schema and by a judge, in every item', async () => {
  const { model, engine } = under;
  const guardrail = { instruction: 'It is kind.' };
  const fields = { output_schema: { type: 'object', required: ['kind'] } };
  const inner = { nodes: [agent('say', 'Be kind', { guardrail }, fields)], output: '{{ nodes.say.output }}' };
  const each = { ...map('each', inner), config: { items: '[1, 2]', concurrency: 1, body: inner } };
  const said = ['no JSON', '{"kind": 0}', '{"kind": 1}'];
  model.script('Be kind', ...[...said, ...said].map((text) => reply(text)));
  const verdicts = ['{"pass": false, "reason": "rude"}', '{"pass": true}'];
  model.script('Instruction:', ...[...verdicts, ...verdicts].map((text) => reply(text)));
  const view = await engine.run({ name: 'kind', nodes: [each] });
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: { items: [{ kind: 1 }, { kind: 1 }] } },
    usage: { llm_calls: 10 },
  });
  expect(await rowsOf(view.execution_id)).toEqual(
    [0, 1].flatMap((item) => {
      const path = `nodes/each/items/${item}/nodes/say`;
      return [`${path}#0`, `${path}#1`, `${path}#2`, `${path}/judge/0#0`, `${path}/judge/1#0`];
    }),
  );
});

it('delegations of the same work, in every item, and the tool calls that they are', async () => {
  const { model, engine } = under;
  const work = { id: '1', name: 'delegate', args: { coworker: 'writer', task: 'The same work' } };
  const manager = [toolCalls([work, { ...work, id: '2' }]), toolCalls([work]), reply('done')];
  model.script('Have it done', ...manager, ...manager);
  model.script('The same work', ...Array.from({ length: 6 }, (_, index) => reply(`work ${index}`)));
  const crew = {
    id: 'crew',
    type: 'crew',
    config: {
      process: 'hierarchical',
      agents: [{ id: 'writer', role: 'Writer', goal: 'write' }],
      tasks: [{ id: 'page', description: 'Have it done', expected_output: 'a page' }],
    },
  };
  const each = {
    id: 'each',
    type: 'map',
    config: { items: '[1, 2]', concurrency: 1, body: { nodes: [crew] } },
  };
  const view = await engine.run({ name: 'delegated', nodes: [each] });
  expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: 12, tool_calls: 6 } });
  const tasks = [0, 1].map((item) => `nodes/each/items/${item}/nodes/crew/tasks/page`);
  const rows = tasks.flatMap((task) => [
    ...[0, 1, 2].map((turn) => `${task}#${turn}`),
    ...['0.0', '0.1', '1.0'].map((delegation) => `${task}/delegations/${delegation}#0`),
  ]);
  expect(await rowsOf(view.execution_id)).toEqual(rows);
  const calls = await toolCallsOf(engine, view.execution_id);
  expect(calls.map(({ path, turn, position }) => `${path}#${turn}.${position}`)).toEqual(
    tasks.flatMap((task) => ['0.0', '0.1', '1.0'].map((call) => `${task}#${call}`)),
  );
});
