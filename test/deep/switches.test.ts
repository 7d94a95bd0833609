import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@aiwf/testing';
import type { GeneratedWorkflow, WorkflowPage } from '@aiwf/contracts';
import { runApp, startApp, type AppProcess } from '../harness/app-process';
import { get, post } from '../harness/http';
import { logLines } from '../harness/log-lines';

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
    ['ai-gateway', 'OPENAI_API_KEY', { LLM_MODEL: 'openai:gpt-4o' }],
    ['workflow-engine', 'TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: SECRET }],
    ['workflow-engine', 'DATABASE_URL', { DATABASE_URL: `mysql://u:${SECRET}@h/d` }],
    ['workflow-engine', 'LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('keeps the %s from starting, in one line that names %s and not the value', async (app, name, env) => {
    const { code, output } = await runApp(app, env);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(name)]);
    expect(output).not.toContain(SECRET);
  });
});

describe('WORKFLOW_SERVICE_TIMEOUT', () => {
  it('bounds the wait for an engine that takes a call and never answers it', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { gateway, stop } = await startGatewayAlone({
      WORKFLOW_SERVICE_URL: `http://127.0.0.1:${port}`,
      WORKFLOW_SERVICE_TIMEOUT: '0.5',
    });
    const answer = await get(`${gateway.url}/ai/workflows/execution/exec_123456/status?user_id=ann`);
    expect(answer).toMatchObject({ status: 504, body: { detail: 'Workflow Service unavailable' } });
    await stop();
    silent.closeAllConnections();
    silent.close();
  });
});

describe('LOG_LEVEL', () => {
  it.each(['DEBUG', 'debug'])('may be %s', async (level) => {
    const app = await startGatewayAlone({ LOG_LEVEL: level });
    await app.stop();
    expect(logLines(app.gateway).some((line) => line.level === 'debug')).toBe(true);
  });
});
