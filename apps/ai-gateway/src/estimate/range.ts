import type { EstimateRange } from '@aiwf/contracts';

/** Between what and what a figure will lie, and where most likely; `low <= likely <= high`. */
export type Range = Pick<EstimateRange, 'low' | 'likely' | 'high'>;

export const ZERO: Range = { low: 0, likely: 0, high: 0 };
export const ONE: Range = { low: 1, likely: 1, high: 1 };

/** A range of these figures, put in their order. */
export function range(low: number, likely: number, high: number): Range {
  const bottom = Math.min(low, high);
  return { low: bottom, likely: Math.min(Math.max(likely, bottom), high), high };
}

/** The range of a figure that is known. */
export function exactly(value: number): Range {
  return { low: value, likely: value, high: value };
}

/** A figure at each of the three places of ranges. */
export function combine(ranges: readonly Range[], how: (values: number[]) => number): Range {
  const at = (place: keyof Range) => how(ranges.map((each) => each[place]));
  return range(at('low'), at('likely'), at('high'));
}

export function plus(...ranges: readonly Range[]): Range {
  return combine(ranges, (values) => values.reduce((sum, value) => sum + value, 0));
}

export function times(...ranges: readonly Range[]): Range {
  return combine(ranges, (values) => values.reduce((product, value) => product * value, 1));
}

/** The range with no part of it above a cap; a cap that is absent changes nothing. */
export function capped({ low, likely, high }: Range, cap: number | undefined): Range {
  if (cap === undefined) return { low, likely, high };
  return { low: Math.min(low, cap), likely: Math.min(likely, cap), high: Math.min(high, cap) };
}
