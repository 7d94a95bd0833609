import { sleep } from '@temporalio/workflow';

/** Workflow code that misbehaves; the engine's own does none of it. */

export function spin(): Promise<void> {
  for (;;);
}

export async function waitForNothing(): Promise<void> {
  for (;;) await Promise.resolve();
}

/** Ends the thread it runs in, by what the sandbox shares with it. */
export function leave(): Promise<void> {
  const outside = URL.constructor as FunctionConstructor;
  (outside('return process')() as NodeJS.Process).exit(1);
  return Promise.resolve();
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
