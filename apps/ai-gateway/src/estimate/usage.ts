import { callPrice, isPriced } from './prices';
import { capped, combine, plus, range, times, ZERO, type Range } from './range';

/** What is used of one model. */
export interface ModelUsage {
  /** `provider:model`. */
  model: string;
  /** Asked in its place when it can't be had. */
  fallback?: string;
  calls: Range;
  input: Range;
  output: Range;
}

/** What something uses, and gives. */
export interface Usage {
  models: readonly ModelUsage[];
  seconds: Range;
  /** Tokens of what it gives, as far as a prompt would show it. */
  gives: Range;
}

export const NOTHING: Usage = { models: [], seconds: ZERO, gives: ZERO };

/** Figures of a usage, all models together. */
export interface Figures {
  calls: Range;
  input: Range;
  output: Range;
  tokens: Range;
  /** US dollars; undefined where a price is not known. */
  cost: Range | undefined;
  seconds: Range;
}

/** The usage, so many times. @param seconds how often its time counts, when some of it goes on at once */
export function repeated({ models, seconds, gives }: Usage, count: Range, rounds: Range = count): Usage {
  return {
    models: models.map((each) => ({
      ...each,
      calls: times(each.calls, count),
      input: times(each.input, count),
      output: times(each.output, count),
    })),
    seconds: times(seconds, rounds),
    gives: times(gives, count),
  };
}

/** The figures of a usage; each of tokens and cost is a sum over its models. */
export function figuresOf({ models, seconds }: Usage): Figures {
  const input = plus(...models.map((each) => each.input));
  const output = plus(...models.map((each) => each.output));
  const costs = models.map(costOf);
  return {
    calls: plus(...models.map((each) => each.calls)),
    input,
    output,
    tokens: plus(input, output),
    cost: costs.every((cost) => cost !== undefined) ? plus(...costs) : undefined,
    seconds,
  };
}

/** Models of a usage that may be called and have no known price. */
export function unpricedOf({ models }: Usage): string[] {
  return models
    .filter(({ calls }) => calls.high > 0)
    .flatMap(({ model, fallback }) => (fallback === undefined ? [model] : [model, fallback]))
    .filter((model) => !isPriced(model));
}

/** Figures that stay within limits on what may be spent. */
export function withinLimits(
  figures: Figures,
  limits: { max_llm_calls?: number; max_tokens?: number; max_cost_usd?: number } = {},
): Figures {
  const { max_llm_calls, max_tokens, max_cost_usd } = limits;
  return {
    ...figures,
    calls: capped(figures.calls, max_llm_calls),
    input: capped(figures.input, max_tokens),
    output: capped(figures.output, max_tokens),
    tokens: capped(figures.tokens, max_tokens),
    cost: figures.cost && capped(figures.cost, max_cost_usd),
  };
}

function costOf({ model, fallback, ...usage }: ModelUsage): Range | undefined {
  const own = priced(model, usage);
  if (own === undefined || fallback === undefined) return own;
  const other = priced(fallback, usage);
  return other && range(own.low, own.likely, Math.max(own.high, other.high));
}

/** Prices may depend on how long a call is, so the average call is priced. */
function priced(model: string, { calls, input, output }: Omit<ModelUsage, 'model'>): Range | undefined {
  if (!isPriced(model)) return undefined;
  return combine([calls, input, output], ([count = 0, read = 0, written = 0]) =>
    count === 0 ? 0 : count * (callPrice(model, read / count, written / count) ?? 0),
  );
}
