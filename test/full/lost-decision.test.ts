import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineExecutionStarted, EventPage, RequestList } from '@aiwf/contracts';
import { freePort, waitFor } from '@aiwf/testing';
import { Client } from 'pg';
import { startApp, type AppProcess } from '../harness/app-process';
import { ended, get, post, statusUrl } from '../harness/http';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../harness/postgres';
import { TemporalServer } from '../harness/temporal-server';

const ASKING = {
  name: 'asking',
  nodes: [
    { id: 'ok', type: 'approval', config: { message: 'May it?' } },
    { id: 'done', type: 'transform', config: { value: '{{ nodes.ok.output.branch }}' } },
  ],
  edges: [{ source: 'ok', target: 'done' }],
};

/** Real: the built engine as a process and a Temporal server, which are killed; a PostgreSQL server. */
describeWithPostgres('a decision that was written, after which engine and Temporal died', () => {
  let folder: string;
  let postgres: PostgresServer;
  let temporal: TemporalServer;
  let engine: AppProcess;
  let launch: () => Promise<AppProcess>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lost-'));
    [postgres, temporal] = await Promise.all([
      startPostgres(),
      TemporalServer.start(join(folder, 'temporal.db')),
    ]);
    const port = String(await freePort());
    const env = {
      WORKFLOW_SERVICE_HOST: '127.0.0.1',
      WORKFLOW_SERVICE_PORT: port,
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      TEMPORAL_ADDRESS: temporal.address,
      LOG_LEVEL: 'error',
    };
    launch = () => startApp('workflow-engine', `http://127.0.0.1:${port}`, env);
    engine = await launch();
  }, 120_000);

  afterAll(async () => {
    await engine.stop();
    await Promise.all([temporal.stop('SIGTERM'), postgres.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** Locks a run's row, so that what is written of it waits until `meanwhile` is over. */
  async function heldUp(id: string, meanwhile: (waits: () => Promise<boolean>) => Promise<unknown>) {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('select 1 from engine.executions where id = $1 for update', [id]);
      const locked = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
      await meanwhile(async () => (await client.query(locked)).rowCount === 1);
      await client.query('commit');
    } finally {
      await client.end();
    }
  }

  it('is taken once they are back', async () => {
    const { body } = await post<EngineExecutionStarted>(`${engine.url}/workflow/execute`, {
      workflow_data: ASKING,
      user_id: 'u',
    });
    const run = `${engine.url}/workflow/executions/${body.execution_id}`;
    const asked = async () => (await get<RequestList>(`${run}/requests?user_id=u`)).body.requests;
    await waitFor(async () => (await asked()).length === 1, { what: 'the question' });

    await heldUp(body.execution_id, async (waits) => {
      post(`${run}/requests/nodes.ok`, { user_id: 'u', decision: 'approve' }).catch(() => undefined);
      await waitFor(waits, { what: 'the decision to be told of' });
      await temporal.stop('SIGKILL');
    });
    await waitFor(async () => (await asked()).length === 0, { what: 'the decision to be written' });
    await engine.kill();
    await temporal.start();
    engine = await launch();

    const view = await ended(statusUrl.engine(engine.url, body.execution_id, 'u'), 60_000);
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'approved' } });
    const { events } = (await get<EventPage>(`${run}/events?user_id=u`)).body;
    expect(events.map(({ type, node_id }) => `${type} ${node_id ?? ''}`.trim())).toEqual([
      'execution.started',
      'node.started ok',
      'approval.requested ok',
      'approval.decided ok',
      'node.completed ok',
      'node.started done',
      'node.completed done',
      'execution.completed',
    ]);
  }, 120_000);
});
