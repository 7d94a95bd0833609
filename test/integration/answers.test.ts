import type { RequestList } from '@aiwf/contracts';
import { reply, toolCalls } from '@aiwf/testing';
import { agent } from '../harness/graphs';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

type Fields = Record<string, unknown>;

const run = (prompt: string, config: Fields = {}, fields: Fields = {}) =>
  under.engine.run({ name: 'answers', nodes: [agent('a', prompt, config, fields)] });

/** What was said to the agent last, before each of its turns. */
const toldIn = (prompt: string) =>
  under.model.requests(prompt).map(({ messages }) => messages.at(-1)?.text ?? '');

describe('an agent with an output_schema', () => {
  const output_schema = {
    type: 'object',
    required: ['city', 'people'],
    properties: { city: { type: 'string' }, people: { type: 'integer', minimum: 1 } },
  };

  it('gives the value itself, which nodes after it read', async () => {
    const { model, engine } = under;
    model.script('Name a city', reply('```json\n{"city": "Rome", "people": 3}\n```'));
    const view = await engine.run({
      name: 'value',
      nodes: [agent('a', 'Name a city', {}, { output_schema })],
      output: { value: '{{ nodes.a.output }}', city: '{{ nodes.a.output.city }}' },
    });
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { value: { city: 'Rome', people: 3 }, city: 'Rome' },
      usage: { llm_calls: 1 },
    });
    const system = model.requests('Name a city')[0]?.messages[0]?.text;
    expect(system).toContain(JSON.stringify(output_schema));
  });

  it('is asked again with what is wrong, in the same conversation', async () => {
    const { model, engine } = under;
    model.script(
      'Name it in full',
      reply('Rome'),
      reply('{"city": "Rome", "people": 0}'),
      reply('{"city": "Rome", "people": 2}'),
    );
    const view = await run('Name it in full', {}, { output_schema });
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: { city: 'Rome', people: 2 } },
      usage: { llm_calls: 3 },
    });
    const [, second, third] = toldIn('Name it in full');
    expect(second).toContain('The answer is not JSON.');
    expect(third).toContain('/people: ');
    const last = model.requests('Name it in full')[2]?.messages.map(({ role }) => role);
    expect(last).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
    expect(await modelCallsOf(engine, view.execution_id)).toMatchObject([
      { path: 'nodes/a', turn: 0, feedback: null },
      { path: 'nodes/a', turn: 1, feedback: second },
      { path: 'nodes/a', turn: 2, feedback: third },
    ]);
  });

  it('fails after it was asked again twice', async () => {
    under.model.script('Name nothing', reply('a'), reply('b'), reply('{"city": 1}'));
    const view = await run('Name nothing', {}, { output_schema });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('/city: '),
      nodes: [{ error_code: 'output_schema_mismatch' }],
      usage: { llm_calls: 3 },
    });
    expect(under.model.requests('Name nothing')).toHaveLength(3);
  });

  it('has its guardrail read the value', async () => {
    under.model.script(
      'Name a large city',
      reply('{"city": "Rome", "people": 2}'),
      reply('{"city": "Rome", "people": 20}'),
    );
    const guardrail = { expression: 'output.people > 10' };
    const view = await run('Name a large city', { guardrail }, { output_schema });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: { people: 20 } } });
    expect(toldIn('Name a large city')[1]).toContain('it must hold that output.people > 10');
  });
});

describe('a guardrail by an expression', () => {
  const expression = 'size(output.text) < 6';

  it('tells the agent what is wrong until it passes', async () => {
    under.model.script('Be brief', reply('much too long'), reply('short'));
    const guardrail = { expression, message: 'say it in under {{ inputs.limit }} letters' };
    const view = await under.engine.run({
      name: 'brief',
      inputs: { type: 'object', properties: { limit: { type: 'integer', default: 6 } } },
      nodes: [agent('a', 'Be brief', { guardrail })],
    });
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: 'short' },
      usage: { llm_calls: 2 },
    });
    expect(toldIn('Be brief')[1]).toBe(
      'Your answer is not accepted: say it in under 6 letters. Answer again.',
    );
  });

  it('fails the agent after three times more', async () => {
    const long = reply('always too long');
    under.model.script('Be long', long, long, long, long);
    const view = await run('Be long', { guardrail: { expression, message: 'too long' } });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('too long'),
      nodes: [{ error_code: 'guardrail_failed' }],
      usage: { llm_calls: 4 },
    });
    expect(under.model.requests('Be long')).toHaveLength(4);
  });

  it('fails it at once with no retries', async () => {
    under.model.script('One chance', reply('wasted on this'));
    const view = await run('One chance', { guardrail: { expression, max_retries: 0 } });
    expect(view).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: 'guardrail_failed' }],
      usage: { llm_calls: 1 },
    });
  });

  it.each([
    ['throws', 'Throw up', 'int(output.text) > 3', 'invalid_argument'],
    ['gives no boolean', 'Give a number', 'dyn(size(output.text))', 'expression_type'],
  ])('that %s fails the node after one call', async (_what, prompt, broken, code) => {
    under.model.script(prompt, reply('words'));
    const view = await run(prompt, { guardrail: { expression: broken } });
    expect(view).toMatchObject({
      status: 'failed',
      nodes: [{ error_code: code }],
      usage: { llm_calls: 1 },
    });
    expect(under.model.requests(prompt)).toHaveLength(1);
  });
});

