import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type {
  EngineExecutionStarted,
  ExecutionStarted,
  GeneratedWorkflow,
  WorkflowPage,
} from '@aiwf/contracts';
import { openDatabase } from '@aiwf/persistence';
import { reply, waitFor, type ModelRequest } from '@aiwf/testing';
import { ROOT } from '../harness/app-process';
import { ended, get, post, statusUrl } from '../harness/http';
import { serve, type LocalServer } from '../harness/local-server';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../harness/postgres';

const TASKS = ['one', 'two', 'three'];

const CHAIN = {
  name: 'Three in a row',
  nodes: TASKS.map((task) => ({ id: task, type: 'agent', config: { prompt: `Do task ${task}.` } })),
  edges: TASKS.slice(1).map((target, index) => ({ source: TASKS[index], target })),
};

const HOSTILE = [
  "'; DROP TABLE gateway.workflows; --",
  "' OR '1'='1",
  '"; DELETE FROM engine.executions; --',
  "\\'; SELECT pg_sleep(30); --",
  '$1; $$ ; {{ inputs }} %s :id',
  "ann'/**/UNION/**/SELECT/**/NULL--",
];

const taskOf = (request: ModelRequest) => /Do task (\w+)\./.exec(request.messages.at(-1)?.text ?? '')?.[1];

