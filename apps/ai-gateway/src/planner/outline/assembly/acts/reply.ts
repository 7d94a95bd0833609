import type { ReadInstruction } from '../../../grammar';
import type { Context } from '../context';
import { answer, compose } from './compose';
import { addTask } from './steps';

/** Verbs that only write an answer; the others give it. */
const MAKES = /^(?:draft|write|compose|create|generate|prepare|produce|make|formulate)$/;

/** Short answers that want no looking into what they answer. */
const FORMS = /^(?:apology|acknowledge?ment)$/;

/** A reply alone is several steps; one that is only to be written is not sent. */
export function reply(context: Context, instruction: ReadInstruction): void {
  const isSent = !MAKES.test(instruction.verb);
  const isAlone = context.steps.length === 1 && context.items.length === 0;
  if (isAlone && !FORMS.test(instruction.head)) return compose(context, 'respond', instruction, isSent);
  addTask(context, 'reply', instruction);
  if (isSent) answer(context, instruction);
}
