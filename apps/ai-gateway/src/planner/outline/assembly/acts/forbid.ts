import { PRONOUNS, type ReadInstruction } from '../../../grammar';
import { capitalise } from '../../graph/template-text';
import type { Context } from '../context';
import { quoted } from '../warnings';

/** The most characters of one manner that a step is told. */
const MOST_MANNER = 200;

/** Notes how the writing is to be done. */
export function constrain(context: Context, text: string): void {
  context.manners.push(`${capitalise(text)}.`.slice(0, MOST_MANNER));
}

/** What is not to be done: a sending that was asked for is taken back, the rest is told to those who write. */
export function forbid(context: Context, instruction: ReadInstruction, text: string): void {
  if (instruction.kind === 'deliver' || instruction.kind === 'notify') {
    if (withdraw(context, instruction))
      context.warnings.add(`${quoted(text)} contradicts what stands before it: nothing is sent there.`);
    return;
  }
  if (!context.isInside) constrain(context, text);
}

/** Takes back a sending that the prompt asks for and then forbids. */
function withdraw(context: Context, { object }: ReadInstruction): boolean {
  const urls = new Set(object.filter(({ type }) => type === 'url').map(({ text }) => text));
  const isAbout = PRONOUNS.has(object[0]?.lower ?? '') || urls.size > 0 || object.length === 0;
  if (!isAbout) return false;
  const { target } = context;
  const kept = target.filter(
    (item) =>
      item.type !== 'delivery' || (urls.size > 0 && (item.to.type !== 'url' || !urls.has(item.to.url))),
  );
  if (kept.length === target.length) return false;
  target.splice(0, target.length, ...kept);
  return true;
}
