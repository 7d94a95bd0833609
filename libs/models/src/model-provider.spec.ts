import { ConfigError } from '@aiwf/platform';
import { reply, type ScriptedModelServer, startScriptedModelServer, status } from '@aiwf/testing';
import { classifyModelError, createModels } from './index';

const bounds = { timeoutMs: 5_000, maxOutputTokens: 100 };

describe('createModels', () => {
  it.each([
    ['openai:gpt-4o', 'openai:gpt-4o', true],
    ['anthropic:claude-sonnet-4-5', 'anthropic:claude-sonnet-4-5', false],
    ['google-genai:gemini-2.5-flash', 'google-genai:gemini-2.5-flash', true],
    ['google:gemini-2.5-flash', 'google-genai:gemini-2.5-flash', true],
    ['ollama:llama3.2:1b', 'ollama:llama3.2:1b', true],
  ])('selects %s as %s', (name, id, supportsStructuredOutput) => {
    expect(createModels({ ...bounds, name, apiKey: 'key' }).selection).toEqual({
      id,
      embedded: false,
      supportsTools: true,
      supportsStructuredOutput,
    });
  });

  it.each(['nonsense:model', 'gpt-4o', 'openai:', ':model'])(
    'refuses %s, naming the providers it knows',
    (name) => {
      const create = () => createModels({ ...bounds, name, apiKey: 'key' });
      expect(create).toThrow(ConfigError);
      expect(create).toThrow('openai, anthropic, google-genai, ollama');
    },
  );

  it('makes one model and keeps it', async () => {
    const models = createModels({ ...bounds, name: 'openai:gpt-4o', apiKey: 'key' });
    expect(await models.chatModel()).toBe(await models.chatModel());
  });

  it('needs no key for a server of one’s own', async () => {
    const server = await startScriptedModelServer([reply('here')]);
    const model = await createModels({
      ...bounds,
      name: 'openai:local',
      baseUrl: server.baseUrl,
    }).chatModel();
    expect((await model.invoke('hello')).text).toBe('here');
    await server.close();
  });

  it('shows the embedded model and what it can’t do, and that its file is missing', async () => {
    const models = createModels({ ...bounds, embeddedModelPath: '/nowhere/model.gguf' });
    expect(models.selection).toEqual({
      id: 'embedded:SmolLM2-135M-Instruct',
      embedded: true,
      supportsTools: false,
      supportsStructuredOutput: false,
    });
    expect(models.health()).toEqual({
      status: 'degraded',
      reason: expect.stringContaining('there is no file /nowhere/model.gguf'),
    });
    const error: unknown = await models.chatModel().catch((thrown: unknown) => thrown);
    expect(classifyModelError(error)).toMatchObject({ code: 'model_not_found', retryable: false });
    await models.close();
  });
});

describe('what the environment can’t change', () => {
  const variables = {
    LANGSMITH_TRACING: 'true',
    LANGSMITH_API_KEY: 'lsv2_test',
    LANGSMITH_GATEWAY: '',
    LANGSMITH_ENDPOINT: '',
    OPENAI_BASE_URL: '',
    ANTHROPIC_BASE_URL: '',
    OLLAMA_BASE_URL: '',
  };

  let configured: ScriptedModelServer;
  let foreign: ScriptedModelServer;

  beforeEach(async () => {
    configured = await startScriptedModelServer([reply('here')]);
    foreign = await startScriptedModelServer([]);
    Object.assign(process.env, variables, {
      LANGSMITH_GATEWAY: foreign.baseUrl,
      LANGSMITH_ENDPOINT: foreign.baseUrl,
      OPENAI_BASE_URL: foreign.baseUrl,
      ANTHROPIC_BASE_URL: foreign.baseUrl,
      OLLAMA_BASE_URL: foreign.baseUrl,
    });
  });

  afterEach(async () => {
    Object.keys(variables).forEach((name) => delete process.env[name]);
    await Promise.all([configured.close(), foreign.close()]);
  });

  it.each([
    ['openai:gpt-4o', 'clientConfig.baseURL', 'https://api.openai.com/v1'],
    ['anthropic:claude-sonnet-4-5', 'apiUrl', 'https://api.anthropic.com'],
    ['google-genai:gemini-2.5-flash', 'baseUrl', 'https://generativelanguage.googleapis.com'],
    ['ollama:llama3.2', 'baseUrl', 'http://127.0.0.1:11434'],
  ])('addresses %s at its public endpoint when none is configured', async (name, property, endpoint) => {
    const model = await createModels({ ...bounds, name, apiKey: 'key' }).chatModel();
    expect(model).toHaveProperty(property, endpoint);
  });

  it('sends prompts to the configured server alone', async () => {
    const models = createModels({ ...bounds, name: 'openai:gpt-4o', baseUrl: configured.baseUrl });
    await (await models.chatModel()).invoke('hello');
    // LangSmith's client posts in the background; imported as the provider's class is, for the same copy of it.
    const { awaitAllCallbacks } = await import('@langchain/core/callbacks/promises');
    await awaitAllCallbacks();
    expect(configured.requests).toHaveLength(1);
    expect(foreign.unexpected).toEqual([]);
  });
});

describe('the health of a model', () => {
  const failure = (code: number) => Object.assign(new Error('said no'), { status: code });
  const models = createModels({ ...bounds, name: 'openai:gpt-4o', apiKey: 'key' });

  beforeEach(() => models.recordOutcome());

  it.each([401, 403, 404])('is degraded by a %s, with the reason, until a call succeeds', (code) => {
    expect(models.health()).toEqual({ status: 'up' });
    models.recordOutcome(failure(code));
    expect(models.health()).toEqual({ status: 'degraded', reason: expect.stringContaining('said no') });
    models.recordOutcome();
    expect(models.health()).toEqual({ status: 'up' });
  });

  it.each([400, 408, 429, 500, 503])('is not judged by a %s, which says nothing lasting', (code) => {
    models.recordOutcome(failure(code));
    expect(models.health()).toEqual({ status: 'up' });
    models.recordOutcome(failure(401));
    models.recordOutcome(failure(code));
    expect(models.health().status).toBe('degraded');
  });

  it('is shown without the key that was refused', async () => {
    const apiKey = 'a-secret-without-a-known-form';
    const server = await startScriptedModelServer([status(401, { message: `wrong key ${apiKey}` })]);
    const refused = createModels({ ...bounds, name: 'openai:gpt-4o', baseUrl: server.baseUrl, apiKey });
    await (await refused.chatModel()).invoke('hello').catch((error: unknown) => refused.recordOutcome(error));
    expect(refused.health().reason).toContain('wrong key [redacted]');
    await server.close();
  });
});
