import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { Client, WorkflowHandle } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  type Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { waitFor } from '@aiwf/testing';
import { EngineWorker } from '../../apps/workflow-engine/src/worker/engine-worker';
import { installRuntime } from '../../apps/workflow-engine/src/worker/temporal-runtime';
import { WorkflowThread } from '../../apps/workflow-engine/src/worker/workflow-thread';
import { failedTasks } from '../harness/histories';
import { temporalAddress, temporalClient } from '../harness/temporal';

/** Real: Temporal, the engine's worker, its thread as it was built. Workflow code of its own, since the engine's does no such thing. */
const taskQueue = `test-${randomUUID()}`;
let client: Client;
let workflowBundle: WorkflowBundle;
let connection: NativeConnection;
let worker: Worker;
let life: Promise<unknown>;

beforeAll(async () => {
  Logger.overrideLogger(false);
  installRuntime();
  // A thread's number is not always 1: an engine that has lost its connection has had one before.
  await once(new Thread('', { eval: true }), 'exit');
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflow-thread.fixture'),
    logger: new DefaultLogger('ERROR'),
  });
  client = await temporalClient();
  connection = await NativeConnection.connect({ address: temporalAddress() });
  worker = await EngineWorker.create({ connection, taskQueue, workflowBundle });
  life = worker.run().catch((error: unknown) => error);
});

afterAll(async () => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
  await life;
  await connection.close();
  await client.connection.close();
});

const start = (workflow: string) =>
  client.workflow.start(workflow, { taskQueue, workflowId: `${workflow}-${randomUUID()}` });

async function failuresOf(handle: WorkflowHandle): Promise<string[]> {
  return failedTasks(await handle.fetchHistory()).map(({ failure }) => failure?.message ?? '');
}

const misbehaving = ['spinOnce', 'waitForNothingOnce', 'beLateOnce'];
const brokenOff = 'Workflow code did not come to rest within 5000 ms';

it.each(misbehaving)('breaks off %s when its time is up, and goes on with others', async (name) => {
  const late = await start(name);
  const meanwhile = await start('greet');
  expect(await late.result()).toBe('done');
  expect(await failuresOf(late)).toEqual([brokenOff]);
  const afterwards = await start('greet');
  expect(await meanwhile.result()).toBe('hello');
  expect(await afterwards.result()).toBe('hello');
});

it('breaks off each of several at once, whatever else waits for the thread', async () => {
  const late = await Promise.all(misbehaving.map(start));
  expect(await Promise.all(late.map((handle) => handle.result()))).toEqual(misbehaving.map(() => 'done'));
  // What waited for the first may be overdue for Temporal as well: its task has not failed then, but timed out.
  const failures = (await Promise.all(late.map(failuresOf))).flat();
  expect(failures).not.toEqual([]);
  expect(failures).toEqual(failures.map(() => brokenOff));
});

it('fails the task of a run whose rejection nobody handles, and goes on with others', async () => {
  const rejecting = await start('rejectUnheard');
  await waitFor(async () => (await failuresOf(rejecting)).length > 0, { what: 'its task to fail' });
  expect((await failuresOf(rejecting))[0]).toBe('Unhandled Promise rejection: Error: unheard');
  await rejecting.terminate();
  const other = await start('greet');
  expect(await other.result()).toBe('hello');
});

it('ends when its thread is gone, so that the engine begins another', async () => {
  const leaving = await start('leave');
  expect(await life).toMatchObject({ message: 'The thread of workflow code ended' });
  await leaving.terminate();
});

it('ends when its thread can not be broken off', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-thread-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // The SDK knows this limit, its types don't.
  const limit = { isolateExecutionTimeout: 500 };
  const options = { connection, taskQueue: `${taskQueue}-blocking`, workflowBundle, ...limit };
  const blocked = await EngineWorker.create(options);
  const end = blocked.run().catch((error: unknown) => error);
  const workflowId = `blockOn-${randomUUID()}`;
  const blocking = await client.workflow.start('blockOn', {
    args: [pipe],
    taskQueue: options.taskQueue,
    workflowId,
  });
  expect(await end).toMatchObject({ message: 'The thread of workflow code could not be broken off' });
  await blocking.terminate();
  writeFileSync(pipe, '');
  rmSync(folder, { recursive: true });
});

it.each([
  ['can not be loaded', 'throw new Error()', /not compatible/],
  [
    'ends the thread',
    "globalThis.__webpack_module_cache__; URL.constructor('return process')().exit(0)",
    /ended as it began/,
  ],
])('says that workflow code %s', async (_what, code, message) => {
  const sourceMap = { version: 3, sources: [], names: [], mappings: '' } as never;
  const bundle = { code, filename: 'bundle.js', sourceMap };
  const started = WorkflowThread.start({ bundle, activityNames: new Set(), timeoutMs: 5_000 });
  await expect(started).rejects.toThrow(message);
});
