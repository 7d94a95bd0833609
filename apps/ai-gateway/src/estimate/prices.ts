import { priceOf } from '@aiwf/models';

/** Prices of models a token; null: not in the price table. */
type Rates = { input: number; output: number } | null;

/** Looking a price up takes a tenth of a millisecond, and a graph may have thousands of calls: some are remembered. */
const MAX_MODELS = 200;
const rates = new Map<string, Rates>();

/** Where prices of some models begin to depend on how long the prompt is. */
const LONG_PROMPT_TOKENS = 100_000;

/** Whether the price table has a model. */
export function isPriced(model: string): boolean {
  return ratesOf(model) !== null;
}

/** US dollars of one call; undefined for a model that is not in the price table. */
export function callPrice(model: string, input: number, output: number): number | undefined {
  const known = ratesOf(model);
  if (known === null) return undefined;
  if (input <= LONG_PROMPT_TOKENS) return input * known.input + output * known.output;
  return priceOf(model, { input_tokens: Math.round(input), output_tokens: Math.round(output) });
}

function ratesOf(model: string): Rates {
  const known = rates.get(model);
  if (known !== undefined) return known;
  const [oldest] = rates.keys();
  if (rates.size >= MAX_MODELS && oldest !== undefined) rates.delete(oldest);
  const input = priceOf(model, { input_tokens: 1_000, output_tokens: 0 });
  const output = priceOf(model, { input_tokens: 0, output_tokens: 1_000 });
  const found =
    input === undefined || output === undefined ? null : { input: input / 1_000, output: output / 1_000 };
  rates.set(model, found);
  return found;
}
