import type { DryRun, Estimate, ExecutionStarted, GeneratedWorkflow } from '@aiwf/contracts';
import { reply } from '@aiwf/testing';
import { ended, post, statusUrl } from '../harness/http';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';
import { runExample } from '../harness/readme-example';

const USER = 'user123';

/** Real: both built apps as processes, Temporal, PGlite, HTTP. Scripted: the model, which dry runs never ask. */
let pair: Pair;
let model: ScriptedModel;

beforeAll(async () => {
  model = await scriptedModel(() => reply('An answer', { inputTokens: 40, outputTokens: 12 }));
  pair = await startPair({ both: { PLANNER: 'outline', ...model.env } });
});
afterAll(async () => {
  await pair.stop();
  await model.server.close();
});

async function generated(): Promise<string> {
  const { body } = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
    prompt: 'Summarize a report, then translate the summary into French',
    user_id: USER,
  });
  return body.ai_metadata.workflow_id;
}

const at = (id: string, route: string) => `${pair.gateway.url}/ai/workflows/${id}/${route}`;

it('runs the README’s commands as they stand', async () => {
  const answers = await runExample('before-a-run', pair);
  expect(answers).toMatchObject([
    { title: 'Workflow definition' },
    { node_types: expect.arrayContaining([expect.objectContaining({ type: 'agent' })]) },
    { tools: expect.arrayContaining([expect.objectContaining({ name: 'fetch_url' })]), absent: [] },
    { basis: 'defaults', total: { llm_calls: { low: 2 } } },
    { status: 'completed', would_send: [] },
    {
      status: 'completed',
      path: [
        { node_id: 'orders', status: 'completed' },
        { node_id: 'late', branch: 'some' },
        { node_id: 'ask', branch: 'approved' },
        { node_id: 'tell', status: 'completed' },
      ],
      would_send: [
        { node_id: 'orders', method: 'GET' },
        { node_id: 'tell', method: 'POST', body: { text: '3 orders are late' } },
      ],
      decisions: [{ node_id: 'ask', decision: 'approve' }],
    },
  ]);
  expect(model.server.requests).toEqual([]);
}, 120_000);

it('sets what was expected beside what was used, and learns of it for the next time', async () => {
  const id = await generated();
  const estimated = await post<Estimate>(at(id, 'estimate'), { user_id: USER });
  expect(estimated).toMatchObject({
    status: 200,
    body: { model: 'openai:scripted', basis: 'defaults', runs: 0 },
  });
  expect(estimated.body).toMatchObject({ total: { cost_usd: null }, unpriced_models: ['openai:scripted'] });
  const { body } = await post<ExecutionStarted>(at(id, 'execute'), { user_id: USER });
  const view = await ended(statusUrl.gateway(pair.gateway.url, body.execution_id, USER));
  expect(view).toMatchObject({
    status: 'completed',
    estimate: { total: estimated.body.total },
    workflow_version: 1,
  });
  for (const figure of ['llm_calls', 'output_tokens'] as const) {
    const { low, high } = estimated.body.total[figure];
    expect(view.usage[figure]).toBeGreaterThanOrEqual(low);
    expect(view.usage[figure]).toBeLessThanOrEqual(high);
  }
});

it('dry-runs a stored workflow for its owner alone', async () => {
  const id = await generated();
  const asked = model.server.requests.length;
  const shown = await post<DryRun>(at(id, 'dry-run'), { user_id: USER });
  expect(shown).toMatchObject({ status: 200, body: { status: 'completed' } });
  expect(shown.body.model_calls).toHaveLength(2);
  const [first] = shown.body.path;
  const mocks = { [first?.node_id ?? '']: { $error: { code: 'broken', message: 'It broke' } } };
  const failed = await post<DryRun>(at(id, 'dry-run'), { user_id: USER, mocks });
  expect(failed).toMatchObject({ status: 200, body: { status: 'failed', error: { code: 'broken' } } });
  expect(await post(at(id, 'dry-run'), { user_id: 'stranger' })).toMatchObject({ status: 404 });
  expect(await post(at(id, 'dry-run'), { user_id: USER, mocks: { nobody: 1 } })).toMatchObject({
    status: 422,
    body: { code: 'invalid_mocks', errors: [{ path: '/mocks/nobody' }] },
  });
  expect(await post(at(id, 'estimate'), { user_id: 'stranger' })).toMatchObject({ status: 404 });
  expect(model.server.requests).toHaveLength(asked);
});
