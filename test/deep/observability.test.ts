import type { ExecutionStarted, GeneratedWorkflow } from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import { ended, get, post, statusUrl } from '../harness/http';
import { logLines } from '../harness/log-lines';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';
import { temporalClient } from '../harness/temporal';

const PROMPT = 'Summarize the tangerine audit and list its findings';

/** Real: both built apps as processes, Temporal, PGlite. Scripted: the model. */
describe('after a run', () => {
  const KEY = 'sk-tangerine-secret-key';
  const USER = 'log-reader';
  const late = Promise.withResolvers<void>();
  let model: ScriptedModel;
  let pair: Pair;
  let workflowId: string;
  let executionId: string;

  beforeAll(async () => {
    model = await scriptedModel(async ({ messages }) => {
      if (messages.some(({ text }) => text === 'Answer late')) await late.promise;
      return reply('done');
    });
    pair = await startPair({
      both: { ...model.env, OPENAI_API_KEY: KEY, PLANNER: 'outline' },
      gateway: { LOG_LEVEL: 'INFO' },
      // A call hears that it is cancelled at its next heartbeat, which is late enough for one that answers nobody.
      engine: { ACTIVITY_HEARTBEAT_SECONDS: '120' },
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
    // What an app writes takes a moment to arrive here.
    await waitFor(() => logLines(pair.gateway).some((line) => line.outcome === 'workflow_not_found'), {
      what: 'the log to tell of the refused request',
    });
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

  it('the log is one JSON object a line, in both apps', () => {
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

  it('the log has a line for each change of the status', () => {
    const changes = logLines(pair.engine).filter(({ event }) => event === 'execution.status');
    expect(changes).toEqual([
      expect.objectContaining({ ...ids(), status: 'running' }),
      expect.objectContaining({ ...ids(), status: 'completed' }),
    ]);
  });

  it('the log has a line for a refused request', () => {
    const refused = logLines(pair.gateway).filter(
      (line) => line.workflow_id === 'wf_789012' && line.event === 'execution.response',
    );
    expect(refused).toEqual([expect.objectContaining({ user_id: USER, outcome: 'workflow_not_found' })]);
  });

  it('the log holds neither a prompt nor a secret at info', () => {
    expect(model.server.requests.length).toBeGreaterThan(0);
    for (const word of ['tangerine', KEY]) expect(pair.output()).not.toContain(word);
  });

  it('the metrics count generations, executions, their outcomes and times, and the services’ response times', async () => {
    const gateway = (await get<string>(`${pair.gateway.url}/metrics`)).body;
    const engine = (await get<string>(`${pair.engine.url}/metrics`)).body;
    expect(gateway).toMatch(/^workflow_generations_total\{planner="outline",outcome="success"\} 1$/m);
    expect(gateway).toMatch(/^workflow_executions_requested_total\{outcome="started"\} 1$/m);
    expect(gateway).toMatch(/^workflow_executions_requested_total\{outcome="workflow_not_found"\} 1$/m);
    expect(gateway).toMatch(
      /^engine_request_duration_seconds_count\{operation="execute",outcome="success"\} 1$/m,
    );
    expect(engine).toMatch(/^workflow_executions_started_total 1$/m);
    expect(engine).toMatch(/^workflow_executions_total\{status="completed"\} 1$/m);
    expect(engine).toMatch(/^workflow_execution_duration_seconds_sum\{status="completed"\} [\d.]+$/m);
    expect(engine).toMatch(/^workflow_execution_duration_seconds_count\{status="completed"\} 1$/m);
    for (const text of [gateway, engine]) {
      expect(text).toMatch(
        /^http_\w*duration_seconds_count\{method="POST",route="[^"]+",status="200"\} \d+$/m,
      );
      expect(text).not.toContain(USER);
    }
  });

  it('what Temporal’s native part warns of stands in the log as all else does', async () => {
    const asked = model.server.requests.length;
    const { body } = await post<ExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: {
        name: 'Broken off',
        nodes: [{ id: 'a', type: 'agent', config: { prompt: 'Answer late' } }],
      },
      user_id: USER,
    });
    await model.server.waitForRequests(asked + 1);
    await post(`${pair.gateway.url}/ai/workflows/execution/${body.execution_id}/cancel`, { user_id: USER });
    // The ledger says that a run was cancelled before Temporal has closed it.
    const client = await temporalClient();
    await expect(client.workflow.getHandle(body.execution_id).result()).rejects.toThrow();
    await client.connection.close();
    late.resolve();
    await waitFor(() => pair.engine.output().includes('Activity not found on completion'), {
      what: 'the warning about a call that ended after its run',
      timeoutMs: 30_000,
    });
    const lines = pair.engine.output().trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
  });
});
