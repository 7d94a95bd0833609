import { ConfigError } from './config.error';
import { loadEngineConfig } from './engine.config';
import { loadGatewayConfig } from './gateway.config';

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('an empty environment', () => {
  it('gives the gateway its defaults', () => {
    expect(loadGatewayConfig({})).toEqual({
      logLevel: 'info',
      dataDir: '.data',
      rateLimit: {
        enabled: true,
        userPerMinute: 600,
        generationsPerMinute: 60,
        addressPerMinute: 6000,
        trustProxy: 0,
      },
      model: { timeoutMs: 120_000, maxOutputTokens: 2048 },
      supervised: false,
      host: '0.0.0.0',
      port: 8001,
      engineUrl: 'http://localhost:8002',
      engineTimeoutMs: 30_000,
      executionEnabled: true,
      planner: 'auto',
    });
  });

  it('gives the engine its defaults', () => {
    expect(loadEngineConfig({})).toMatchObject({
      host: '0.0.0.0',
      port: 8002,
      temporal: { address: 'localhost:7233', namespace: 'default', taskQueue: 'workflow-engine' },
      heartbeatMs: 30_000,
      continueAsNewEvents: 3_000,
      reconcileIntervalMs: 10_000,
      egressAllowedHosts: [],
    });
  });

  it('is the same as one with empty and blank values', () => {
    const blank = {
      LOG_LEVEL: '',
      AI_SERVICE_PORT: ' ',
      LLM_MODEL: '',
      LLM_BASE_URL: '',
      OPENAI_API_KEY: '',
    };
    expect(loadGatewayConfig(blank)).toEqual(loadGatewayConfig({}));
  });
});

it('stays as it was read', () => {
  const config = loadEngineConfig({ EGRESS_ALLOWED_HOSTS: 'a:1' });
  expect(() => Object.assign(config.temporal, { address: 'elsewhere:1' })).toThrow(TypeError);
  expect(() => (config.egressAllowedHosts as string[]).push('b:2')).toThrow(TypeError);
});

describe('LOG_LEVEL', () => {
  it.each([
    ['DEBUG', 'debug'],
    ['Info', 'info'],
    ['WARNING', 'warn'],
    ['warn', 'warn'],
    ['ERROR', 'error'],
    ['CRITICAL', 'fatal'],
    ['trace', 'trace'],
  ])('%s is %s', (given, level) => {
    expect(loadGatewayConfig({ LOG_LEVEL: given }).logLevel).toBe(level);
  });
});

describe('the model', () => {
  it.each([
    ['openai', 'OPENAI_API_KEY'],
    ['anthropic', 'ANTHROPIC_API_KEY'],
    ['google-genai', 'GOOGLE_API_KEY'],
    ['google', 'GOOGLE_API_KEY'],
  ])("of %s takes that provider's key variable", (provider, variable) => {
    const LLM_MODEL = `${provider}:some/model:latest`;
    expect(loadGatewayConfig({ LLM_MODEL, [variable]: 'key' }).model).toMatchObject({
      name: LLM_MODEL,
      apiKey: 'key',
    });
    expect(problemsOf(() => loadGatewayConfig({ LLM_MODEL }))).toEqual([expect.stringContaining(variable)]);
    expect(loadGatewayConfig({ LLM_MODEL, LLM_BASE_URL: 'http://localhost:9/v1/' }).model).toMatchObject({
      baseUrl: 'http://localhost:9/v1',
    });
  });

  it('of ollama needs no key, and takes no other provider its key', () => {
    const { model } = loadGatewayConfig({ LLM_MODEL: 'ollama:qwen3:4b', OPENAI_API_KEY: 'key' });
    expect(model).toMatchObject({ name: 'ollama:qwen3:4b' });
    expect(model.apiKey).toBeUndefined();
  });

  it.each<[Record<string, string>]>([
    [{ LLM_MODEL: 'gpt-4o' }],
    [{ LLM_MODEL: 'openai:' }],
    [{ LLM_MODEL: 'unheard-of:model' }],
    [{ LLM_MODEL: 'toString:model' }],
    [{ LLM_BASE_URL: 'http://localhost:9/v1' }],
    [{ PLANNER: 'llm' }],
  ])('is refused as %p', (env) => {
    expect(problemsOf(() => loadGatewayConfig(env))).toEqual([expect.stringMatching(/^LLM_MODEL must be/)]);
  });
});

