/**
 * The results as people read them.
 */
import { figuresByGroup } from './figures.mjs';

/** A table with a row a group. */
export function table(results, repeat) {
  const rows = figuresByGroup(results);
  const columns = [
    ['group', ({ name }) => name],
    ['cases', ({ cases }) => cases],
    ['pass', ({ passedRuns, runs }) => share(passedRuns, runs)],
    ...(repeat > 1 ? [[`pass^${repeat}`, ({ passedAlways, cases }) => share(passedAlways, cases)]] : []),
    ...(rows.some(({ nodes }) => nodes !== undefined)
      ? [
          ['nodes', ({ nodes }) => fixed(nodes, 2)],
          ['order', ({ order }) => fixed(order, 2)],
        ]
      : []),
    ['rounds', ({ rounds }) => fixed(rounds, 2)],
    ['tokens', ({ tokens }) => tokens],
    ['cost', ({ costUsd }) => (costUsd === undefined ? 'unknown' : `$${costUsd.toFixed(4)}`)],
    ['p50', ({ p50 }) => `${fixed(p50, 3)} s`],
    ['p95', ({ p95 }) => `${fixed(p95, 3)} s`],
  ];
  return aligned([
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, read]) => String(read(row)))),
  ]);
}

const share = (part, whole) => `${part}/${whole} ${Math.round((100 * part) / whole)} %`;
const fixed = (number, digits) => (number === undefined ? '-' : number.toFixed(digits));

function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  return rows.map(line).join('\n');
}

/** What failed, case by case; with several runs, what failed in the first that did. */
export function failedChecks(results) {
  return results.flatMap(({ id, runs }) => {
    const failed = runs.filter(({ passed }) => !passed);
    if (failed.length === 0) return [];
    const often = runs.length > 1 ? ` (${failed.length} of ${runs.length} times)` : '';
    return [`✗ ${id}${often}`, ...failed[0].failures.map((failure) => `    ${sentence(failure, failed[0])}`)];
  });
}

function sentence({ turn, expected, seen }, { answers }) {
  const where = answers.length > 1 || turn > 1 ? `turn ${turn}: ` : '';
  return `${where}expected ${expected}; saw ${seen}`;
}

/** Everything measured, for programs. */
export function asJson(results, { planner, repeat }) {
  const model = results
    .flatMap(({ runs }) => runs)
    .flatMap(({ answers }) => answers)
    .find(({ body }) => body.ai_metadata)?.body.ai_metadata.model;
  return {
    planner,
    model,
    repeat,
    groups: figuresByGroup(results),
    cases: results.map(({ id, group, runs }) => ({
      id,
      group,
      runs: runs.map(({ passed, failures, scores, answers }) => ({
        passed,
        failures,
        scores,
        answers: answers.map(({ status, seconds, body }) => ({ status, seconds, ...body })),
      })),
    })),
  };
}
