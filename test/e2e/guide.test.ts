import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type {
  EngineExecutionStarted,
  ExecutionStarted,
  ExecutionView,
  GeneratedAndStarted,
  GeneratedWorkflow,
} from '@aiwf/contracts';
import { ROOT } from '../harness/app-process';
import { describeWithEmbeddedModel, embeddedModelEnv } from '../harness/embedded-model';
import { CURL, providePythonPackage, PYTHON_CLIENT, runCurl, runPython } from '../harness/guide';
import { ended, get, post, statusUrl } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

/** The guide's httpx client gives up after five seconds. */
const PROMPTLY_MS = 3_000;

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const WORKFLOW_ID = /^wf_[A-Za-z0-9-]{1,64}$/;
const EXECUTION_ID = /^exec_[A-Za-z0-9-]{1,64}$/;

const running = { execution_id: expect.stringMatching(EXECUTION_ID), status: 'running' };

const generated = (prompt: string) => ({
  workflow: expect.objectContaining({
    name: expect.stringMatching(/\S/),
    nodes: expect.arrayContaining([
      expect.objectContaining({ id: expect.any(String), type: expect.any(String) }),
    ]),
    edges: expect.any(Array),
  }),
  ai_metadata: expect.objectContaining({
    workflow_id: expect.stringMatching(WORKFLOW_ID),
    prompt,
    created_at: expect.stringMatching(ISO_TIME),
    planner: 'outline',
    model: expect.stringMatching(/^embedded:/),
    warnings: expect.any(Array),
  }),
});

/** What the answer to a prompt has beside what the guide names. */
const beside = {
  explanation: expect.stringMatching(/\S/),
  estimate: expect.objectContaining({ basis: 'defaults' }),
  questions: [],
};

const started = (workflowId: string, userId: string) => ({
  ...running,
  workflow_id: workflowId,
  user_id: userId,
  message: 'Workflow execution started successfully',
});

