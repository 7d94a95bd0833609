import { reply } from '@aiwf/testing';
import { scriptedEngine } from '../harness/scripted-engine';
import { modelCallsOf } from '../harness/run-records';

/** Real: engine, Temporal, PGlite. Scripted: the model. */
const under = scriptedEngine();

const agents = [
  { id: 'writer', role: 'Writer for {{ inputs.reader }}', goal: 'write clearly', backstory: 'Wrote a lot.' },
  { id: 'editor', role: 'Editor', goal: 'leave out what is not needed' },
];

const crew = (tasks: Record<string, unknown>[]) => ({
  name: 'crew',
  inputs: { type: 'object', properties: { reader: { type: 'string', default: 'children' } } },
  nodes: [{ id: 'crew', type: 'crew', name: 'The crew', config: { process: 'sequential', agents, tasks } }],
  output: '{{ nodes.crew.output }}',
});

const task = (id: string, agent: string, fields: Record<string, unknown> = {}) => ({
  id,
  agent,
  description: `Do ${id} for {{ inputs.reader }}`,
  expected_output: 'one line',
  ...fields,
});

/** The opening message of a task's conversation. */
const promptOf = (line: string) =>
  under.model.requests(line)[0]?.messages.find(({ role }) => role === 'user')?.text ?? '';

it('does six tasks in their order, each with the output of the one before', async () => {
  const ids = ['t0', 't1', 't2', 't3', 't4', 't5'];
  for (const id of ids) under.model.script(`Do ${id} for adults`, reply(`output of ${id}`));
  const before = under.model.server.requests.length;
  const view = await under.engine.run(
    crew(ids.map((id, index) => task(id, index % 2 ? 'editor' : 'writer'))),
    {
      reader: 'adults',
    },
  );

  expect(view).toMatchObject({
    status: 'completed',
    output_data: {
      text: 'output of t5',
      tasks: Object.fromEntries(ids.map((id) => [id, { text: `output of ${id}` }])),
    },
    usage: { llm_calls: 6 },
  });
  const asked = under.model.server.requests.slice(before).map(({ messages }) => messages[1]?.text);
  expect(asked).toEqual([
    'Do t0 for adults\n\nExpected output: one line',
    ...ids
      .slice(1)
      .map(
        (id, index) =>
          `Do ${id} for adults\n\nResult of the earlier task "t${index}":\noutput of t${index}\n\nExpected output: one line`,
      ),
  ]);
  expect((await modelCallsOf(under.engine, view.execution_id)).map(({ path }) => path)).toEqual(
    ids.map((id) => `nodes/crew/tasks/${id}`),
  );
});

it('shows a task the outputs that its context names, and no others', async () => {
  for (const id of ['plan', 'draft', 'check', 'fresh'])
    under.model.script(`Do ${id} for children`, reply(`<${id}>`));
  const view = await under.engine.run(
    crew([
      task('plan', 'writer'),
      task('draft', 'writer', { context: [] }),
      task('check', 'editor', { context: ['plan'] }),
      task('fresh', 'editor', { context: ['plan', 'draft'] }),
    ]),
  );
  expect(view.status).toBe('completed');
  const seen = ['plan', 'draft', 'check', 'fresh'].map(
    (id) => promptOf(`Do ${id} for children`).match(/<\w+>/g) ?? [],
  );
  expect(seen).toEqual([[], [], ['<plan>'], ['<plan>', '<draft>']]);
});

it('tells each agent who it is', async () => {
  under.model.script('Do one for children', reply('1'));
  under.model.script('Do two for children', reply('2'));
  await under.engine.run(crew([task('one', 'writer'), task('two', 'editor')]));
  const systemOf = (line: string) => under.model.requests(line)[0]?.messages[0];
  expect(systemOf('Do one for children')).toMatchObject({
    role: 'system',
    text: 'You are Writer for children.\nWrote a lot.\nYour goal: write clearly',
  });
  expect(systemOf('Do two for children')).toMatchObject({
    role: 'system',
    text: 'You are Editor.\nYour goal: leave out what is not needed',
  });
});
