import type { ReadInstruction } from '../../../grammar';
import { openWay, waysInto } from '../acts/switch';
import type { Context } from '../context';
import { alternativesIn } from '../given';
import type { Pending } from '../pending';

/** Instructions of the sentence that a clause begins, after it. */
function wishesAfter(instructions: readonly ReadInstruction[], at: number): number {
  const rest = instructions.slice(at + 1);
  const end = rest.findIndex(({ link, opensSentence }) => link !== 'and' || opensSentence);
  return end === -1 ? rest.length : end;
}

/**
 * "Depending on whether it is a, b or c, do this, that or the other": each way gets what stands in its place. With
 * fewer than two things to do it says nothing of ways.
 */
export function takeDepending(context: Context, pending: Pending, instruction: ReadInstruction): void {
  const wishes = wishesAfter(context.instructions, context.instructions.indexOf(instruction));
  if (wishes < 2) {
    context.material.presumeSubject(instruction.tokens);
    return;
  }
  const options = alternativesIn(instruction);
  if (options) {
    const found = waysInto(context, options, instruction, pending.basis);
    pending.ways = options
      .slice(0, wishes)
      .map((option) => () => openWay(context, found, option, instruction.pause));
    return;
  }
  const choice = context.conditions.choiceOf(instruction, context.branches.last !== undefined);
  pending.ways = [
    () => context.branches.decideNext(choice, instruction),
    () => context.branches.takeOther(instruction.pause),
  ];
}
