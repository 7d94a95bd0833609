import { CancellationScope, allHandlersFinished, condition } from '@temporalio/workflow';
import type { Json } from '@aiwf/definition';
import type { Stored } from './values.contract';
import type { Checkpoint, StepState } from './checkpoint';
import type { RunContext } from './run-context';
import { isBlob } from './run-scope';

/** Characters of JSON that a checkpoint may have when its values stay in it. */
const MAX_CHECKPOINT_CHARACTERS = 256 * 1024;

/** Values in a checkpoint that has grown large stay in it up to this many characters of JSON. */
const MAX_SMALL_CHARACTERS = 200;

/** How a body ended: with its result, or because the run's history has grown long and the rest is for a new run. */
export type Course<T> = { ended: true; result: T } | { ended: false; state: Stored };

/**
 * Runs `body` until it ends, or until the history has grown long and nothing is under way. Then what stands behind
 * the run is kept, and `body` is left where it is; its timers, approvals and children go on in the run that follows.
 */
export async function untilLong<T>(run: RunContext, body: () => Promise<T>): Promise<Course<T>> {
  CancellationScope.current().cancelRequested.catch(() => run.gate.stayOpen());
  const ended = body().then((result) => ({ ended: true, result }) as const);
  const quiet = CancellationScope.nonCancellable(() => run.gate.quiet()).then(() => undefined);
  const course = await Promise.race([ended, quiet]);
  if (course) return course;
  return { ended: false, state: await keptCheckpoint(run) };
}

/** The run's checkpoint in the blob store, small enough to be read back by workflow code. */
async function keptCheckpoint(run: RunContext): Promise<Stored> {
  const { executionId, checkpoint, progress, calls } = run;
  for (;;) {
    await condition(allHandlersFinished);
    await progress.flush();
    const { version } = checkpoint;
    const state = await compact(run, JSON.parse(JSON.stringify(checkpoint.state)) as Checkpoint);
    const [kept] = await calls.localPastGate('storeValues', {
      execution_id: executionId,
      values: [state as unknown as Json],
      max_inline: 0,
    });
    // A message or a timer that came meanwhile has changed what must be kept.
    if (kept && checkpoint.version === version) return kept;
  }
}

/** Puts the larger values of a checkpoint that has grown large into the blob store. */
async function compact({ executionId, calls }: RunContext, state: Checkpoint): Promise<Checkpoint> {
  if (JSON.stringify(state).length <= MAX_CHECKPOINT_CHARACTERS) return state;
  const inline = valuesIn(state).filter(
    (value): value is { json: Json } =>
      !isBlob(value) && JSON.stringify(value.json).length > MAX_SMALL_CHARACTERS,
  );
  const stored = await calls.localPastGate('storeValues', {
    execution_id: executionId,
    values: inline.map(({ json }) => json),
    max_inline: MAX_SMALL_CHARACTERS,
  });
  for (const [index, value] of inline.entries()) {
    const kept = stored[index];
    if (!kept || !isBlob(kept)) continue;
    delete (value as { json?: Json }).json;
    Object.assign(value, kept);
  }
  return state;
}

/** The stored values of a checkpoint. */
function valuesIn({ nodes, steps, requests, children }: Checkpoint): Stored[] {
  const found: (StepState[string] | undefined)[] = [];
  for (const node of Object.values(nodes)) if (node.status === 'completed') found.push(node.output);
  for (const child of Object.values(children)) if (child.status === 'completed') found.push(child.output);
  for (const step of Object.values(steps)) found.push(...Object.values(step));
  for (const { request, decisions } of Object.values(requests)) {
    found.push(request.data, ...decisions.flatMap(({ data, form }) => [data, form]));
  }
  return found.filter((value): value is Stored => typeof value === 'object' && value !== null);
}