describe('a guardrail by an instruction', () => {
  /** The judge's conversations all begin so. */
  const JUDGE = 'Instruction:';
  const guardrail = { instruction: 'The answer names no one.' };

  it('is judged by a model, whose reason the agent is told', async () => {
    const { model, engine } = under;
    model.script('Greet the guest', reply('Hello Ada'), reply('Hello'));
    model.script(JUDGE, reply('{"pass": false, "reason": "it names Ada"}'), reply('{"pass": true}'));
    const before = model.requests(JUDGE).length;
    const view = await run('Greet the guest', { guardrail, tools: ['calculator'], model: 'openai:other' });
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: 'Hello' },
      usage: { llm_calls: 4 },
    });
    expect(toldIn('Greet the guest')[1]).toBe('Your answer is not accepted: it names Ada. Answer again.');
    const judged = model.requests(JUDGE).slice(before);
    expect(judged.map(({ tools, model: name }) => [tools, name])).toEqual([
      [[], 'other'],
      [[], 'other'],
    ]);
    expect(judged.map(({ messages }) => messages[1]?.text)).toEqual([
      expect.stringMatching(/^Instruction:\nThe answer names no one\.\n\nAnswer:\n[^]*Hello Ada/),
      expect.stringMatching(/^Instruction:\nThe answer names no one\.\n\nAnswer:\n[^]*Hello/),
    ]);
    const calls = await modelCallsOf(engine, view.execution_id);
    expect(calls.map(({ path, turn }) => `${path}#${turn}`)).toEqual([
      'nodes/a#0',
      'nodes/a#1',
      'nodes/a/judge/0#0',
      'nodes/a/judge/1#0',
    ]);
  });

  it('is not passed when the judge gives no verdict', async () => {
    under.model.script('Greet nobody', reply('Hello'));
    under.model.script(JUDGE, reply('well, well'));
    const view = await run('Greet nobody', { guardrail: { ...guardrail, max_retries: 0 } });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('the judge gave no verdict'),
      nodes: [{ error_code: 'guardrail_failed' }],
      usage: { llm_calls: 2 },
    });
  });
});

describe('an agent that may ask a person', () => {
  it('waits for the answer, which reaches the model', async () => {
    const { model, engine } = under;
    const steer = new Steering(engine);
    model.script(
      'Book a table',
      toolCalls([{ name: 'ask_human', args: { question: 'For how many?' } }]),
      reply('booked for four'),
    );
    const id = await engine.start({
      name: 'ask',
      nodes: [agent('a', 'Book a table', { tools: ['ask_human'] })],
    });
    const request = await steer.askedOnce(id);
    expect(request).toMatchObject({
      kind: 'question',
      node_id: 'a',
      message: 'For how many?',
      decisions: ['answer'],
    });
    expect(await engine.view(id)).toMatchObject({ status: 'running', phase: 'waiting' });
    expect(model.requests('Book a table')).toHaveLength(1);
    const answer = { decision: 'answer', data: 'four' };
    expect(await steer.decide(id, request.request_id, answer)).toMatchObject({ status: 200 });
    expect(await engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: 'booked for four' },
      usage: { llm_calls: 2, tool_calls: 1 },
    });
    expect(toldIn('Book a table')[1]).toBe('four');
    expect(await toolCallsOf(engine, id)).toMatchObject([
      { name: 'ask_human', arguments: { question: 'For how many?' }, result: { ok: true } },
    ]);
    const { body } = await steer.get<RequestList>(id, 'requests?status=all');
    expect(body.requests).toMatchObject([{ status: 'decided' }]);
  });

  it('is told how to ask when it asks nothing', async () => {
    under.model.script('Ask badly', toolCalls([{ name: 'ask_human', args: {} }]), reply('sorry'));
    const view = await run('Ask badly', { tools: ['ask_human'] });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'sorry' } });
    expect(toldIn('Ask badly')[1]).toContain('Ask with a question');
  });
});
