import { reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { meetingPoint } from '../harness/local-server';
import { modelCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';

/** Real: engine, Temporal, PGlite. Scripted: the model; it answers as soon as a test lets it. */
const under = scriptedEngine();

type Fields = Record<string, unknown>;

const crew = (tasks: Fields[], config: Fields = {}, agents: Fields[] = []) => ({
  name: 'tasks',
  nodes: [
    {
      id: 'crew',
      type: 'crew',
      config: {
        agents: [
          { id: 'writer', role: 'Writer', goal: 'write' },
          { id: 'editor', role: 'Editor', goal: 'edit' },
          ...agents,
        ],
        tasks,
        ...config,
      },
    },
  ],
  output: '{{ nodes.crew.output }}',
});

/** A task whose conversation is named by its description. */
const task = (id: string, description: string, fields: Fields = {}) => ({
  id,
  agent: 'writer',
  description,
  expected_output: 'one line',
  ...fields,
});

/** The outputs of earlier tasks, which answer in angle brackets, that a task was shown. */
const seenBy = (description: string) => {
  const { messages = [] } = under.model.requests(description)[0] ?? {};
  return messages.find(({ role }) => role === 'user')?.text.match(/<\w+>/g) ?? [];
};

describe('async tasks', () => {
  it('are at work at the same time, beside the tasks that follow', async () => {
    const { model, engine } = under;
    const together = meetingPoint(3);
    const held = (text: string) => async () => {
      await together();
      return reply(text);
    };
    model.script('Look at the sky', held('<sky>'));
    model.script('Look at the sea', held('<sea>'));
    model.script('Look at the land', held('<land>'));
    const view = await engine.run(
      crew([
        task('sky', 'Look at the sky', { async: true }),
        task('sea', 'Look at the sea', { async: true, agent: 'editor' }),
        task('land', 'Look at the land'),
      ]),
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: {
        text: '<land>',
        tasks: { sky: { text: '<sky>' }, sea: { text: '<sea>' }, land: { text: '<land>' } },
      },
      usage: { llm_calls: 3 },
    });
    expect(seenBy('Look at the land')).toEqual([]);
  });

  it('are waited for by the tasks that name them, and by the end of the crew', async () => {
    const { model, engine } = under;
    const slow = Promise.withResolvers<void>();
    const last = Promise.withResolvers<void>();
    const after = (gate: Promise<void>, text: string) => async () => {
      await gate;
      return reply(text);
    };
    model.script('Gather slowly', after(slow.promise, '<gathered>'));
    model.script('Plan beside it', reply('<plan>'));
    model.script('Write from it', reply('<written>'));
    model.script('Check at last', after(last.promise, '<checked>'));
    const id = await engine.start(
      crew([
        task('gather', 'Gather slowly', { async: true }),
        task('plan', 'Plan beside it'),
        task('write', 'Write from it', { context: ['gather'] }),
        task('check', 'Check at last', { async: true }),
      ]),
    );
    await waitFor(async () => (await modelCallsOf(engine, id)).length === 1, { what: 'the plan' });
    expect(model.requests('Write from it')).toEqual([]);
    slow.resolve();
    await waitFor(() => model.requests('Check at last').length === 1, { what: 'the check' });
    expect((await engine.view(id)).status).toBe('running');
    last.resolve();
    expect(await engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { text: '<checked>', tasks: { write: { text: '<written>' } } },
    });
    expect(seenBy('Write from it')).toEqual(['<gathered>']);
    expect(seenBy('Check at last')).toEqual(['<written>']);
  });

  it('are cancelled when another task fails, whose failure is told', async () => {
    const { model, engine } = under;
    const begun = meetingPoint(2);
    const never = Promise.withResolvers<void>();
    model.script('Never end', async () => {
      await begun();
      await never.promise;
      return reply('late');
    });
    model.script('Fail at once', async () => {
      await begun();
      return status(400, { message: 'no such thing' });
    });
    const view = await engine.run(
      crew([
        task('endless', 'Never end', { async: true }),
        task('failing', 'Fail at once', { agent: 'editor' }),
        task('after', 'Come after'),
      ]),
    );
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('no such thing'),
      usage: { llm_calls: 0 },
    });
    expect(model.requests('Come after')).toEqual([]);
    await waitFor(() => model.requests('Never end')[0]?.abandoned === true, {
      what: 'the call to be given up',
    });
    never.resolve();
  });
});

describe('what a task sees', () => {
  it('is the task before it, or exactly what its context names', async () => {
    const { model, engine } = under;
    for (const [prompt, text] of [
      ['Say one', '<one>'],
      ['Say two', '<two>'],
      ['Say three', '<three>'],
      ['Say four', '<four>'],
    ] as const) {
      model.script(prompt, reply(text));
    }
    await engine.run(
      crew([
        task('one', 'Say one'),
        task('two', 'Say two'),
        task('three', 'Say three', { context: ['one'] }),
        task('four', 'Say four', { context: ['three', 'one'] }),
      ]),
    );
    expect(seenBy('Say two')).toEqual(['<one>']);
    expect(seenBy('Say three')).toEqual(['<one>']);
    expect(seenBy('Say four')).toEqual(['<three>', '<one>']);
  });

  it('is, with memory, also all its agent did before', async () => {
    const { model, engine } = under;
    for (const n of [1, 2, 3, 4]) model.script(`Remember ${n}`, reply(`<r${n}>`));
    await engine.run(
      crew(
        [
          task('r1', 'Remember 1'),
          task('r2', 'Remember 2', { agent: 'editor' }),
          task('r3', 'Remember 3', { agent: 'editor', context: [] }),
          task('r4', 'Remember 4'),
        ],
        { memory: true },
      ),
    );
    expect(seenBy('Remember 2')).toEqual(['<r1>']);
    expect(seenBy('Remember 3')).toEqual(['<r2>']);
    expect(seenBy('Remember 4')).toEqual(['<r1>', '<r3>']);
  });
});

