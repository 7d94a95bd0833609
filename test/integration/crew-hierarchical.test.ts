import type { ForkStarted } from '@aiwf/contracts';
import { reply, status, toolCalls, type ModelRequest } from '@aiwf/testing';
import { meetingPoint } from '../harness/local-server';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite. Scripted: the model, which plays the manager and the coworkers. */
const under = scriptedEngine();

const AGENTS = [
  { id: 'writer', role: 'Writer', goal: 'write clearly' },
  { id: 'editor', role: 'Editor', goal: 'leave out what is not needed' },
];

const crew = (description: string, config: object = {}, task: object = {}) => ({
  name: 'managed',
  nodes: [
    {
      id: 'crew',
      type: 'crew',
      config: {
        process: 'hierarchical',
        agents: AGENTS,
        tasks: [{ id: 'page', description, expected_output: 'a page', ...task }],
        ...config,
      },
    },
  ],
  output: '{{ nodes.crew.output.text }}',
});

const delegate = (coworker: string, task: string, context?: string) => ({
  name: 'delegate',
  args: { coworker, task, ...(context === undefined ? {} : { context }) },
});

const ask = (coworker: string, question: string) => ({ name: 'ask', args: { coworker, question } });

const said = (request: ModelRequest | undefined, by: 'system' | 'user' | 'tool') =>
  request?.messages.filter(({ role }) => role === by).map(({ text }) => text);

const pathsOf = async (executionId: string) =>
  (await modelCallsOf(under.engine, executionId)).map(({ path, turn }) => `${path}#${turn}`);

it('lets a manager delegate and ask, and gives it what the coworkers say', async () => {
  const { model, engine } = under;
  model.script(
    'Make a page',
    toolCalls([delegate('writer', 'Write the draft', 'It is about rain')]),
    toolCalls([ask('editor', 'Is it short enough?')]),
    reply('the page'),
  );
  model.script('Write the draft', reply('It rains.'));
  model.script('A coworker asks you:', reply('It is.'));
  const manager = { role: 'Chief', goal: 'see it done', backstory: 'Led many.' };
  const view = await engine.run(crew('Make a page', { manager }, { agent: 'writer' }));

  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'the page' },
    usage: { llm_calls: 5, tool_calls: 2 },
  });
  const managed = model.requests('Make a page');
  const offered = ['delegate', 'ask'];
  expect(managed.map(({ tools }) => tools)).toEqual([offered, offered, offered]);
  expect(said(managed[0], 'system')).toEqual(['You are Chief.\nLed many.\nYour goal: see it done']);
  expect(said(managed[0], 'user')).toEqual([
    'Make a page\n\nExpected output: a page\n\nThe coworker meant for this task is writer.',
  ]);
  expect(said(managed[1], 'tool')).toEqual(['It rains.']);
  expect(said(managed[2], 'tool')).toEqual(['It rains.', 'It is.']);

  const [written] = model.requests('Write the draft');
  expect(written?.tools).toEqual([]);
  expect(said(written, 'system')).toEqual(['You are Writer.\nYour goal: write clearly']);
  expect(said(written, 'user')).toEqual(['Write the draft\n\nContext:\nIt is about rain']);
  expect(said(model.requests('A coworker asks you:')[0], 'user')).toEqual([
    'A coworker asks you:\nIs it short enough?',
  ]);
});

it('tells a manager who does not exist, and who does', async () => {
  const { model, engine } = under;
  const nobody = { name: 'delegate', args: { coworker: 'writer' } };
  const unknown = { name: 'fire', args: { coworker: 'writer' } };
  model.script(
    'Find the painter',
    toolCalls([delegate('painter', 'Paint it'), nobody, unknown]),
    reply('no painter'),
  );
  const view = await engine.run(crew('Find the painter'));
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'no painter' },
    usage: { llm_calls: 2 },
  });
  expect(said(model.requests('Find the painter')[1], 'tool')).toEqual([
    'There is no coworker "painter"; there are writer, editor.',
    'Say in "task" what writer is asked.',
    'There is no tool "fire". Available: delegate, ask.',
  ]);
});

it('lets only the manager delegate at a max_depth of 1', async () => {
  const { model, engine } = under;
  model.script('Keep it flat', toolCalls([delegate('writer', 'Write flat')]), reply('flat'));
  model.script('Write flat', toolCalls([delegate('editor', 'Edit flat')]), reply('alone'));
  const view = await engine.run(crew('Keep it flat'));
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'flat' },
    usage: { llm_calls: 4 },
  });
  const asked = model.requests('Write flat');
  expect(asked.map(({ tools }) => tools)).toEqual([[], []]);
  expect(said(asked[1], 'tool')).toEqual([expect.stringContaining('There is no tool "delegate"')]);
});

