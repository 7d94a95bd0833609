import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import {
  delay,
  empty,
  freePort,
  garbage,
  hang,
  reply,
  type ScriptedModelServer,
  type ScriptedReply,
  startScriptedModelServer,
  status,
  structured,
  toolCalls,
  truncated,
  waitFor,
  type WireFormatName,
} from '@aiwf/testing';
import { classifyModelError, createModels, type ModelFailure, readUsage } from './index';

const KEY = 'secret-key-of-the-test';

const weatherTool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Reads the weather of a place',
    parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
  },
};

const providers: [WireFormatName, string][] = [
  ['openai', 'openai:gpt-4o'],
  ['anthropic', 'anthropic:claude-sonnet-4-5'],
  ['google-genai', 'google-genai:gemini-2.5-flash'],
  ['ollama', 'ollama:llama3.2:1b'],
];

const chatModelAt = (name: string, baseUrl: string, timeoutMs: number) =>
  createModels({ name, baseUrl, apiKey: KEY, timeoutMs, maxOutputTokens: 321 }).chatModel();

describe.each(providers)('%s: a model against its HTTP format', (wireFormat, name) => {
  let server: ScriptedModelServer;

  // Ollama's client prints lines it can't parse.
  beforeEach(() => jest.spyOn(console, 'warn').mockImplementation());

  afterEach(() => server.close());

  async function modelWith(replies: ScriptedReply[], timeoutMs = 10_000) {
    server = await startScriptedModelServer(replies, { wireFormat });
    return chatModelAt(name, server.baseUrl, timeoutMs);
  }

  /** One call that must fail after exactly one request, and what the failure is taken for. */
  async function failureOf(answer: ScriptedReply, timeoutMs?: number): Promise<ModelFailure> {
    const model = await modelWith([answer], timeoutMs);
    const error: unknown = await model.invoke('hello').catch((thrown: unknown) => thrown);
    expect(server.requests).toHaveLength(1);
    return classifyModelError(error);
  }

  it('sends system and user text, key and output limit, and reads text and usage', async () => {
    const model = await modelWith([reply('Hello there.', { inputTokens: 17, outputTokens: 4 })]);
    const answer = await model.invoke([new SystemMessage('Be brief.'), new HumanMessage('Greet me.')]);
    expect(answer.text).toBe('Hello there.');
    expect(readUsage(answer)).toEqual({ input_tokens: 17, output_tokens: 4 });
    const [request] = server.requests;
    expect(request?.messages.map(({ role, text }) => [role, text])).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Greet me.'],
    ]);
    expect(request?.model).toBe(name.slice(name.indexOf(':') + 1));
    expect(JSON.stringify(request?.body)).toContain('321');
    expect(JSON.stringify(request?.headers).includes(KEY)).toBe(wireFormat !== 'ollama');
    server.assertExhausted();
  });

  it('carries a tool call there and its result back', async () => {
    const model = await modelWith([
      toolCalls([{ name: 'weather', args: { place: 'Oslo' } }]),
      reply('It rains in Oslo.'),
    ]);
    const withTools = model.bindTools?.([weatherTool]);
    const question = new HumanMessage('How is the weather in Oslo?');
    const asking = await withTools?.invoke([question]);
    expect(asking?.tool_calls).toEqual([
      expect.objectContaining({ name: 'weather', args: { place: 'Oslo' } }),
    ]);

    const [call] = asking?.tool_calls ?? [];
    const recorded = new AIMessage({ content: asking?.content ?? '', tool_calls: asking?.tool_calls ?? [] });
    const result = new ToolMessage({ content: 'rain', name: 'weather', tool_call_id: call?.id ?? '' });
    const answer = await withTools?.invoke([question, recorded, result]);
    expect(answer?.text).toBe('It rains in Oslo.');
    expect(server.requests.map(({ tools }) => tools)).toEqual([['weather'], ['weather']]);
    const last = server.requests[1]?.messages ?? [];
    expect(last.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect(last[1]?.toolCalls).toEqual(['weather']);
    expect(last[2]?.text).toContain('rain');
    server.assertExhausted();
  });

  it('returns structured output by a JSON Schema', async () => {
    const model = await modelWith([structured({ place: 'Oslo' })]);
    const schema = { title: 'place_found', ...weatherTool.function.parameters };
    const { parsed } = await model.withStructuredOutput(schema, { includeRaw: true }).invoke('Which place?');
    expect(parsed).toEqual({ place: 'Oslo' });
    expect(server.requests[0]?.structuredOutput).toBeDefined();
    server.assertExhausted();
  });

  it.each<[string, ScriptedReply, Partial<ModelFailure>]>([
    ['400', status(400), { code: 'bad_request', retryable: false, status: 400 }],
    ['401', status(401), { code: 'unauthorized', retryable: false, status: 401 }],
    ['403', status(403), { code: 'unauthorized', retryable: false, status: 403 }],
    ['404', status(404), { code: 'model_not_found', retryable: false, status: 404 }],
    ['408', status(408), { code: 'timeout', retryable: true, status: 408 }],
    ['422', status(422), { code: 'bad_request', retryable: false, status: 422 }],
    ['429', status(429), { code: 'rate_limited', retryable: true, status: 429 }],
    ['500', status(500), { code: 'unavailable', retryable: true, status: 500 }],
    ['503', status(503), { code: 'unavailable', retryable: true, status: 503 }],
    ['529', status(529), { code: 'unavailable', retryable: true, status: 529 }],
    ['garbage', garbage(), { code: 'bad_response', retryable: true }],
    ['a truncated body', truncated(), { code: 'bad_response', retryable: true }],
    ['an empty answer', empty(), { code: 'bad_response', retryable: true }],
  ])('takes %s for what it is, after one request', async (_what, answer, expected) => {
    expect(await failureOf(answer)).toMatchObject(expected);
  });

  it.each(['request', 'headers'] as const)(
    'gives up on a server that goes silent after the %s',
    async (after) => {
      expect(await failureOf(hang(after), 300)).toMatchObject({ code: 'timeout', retryable: true });
    },
  );

  it.each<[string, ScriptedReply, string]>([
    ['an empty answer', empty(), 'bad_response'],
    ['silence', hang('headers'), 'timeout'],
  ])('holds a model with bound tools to the same bounds: %s', async (_what, answer, code) => {
    const model = await modelWith([answer], 300);
    const withTools = model.bindTools?.([weatherTool]);
    const error: unknown = await withTools?.invoke('hello').catch((thrown: unknown) => thrown);
    expect(classifyModelError(error)).toMatchObject({ code, retryable: true });
  });

  it('ends with the caller’s own reason when the caller aborts', async () => {
    const model = await modelWith([hang()]);
    const abort = new AbortController();
    const reason = new Error('the run was cancelled');
    const outcome = model.invoke('hello', { signal: abort.signal }).catch((thrown: unknown) => thrown);
    await server.waitForRequests(1);
    abort.abort(reason);
    expect(await outcome).toBe(reason);
    await waitFor(() => server.requests[0]?.abandoned, { what: 'the end of the connection' });
  });

  it('takes a refused connection for an unavailable model', async () => {
    server = await startScriptedModelServer([], { wireFormat });
    const model = await chatModelAt(name, `http://127.0.0.1:${await freePort()}`, 5_000);
    const error: unknown = await model.invoke('hello').catch((thrown: unknown) => thrown);
    expect(classifyModelError(error)).toMatchObject({ code: 'unavailable', retryable: true });
  });

  it('never shows the key in an error, even when the provider repeats it', async () => {
    const failure = await failureOf(status(401, { message: `Incorrect API key provided: ${KEY}` }));
    expect(failure.message).toContain('[redacted]');
    expect(failure.message).not.toContain(KEY);
  });

  it('waits for a slow answer within its time', async () => {
    const model = await modelWith([delay(200, reply('late'))]);
    expect((await model.invoke('hello')).text).toBe('late');
  });
});

