import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ErrorBody, EngineExecutionStarted, ExecutionView } from '@aiwf/contracts';
import { DATABASE, type Database } from '@aiwf/persistence';
import { loadEngineConfig } from '@aiwf/platform';
import { waitFor } from '@aiwf/testing';
import type { Type } from '@nestjs/common';
import { createEngine } from '../../apps/workflow-engine/src/engine.app';
import { temporalAddress } from './temporal';

/** A definition as a client writes it, not checked by the compiler. */
export type Graph = Record<string, unknown>;

/** An answer of the engine. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

/** The real engine in this process: real Temporal, real PGlite, real HTTP; only the model is scripted. */
export interface EngineUnderTest {
  readonly url: string;
  readonly taskQueue: string;
  readonly database: Database;
  /** One of the engine's own services. */
  service<Service>(type: Type<Service>): Service;
  post<Body = ErrorBody>(path: string, body: unknown): Promise<Answer<Body>>;
  get<Body>(path: string): Promise<Answer<Body>>;
  /** Starts a graph and returns the execution's id. */
  start(graph: Graph, inputs?: Record<string, unknown>): Promise<string>;
  view(executionId: string): Promise<ExecutionView>;
  /** Starts a graph and waits until it has ended. */
  run(graph: Graph, inputs?: Record<string, unknown>): Promise<ExecutionView>;
  ended(executionId: string): Promise<ExecutionView>;
  close(): Promise<void>;
}

const USER = 'tester';

/**
 * Starts an engine with a queue and a data folder of its own.
 *
 * @param env variables over the defaults; heartbeats are short, so that a lost call is noticed in a second
 */
export async function startEngine(env: Record<string, string> = {}): Promise<EngineUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'engine-'));
  const taskQueue = `test-${randomUUID()}`;
  const config = loadEngineConfig({
    WORKFLOW_SERVICE_HOST: '127.0.0.1',
    WORKFLOW_SERVICE_PORT: '0',
    TEMPORAL_ADDRESS: temporalAddress(),
    TEMPORAL_TASK_QUEUE: taskQueue,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    ACTIVITY_HEARTBEAT_SECONDS: '2',
    // Where calls are made would depend on what the machine does beside; test/deep/placement.test.ts and chaos have them local.
    LOCAL_CALL_MAX_SECONDS: '0',
    RECONCILE_INTERVAL_SECONDS: '1',
    RATE_LIMIT_ENABLED: 'false',
    ...env,
  });
  const app = await createEngine(config);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  async function call<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  }

  const engine: EngineUnderTest = {
    url,
    taskQueue,
    database: app.get<Database>(DATABASE),
    service: (type) => app.get(type, { strict: false }),
    post: (path, body) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    get: (path) => call(path),
    start: async (graph, inputs) => {
      const { status, body } = await engine.post<EngineExecutionStarted>('/workflow/execute', {
        workflow_data: graph,
        user_id: USER,
        ...(inputs ? { inputs } : {}),
      });
      if (status !== 200) throw new Error(`The engine answered ${status}: ${JSON.stringify(body)}`);
      return body.execution_id;
    },
    view: async (executionId) =>
      (await engine.get<ExecutionView>(`/workflow/executions/${executionId}?user_id=${USER}`)).body,
    ended: async (executionId) => {
      let view = await engine.view(executionId);
      await waitFor(
        async () => {
          view = await engine.view(executionId);
          return view.status !== 'running';
        },
        { what: `${executionId} to end`, timeoutMs: 60_000 },
      );
      return view;
    },
    run: async (graph, inputs) => engine.ended(await engine.start(graph, inputs)),
    close: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return engine;
}
