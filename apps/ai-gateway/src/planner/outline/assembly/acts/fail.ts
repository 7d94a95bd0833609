import { joinTokens, type ReadInstruction } from '../../../grammar';
import type { Attempt, PlanItem } from '../../plan/plan-items';
import { everyItem } from '../../plan/children';
import type { Context } from '../context';
import { quoted } from '../warnings';

const FAILS =
  /\b(?:fail(?:s|ed|ing|ure)?|errors? out|goes? wrong|goes? down|offline|times? out|timed? out|is down|(?:can(?:not|'t)|could ?n[o']t|is ?n[o']t|is not) (?:be )?(?:reached|reachable|available|fetched|loaded|downloaded|read|opened)|unavailable|unreachable|(?:does ?n[o']t|does not) (?:work|respond|load|exist)|returns? an? error|is an? error|an? error (?:occurs|happens)|throws?)\b/i;
const WHAT =
  /\b(?:request|fetch\w*|call|download\w*|api|url|page|site|server|endpoint|link|address|feed|load\w*)\b/i;
/** Said of a place, not of a step. */
const DOWN = /\b(?:down|unreachable|unavailable|offline|not reachable|not available)\b/i;
const SENDING = /\b(?:send\w*|post\w*|deliver\w*|upload\w*|publish\w*)\b/i;
const ANYTHING =
  /\b(?:anything|something|any (?:step|of)|the workflow|a step|everything|whole|it all|any error|an? error)\b/i;
/** What a text may be about, as opposed to a step: "if the payment failed", "if the log contains an error". */
const IN_A_TEXT =
  /\b(?:payment|delivery|build|test|login|order|customer|user|contains?|mentions?|there (?:is|are)|has|have|says?)\b/i;

/** Whether a condition says that a step of the workflow fails. */
export function isFailure({ tokens }: ReadInstruction): boolean {
  const text = joinTokens(tokens);
  if (!FAILS.test(text)) return false;
  if (
    /^(?:it|that|this|anything|something|any|a step|the (?:request|fetch|call|download|api|page|site|url|server|step|workflow))\b/i.test(
      text,
    )
  )
    return true;
  if (/^(?:there is|there's|an?) (?:an? )?(?:error|failure|problem)(?: (?:occurs|happens))?$/i.test(text))
    return true;
  return (WHAT.test(text) || SENDING.test(text)) && !IN_A_TEXT.test(text);
}

/** What may fail: what is fetched, what is sent, the last step, or all so far. */
function attemptOf(
  context: Context,
  text: string,
  taken: readonly PlanItem[] | undefined,
): { list: PlanItem[]; attempt: Attempt } | undefined {
  const list = context.target;
  const hasFetch = context.material.all.some(({ type }) => type === 'fetch');
  if (hasFetch && DOWN.test(text)) return { list, attempt: { type: 'attempt', items: [], failed: [] } };
  if (ANYTHING.test(text)) return { list, attempt: { type: 'attempt', items: list.splice(0), failed: [] } };
  if (SENDING.test(text)) {
    const at = list.findLastIndex((item) => [...everyItem([item])].some(({ type }) => type === 'delivery'));
    if (at !== -1) return { list, attempt: { type: 'attempt', items: list.splice(at), failed: [] } };
  }
  if (hasFetch && (WHAT.test(text) || (list.length === 0 && taken === undefined)))
    return { list, attempt: { type: 'attempt', items: [], failed: [] } };
  const last = list.pop();
  return last && { list, attempt: { type: 'attempt', items: [last], failed: [] } };
}

/** Opens what is done when a step fails. False where nothing can. */
export function takeFailure(context: Context, instruction: ReadInstruction): boolean {
  const text = joinTokens(instruction.tokens);
  const taken = instruction.trails ? context.branches.takeLast() : undefined;
  const found = attemptOf(context, text, taken?.items);
  if (!found) {
    if (taken) taken.list.push(...taken.items);
    return false;
  }
  const { list, attempt } = found;
  list.push(attempt);
  if (taken) {
    const plain = taken.items.flatMap((item) =>
      item.type === 'choice' && item.isPresumed ? item.then : [item],
    );
    attempt.failed.push(...plain.map(withoutSources));
    return true;
  }
  context.branches.openFork(
    { item: attempt, then: attempt.failed, otherwise: list },
    { pause: instruction.pause },
  );
  return true;
}

/** What failed can't be looked at. */
function withoutSources(item: PlanItem): PlanItem {
  return item.type === 'task'
    ? { ...item, sources: item.sources.filter(({ type }) => type !== 'fetch') }
    : item;
}

/** "Retry it three times": how often the calls of the step before are tried. */
export function retry(context: Context, instruction: ReadInstruction): void {
  const { times } = instruction.modifiers;
  const text = joinTokens(instruction.tokens);
  if (times === undefined) {
    context.warnings.add(
      `${quoted(text)} does not say how often: a step is tried again by itself when it fails for a reason that may pass.`,
    );
    return;
  }
  const attempts = Math.min(times, MOST_ATTEMPTS);
  const open = context.branches.fork?.item;
  const wrapped = open?.type === 'attempt' ? open.items : context.items.slice(-1);
  const fetches = context.material.all.filter((source) => source.type === 'fetch');
  if (wrapped.length === 0 || WHAT.test(text)) for (const source of fetches) source.attempts = attempts;
  let isSet = fetches.length > 0 && (wrapped.length === 0 || WHAT.test(text));
  for (const item of everyItem(wrapped)) {
    if (item.type !== 'task' && item.type !== 'delivery') continue;
    if (WHAT.test(text) && fetches.length > 0 && item.type === 'task') continue;
    item.attempts = attempts;
    isSet = true;
  }
  if (!isSet) context.warnings.add(`Nothing stands before ${quoted(text)} that could be tried again.`);
}

const MOST_ATTEMPTS = 20;