it('lets coworkers delegate at a max_depth of 2, but not those they delegate to', async () => {
  const { model, engine } = under;
  model.script('Go deep', toolCalls([delegate('writer', 'Write deep')]), reply('deep'));
  model.script('Write deep', toolCalls([delegate('editor', 'Edit deep')]), reply('written'));
  model.script('Edit deep', reply('edited'));
  const view = await engine.run(crew('Go deep', { max_depth: 2 }));
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'deep' },
    usage: { llm_calls: 5 },
  });
  const [first, second] = model.requests('Write deep');
  expect(first?.tools).toEqual(['delegate', 'ask']);
  expect(JSON.stringify(first?.body.tools)).toContain('editor (Editor)');
  expect(JSON.stringify(first?.body.tools)).not.toContain('writer (Writer)');
  expect(said(second, 'tool')).toEqual(['edited']);
  expect(model.requests('Edit deep')[0]?.tools).toEqual([]);
  expect(await pathsOf(view.execution_id)).toEqual([
    'nodes/crew/tasks/page#0',
    'nodes/crew/tasks/page#1',
    'nodes/crew/tasks/page/delegations/0.0#0',
    'nodes/crew/tasks/page/delegations/0.0#1',
    'nodes/crew/tasks/page/delegations/0.0/delegations/0.0#0',
  ]);
});

it('keeps repeated and parallel delegations to the same coworker apart', async () => {
  const { model, engine } = under;
  const together = meetingPoint(2);
  model.script(
    'Ask twice',
    toolCalls([delegate('writer', 'Same work'), delegate('writer', 'Same work')]),
    toolCalls([delegate('writer', 'Same work')]),
    reply('thrice'),
  );
  const held = (text: string) => async () => {
    await together();
    return reply(text);
  };
  model.script('Same work', held('one'), held('two'), reply('three'));
  const view = await engine.run(crew('Ask twice'));
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'thrice' },
    usage: { llm_calls: 6 },
  });
  expect(await pathsOf(view.execution_id)).toEqual([
    'nodes/crew/tasks/page#0',
    'nodes/crew/tasks/page#1',
    'nodes/crew/tasks/page#2',
    'nodes/crew/tasks/page/delegations/0.0#0',
    'nodes/crew/tasks/page/delegations/0.1#0',
    'nodes/crew/tasks/page/delegations/1.0#0',
  ]);
  expect(await toolCallsOf(engine, view.execution_id)).toMatchObject([
    { turn: 0, position: 0, name: 'delegate', result: { ok: true } },
    { turn: 0, position: 1, name: 'delegate', result: { ok: true } },
    { turn: 1, position: 0, name: 'delegate', result: { ok: true } },
  ]);
  const told = said(model.requests('Ask twice')[2], 'tool') ?? [];
  expect(told.slice(0, 2).toSorted()).toEqual(['one', 'two']);
  expect(told.slice(2)).toEqual(['three']);
});

it('tells the manager when a coworker comes to no answer, and goes on', async () => {
  const { model, engine } = under;
  const again = toolCalls([{ name: 'calculator', args: { expression: '1' } }]);
  model.script('Wait for the slow', toolCalls([delegate('slow', 'Be slow')]), reply('without'));
  model.script('Be slow', again, again);
  const slow = { id: 'slow', role: 'Slow', goal: 'never end', tools: ['calculator'], max_turns: 2 };
  const view = await engine.run(crew('Wait for the slow', { agents: [slow] }));
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { result: 'without' },
    usage: { llm_calls: 4 },
  });
  expect(said(model.requests('Wait for the slow')[1], 'tool')).toEqual([
    'slow came to no answer: The agent still asked for tools after 2 turns (max_turns)',
  ]);
});

it('ends a crew that would make more model calls than it may', async () => {
  const { model, engine } = under;
  const more = (task: string) => toolCalls([delegate('writer', task)]);
  model.script('Never enough', more('Work 1'), more('Work 2'));
  model.script('Work 1', reply('1'));
  model.script('Work 2', reply('2'));
  const view = await engine.run(crew('Never enough', { max_calls: 4 }));
  expect(view).toMatchObject({
    status: 'failed',
    error_message: 'Node "crew" failed: The crew has made the 4 model calls it may make (max_calls)',
    usage: { llm_calls: 4 },
    nodes: [{ error_code: 'crew_call_limit' }],
  });
});

it('makes one model call when a crew whose last one failed is retried', async () => {
  const { model, engine } = under;
  model.script(
    'Fail at last',
    toolCalls([delegate('writer', 'Write it'), ask('editor', 'Is it so?')]),
    status(400),
    reply('at last'),
  );
  model.script('Write it', reply('written'));
  model.script('A coworker asks you:', reply('so it is'));
  const failed = await engine.run(crew('Fail at last', { max_calls: 4 }));
  expect(failed).toMatchObject({ status: 'failed', usage: { llm_calls: 3 } });
  const before = model.server.requests.length;

  const { body } = await new Steering(engine).retry(failed.execution_id);
  const retried = await engine.ended((body as ForkStarted).execution_id);
  expect(retried).toMatchObject({
    status: 'completed',
    output_data: { result: 'at last' },
    usage: { llm_calls: 1, reused_calls: 5 },
  });
  expect(model.server.requests).toHaveLength(before + 1);
  expect(said(model.server.requests.at(-1), 'tool')).toEqual(['written', 'so it is']);
});
