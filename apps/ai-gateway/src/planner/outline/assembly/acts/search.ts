import { headNoun, joinTokens, nounPhrase, type ReadInstruction } from '../../../grammar';
import type { Context } from '../context';
import { quoted } from '../warnings';
import { addTask } from './steps';

/** Nothing here searches the web: what is known is told, and that it is no search. */
export function search(context: Context, instruction: ReadInstruction): void {
  const at = instruction.object.findIndex(({ lower }) => /^(?:for|about|on)$/.test(lower));
  const object = at === -1 ? instruction.object : instruction.object.slice(at + 1);
  const phrase = nounPhrase(object);
  context.warnings.add(
    `No tool here searches the web (${quoted(joinTokens(instruction.tokens))}): the step answers from what its model knows. Name an address to have it read.`,
  );
  addTask(context, 'research', {
    ...instruction,
    kind: 'research',
    verb: 'research',
    object,
    phrase,
    head: headNoun(phrase),
  });
}
