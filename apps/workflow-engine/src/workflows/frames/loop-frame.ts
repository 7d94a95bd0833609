import type { LoopNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { runBody } from './body';
import type { Frame } from './frame';

const DEFAULT_MAX_ITERATIONS = 10;

/** Repeats the body until its condition holds, or until it has gone round often enough. */
export async function runLoop(node: LoopNode, frame: Frame): Promise<Stored> {
  const { body, until, max_iterations: limit = DEFAULT_MAX_ITERATIONS, initial } = node.config;
  const { run, path, scope } = frame;
  const rounds = `${path}/rounds`;
  const begun = run.checkpoint.step(rounds);
  let index = typeof begun.round === 'number' ? begun.round : 0;
  let met = begun.met === true;
  let previous = asStored(begun.previous) ?? (await run.values.template(initial ?? null, scope));
  while (index < limit && !met) {
    const output = await runBody(body, frame, `${rounds}/${index}/`, { previous, index });
    met = await run.values.verdict(until, scope.with({ output, previous, index }), 'The "until" of the loop');
    previous = output;
    index += 1;
    run.checkpoint.remember(rounds, { round: index, met, previous });
  }
  return run.values.compose({
    object: { output: previous, iterations: { json: index }, met: { json: met } },
  });
}

function asStored(value: unknown): Stored | undefined {
  return typeof value === 'object' && value !== null ? (value as Stored) : undefined;
}
