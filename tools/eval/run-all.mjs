/**
 * All cases, one after another, each so many times.
 */
import { runCase } from './run-case.mjs';

/**
 * @param options.repeat times that each case is planned
 * @param options.tell receives a line a case while it goes on
 * @returns a result a case: `{ id, group, runs }`, with a run for each time
 */
export async function runAll(cases, gateway, { repeat, signal, tell }) {
  const results = [];
  for (const [index, one] of cases.entries()) {
    const runs = [];
    for (let time = 0; time < repeat; time += 1) {
      signal?.throwIfAborted();
      runs.push(await runCase(one, gateway));
    }
    results.push({ id: one.id, group: one.group, runs });
    tell(progressLine(results.at(-1), index + 1, cases.length));
  }
  return results;
}

function progressLine({ id, runs }, done, all) {
  const passed = runs.filter((run) => run.passed).length;
  const mark = passed === runs.length ? '✓' : '✗';
  const share = runs.length > 1 ? ` ${passed} of ${runs.length}` : '';
  const seconds = runs.flatMap(({ answers }) => answers).reduce((sum, answer) => sum + answer.seconds, 0);
  return `${String(done).padStart(String(all).length)}/${all} ${mark} ${id}${share} (${seconds.toFixed(2)} s)`;
}
