import { dataNounAt, isPlural, onlyTells, type ReadInstruction } from '../../../grammar';
import type { Context } from '../context';
import { quoted } from '../warnings';
import { compose } from './compose';
import { constrain } from './forbid';
import { addTask } from './steps';

const MANNER =
  /^(?:in|with|within|under|at most|no more|max|maximum|less|without|as|be|don't|do not|never|always|it|they|the)\b/i;

/** What names no known step: what there is to work on, how it is to be done, or a task for a general assistant. */
export function takeUnknown(context: Context, instruction: ReadInstruction, text: string): void {
  if (context.instructions.length === 1 && dataNounAt(instruction.object) !== -1) {
    return compose(context, 'process', instruction);
  }
  if (context.items.length === 0 && context.instructions.at(-1) !== instruction) {
    if (context.material.presumeSubject(instruction.object, isPlural(instruction.phrase))) return;
  }
  if (MANNER.test(text) && context.items.length > 0) return constrain(context, text);
  if (context.items.length > 0 && instruction.tokens.length < 2) return context.warnings.leftOut(instruction);
  context.warnings.add(
    `No known step in ${quoted(text)}: it is given to a general assistant as it is written.`,
  );
  addTask(context, 'general', instruction);
}

/** What is told before anything is asked for names at most what there is to work on. */
export function isBackground(
  context: Context,
  { kind, object, phrase }: ReadInstruction,
  text: string,
): boolean {
  const isWork = kind !== undefined && !/^(?:collect|process|general|constrain)$/.test(kind);
  if (context.hasItems || context.instructions.length < 2 || isWork || !onlyTells(text)) return false;
  context.material.presumeSubject(object, isPlural(phrase));
  return true;
}
