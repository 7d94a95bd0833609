import type { DryRun, ErrorBody, WorkflowStatistics } from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import { eq } from 'drizzle-orm';
import { executions } from '../../apps/workflow-engine/src/database';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute } from '../harness/graphs';
import { historiesOf } from '../harness/histories';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../harness/postgres';

/** Real: engine, Temporal, HTTP, and PGlite or a PostgreSQL server. Scripted: the model. */
let model: ScriptedModel;
beforeAll(async () => {
  model = await scriptedModel(() => reply('An answer', { inputTokens: 40, outputTokens: 12 }));
});
afterAll(() => model.server.close());

/** Too many rounds for the time that a dry run has. */
const ENDLESS: Graph = {
  name: 'endless',
  nodes: [
    {
      id: 'outer',
      type: 'loop',
      config: {
        until: 'false',
        max_iterations: 1_000,
        body: {
          nodes: [
            {
              id: 'inner',
              type: 'loop',
              config: {
                until: 'false',
                max_iterations: 5,
                body: { nodes: [agent('step', 'Step {{ index }}')] },
              },
            },
          ],
        },
      },
    },
  ],
};

describe('a dry run that does not end', () => {
  let engine: EngineUnderTest;
  beforeAll(async () => {
    engine = await startEngine(model.env);
  });
  afterAll(() => engine.close());

  it('is answered with what is known after half a minute, and nothing of it goes on', async () => {
    const asked = engine.post<ErrorBody & { partial: DryRun }>('/workflow/dry-run', {
      user_id: 'tester',
      workflow_data: ENDLESS,
    });
    const ids = async () =>
      (await engine.database.orm.select().from(executions).where(eq(executions.dryRun, true))).map(
        ({ id }) => id,
      );
    await waitFor(async () => (await ids()).length === 1, { what: 'it to begin' });
    const [id = ''] = await ids();
    const { status, body } = await asked;
    expect(status).toBe(504);
    expect(body).toMatchObject({
      code: 'dry_run_timeout',
      detail: expect.stringContaining('30 seconds'),
      partial: { status: 'running', output_data: null, error: null },
    });
    const { path, model_calls, warnings } = body.partial;
    expect(path).toContainEqual(expect.objectContaining({ node_id: 'outer', status: 'running' }));
    expect(path).toContainEqual(expect.objectContaining({ node_id: 'step', status: 'completed' }));
    expect(model_calls.length).toBeLessThanOrEqual(200);
    expect(warnings.join()).toContain(model_calls.length === 200 ? '"model_calls" is longer' : '');
    await waitFor(async () => (await ids()).length === 0, { what: 'it to be removed', timeoutMs: 60_000 });
    // Temporal deletes once its queue has noted what ended, every half minute, and between tries it waits for as long.
    await waitFor(async () => (await historiesOf(id)).length === 0, {
      what: 'Temporal to have nothing of it',
      timeoutMs: 150_000,
    });
    expect(model.server.requests).toEqual([]);
  }, 300_000);
});

describeWithPostgres('on PostgreSQL (needs initdb and pg_ctl, and as root a user postgres or nobody)', () => {
  let postgres: PostgresServer;
  let engine: EngineUnderTest;
  beforeAll(async () => {
    postgres = await startPostgres();
    engine = await startEngine({ ...model.env, DATABASE_URL: postgres.url });
  });
  afterAll(async () => {
    await engine.close();
    await postgres.stop();
  });

  it('earlier runs are told as on PGlite', async () => {
    const graph: Graph = {
      id: 'wf_statistics',
      name: 'told',
      nodes: [
        agent('a', 'Go'),
        {
          id: 'l',
          type: 'loop',
          config: { until: 'index == 1', body: { nodes: [agent('b', 'On')] } },
        },
        compute('never', '1'),
      ],
      edges: [...chain('a', 'l'), { source: 'a', target: 'never', when: 'false' }],
    };
    for (let run = 0; run < 3; run += 1)
      expect(await engine.run(graph)).toMatchObject({ status: 'completed' });
    const of = async (query: string) =>
      (await engine.get<WorkflowStatistics>(`/workflow/statistics?${query}`)).body;
    const one = { p10: 1, p50: 1, p90: 1 };
    expect(await of('user_id=tester&workflow_id=wf_statistics')).toMatchObject({
      runs: 3,
      models: [{ model: 'openai:scripted', calls: 9, output_tokens: { p10: 12, p50: 12, p90: 12 } }],
      nodes: [
        { path: 'nodes/a', times: 3, llm_calls: one },
        { path: 'nodes/l/rounds/*/nodes/b', times: 6, llm_calls: one, input_tokens: { p50: 40 } },
      ],
      repeats: [{ path: 'nodes/l/rounds', count: { p10: 2, p50: 2, p90: 2 } }],
      reached: [
        { node_id: 'a', runs: 3 },
        { node_id: 'l', runs: 3 },
      ],
    });
    expect(await of('user_id=tester')).toMatchObject({ runs: 0, models: [{ calls: 9 }], nodes: [] });
    expect(await of("user_id=' OR '1'='1&workflow_id=wf_statistics")).toMatchObject({ runs: 0, models: [] });
  });

  it('a dry run is shown and removed', async () => {
    const asked = model.server.requests.length;
    const { status, body } = await engine.post<DryRun>('/workflow/dry-run', {
      user_id: 'tester',
      workflow_data: { name: 'dry', nodes: [agent('a', 'Go')] },
      mocks: { a: { text: 'Gone' } },
    });
    expect({ status, output: body.output_data }).toEqual({ status: 200, output: { result: 'Gone' } });
    const left = () => engine.database.orm.select().from(executions).where(eq(executions.dryRun, true));
    await waitFor(async () => (await left()).length === 0, { what: 'it to be removed', timeoutMs: 30_000 });
    expect(model.server.requests).toHaveLength(asked);
  });
});
