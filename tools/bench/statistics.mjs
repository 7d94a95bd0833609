/** What is said of repeated measurements. */

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values) {
  return percentile(values, 50);
}

/** The value that `percent` of them don't exceed, between two of them by proportion. */
export function percentile(values, percent) {
  const sorted = [...values].toSorted((a, b) => a - b);
  const at = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** Median, least and most. */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The mean of measurements made one after another. @param measure answers with a number */
export async function meanOf(count, measure) {
  let sum = 0;
  for (let round = 0; round < count; round += 1) sum += await measure();
  return sum / count;
}

/**
 * Measures two things in turn, so that a machine whose speed drifts slows both: A B, B A, A B …
 *
 * @param measures `{ ours, bound }`, each answers with a number
 * @returns the numbers of each, and their ratios pair by pair
 */
export async function sideBySide(repetitions, { ours, bound }) {
  const figures = { ours: [], bound: [] };
  for (let round = 0; round < repetitions; round += 1) {
    const order = round % 2 === 0 ? ['bound', 'ours'] : ['ours', 'bound'];
    for (const which of order) figures[which].push(await (which === 'ours' ? ours : bound)());
  }
  return { ...figures, ratios: figures.ours.map((value, index) => value / figures.bound[index]) };
}
