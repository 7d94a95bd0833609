import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import {
  cutAtLimit,
  delay,
  empty,
  garbage,
  hang,
  paced,
  refusal,
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
import {
  type AnswerMode,
  answerModes,
  classifyModelError,
  createModels,
  type FormedAnswer,
  type FormedQuestion,
  streamAnswer,
} from '../index';

const KEY = 'secret-key-of-the-test';

const FORM = {
  name: 'place_found',
  description: 'Where it is',
  schema: {
    type: 'object',
    properties: { place: { type: 'string' }, more: { type: 'object' } },
    required: ['place'],
    additionalProperties: false,
  },
};

const providers: [WireFormatName, string, AnswerMode[]][] = [
  ['openai', 'openai:gpt-4o', ['schema', 'tool', 'text']],
  ['anthropic', 'anthropic:claude-sonnet-4-5', ['tool', 'text']],
  ['google-genai', 'google-genai:gemini-2.5-flash', ['schema', 'tool', 'text']],
  ['ollama', 'ollama:llama3.2:1b', ['schema', 'tool', 'text']],
];

/** The parts of a request's body that hold the model to the form. */
const formParts: Record<WireFormatName, string[]> = {
  openai: ['response_format', 'tools', 'tool_choice', 'stream', 'stream_options'],
  anthropic: ['output_config', 'tools', 'tool_choice', 'stream'],
  'google-genai': ['generationConfig', 'tools', 'toolConfig'],
  ollama: ['format', 'tools', 'stream'],
};

const { additionalProperties: _closed, ...openSchema } = FORM.schema;
const functionOf = (parameters: object) => ({ name: FORM.name, description: FORM.description, parameters });
const openaiTool = { type: 'function', function: functionOf(FORM.schema) };
const limits = { maxOutputTokens: 321, stopSequences: [] };

const onTheWire: Record<WireFormatName, Partial<Record<AnswerMode, object>>> = {
  openai: {
    schema: {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: FORM.name,
          description: FORM.description,
          schema: FORM.schema,
          strict: false,
        },
      },
      stream: true,
      stream_options: { include_usage: true },
    },
    tool: {
      tools: [openaiTool],
      tool_choice: { type: 'function', function: { name: FORM.name } },
      stream: true,
      stream_options: { include_usage: true },
    },
    text: { stream: true, stream_options: { include_usage: true } },
  },
  anthropic: {
    tool: {
      tools: [{ name: FORM.name, description: FORM.description, input_schema: FORM.schema }],
      tool_choice: { type: 'tool', name: FORM.name },
      stream: true,
    },
    text: { stream: true },
  },
  'google-genai': {
    schema: {
      generationConfig: {
        ...limits,
        responseJsonSchema: FORM.schema,
        responseMimeType: 'application/json',
      },
    },
    tool: {
      generationConfig: limits,
      tools: [{ functionDeclarations: [functionOf(openSchema)] }],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [FORM.name] } },
    },
    text: { generationConfig: limits },
  },
  ollama: {
    schema: { format: FORM.schema, stream: true },
    tool: { tools: [openaiTool], stream: true },
    text: { stream: true },
  },
};

let server: ScriptedModelServer;

// Ollama's client prints lines it can't parse.
beforeEach(() => jest.spyOn(console, 'warn').mockImplementation());

afterEach(() => server.close());

