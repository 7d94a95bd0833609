import { reply, status, toolCalls } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent } from '../harness/graphs';
import { historiesOf } from '../harness/histories';

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

const timesContinued = async (executionId: string) => (await historiesOf(executionId)).length - 1;

it('counts the model calls of a crew once, however often its run continues', async () => {
  const delegate = toolCalls([{ name: 'delegate', args: { coworker: 'writer', task: 'A part' } }]);
  const parts = Array.from({ length: 12 }, (_, part) => part);
  model.script('The whole', ...parts.map(() => delegate), reply('whole'));
  model.script('A part', ...parts.map((part) => reply(`part ${part}`)));
  const view = await engine.run({
    name: 'counted',
    nodes: [
      {
        id: 'crew',
        type: 'crew',
        config: {
          process: 'hierarchical',
          manager: { max_turns: 20 },
          agents: [{ id: 'writer', role: 'Writer', goal: 'write' }],
          tasks: [{ id: 'all', description: 'The whole', expected_output: 'all of it' }],
          max_calls: 25,
        },
      },
    ],
  });
  expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: 25, tool_calls: 12 } });
  expect(await timesContinued(view.execution_id)).toBeGreaterThan(1);
});

it('judges no answer twice', async () => {
  const tries = Array.from({ length: 9 }, (_, index) => index);
  model.script('Please the judge', ...tries.map((n) => reply(`try ${n}`)), reply('pleased'));
  model.script(
    'Instruction:',
    ...tries.map((n) => reply(JSON.stringify({ pass: false, reason: `reason ${n}` }))),
    reply('{"pass": true}'),
  );
  const guardrail = { instruction: 'Please me.', max_retries: 10 };
  const view = await engine.run({
    name: 'judged',
    nodes: [agent('a', 'Please the judge', { guardrail, max_turns: 10 })],
  });
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'pleased' },
    usage: { llm_calls: 20 },
  });
  expect(await timesContinued(view.execution_id)).toBeGreaterThan(0);
});

it('stays with the fallback model', async () => {
  const calculate = toolCalls([{ name: 'calculator', args: { expression: '1' } }]);
  const more = Array.from({ length: 10 }, () => calculate);
  model.script('Fall and go on', status(400), ...more, reply('there'));
  const config = {
    model: 'openai:first',
    fallback_model: 'openai:second',
    tools: ['calculator'],
    max_turns: 20,
  };
  const view = await engine.run({ name: 'fallen', nodes: [agent('a', 'Fall and go on', config)] });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: 'there' } });
  expect(await timesContinued(view.execution_id)).toBeGreaterThan(0);
  const [first, ...others] = model.requests('Fall and go on').map((request) => request.model);
  expect(first).toBe('first');
  expect(new Set(others)).toEqual(new Set(['second']));
});
