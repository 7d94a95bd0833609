import {
  empty,
  hang,
  type ModelScript,
  reply,
  type ScriptedModelServer,
  startScriptedModelServer,
  status,
  toolCalls,
  UNSCRIPTED_REQUEST,
  waitFor,
} from '../index';

describe('the scripted model server', () => {
  let server: ScriptedModelServer;

  afterEach(() => server.close());

  const start = async (script: ModelScript) => (server = await startScriptedModelServer(script));

  const ask = (messages: unknown[], more: object = {}) =>
    fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'x-test': 'header' },
      body: JSON.stringify({ model: 'gpt', messages, ...more }),
      ...('signal' in more && { signal: more.signal as AbortSignal }),
    });

  const user = { role: 'user', content: 'hello' };

  it('answers in the order of the script and records what it was asked', async () => {
    await start([reply('first', { inputTokens: 3, outputTokens: 2 }), empty()]);
    const first: unknown = await (await ask([user])).json();
    const second: unknown = await (await ask([user])).json();
    expect(first).toMatchObject({
      choices: [{ finish_reason: 'stop', message: { content: 'first' } }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(second).toMatchObject({ choices: [{ message: { content: '' } }] });
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).toMatchObject({
      index: 1,
      model: 'gpt',
      messages: [{ role: 'user', text: 'hello' }],
      headers: { 'x-test': 'header' },
      abandoned: false,
    });
    server.assertExhausted();
  });

  it('lets a function answer by what was asked', async () => {
    await start(({ messages }) => reply(`you said ${messages.at(-1)?.text}`));
    expect(await (await ask([user])).text()).toContain('you said hello');
  });

  it('fails loudly when asked more than was scripted', async () => {
    await start([]);
    const answer = await ask([user]);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain(UNSCRIPTED_REQUEST);
    expect(() => server.assertExhausted()).toThrow(UNSCRIPTED_REQUEST);
  });

  it('complains about replies nobody asked for', async () => {
    await start([reply('never asked for')]);
    expect(() => server.assertExhausted()).toThrow('1 scripted replies were never asked for');
  });

  it('sends a status with its waiting hints and the provider’s error code', async () => {
    await start([status(429, { retryAfter: 2, retryAfterMs: 1500, code: 'insufficient_quota' })]);
    const answer = await ask([user]);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('retry-after-ms')]).toEqual([
      429,
      '2',
      '1500',
    ]);
    expect(await answer.json()).toMatchObject({ error: { code: 'insufficient_quota' } });
  });

  it('numbers tool calls and refuses, as providers do, a conversation that leaves one unanswered', async () => {
    await start([toolCalls([{ name: 'add', args: { a: 1 } }]), reply('never sent')]);
    const first: unknown = await (await ask([user])).json();
    expect(first).toMatchObject({
      choices: [
        { message: { tool_calls: [{ id: 'call_1_1', function: { name: 'add', arguments: '{"a":1}' } }] } },
      ],
    });
    const calling = { role: 'assistant', tool_calls: [{ id: 'call_1_1', function: { name: 'add' } }] };
    const unanswered = await ask([user, calling]);
    expect(unanswered.status).toBe(400);
    const unasked = await ask([user, { role: 'tool', tool_call_id: 'call_9', content: '2' }]);
    expect(unasked.status).toBe(400);
    expect(server.unexpected).toEqual([
      'tool calls without an answer: call_1_1',
      "tool message answers 'call_9', which no preceding message called",
    ]);
  });

  it('notes a client that gives up on a hanging answer', async () => {
    await start([hang()]);
    const abort = new AbortController();
    const answer = ask([user], { signal: abort.signal }).catch(() => 'aborted');
    await server.waitForRequests(1);
    abort.abort();
    expect(await answer).toBe('aborted');
    await waitFor(() => server.requests[0]?.abandoned, { what: 'the end of the connection' });
  });

  it('answers 404 on any other route and counts it as unexpected', async () => {
    await start([]);
    expect((await fetch(`${server.baseUrl}/models`)).status).toBe(404);
    expect(server.unexpected).toEqual(['scripted model server: no route /v1/models']);
  });
});