describe.each(providers)('%s: an answer in a form', (wireFormat, name, modes) => {
  async function ask(
    answer: ScriptedReply,
    question: Partial<FormedQuestion> = {},
    onPiece: (piece: string) => void = () => undefined,
    timeoutMs = 10_000,
  ): Promise<FormedAnswer> {
    server = await startScriptedModelServer([answer], { wireFormat });
    const config = { name, baseUrl: server.baseUrl, apiKey: KEY, timeoutMs, maxOutputTokens: 321 };
    return streamAnswer(
      createModels(config),
      {
        messages: [new SystemMessage('Be brief.'), new HumanMessage('Where?')],
        form: FORM,
        mode: modes[0] ?? 'text',
        signal: new AbortController().signal,
        maxCharacters: 100_000,
        ...question,
      },
      onPiece,
    );
  }

  async function failureOf(answer: ScriptedReply, timeoutMs?: number) {
    const error: unknown = await ask(answer, {}, undefined, timeoutMs).catch((thrown: unknown) => thrown);
    expect(server.requests).toHaveLength(1);
    return classifyModelError(error);
  }

  it('can be had in these modes', () => {
    server = { close: () => Promise.resolve() } as ScriptedModelServer;
    const config = { name, apiKey: KEY, timeoutMs: 1, maxOutputTokens: 1 };
    expect(answerModes(createModels(config).selection)).toEqual(modes);
  });

  it.each(modes)('asks for it in mode %s, streamed, and reads it with its usage', async (mode) => {
    const value = {
      place: 'Oslo',
      more: { why: 'it rains there, as it does nearly every day of the autumn' },
    };
    const pieces: string[] = [];
    const scripted = structured(value, { inputTokens: 17, outputTokens: 4 });
    const answer = await ask(scripted, { mode }, (piece) => pieces.push(piece));
    expect(JSON.parse(answer.text)).toEqual(value);
    expect(pieces.join('')).toBe(answer.text);
    expect(answer).toEqual({ text: answer.text, usage: { input_tokens: 17, output_tokens: 4 } });
    const [request] = server.requests;
    const sent = formParts[wireFormat].map((part) => [part, request?.body[part]] as const);
    expect(Object.fromEntries(sent.filter(([, part]) => part !== undefined))).toEqual(
      onTheWire[wireFormat][mode],
    );
    expect(request?.messages.map(({ role, text }) => [role, text])).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Where?'],
    ]);
    server.assertExhausted();
  });

  it('hands on each part of a text as it arrives', async () => {
    const text = `${'a'.repeat(60)}${'b'.repeat(60)}`;
    let heard = '';
    let release = (): void => undefined;
    const firstHeard = new Promise<void>((resolve) => (release = resolve));
    // The server goes on only once the beginning has been heard.
    const held = paced(reply(text), (said) => (said.includes('b'.repeat(40)) ? firstHeard : undefined));
    const answer = await ask(held, { mode: 'text' }, (piece) => {
      heard += piece;
      if (heard.startsWith('aaa')) release();
    });
    expect(answer.text).toBe(text);
  });

  it('says when the answer came to the limit of its tokens, and keeps what there is', async () => {
    expect(await ask(cutAtLimit('{"place": "Os'))).toMatchObject({ text: '{"place": "Os', cut: 'tokens' });
  });

  it('stops reading an answer without end', async () => {
    const endless = await ask(reply('x'.repeat(10_000_000)), { maxCharacters: 1_000 });
    expect(endless.cut).toBe('characters');
    expect(endless.text.length).toBeLessThan(200_000);
    await waitFor(() => server.requests[0]?.abandoned, { what: 'the end of the connection' });
  });

  it.each<[string, ScriptedReply, string]>([
    ['400', status(400), 'bad_request'],
    ['401', status(401, { message: `Incorrect API key provided: ${KEY}` }), 'unauthorized'],
    ['404', status(404), 'model_not_found'],
    ['429', status(429), 'rate_limited'],
    ['503', status(503), 'unavailable'],
    ['garbage', garbage(), 'bad_response'],
    ['a truncated body', truncated(), 'bad_response'],
    ['an empty answer', empty(), 'bad_response'],
  ])('takes %s for what it is, after one request', async (_what, answer, code) => {
    const failure = await failureOf(answer);
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain(KEY);
  });

  it.each(['request', 'headers'] as const)(
    'gives up on a server that goes silent after the %s',
    async (after) => {
      expect(await failureOf(hang(after), 300)).toMatchObject({ code: 'timeout' });
    },
  );

  it('gives up on an answer that is not whole in time', async () => {
    const never = new Promise<void>(() => undefined);
    const stuck = paced(reply('x'.repeat(500)), (said) => (said.length > 200 ? never : undefined));
    expect(await failureOf(stuck, 300)).toMatchObject({ code: 'timeout' });
  });

  it('ends with the caller’s own reason when the caller aborts', async () => {
    const abort = new AbortController();
    const reason = new Error('nobody wants it any more');
    const never = new Promise<void>(() => undefined);
    const stuck = paced(reply('x'.repeat(500)), (said) => (said.length > 200 ? never : undefined));
    const outcome = ask(stuck, { signal: abort.signal, mode: 'text' }, () => abort.abort(reason));
    await expect(outcome).rejects.toBe(reason);
    await waitFor(() => server.requests[0]?.abandoned, { what: 'the end of the connection' });
  });

  it('waits for a slow answer within its time', async () => {
    expect((await ask(delay(200, reply('late')), { mode: 'text' })).text).toBe('late');
  });

  it('takes the first of several calls', async () => {
    const calls = toolCalls([
      { name: FORM.name, args: { place: 'Oslo' } },
      { name: FORM.name, args: { place: 'Rome' } },
    ]);
    expect(JSON.parse((await ask(calls, { mode: 'tool' })).text)).toEqual({ place: 'Oslo' });
  });
});

const providersWithRefusals = providers.filter(([wireFormat]) => wireFormat !== 'ollama');

it.each(providersWithRefusals)(
  '%s: a model that declines is no model that is broken',
  async (wireFormat, name) => {
    server = await startScriptedModelServer([refusal()], { wireFormat });
    const config = { name, baseUrl: server.baseUrl, apiKey: KEY, timeoutMs: 5_000, maxOutputTokens: 321 };
    const question = {
      messages: [new HumanMessage('?')],
      form: FORM,
      mode: 'text',
      maxCharacters: 10,
    } as const;
    const { signal } = new AbortController();
    const error: unknown = await streamAnswer(
      createModels(config),
      { ...question, messages: [...question.messages], signal },
      () => undefined,
    ).catch((thrown: unknown) => thrown);
    expect(classifyModelError(error)).toMatchObject({ code: 'refused', retryable: false });
  },
);
