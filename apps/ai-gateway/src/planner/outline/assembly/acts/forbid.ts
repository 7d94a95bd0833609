import { forbidsAllSending, PRONOUNS, type ReadInstruction } from '../../../grammar';
import { capitalise } from '../../graph/template-text';
import { everyItem, withLists } from '../../plan/children';
import type { PlanItem } from '../../plan/plan-items';
import type { Context } from '../context';
import { quoted } from '../warnings';

/** The most characters of one manner that a step is told. */
const MOST_MANNER = 200;

/** "Use the tool mcp:root/shell to …": nothing that grammar could check is known of tools by name. */
const NAMED_TOOL =
  /^(?:please )?use (?:the |a |an |my |our )?(?:tool |mcp (?:server |tool )?)(?:called |named )?"?([\w:./-]{2,80})/i;

const FASTEST = /\bwhich(?:ever)?\b.{0,30}\b(?:first|fastest|sooner|quicker|quickest)\b/i;

/** Notes how the writing is to be done. */
export function constrain(context: Context, text: string): void {
  if (FASTEST.test(text)) {
    context.warnings.add(
      `${quoted(text)}: no step can be dropped because another was faster; all are waited for.`,
    );
  }
  const [tool] = NAMED_TOOL.exec(text)?.slice(1) ?? [];
  if (tool !== undefined) {
    context.warnings.add(`${quoted(text)}: the tool "${tool}" is not known here, and is not used.`);
    return;
  }
  context.manners.push(`${capitalise(text)}.`.slice(0, MOST_MANNER));
}

/** What is not to be done: a sending that was asked for is taken back, the rest is told to those who write. */
export function forbid(context: Context, instruction: ReadInstruction, text: string): void {
  if (forbidsAllSending(text)) {
    context.forbidden ??= text;
    return;
  }
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

/** Where a prompt forbids all sending, what is sent is taken out, wherever it stands; being contradicted is said. */
export function withoutForbidden(items: readonly PlanItem[], { forbidden, warnings }: Context): PlanItem[] {
  if (forbidden === undefined) return [...items];
  const sends = [...everyItem(items)].some(({ type }) => type === 'delivery');
  if (sends)
    warnings.add(`${quoted(forbidden)} contradicts a wish to send something: nothing is sent anywhere.`);
  const without = (list: readonly PlanItem[]): PlanItem[] =>
    list.filter(({ type }) => type !== 'delivery').map((item) => withLists(item, without));
  return without(items);
}