/** Real: both built apps as processes, Temporal, a PostgreSQL server. Scripted: the model, which counts. */
describeWithPostgres('on PostgreSQL (needs initdb and pg_ctl, and as root a user postgres or nobody)', () => {
  let postgres: PostgresServer;
  let model: ScriptedModel;
  let pair: Pair;
  let shop: LocalServer;
  /** Holds the second task's answer back, and the shop's, once a test says so. */
  let hold: Promise<void> | undefined;

  beforeAll(async () => {
    postgres = await startPostgres();
    model = await scriptedModel(async (request) => {
      if (taskOf(request) === 'two') await hold;
      return reply(`done ${taskOf(request) ?? 'it'}`);
    });
    shop = await serve(async (_request, response) => {
      await hold;
      response.end('{"sold": true}');
    });
    pair = await startPair({
      both: { ...model.env, PLANNER: 'outline', DATABASE_URL: postgres.url },
      engine: { EGRESS_ALLOWED_HOSTS: shop.host },
    });
  }, 120_000);
  afterAll(async () => {
    await pair.stop();
    await postgres.stop();
    await Promise.all([model.server.close(), shop.close()]);
  });

  const generate = (user_id: string, prompt: string) =>
    post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, { prompt, user_id });

  it('generates, executes and tells the status', async () => {
    const made = await generate('ann', 'Create a workflow that processes customer support tickets');
    const { workflow_id } = made.body.ai_metadata;
    const started = await post<ExecutionStarted>(`${pair.gateway.url}/ai/workflows/${workflow_id}/execute`, {
      user_id: 'ann',
    });
    expect(started).toMatchObject({ status: 200, body: { status: 'running', workflow_id } });
    const view = await ended(statusUrl.gateway(pair.gateway.url, started.body.execution_id, 'ann'));
    expect(view).toMatchObject({ status: 'completed', workflow_id, user_id: 'ann', error_message: null });
    const { body } = await get(`${pair.gateway.url}/ai/workflows/${workflow_id}?user_id=ann`);
    const { workflow, ai_metadata, explanation } = made.body;
    expect(body).toEqual({ workflow, ai_metadata, explanation });
  });

  it('completes a run although the database was restarted in its middle', async () => {
    let release = () => undefined as void;
    hold = new Promise((resolve) => (release = resolve));
    const before = model.server.requests.length;
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: CHAIN,
      user_id: 'ann',
    });
    await model.server.waitForRequests(before + 2);
    await postgres.restart();
    release();

    const view = await ended(statusUrl.gateway(pair.gateway.url, body.execution_id, 'ann'));
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'done three' } });
    expect(model.server.requests.slice(before).map(taskOf)).toEqual(TASKS);
    for (const { url } of [pair.gateway, pair.engine]) {
      await waitFor(async () => (await get(`${url}/health`)).status === 200, {
        what: `${url} to be healthy`,
      });
    }
  });

  it('pays once for what was answered while the database was away, and sells once', async () => {
    let release = () => undefined as void;
    hold = new Promise((resolve) => (release = resolve));
    const before = model.server.requests.length;
    const sell = { id: 'sell', type: 'http_request', config: { method: 'POST', url: shop.url } };
    const ask = { id: 'ask', type: 'agent', config: { prompt: 'Do task two.' } };
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { name: 'away', nodes: [ask, sell] },
      user_id: 'ann',
    });
    await model.server.waitForRequests(before + 1);
    await waitFor(() => shop.requests.length === 1, { what: 'the sale' });
    await postgres.restart(async () => {
      release();
      await waitFor(async () => (await get(`${pair.engine.url}/health`)).status === 503, {
        what: 'the database to be missed',
      });
      const asked = await get(statusUrl.engine(pair.engine.url, body.execution_id, 'ann'));
      expect(asked).toMatchObject({ status: 503, body: { code: 'service_unavailable' } });
      expect(asked.headers.get('retry-after')).toBe('1');
    });

    const view = await ended(statusUrl.gateway(pair.gateway.url, body.execution_id, 'ann'));
    expect(view).toMatchObject({ status: 'completed', output_data: { result: { sell: { status: 200 } } } });
    expect(model.server.requests).toHaveLength(before + 1);
    expect(shop.requests).toHaveLength(1);
  });

  it('lives on when a connection breaks in the middle of a transaction', async () => {
    const migrations = join(ROOT, 'apps', 'workflow-engine', 'src', 'database', 'migrations');
    const open = () => openDatabase({ url: postgres.url, name: 'engine', dataDir: tmpdir(), migrations });
    const [broken, other] = await Promise.all([open(), open()]);
    const breaking = broken.orm.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await other.orm.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
      await waitFor(
        async () => {
          const left = await other.orm.execute(
            sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`,
          );
          return left.rows.length === 0;
        },
        { what: 'the connection to break' },
      );
      await tx.execute(sql`select 1`);
    });
    await expect(breaking).rejects.toThrow();
    await broken.ping();
    await Promise.all([broken.close(), other.close()]);
  });

  it.each(HOSTILE)('takes %s for what it is: text', async (text) => {
    const made = await generate(text, `Summarize: ${text}`);
    expect(made).toMatchObject({ status: 200, body: { ai_metadata: { prompt: `Summarize: ${text}` } } });
    const list = await get<WorkflowPage>(
      `${pair.gateway.url}/ai/workflows?user_id=${encodeURIComponent(text)}`,
    );
    expect(list.body.items.map(({ workflow_id }) => workflow_id)).toEqual([
      made.body.ai_metadata.workflow_id,
    ]);

    const workflow_data = {
      name: text,
      inputs: { type: 'object', properties: { text: { type: 'string' } } },
      nodes: [{ id: 'echo', type: 'transform', name: text, config: { value: '{{ inputs.text }}' } }],
    };
    const started = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data,
      user_id: text,
      inputs: { text },
    });
    const view = await ended(statusUrl.gateway(pair.gateway.url, started.body.execution_id, text));
    expect(view).toMatchObject({ status: 'completed', user_id: text, output_data: { result: text } });

    const cursor = encodeURIComponent(text);
    expect(await get(`${pair.gateway.url}/ai/workflows?user_id=ann&cursor=${cursor}`)).toMatchObject({
      status: 422,
    });
    const inPath = await get(`${pair.gateway.url}/ai/workflows/wf_${cursor}?user_id=ann`);
    expect([400, 404]).toContain(inPath.status);
    expect((await generate('ann', 'Summarize the week')).status).toBe(200);
  });
});
