import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, reply } from '@aiwf/testing';
import type { ExecutionStarted, GeneratedWorkflow, WorkflowPage } from '@aiwf/contracts';
import { runApp, startApp, type AppProcess } from '../harness/app-process';
import { ended, get, post, statusUrl } from '../harness/http';
import { logLines } from '../harness/log-lines';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const PROMPT = 'Summarize the tangerine audit and list its findings';

/** A gateway whose engine's address is one where nothing listens. */
async function startGatewayAlone(env: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'));
  const port = String(await freePort());
  const gateway = await startApp('ai-gateway', `http://127.0.0.1:${port}`, {
    AI_SERVICE_HOST: '127.0.0.1',
    AI_SERVICE_PORT: port,
    DATA_DIR: dataDir,
    WORKFLOW_SERVICE_URL: `http://127.0.0.1:${await freePort()}`,
    ...env,
  });
  const stop = async () => {
    await gateway.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { gateway, stop };
}

describe('ENABLE_WORKFLOW_EXECUTION=false', () => {
  let gateway: AppProcess;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ gateway, stop } = await startGatewayAlone({ ENABLE_WORKFLOW_EXECUTION: 'false' }));
  });
  afterAll(() => stop());

  const refused = {
    status: 503,
    body: {
      code: 'execution_disabled',
      detail: expect.stringMatching(/disabled.*ENABLE_WORKFLOW_EXECUTION/),
    },
  };
  const stored = async (user: string) =>
    (await get<WorkflowPage>(`${gateway.url}/ai/workflows?user_id=${user}`)).body.items.length;

  it('refuses to execute, and goes on generating', async () => {
    const made = await post<GeneratedWorkflow>(`${gateway.url}/ai/generate`, {
      prompt: PROMPT,
      user_id: 'ann',
    });
    expect(made.status).toBe(200);
    const { workflow_id } = made.body.ai_metadata;
    expect(
      await post(`${gateway.url}/ai/workflows/${workflow_id}/execute`, { user_id: 'ann' }),
    ).toMatchObject(refused);
  });

  it('refuses to generate and execute before anything is generated', async () => {
    const body = { prompt: PROMPT, user_id: 'bob' };
    expect(await post(`${gateway.url}/ai/workflows/generate-and-execute`, body)).toMatchObject(refused);
    expect(await stored('bob')).toBe(0);
    const metrics = (await get<string>(`${gateway.url}/metrics`)).body;
    expect(metrics).toMatch(/^workflow_generations_total\{.*outcome="success".*\} 1$/m);
  });
});

describe('a setting that can’t be used', () => {
  const SECRET = 'hunter2-not-to-be-shown';

  it.each<['ai-gateway' | 'workflow-engine', string, Record<string, string>]>([
    ['ai-gateway', 'LLM_MODEL', { PLANNER: 'llm' }],
    ['ai-gateway', 'PLANNER', { PLANNER: SECRET }],
    ['ai-gateway', 'AI_SERVICE_PORT', { AI_SERVICE_PORT: '80000' }],
    ['ai-gateway', 'WORKFLOW_SERVICE_URL', { WORKFLOW_SERVICE_URL: SECRET }],
    ['ai-gateway', 'WORKFLOW_SERVICE_TIMEOUT', { WORKFLOW_SERVICE_TIMEOUT: 'soon' }],
    ['ai-gateway', 'ENABLE_WORKFLOW_EXECUTION', { ENABLE_WORKFLOW_EXECUTION: 'perhaps' }],
    ['ai-gateway', 'OPENAI_API_KEY', { LLM_MODEL: 'openai:gpt-4o' }],
    ['workflow-engine', 'LLM_MODEL', { LLM_MODEL: SECRET }],
    ['workflow-engine', 'LLM_MODEL', { LLM_BASE_URL: 'http://127.0.0.1:1/v1' }],
    ['workflow-engine', 'ANTHROPIC_API_KEY', { LLM_MODEL: 'anthropic:claude' }],
    ['workflow-engine', 'TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: SECRET }],
    ['workflow-engine', 'DATABASE_URL', { DATABASE_URL: `mysql://u:${SECRET}@h/d` }],
    ['workflow-engine', 'LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['workflow-engine', 'RATE_LIMIT_USER_PER_MINUTE', { RATE_LIMIT_USER_PER_MINUTE: '-1' }],
  ])('keeps the %s from starting, in one line that names %s and not the value', async (app, name, env) => {
    const { code, output } = await runApp(app, env);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(name)]);
    expect(output).not.toContain(SECRET);
  });
});

