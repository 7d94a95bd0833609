import type { ExecutionStarted, GeneratedAndStarted, GeneratedWorkflow } from '@aiwf/contracts';
import { reply } from '@aiwf/testing';
import { ended, post, statusUrl } from '../harness/http';
import { logLines } from '../harness/log-lines';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const USER = 'user123';
const PROMPT = 'Write a greeting';

/** Real: both built apps as processes, Temporal, PGlite, HTTP. Scripted: the model, which counts what it is asked. */
let pair: Pair;
let model: ScriptedModel;

beforeAll(async () => {
  model = await scriptedModel(() => reply('done'));
  pair = await startPair({ both: { PLANNER: 'outline', RATE_LIMIT_ENABLED: 'false', ...model.env } });
});
afterAll(async () => {
  await pair.stop();
  await model.server.close();
});

/** A hundred of the same request at once, under one key. */
const rush = <Body>(route: string, body: object, key: string) =>
  Promise.all(
    Array.from({ length: 100 }, () =>
      post<Body>(`${pair.gateway.url}${route}`, { user_id: USER, ...body }, { 'Idempotency-Key': key }),
    ),
  );

const distinct = (answers: { status: number; body: unknown }[]) =>
  new Set(answers.map(({ status, body }) => JSON.stringify({ status, body })));

/** The executions that began on the engine, each as often as it did. */
const begun = () =>
  logLines(pair.engine).filter(({ event, status }) => event === 'execution.status' && status === 'running');

it('a hundred executions of a stored workflow under one key are one run, and get one answer', async () => {
  const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
    prompt: PROMPT,
    user_id: USER,
  });
  const { workflow_id } = made.body.ai_metadata;
  const route = `/ai/workflows/${workflow_id}/execute`;
  const answers = await rush<ExecutionStarted>(route, {}, 'stored');
  const [first] = answers;
  expect(first).toMatchObject({ status: 200, body: { workflow_id, status: 'running' } });
  expect(distinct(answers).size).toBe(1);
  const id = first?.body.execution_id ?? '';
  const view = await ended(statusUrl.gateway(pair.gateway.url, id, USER));
  expect(view.status).toBe('completed');
  expect(model.server.requests).toHaveLength(view.usage.llm_calls);
  expect(begun().map(({ execution_id }) => execution_id)).toEqual([id]);

  const again = await post(`${pair.gateway.url}${route}`, { user_id: USER }, { 'Idempotency-Key': 'stored' });
  expect(distinct([...answers, again]).size).toBe(1);
  const other = { user_id: USER, inputs: { anything: 'else' } };
  const corrected = await post(`${pair.gateway.url}${route}`, other, { 'Idempotency-Key': 'stored' });
  expect(corrected).toMatchObject({ status: 422, body: { code: 'invalid_inputs' } });
  const another = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
    prompt: PROMPT,
    user_id: USER,
  });
  const elsewhere = `/ai/workflows/${another.body.ai_metadata.workflow_id}/execute`;
  expect(
    await post(`${pair.gateway.url}${elsewhere}`, { user_id: USER }, { 'Idempotency-Key': 'stored' }),
  ).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

it('a hundred times planned and executed under one key are one plan and one run', async () => {
  const before = begun().length;
  const answers = await rush<GeneratedAndStarted>(
    '/ai/workflows/generate-and-execute',
    { prompt: PROMPT },
    'planned',
  );
  expect(answers[0]?.status).toBe(200);
  expect(distinct(answers).size).toBe(1);
  const id = answers[0]?.body.execution.execution_id ?? '';
  expect(await ended(statusUrl.gateway(pair.gateway.url, id, USER))).toMatchObject({ status: 'completed' });
  expect(begun()).toHaveLength(before + 1);
  expect(
    await post(
      `${pair.gateway.url}/ai/workflows/generate-and-execute`,
      { prompt: `${PROMPT} to Ada`, user_id: USER },
      { 'Idempotency-Key': 'planned' },
    ),
  ).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});
