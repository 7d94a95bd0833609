import { sleep, workflowInfo } from '@temporalio/workflow';

/** Workflow code that misbehaves; the engine's own does none of it. */

/** By what the sandbox shares with it: the global object of the thread it runs in, and all its runs. */
const outside = (URL.constructor as FunctionConstructor)('return globalThis')() as {
  process: NodeJS.Process;
  begun?: Set<string>;
  promiseRanAs?: string;
};

/** Whether this is the first time that the run is tried. */
function isFirstTry(): boolean {
  const begun = (outside.begun ??= new Set());
  const { runId } = workflowInfo();
  return !begun.has(runId) && begun.add(runId).size > 0;
}

/** Leaves a promise behind that has something to do, as this run. */
export function spinOnce(): Promise<string> {
  const { runId } = workflowInfo();
  if (isFirstTry()) {
    void Promise.resolve().then(() => (outside.promiseRanAs = workflowInfo().runId));
    for (;;);
  }
  return Promise.resolve(outside.promiseRanAs === runId ? 'done' : 'a promise ran as another run');
}

export async function waitForNothingOnce(): Promise<string> {
  if (isFirstTry()) for (;;) await Promise.resolve();
  return 'done';
}

/** Ends by itself, just when it is to be broken off. */
export function beLateOnce(): Promise<string> {
  if (!isFirstTry()) return Promise.resolve('done');
  const { workerData } = outside.process.getBuiltinModule('node:worker_threads');
  const { mark } = workerData as { mark: Int32Array };
  while (Atomics.load(mark, 0) > 0);
  return Promise.resolve('too late');
}

/** Is where nothing of JavaScript runs until somebody writes to the pipe. */
export function blockOn(pipe: string): Promise<string> {
  return Promise.resolve(outside.process.getBuiltinModule('node:fs').readFileSync(pipe, 'utf8'));
}

/** Ends the thread. */
export function leave(): Promise<void> {
  return Promise.resolve(outside.process.exit(1));
}

export function greet(): Promise<string> {
  return Promise.resolve('hello');
}

/** Leaves a rejection behind that nobody handles, in its second activation. */
export async function rejectUnheard(): Promise<string> {
  await sleep(1);
  void (async () => {
    await Promise.resolve();
    throw new Error('unheard');
  })();
  await sleep('1 minute');
  return 'not reached';
}