describe('what a task remembers', () => {
  it('holds async tasks once they were waited for', async () => {
    const { model, engine } = under;
    for (const n of [1, 2, 3]) model.script(`Recall ${n}`, reply(`<c${n}>`));
    await engine.run(
      crew(
        [
          task('c1', 'Recall 1', { async: true }),
          task('c2', 'Recall 2', { agent: 'editor', context: ['c1'] }),
          task('c3', 'Recall 3', { context: [] }),
        ],
        { memory: true },
      ),
    );
    expect(seenBy('Recall 3')).toEqual(['<c1>']);
  });

  it('is all that was done before, for a manager', async () => {
    const { model, engine } = under;
    for (const n of [1, 2, 3]) model.script(`Manage ${n}`, reply(`<m${n}>`));
    await engine.run(
      crew(
        [
          task('m1', 'Manage 1'),
          task('m2', 'Manage 2', { agent: 'editor' }),
          { id: 'm3', description: 'Manage 3', expected_output: 'one line', context: [] },
        ],
        { process: 'hierarchical', memory: true },
      ),
    );
    expect(seenBy('Manage 3')).toEqual(['<m1>', '<m2>']);
  });
});

describe("an agent's own model", () => {
  const calculate = toolCalls([{ name: 'calculator', args: { expression: '1 + 1' } }]);
  const modelsOf = (prompt: string) => under.model.requests(prompt).map(({ model }) => model);

  it('answers for that agent alone', async () => {
    const { model, engine } = under;
    model.script('Think plainly', reply('plain'));
    model.script('Think otherwise', reply('other'));
    const thinker = { id: 'thinker', role: 'Thinker', goal: 'think', model: 'openai:other' };
    const view = await engine.run(
      crew([task('a', 'Think plainly'), task('b', 'Think otherwise', { agent: 'thinker' })], {}, [thinker]),
    );
    expect(view.status).toBe('completed');
    expect(modelsOf('Think plainly')).toEqual(['scripted']);
    expect(modelsOf('Think otherwise')).toEqual(['other']);
    expect(await modelCallsOf(engine, view.execution_id)).toMatchObject([
      { model: 'openai:scripted' },
      { model: 'openai:other' },
    ]);
  });

  it('gives way to the fallback once it has failed for good, for the rest of the conversation', async () => {
    const { model, engine } = under;
    model.script('Fall back', calculate, status(400), calculate, reply('fallen'));
    model.script('Begin anew', reply('new'));
    const agent = {
      id: 'careful',
      role: 'Careful',
      goal: 'get there',
      tools: ['calculator'],
      model: 'openai:first',
      fallback_model: 'openai:second',
    };
    const view = await engine.run(
      crew(
        [task('a', 'Fall back', { agent: 'careful' }), task('b', 'Begin anew', { agent: 'careful' })],
        {},
        [agent],
      ),
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { tasks: { a: { text: 'fallen' }, b: { text: 'new' } } },
      usage: { llm_calls: 4, tool_calls: 2 },
    });
    expect(modelsOf('Fall back')).toEqual(['first', 'first', 'second', 'second']);
    expect(modelsOf('Begin anew')).toEqual(['first']);
  });

  it('and its fallback fail the crew when neither can be had', async () => {
    const { model, engine } = under;
    model.script('Lose both', status(400, { message: 'first' }), status(400, { message: 'second' }));
    const both = { id: 'both', role: 'B', goal: 'g', model: 'openai:first', fallback_model: 'openai:second' };
    const view = await engine.run(crew([task('a', 'Lose both', { agent: 'both' })], {}, [both]));
    expect(view).toMatchObject({ status: 'failed', error_message: expect.stringContaining('second') });
    expect(modelsOf('Lose both')).toEqual(['first', 'second']);
  });
});

describe('a task that asks more of its answer', () => {
  const schema = {
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string' }, words: { type: 'integer' } },
  };

  it('gives the value that fits its output_schema as data', async () => {
    const { model, engine } = under;
    model.script('Give a title', reply('{"title": 7}'), reply('Here: {"title": "Rain", "words": 3}'));
    const view = await engine.run(crew([task('t', 'Give a title', { output_schema: schema })]));
    const data = { title: 'Rain', words: 3 };
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { data, text: expect.stringContaining('Here:'), tasks: { t: { data } } },
      usage: { llm_calls: 2 },
    });
  });

  it('is asked again when its guardrail objects, which reads its text and data', async () => {
    const { model, engine } = under;
    model.script('Keep it short', reply('{"title": "Rain over the hills"}'), reply('{"title": "Rain"}'));
    const view = await engine.run(
      crew([
        task('t', 'Keep it short', {
          output_schema: schema,
          guardrail: {
            expression: 'size(output.data.title) < 10 && output.text.contains("title")',
            message: 'the title is too long for {{ execution.id }}',
          },
        }),
      ]),
    );
    expect(view).toMatchObject({ status: 'completed', output_data: { data: { title: 'Rain' } } });
    expect(model.requests('Keep it short')[1]?.messages.at(-1)).toMatchObject({
      role: 'user',
      text: expect.stringContaining(`the title is too long for ${view.execution_id}`),
    });
  });

  it('fails the crew when it never fits', async () => {
    const { model, engine } = under;
    model.script('Give no title', reply('no'), reply('never'), reply('nothing'));
    const view = await engine.run(crew([task('t', 'Give no title', { output_schema: schema })]));
    expect(view).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: 'output_schema_mismatch' }],
      usage: { llm_calls: 3 },
    });
  });
});