describe('the log', () => {
  const KEY = 'sk-tangerine-secret-key';
  const USER = 'log-reader';
  let model: ScriptedModel;
  let pair: Pair;
  let workflowId: string;
  let executionId: string;

  beforeAll(async () => {
    model = await scriptedModel(() => reply('done'));
    pair = await startPair({
      both: { ...model.env, OPENAI_API_KEY: KEY, PLANNER: 'outline' },
      gateway: { LOG_LEVEL: 'INFO' },
    });
    const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
      prompt: PROMPT,
      user_id: USER,
    });
    workflowId = made.body.ai_metadata.workflow_id;
    const started = await post<ExecutionStarted>(
      `${pair.gateway.url}/ai/workflows/${workflowId}/execute`,
      { user_id: USER },
      { 'x-request-id': 'request-of-the-test', authorization: `Bearer ${KEY}` },
    );
    executionId = started.body.execution_id;
    await ended(statusUrl.gateway(pair.gateway.url, executionId, USER));
    await post(`${pair.gateway.url}/ai/workflows/wf_789012/execute`, { user_id: USER });
    await post(`${pair.gateway.url}/ai/generate`, { prompt: `${PROMPT} \0`, user_id: USER });
  });
  afterAll(async () => {
    await pair.stop();
    await model.server.close();
  });

  const ids = () => ({
    request_id: 'request-of-the-test',
    user_id: USER,
    workflow_id: workflowId,
    execution_id: executionId,
  });

  it('is one JSON object a line, in both apps', () => {
    for (const app of [pair.gateway, pair.engine]) {
      const lines = app.output().trim().split('\n');
      expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
      for (const line of logLines(app)) {
        expect(line).toMatchObject({ level: expect.any(String), time: expect.any(String) });
      }
    }
  });

  it.each(['gateway', 'engine'] as const)(
    'has a line for the request and its answer on the %s, with all ids',
    (app) => {
      const about = (event: string) =>
        logLines(pair[app]).filter((line) => line.event === event && line.execution_id === executionId);
      expect(about('execution.request')).toEqual([expect.objectContaining(ids())]);
      expect(about('execution.response')).toEqual([expect.objectContaining({ ...ids(), status: 'running' })]);
    },
  );

  it('has a line for each change of the status', () => {
    const changes = logLines(pair.engine).filter(({ event }) => event === 'execution.status');
    expect(changes).toEqual([
      expect.objectContaining({ ...ids(), status: 'running' }),
      expect.objectContaining({ ...ids(), status: 'completed' }),
    ]);
  });

  it('has a line for a refused request', () => {
    const refused = logLines(pair.gateway).filter(
      (line) => line.workflow_id === 'wf_789012' && line.event === 'execution.response',
    );
    expect(refused).toEqual([expect.objectContaining({ user_id: USER, outcome: 'workflow_not_found' })]);
  });

  it('holds neither a prompt nor a secret at info', () => {
    expect(model.server.requests.length).toBeGreaterThan(0);
    for (const word of ['tangerine', KEY]) expect(pair.output()).not.toContain(word);
  });
});

describe('LOG_LEVEL', () => {
  it.each(['DEBUG', 'debug'])('may be %s', async (level) => {
    const app = await startGatewayAlone({ LOG_LEVEL: level });
    await app.stop();
    expect(logLines(app.gateway).some((line) => line.level === 'debug')).toBe(true);
  });
});
