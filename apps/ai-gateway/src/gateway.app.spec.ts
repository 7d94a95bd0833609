import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ErrorBody,
  ExecutionStarted,
  GeneratedAndStarted,
  Estimate,
  GeneratedWorkflow,
  WorkflowPage,
} from '@aiwf/contracts';
import { loadGatewayConfig } from '@aiwf/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createGateway } from './gateway.app';
import {
  answer,
  completedView,
  type ScriptedEngine,
  started,
  startScriptedEngine,
} from './scripted-engine.fixture';

jest.setTimeout(60_000);

const PROMPT = 'Create a workflow that processes customer support tickets';

let engine: ScriptedEngine;
let dataDir: string;
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  engine = await startScriptedEngine();
  dataDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const config = loadGatewayConfig({
    WORKFLOW_SERVICE_URL: engine.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
  });
  app = await createGateway(config);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Answer<Body> {
  status: number;
  body: Body;
}

async function call<Body>(path: string, body?: object): Promise<Answer<Body>> {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'test-request' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** Answer to a prompt that a workflow could be made of. */
type Generated = GeneratedWorkflow & { estimate: Estimate; questions: [] };

const generate = (user_id: string) => call<Generated>('/ai/generate', { prompt: PROMPT, user_id });

describe('the AI gateway over HTTP', () => {
  it('generates, executes and answers the status, in the fields of the integration guide', async () => {
    const generated = await generate('user123');
    expect(generated.status).toBe(200);
    const { workflow, ai_metadata } = generated.body;
    expect(workflow).toMatchObject({
      id: ai_metadata.workflow_id,
      nodes: expect.any(Array),
      edges: expect.any(Array),
    });
    expect(ai_metadata).toMatchObject({
      prompt: PROMPT,
      planner: 'outline',
      created_at: expect.stringMatching(/Z$/),
    });

    engine.script(started);
    const executed = await call<ExecutionStarted>(`/ai/workflows/${ai_metadata.workflow_id}/execute`, {
      user_id: 'user123',
    });
    expect(executed.status).toBe(200);
    expect(executed.body).toEqual({
      execution_id: expect.stringMatching(/^exec_/),
      status: 'running',
      workflow_id: ai_metadata.workflow_id,
      user_id: 'user123',
      message: 'Workflow execution started successfully',
    });
    expect(engine.requests.at(-1)?.headers['x-request-id']).toBe('test-request');

    engine.script(answer(200, completedView));
    const status = await call('/ai/workflows/execution/exec_123456/status?user_id=user123');
    expect(status).toEqual({ status: 200, body: completedView });
  });

  it('generates and executes in one call', async () => {
    engine.script(started);
    const { status, body } = await call<GeneratedAndStarted>('/ai/workflows/generate-and-execute', {
      prompt: PROMPT,
      user_id: 'user123',
    });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['workflow', 'ai_metadata', 'execution']);
    expect(body.execution).toEqual({
      execution_id: expect.stringMatching(/^exec_/),
      status: 'running',
      message: 'Workflow generated and execution started successfully',
    });
  });

  it('lists and reads a user’s own workflows', async () => {
    const { body } = await generate('reader');
    const { estimate, questions, ...made } = body;
    expect({ estimate, questions }).toMatchObject({ estimate: { basis: 'defaults' }, questions: [] });
    const id = made.ai_metadata.workflow_id;
    const list = await call<WorkflowPage>('/ai/workflows?user_id=reader&limit=1');
    expect(list.body).toMatchObject({ items: [{ workflow_id: id, planner: 'outline' }], next_cursor: null });
    expect(await call(`/ai/workflows/${id}?user_id=reader`)).toEqual({ status: 200, body: made });
    expect(await call(`/ai/workflows/${id}?user_id=stranger`)).toMatchObject({
      status: 404,
      body: { detail: 'Workflow not found', code: 'workflow_not_found', request_id: 'test-request' },
    });
  });

  it.each<[string, string, object | undefined, number, RegExp]>([
    [
      'a workflow id that is none',
      '/ai/workflows/not-an-id/execute',
      { user_id: 'u' },
      400,
      /^Invalid workflow ID format$/,
    ],
    ['an unknown workflow', '/ai/workflows/wf_789012/execute', { user_id: 'u' }, 404, /^Workflow not found$/],
    [
      'an execution id that is none',
      '/ai/workflows/execution/x/status?user_id=u',
      undefined,
      400,
      /^Invalid execution ID format$/,
    ],
    ['no user', '/ai/generate', { prompt: PROMPT }, 422, /user_id/],
    ['a blank prompt', '/ai/generate', { prompt: ' ', user_id: 'u' }, 422, /prompt/],
    ['an unknown property', '/ai/generate', { prompt: PROMPT, user_id: 'u', admin: true }, 422, /admin/],
    ['no user on a read', '/ai/workflows', undefined, 422, /user_id/],
    ['a limit past the bound', '/ai/workflows?user_id=u&limit=251', undefined, 422, /limit/],
    ['a cursor that is none', '/ai/workflows?user_id=u&cursor=AAAA', undefined, 422, /cursor/],
  ])('refuses %s', async (_, path, body, status, detail) => {
    const refused = await call<ErrorBody>(path, body);
    expect(refused.status).toBe(status);
    expect(refused.body.detail).toMatch(detail);
  });

  it('names the engine and the database in /health, and is ready without the engine', async () => {
    engine.script(answer(200, { status: 'ok' }));
    expect(await call('/health')).toMatchObject({
      status: 200,
      body: { details: { database: { status: 'up' }, workflow_engine: { status: 'up' } } },
    });
    engine.script(answer(503, {}));
    expect(await call('/health')).toMatchObject({
      status: 503,
      body: { error: { workflow_engine: { status: 'down', reason: 'answered 503' } } },
    });
    expect(await call('/readyz')).toMatchObject({
      status: 200,
      body: { details: { database: { status: 'up' } } },
    });
  });

  it('describes its routes in OpenAPI and its work in metrics', async () => {
    const { body } = await call<{ paths: object }>('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/ai/generate',
        '/ai/workflows',
        '/ai/workflows/{workflow_id}',
        '/ai/workflows/{workflow_id}/execute',
        '/ai/workflows/execution/{execution_id}/status',
        '/ai/workflows/generate-and-execute',
      ]),
    );
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/workflow_generations_total\{planner="outline",outcome="success"\} \d/);
    expect(metrics).toMatch(/workflow_executions_requested_total\{outcome="started"\} \d/);
    expect(metrics).toMatch(
      /engine_request_duration_seconds_count\{operation="execute",outcome="success"\} \d/,
    );
  });
});
