import type { LimitReading } from './limits';
import type { Token } from './tokens';
import { joinTokens } from './tokens';

/** The largest bounds that a workflow may have. */
const LARGEST = {
  max_cost_usd: 100_000,
  max_llm_calls: 100_000,
  max_tokens: 1_000_000_000,
  timeout_seconds: 2_592_000,
} as const satisfies Required<LimitReading>;

const NAMES: Readonly<Record<keyof LimitReading, string>> = {
  max_cost_usd: 'US dollars',
  max_llm_calls: 'model calls',
  max_tokens: 'tokens',
  timeout_seconds: 'seconds',
};

/** Bounds as a workflow may have them, and which were lowered to the largest that there are: "100000 model calls". */
export function capLimits(wanted: LimitReading): {
  readonly limits: LimitReading;
  readonly lowered: readonly string[];
} {
  const names = Object.keys(LARGEST) as (keyof LimitReading)[];
  const over = names.filter((name) => (wanted[name] ?? 0) > LARGEST[name]);
  const limits = over.reduce<LimitReading>((rest, name) => ({ ...rest, [name]: LARGEST[name] }), wanted);
  return { limits, lowered: over.map((name) => `${LARGEST[name]} ${NAMES[name]}`) };
}

const BOUNDLESS =
  /\b(?:unlimited|limitless|boundless|infinite|unbounded|no|without(?: any| an?)?) (?:(?:time|cost|token|model|llm|call|spending|budget) )?(?:limits?|spending|budget|costs?|tokens?|calls?|time|timeouts?|caps?)\b/i;
const ALLOWS =
  /^(?:please |and |but )*(?:allow|permit|grant|set|have|give|with|use|spend|there (?:is|are)|unlimited|limitless|no|without)\b/i;

/** Whether a clause asks for no more than that there be no bounds: "allow unlimited spending and no time limit". */
export function asksForNoBounds(tokens: readonly Token[]): boolean {
  const text = joinTokens(tokens.slice(0, 40));
  return ALLOWS.test(text) && BOUNDLESS.test(text);
}