/** Gemini's client drops response headers; its hint comes in the error's details (see the classifier's specs). */
const providersWithHeaders = providers.filter(([wireFormat]) => wireFormat !== 'google-genai');

describe.each(providersWithHeaders)('%s: how long a model asks to wait', (wireFormat, name) => {
  it.each<[string, ScriptedReply, number]>([
    ['429 in seconds', status(429, { retryAfter: 7 }), 7_000],
    ['503 in seconds', status(503, { retryAfter: 3 }), 3_000],
    ['429 in milliseconds', status(429, { retryAfterMs: 1_500, retryAfter: 2 }), 1_500],
    ['429 for an hour, capped', status(429, { retryAfter: 3_600 }), 60_000],
    [
      '429 until a date far off, capped',
      status(429, { retryAfter: new Date(Date.now() + 3_600_000) }),
      60_000,
    ],
    ['429 until a date gone by', status(429, { retryAfter: new Date(0) }), 0],
  ])('reads %s', async (_what, answer, expected) => {
    const server = await startScriptedModelServer([answer], { wireFormat });
    const model = await chatModelAt(name, server.baseUrl, 5_000);
    const error: unknown = await model.invoke('hello').catch((thrown: unknown) => thrown);
    expect(classifyModelError(error).retryAfterMs).toBe(expected);
    expect(server.requests).toHaveLength(1);
    await server.close();
  });
});
