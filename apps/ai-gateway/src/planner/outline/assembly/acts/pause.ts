import { headNoun, nounPhrase, type ReadInstruction, takeDelay } from '../../../grammar';
import type { Context } from '../context';
import type { Pending } from '../pending';
import { addApproval } from './approve';
import { addWait, wait } from './wait';

/** "Wait until …": for a time, for something that happens, or for somebody who agrees. */
export function pause(
  context: Context,
  pending: Pending,
  instruction: ReadInstruction,
  next: ReadInstruction | undefined,
): void {
  const until = next?.link === 'until' && next.trails ? next : undefined;
  if (until) pending.taken.add(until);
  const all = { ...instruction, tokens: [...instruction.tokens, ...(until?.tokens ?? [])] };
  if (addApproval(context, all)) return;
  addWait(context, instruction, until);
}

/** "Send it three days after the demo": waits, and says the rest. */
export function delayed(context: Context, instruction: ReadInstruction): ReadInstruction {
  const { tokens: object, seconds } = takeDelay(instruction.object);
  if (seconds === undefined) return instruction;
  wait(context, { type: 'seconds', seconds });
  const phrase = nounPhrase(object);
  return {
    ...instruction,
    object,
    phrase,
    head: headNoun(phrase),
    tokens: takeDelay(instruction.tokens).tokens,
  };
}
