/**
 * What the results come to, group by group.
 */

/** The value that so large a part of some numbers is not above; nearest rank. */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers) => (numbers.length === 0 ? undefined : sum(numbers) / numbers.length);

/** A case passes when it passes each time. */
export const passesAlways = ({ runs }) => runs.every(({ passed }) => passed);

/**
 * Figures of some results.
 *
 * @returns `{ cases, runs, passedRuns, passedAlways, rounds, calls, tokens, costUsd, p50, p95, nodes, order }`: `rounds` are repair
 * rounds a plan, `costUsd` is undefined when a price is not known, p50 and p95 are seconds a call, `nodes` and `order` scores
 * against a reference
 */
export function figuresOf(results) {
  const runs = results.flatMap((result) => result.runs);
  const answers = runs.flatMap((run) => run.answers);
  const planned = answers.flatMap(({ body }) => (body.ai_metadata ? [body.ai_metadata] : []));
  const usage = planned.map(({ planning_usage }) => planning_usage);
  const costs = usage.map(({ cost_usd }) => cost_usd);
  const seconds = answers.map((answer) => answer.seconds);
  const scores = runs.flatMap((run) => (run.scores ? [run.scores] : []));
  return {
    cases: results.length,
    runs: runs.length,
    passedRuns: runs.filter(({ passed }) => passed).length,
    passedAlways: results.filter(passesAlways).length,
    rounds: mean(planned.map(({ rounds }) => rounds)),
    calls: sum(usage.map(({ llm_calls }) => llm_calls)),
    tokens: sum(usage.map(({ input_tokens, output_tokens }) => input_tokens + output_tokens)),
    costUsd: costs.includes(null) ? undefined : sum(costs),
    p50: percentile(seconds, 0.5),
    p95: percentile(seconds, 0.95),
    nodes: mean(scores.map(({ nodes }) => nodes)),
    order: mean(scores.map(({ order }) => order)),
  };
}

/** Figures of each group, in the order of the cases, and of all. */
export function figuresByGroup(results) {
  const groups = [...new Set(results.map(({ group }) => group))];
  const of = (name) => results.filter(({ group }) => group === name);
  return [
    ...groups.map((name) => ({ name, ...figuresOf(of(name)) })),
    { name: 'all', ...figuresOf(results) },
  ];
}
