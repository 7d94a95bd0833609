import {
  joinTokens,
  readApproval,
  readEventCondition,
  type ReadInstruction,
  readWait,
} from '../../../grammar';
import { addApproval } from '../acts/approve';
import { eventOf, wait } from '../acts/wait';
import type { Context } from '../context';

const IS_DONE = /\b(?:done|ready|finished|complete|completed|over|through|written|available)\b/i;

/**
 * What is done before something: a pause, an approval, something that happens.
 *
 * @returns false where it is a step of its own.
 */
export function takeAfter(context: Context, instruction: ReadInstruction): boolean {
  const { tokens } = instruction;
  const pause = readWait(tokens);
  if (pause?.type === 'seconds') {
    context.branches.record(instruction, () => wait(context, pause));
    return true;
  }
  if (readApproval(tokens) && addApproval(context, instruction)) return true;
  if (
    instruction.verb !== '' &&
    instruction.actor.length === 0 &&
    instruction.kind !== undefined &&
    !isCompleted(context, instruction)
  )
    return false;
  if (isCompleted(context, instruction)) return true;
  const event = readEventCondition(tokens);
  if (event && !event.isAbsent) {
    context.branches.add(eventOf(context, { type: 'event', ...event }));
    return true;
  }
  return instruction.kind === undefined;
}

/** "Once the summary is ready": what is made is there when the next step begins. */
export function isCompleted(context: Context, { tokens, head }: ReadInstruction): boolean {
  const text = joinTokens(tokens);
  const speaksOfMade =
    context.hasItems &&
    tokens.some(
      ({ lower }) =>
        /^(?:it|this|that|they|all|everything|both)$/.test(lower) ||
        context.material.isProduced(lower.replace(/s$/, '')),
    );
  return (
    (IS_DONE.test(text) || /\b(?:is|are|has been|have been|was|were) \w+(?:ed|en)\b/i.test(text)) &&
    (speaksOfMade || context.material.isProduced(head))
  );
}

/** Whether words say that something is ready: "done", "finished". */
export function saysDone(text: string): boolean {
  return IS_DONE.test(text);
}