describe('values that are not usable', () => {
  const gateway = (env: Record<string, string>) => problemsOf(() => loadGatewayConfig(env));
  const engine = (env: Record<string, string>) => problemsOf(() => loadEngineConfig(env));

  it.each([
    ['AI_SERVICE_PORT', '65536'],
    ['AI_SERVICE_PORT', '80a'],
    ['AI_SERVICE_PORT', '-1'],
    ['AI_SERVICE_PORT', '0x50'],
    ['WORKFLOW_SERVICE_URL', 'localhost:8002'],
    ['WORKFLOW_SERVICE_URL', 'ftp://localhost'],
    ['WORKFLOW_SERVICE_TIMEOUT', '0'],
    ['WORKFLOW_SERVICE_TIMEOUT', '30s'],
    ['ENABLE_WORKFLOW_EXECUTION', 'maybe'],
    ['RATE_LIMIT_USER_PER_MINUTE', '0'],
    ['PLANNER', 'magic'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://localhost/db'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(gateway({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
  });

  it.each([
    ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
    ['TEMPORAL_ADDRESS', 'localhost'],
    ['EGRESS_ALLOWED_HOSTS', 'localhost:80,other'],
    ['EGRESS_ALLOWED_HOSTS', 'localhost:70000'],
    ['RECONCILE_INTERVAL_SECONDS', '0.5'],
    ['CONTINUE_AS_NEW_EVENTS', '49'],
    ['LOCAL_CALL_MAX_SECONDS', '6'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(engine({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ WORKER_BUILD_ID: '1.0' }, /must be set together/],
    [{ WORKER_DEPLOYMENT_NAME: 'engine' }, /must be set together/],
    [{ WORKER_DEPLOYMENT_NAME: 'an.engine', WORKER_BUILD_ID: '1.0' }, /^WORKER_DEPLOYMENT_NAME must be/],
    [{ WORKER_DEPLOYMENT_NAME: 'engine', WORKER_BUILD_ID: '1 0' }, /^WORKER_BUILD_ID must be/],
  ])('no version of a worker is made of %p', (env, problem) => {
    expect(engine(env)).toEqual([expect.stringMatching(problem)]);
  });

  it('are told all at once, and never shown', () => {
    const env = {
      DATABASE_URL: 'hunter2',
      AI_SERVICE_PORT: 'hunter3',
      PLANNER: 'hunter4',
      LLM_MODEL: 'hunter5',
    };
    expect(gateway(env)).toHaveLength(4);
    expect(() => loadGatewayConfig(env)).toThrow(ConfigError);
    expect(gateway(env).join()).not.toContain('hunter');
  });
});

it('reads lists, fractions and hosts of both families', () => {
  const env = {
    EGRESS_ALLOWED_HOSTS: ' Wiki.internal:80 , [fd00::1]:443 ',
    TEMPORAL_ADDRESS: '10.0.0.1:7233',
  };
  expect(loadEngineConfig(env)).toMatchObject({
    egressAllowedHosts: ['wiki.internal:80', '[fd00::1]:443'],
    temporal: { address: '10.0.0.1:7233' },
  });
  expect(loadGatewayConfig({ WORKFLOW_SERVICE_TIMEOUT: '2.5' }).engineTimeoutMs).toBe(2_500);
});

it('gives the worker a version when it has both of its parts', () => {
  const env = { WORKER_DEPLOYMENT_NAME: 'engine', WORKER_BUILD_ID: '2026.11.1-a_b' };
  expect(loadEngineConfig(env).temporal.workerVersion).toEqual({
    deploymentName: 'engine',
    buildId: '2026.11.1-a_b',
  });
  expect(loadEngineConfig({}).temporal.workerVersion).toBeUndefined();
});
