import { findDuration } from './durations';
import { numberAt } from './numbers';
import { joinTokens, type Token } from './tokens';

/** Bounds on the whole workflow that a prompt names. */
export interface LimitReading {
  /** US dollars. */
  readonly max_cost_usd?: number;
  readonly max_llm_calls?: number;
  readonly max_tokens?: number;
  readonly timeout_seconds?: number;
}

/** The bounds in a clause, what is left of it, and a currency other than the one they are counted in. */
export interface LimitsTaken {
  readonly limits: LimitReading;
  readonly tokens: readonly Token[];
  readonly foreignCurrency?: string;
}

/** Larger amounts are what the work is about ("plan a trip on a budget of $2000"), unless the text speaks of the run. */
const MOST_UNSAID = 50;
const OF_THE_RUN = /\b(?:workflow|run|models?|llm|tokens?|api|ai|execution)\b/i;
const SPENDS =
  /\b(?:spend(?:ing|s)?|costs?|costing|budget of|budget is|(?:within|on|with) (?:a|the) budget|cap|limit)\b/i;
const BOUNDED =
  /\b(?:at most|no more than|not more than|more than|up to|under|below|max(?:imum)?|less than|limit(?:ed)?|cap(?:ped)?|within|exceed|budget|to|only)\b/i;
const CALLS = /^(?:calls?|requests?|invocations?)$/;
const MODEL = /^(?:model|llm|ai|gpt|language)$/;
const WHOLE =
  /\b(?:finish(?:ed|es)?|complet(?:e|ed|es)|done|runs?|running|takes?|taking|stops?|time ?out|times out|time limit|timeout|(?:whole|entire) (?:workflow|thing|process|run)|workflow|everything|it all|all of (?:it|this)|abort|deadline)\b/i;
const LIMIT_WORD =
  /^(?:and|,|but|also|with|within|for|using|use|uses|spend|spending|spends|cost|costs|costing|keep|at|most|no|not|more|less|than|a|the|an|of|up|to|under|below|max|maximum|limit|limited|limits|budget|budgets|only|do|don't|must|should|may|it|its|total|overall|exceed|exceeding|make|makes|making|in|never|please|cap|capped|everything|whole|workflow|run|runs|time|timeout|is|be|was|on|finish|finished|finishes|complete|completed|done|take|takes|taking|all|stop|after|longer|that|this|which|price|pay|paying|my|our|have|has|whole|entire|thing|process|workflow|should|done|than|seconds|execution|you|we|i|want|keep|stay|let|set|there|hard)$/;

interface Found {
  readonly limits: LimitReading;
  readonly from: number;
  readonly to: number;
  readonly foreignCurrency?: string;
}

function callsAt(tokens: readonly Token[], at: number, width: number, value: number): Found | undefined {
  const next = at + width;
  const named = MODEL.test(tokens[next]?.lower ?? '') ? next + 1 : next;
  const noun = tokens[named]?.lower ?? '';
  const isModel = named > next || /^(?:model|llm|ai)-calls?$/.test(noun);
  if (/^(?:llm|model|ai)-calls?$/.test(noun) || (isModel && CALLS.test(noun)))
    return { limits: { max_llm_calls: Math.max(1, Math.round(value)) }, from: at, to: named + 1 };
  if (/^tokens?$/.test(tokens[next]?.lower ?? ''))
    return { limits: { max_tokens: Math.max(1, Math.round(value)) }, from: at, to: next + 1 };
  return undefined;
}

function moneyAt(tokens: readonly Token[], at: number, text: string): Found | undefined {
  const number = numberAt(tokens, at);
  if (!number?.unit || number.unit === '%' || number.value <= 0) return undefined;
  if (!SPENDS.test(text) || !BOUNDED.test(text)) return undefined;
  if (number.value > MOST_UNSAID && !OF_THE_RUN.test(text)) return undefined;
  const limits = { max_cost_usd: number.value };
  const to = at + number.width;
  return number.unit === 'USD'
    ? { limits, from: at, to }
    : { limits, from: at, to, foreignCurrency: number.unit };
}

function timeIn(tokens: readonly Token[], text: string): Found | undefined {
  const found = findDuration(tokens);
  if (!found || !WHOLE.test(text)) return undefined;
  const before = tokens
    .slice(Math.max(0, found.at - 4), found.at)
    .map(({ lower }) => lower)
    .join(' ');
  if (
    !/(?:within|in|under|at most|longer than|more than|after|of|to|is|up to|max(?:imum)?|less than)$/.test(
      before,
    )
  )
    return undefined;
  const limits = { timeout_seconds: Math.max(1, Math.round(found.seconds)) };
  return { limits, from: found.at, to: found.at + found.width };
}

function findIn(tokens: readonly Token[]): Found | undefined {
  const text = joinTokens(tokens.slice(0, 60));
  for (let at = 0; at < Math.min(tokens.length, 60); at += 1) {
    const number = numberAt(tokens, at);
    if (!number) continue;
    const found = moneyAt(tokens, at, text) ?? callsAt(tokens, at, number.width, number.value);
    if (found) return found;
  }
  return timeIn(tokens, text);
}

/** Takes bounds on the whole workflow out of a clause: "spend at most $2", "using no more than 10 model calls". */
export function takeLimits(tokens: readonly Token[]): LimitsTaken {
  let limits: LimitReading = {};
  let rest = tokens;
  let foreignCurrency: string | undefined;
  for (let round = 0; round < 4; round += 1) {
    const found = findIn(rest);
    if (!found) break;
    limits = { ...limits, ...found.limits };
    foreignCurrency ??= found.foreignCurrency;
    let from = found.from;
    while (from > 0 && LIMIT_WORD.test(rest[from - 1]?.lower ?? '')) from -= 1;
    let to = found.to;
    while (
      /^(?:in|total|overall|altogether|per|run|for|the|on|it|all|this|whole|workflow|or|less)$/.test(
        rest[to]?.lower ?? '',
      )
    )
      to += 1;
    rest = [...rest.slice(0, from), ...rest.slice(to)];
  }
  if (rest !== tokens && rest.every(({ lower }) => LIMIT_WORD.test(lower))) rest = [];
  return { limits, tokens: rest, ...(foreignCurrency !== undefined && { foreignCurrency }) };
}
