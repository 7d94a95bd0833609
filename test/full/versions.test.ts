import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineExecutionStarted, RequestList } from '@aiwf/contracts';
import { freePort, waitFor } from '@aiwf/testing';
import { startApp, type AppProcess } from '../harness/app-process';
import { historiesOf } from '../harness/histories';
import { ended, get, post, statusUrl } from '../harness/http';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../harness/postgres';
import { temporalAddress, temporalCli } from '../harness/temporal';

const USER = 'u';

/** Waits for a person, in a child workflow too. */
const GRAPH = {
  name: 'Waits',
  nodes: [
    { id: 'ask', type: 'approval', config: { message: 'Go on?' } },
    {
      id: 'each',
      type: 'map',
      config: {
        items: '[1, 2]',
        body: { nodes: [{ id: 'n', type: 'transform', config: { expression: 'item' } }] },
      },
    },
  ],
  edges: [{ source: 'ask', target: 'each' }],
};

/**
 * Real: engines of two releases as processes, Temporal's worker deployment versioning and its command line, PostgreSQL. The
 * two releases are one build, told apart by what they are told they are.
 */
describeWithPostgres('two releases side by side', () => {
  const deployment = `engine-${randomUUID()}`;
  const queue = `versions-${randomUUID()}`;
  const engines: AppProcess[] = [];
  let postgres: PostgresServer;
  let folder: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), 'versions-'));
  });
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function startRelease(version: Record<string, string>): Promise<AppProcess> {
    const port = String(await freePort());
    const engine = await startApp('workflow-engine', `http://127.0.0.1:${port}`, {
      WORKFLOW_SERVICE_HOST: '127.0.0.1',
      WORKFLOW_SERVICE_PORT: port,
      TEMPORAL_ADDRESS: temporalAddress(),
      TEMPORAL_TASK_QUEUE: queue,
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      RECONCILE_INTERVAL_SECONDS: '1',
      ...version,
    });
    engines.push(engine);
    return engine;
  }

  const release = (buildId: string) =>
    startRelease({ WORKER_DEPLOYMENT_NAME: deployment, WORKER_BUILD_ID: buildId });

  /** Once Temporal has heard of its workers. */
  async function makeCurrent(buildId: string): Promise<void> {
    await waitFor(
      async () => {
        await temporalCli(
          ...'worker deployment set-current-version --yes --deployment-name'.split(' '),
          deployment,
          '--build-id',
          buildId,
        );
        return true;
      },
      { what: `${buildId} to become current`, timeoutMs: 60_000, intervalMs: 500 },
    );
  }

  async function start(engine: AppProcess): Promise<string> {
    const { body } = await post<EngineExecutionStarted>(`${engine.url}/workflow/execute`, {
      workflow_data: GRAPH,
      user_id: USER,
    });
    return body.execution_id;
  }

  const requestsOf = (engine: AppProcess, id: string) => `${engine.url}/workflow/executions/${id}/requests`;

  async function asked(engine: AppProcess, id: string): Promise<void> {
    const url = `${requestsOf(engine, id)}?user_id=${USER}`;
    await waitFor(async () => (await get<RequestList>(url)).body.requests.length === 1, {
      what: `${id} to ask`,
      timeoutMs: 30_000,
    });
  }

  async function approve(engine: AppProcess, id: string): Promise<void> {
    await asked(engine, id);
    expect(
      await post(`${requestsOf(engine, id)}/nodes.ask`, { user_id: USER, decision: 'approve' }),
    ).toMatchObject({
      status: 200,
    });
  }

  /** The releases that took steps of a run and of its children. */
  async function releasesOf(id: string): Promise<string[]> {
    const events = (await historiesOf(id)).flatMap(({ history }) => history.events ?? []);
    const versions = events.map(
      (event) => event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId ?? undefined,
    );
    return [...new Set(versions.filter((version) => version !== undefined))];
  }

  it('a run that began before there were versions goes on with the first current one', async () => {
    const plain = await startRelease({});
    const id = await start(plain);
    await asked(plain, id);
    await plain.stop();
    engines.shift();
    const first = await release('1.0');
    await makeCurrent('1.0');
    await approve(first, id);
    expect(await ended(statusUrl.engine(first.url, id, USER))).toMatchObject({ status: 'completed' });
    expect(await releasesOf(id)).toEqual(['1.0']);
  });

  it('each end the runs that they began, and new runs go to the current one', async () => {
    const [old] = engines;
    if (!old) throw new Error('There is no engine');
    const begun = await start(old);
    const beside = await release('2.0');
    await makeCurrent('2.0');
    const after = await start(old);

    await approve(beside, begun);
    await approve(old, after);
    for (const id of [begun, after]) {
      expect(await ended(statusUrl.engine(beside.url, id, USER))).toMatchObject({
        status: 'completed',
        output_data: { result: { items: [1, 2] } },
      });
    }
    expect(await releasesOf(begun)).toEqual(['1.0']);
    expect(await releasesOf(after)).toEqual(['2.0']);
  });

  it('a run whose release is gone stands still until it is back, or is handed over', async () => {
    const [old, beside] = engines;
    if (!old || !beside) throw new Error('There are no engines');
    await makeCurrent('1.0');
    const id = await start(old);
    const handedOver = await start(old);
    await asked(old, id);
    await asked(old, handedOver);
    await makeCurrent('2.0');
    await old.stop();
    engines.shift();
    const url = statusUrl.engine(beside.url, id, USER);
    expect((await get(url)).body).toMatchObject({ status: 'running' });

    const to = ['--versioning-override-behavior', 'auto_upgrade'];
    await temporalCli('workflow', 'update-options', '--workflow-id', handedOver, ...to);
    await approve(beside, handedOver);
    expect(await ended(statusUrl.engine(beside.url, handedOver, USER))).toMatchObject({
      status: 'completed',
    });
    expect((await releasesOf(handedOver)).toSorted()).toEqual(['1.0', '2.0']);

    const back = await release('1.0');
    await approve(back, id);
    expect(await ended(url)).toMatchObject({ status: 'completed' });
    expect(await releasesOf(id)).toEqual(['1.0']);
  });
});
