import type { ExecutionStarted, GeneratedWorkflow } from '@aiwf/contracts';
import { get, post, statusUrl } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const PROMPT = 'Create a workflow that processes new user registrations';

/** Real: both built apps as processes, Temporal, PGlite. No run gets to a model. */
describe('the error answers of the integration guide', () => {
  let pair: Pair;
  let workflowId: string;

  beforeAll(async () => {
    pair = await startPair({ both: { RATE_LIMIT_GENERATIONS_PER_MINUTE: '3' } });
    const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
      prompt: PROMPT,
      user_id: 'owner',
    });
    workflowId = made.body.ai_metadata.workflow_id;
  });
  afterAll(() => pair.stop());

  const execute = (id: string, user_id: string) =>
    post(`${pair.gateway.url}/ai/workflows/${id}/execute`, { user_id });

  it('refuses an id that is none', async () => {
    expect(await execute('not-an-id', 'owner')).toMatchObject({
      status: 400,
      body: { detail: 'Invalid workflow ID format', code: 'invalid_workflow_id' },
    });
    expect(await get(`${pair.gateway.url}/ai/workflows/not-an-id?user_id=owner`)).toMatchObject({
      status: 400,
    });
    const status = statusUrl.gateway(pair.gateway.url, 'not-an-id', 'owner');
    expect(await get(status)).toMatchObject({ status: 400, body: { detail: 'Invalid execution ID format' } });
    const onEngine = statusUrl.engine(pair.engine.url, 'not-an-id', 'owner');
    expect(await get(onEngine)).toMatchObject({
      status: 400,
      body: { detail: 'Invalid execution ID format' },
    });
  });

  it('finds neither an unknown workflow nor that of another user', async () => {
    const refused = { status: 404, body: { detail: 'Workflow not found', code: 'workflow_not_found' } };
    expect(await execute('wf_789012', 'owner')).toMatchObject(refused);
    expect(await execute(workflowId, 'somebody-else')).toMatchObject(refused);
    const asked = await get(`${pair.gateway.url}/ai/workflows/${workflowId}?user_id=somebody-else`);
    expect(asked).toMatchObject(refused);
  });

  it('finds no run of another user, on either app', async () => {
    const started = await post<ExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { name: 'Test', nodes: [] },
      user_id: 'owner',
    });
    const { execution_id } = started.body;
    for (const [app, base] of [
      ['gateway', pair.gateway.url],
      ['engine', pair.engine.url],
    ] as const) {
      expect(await get(statusUrl[app](base, execution_id, 'owner'))).toMatchObject({ status: 200 });
      expect(await get(statusUrl[app](base, execution_id, 'somebody-else'))).toMatchObject({
        status: 404,
        body: { detail: 'Execution not found', code: 'execution_not_found' },
      });
      expect(await get(statusUrl[app](base, 'exec_123456', 'owner'))).toMatchObject({ status: 404 });
    }
  });

  it('limits the rate, and says when to come back', async () => {
    const generate = () => post(`${pair.gateway.url}/ai/generate`, { prompt: PROMPT, user_id: 'eager' });
    const statuses = [await generate(), await generate(), await generate()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
    const { status, body, headers } = await generate();
    expect({ status, detail: body.detail }).toEqual({ status: 429, detail: 'Rate limit exceeded' });
    expect(headers.get('x-ratelimit-limit')).toBe('3');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    for (const name of ['x-ratelimit-reset', 'retry-after']) {
      const seconds = Number(headers.get(name));
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(60);
    }
  });

  it('says within five seconds that the engine is away, and works again when it is back', async () => {
    await pair.engine.stop();
    const away = await execute(workflowId, 'owner');
    expect(away).toMatchObject({
      status: 503,
      body: { detail: 'Workflow Service unavailable', code: 'workflow_service_unavailable' },
    });
    expect(away.milliseconds).toBeLessThan(5_000);
    const asked = await get(statusUrl.gateway(pair.gateway.url, 'exec_123456', 'owner'));
    expect(asked).toMatchObject({ status: 503, body: { detail: 'Workflow Service unavailable' } });

    await pair.restartEngine();
    expect(await execute(workflowId, 'owner')).toMatchObject({ status: 200, body: { status: 'running' } });
  });
});