/** Real: both built apps as processes, Temporal, PGlite, the embedded model, bash, curl, Python's httpx. */
describeWithEmbeddedModel('the integration guide, with the embedded model', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair({ both: embeddedModelEnv });
  });
  afterAll(() => pair.stop());

  it('answers its health checks', async () => {
    const gateway = await runCurl(pair, CURL.gatewayHealth);
    expect(gateway).toMatchObject({ status: 'ok', details: { workflow_engine: { status: 'up' } } });
    const engine = await runCurl(pair, CURL.engineHealth);
    expect(engine).toMatchObject({ status: 'ok', details: { temporal: { status: 'up' } } });
  });

  it('takes its three steps, generate, execute and status, to a completed run', async () => {
    const made = await runCurl<GeneratedWorkflow>(pair, CURL.generate);
    const prompt = 'Create a workflow that automatically responds to customer emails';
    expect(made).toEqual({ ...generated(prompt), ...beside });
    const { workflow_id } = made.ai_metadata;

    const execution = await runCurl<ExecutionStarted>(pair, CURL.execute, { workflow_id });
    expect(execution).toEqual(started(workflow_id, 'user123'));

    const { execution_id } = execution;
    const asked = await runCurl<ExecutionView>(pair, CURL.status, { execution_id });
    expect(asked).toMatchObject({ execution_id, workflow_id, user_id: 'user123' });

    const view = await ended(statusUrl.gateway(pair.gateway.url, execution_id, 'user123'), 170_000);
    expect(view).toEqual({
      execution_id,
      status: 'completed',
      workflow_id,
      user_id: 'user123',
      started_at: expect.stringMatching(ISO_TIME),
      completed_at: expect.stringMatching(ISO_TIME),
      execution_time_seconds: expect.any(Number),
      output_data: expect.any(Object),
      error_message: null,
      phase: 'finished',
      nodes: expect.any(Array),
      usage: expect.objectContaining({ llm_calls: expect.any(Number) }),
      forked_from: null,
      estimate: expect.objectContaining({ basis: 'defaults' }),
      workflow_version: 1,
    });
    expect(view.usage.llm_calls).toBeGreaterThan(0);
    expect(JSON.stringify(view.output_data).length).toBeGreaterThan(20);
    const seconds = (Date.parse(view.completed_at ?? '') - Date.parse(view.started_at)) / 1000;
    expect(view.execution_time_seconds).toBeCloseTo(seconds, 3);
  }, 180_000);

  it('passes the integration script', async () => {
    const env = { ...process.env, AI_SERVICE_URL: pair.gateway.url, WORKFLOW_SERVICE_URL: pair.engine.url };
    const script = join(ROOT, 'test-ai-workflow-integration.sh');
    const { stdout } = await promisify(execFile)(script, { env, timeout: 300_000 });
    expect(stdout).toMatch(/^\d+ passed, 0 failed$/m);
  }, 310_000);

  // What follows leaves runs behind that nobody waits for, and the embedded model does one call at a time.
  it('generates and executes in a single call', async () => {
    const made = await runCurl<GeneratedAndStarted>(pair, CURL.generateAndExecute);
    expect(made).toEqual({
      ...generated('Create a workflow that monitors social media mentions and sends alerts'),
      execution: { ...running, message: 'Workflow generated and execution started successfully' },
    });
    const status = statusUrl.gateway(pair.gateway.url, made.execution.execution_id, 'user123');
    const { body } = await get<ExecutionView>(status);
    const { execution_id } = made.execution;
    expect(body).toMatchObject({ execution_id, workflow_id: made.ai_metadata.workflow_id });
  });

  it('generates from the shortest of its prompts', async () => {
    const made = await runCurl<GeneratedWorkflow>(pair, CURL.generateTest);
    expect(made).toEqual({ ...generated('Test workflow'), ...beside });
  });

  it('executes a definition given to the engine directly, and an empty one completes', async () => {
    const execution = await runCurl<EngineExecutionStarted>(pair, CURL.executeDirectly);
    expect(execution).toEqual({
      ...running,
      workflow_id: expect.stringMatching(WORKFLOW_ID),
      started_at: expect.stringMatching(ISO_TIME),
      completed_at: null,
      execution_time_seconds: null,
    });
    const view = await ended(statusUrl.engine(pair.engine.url, execution.execution_id, 'test'));
    expect(view).toMatchObject({
      status: 'completed',
      workflow_id: execution.workflow_id,
      error_message: null,
    });
  });

  it('keeps the id of a definition that has one', async () => {
    const { status, body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { id: 'wf_789012', name: 'Customer Support Processor', nodes: [], edges: [] },
      user_id: 'user123',
    });
    expect({ status, id: body.workflow_id }).toEqual({ status: 200, id: 'wf_789012' });
  });

  it('answers running to a repeated start too, and starts nothing again', async () => {
    const execution_id = `exec_${randomUUID()}`;
    const start = () =>
      post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
        workflow_data: { name: 'Test', nodes: [] },
        user_id: 'test',
        execution_id,
      });
    const first = await start();
    await ended(statusUrl.engine(pair.engine.url, first.body.execution_id, 'test'));
    const { status, body } = await start();
    expect({ status, body }).toEqual({ status: 200, body: first.body });
  });

  it('answers generate and execute before a client with a five-second timeout gives up', async () => {
    const user_id = 'promptly';
    const prompt = 'Create a workflow that processes customer support tickets';
    const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, { prompt, user_id });
    const { workflow_id } = made.body.ai_metadata;
    const execution = await post(`${pair.gateway.url}/ai/workflows/${workflow_id}/execute`, { user_id });
    expect([made.status, execution.status]).toEqual([200, 200]);
    expect(made.milliseconds).toBeLessThan(PROMPTLY_MS);
    expect(execution.milliseconds).toBeLessThan(PROMPTLY_MS);
  });

  const httpx = providePythonPackage('httpx');
  const itWithHttpx = httpx ? it : it.skip;
  itWithHttpx('serves its Python client, unchanged (needs python3, pip and httpx)', async () => {
    const printed = await runPython(pair, httpx ?? '', PYTHON_CLIENT);
    expect(printed).toMatch(/^Execution ID: exec_[A-Za-z0-9-]+\n$/);
  });
});
