/**
 * What the outline planner passes, as it was last agreed on.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../setup/setup-error.mjs';
import { passesAlways } from './figures.mjs';

const FILE = fileURLToPath(new URL('baseline/outline.json', import.meta.url));

/**
 * Case ids with `pass` or `fail`.
 *
 * @throws SetupError when there is none yet
 */
export function readBaseline(file = FILE) {
  if (!existsSync(file)) throw new SetupError(`There is no ${file}: make it with --update-baseline.`);
  return JSON.parse(readFileSync(file, 'utf8')).cases;
}

/** Takes results as the new baseline. */
export function writeBaseline(results, file = FILE) {
  const sorted = results.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const cases = Object.fromEntries(sorted.map((result) => [result.id, verdict(result)]));
  writeFileSync(file, `${JSON.stringify({ planner: 'outline', cases }, undefined, 2)}\n`);
}

const verdict = (result) => (passesAlways(result) ? 'pass' : 'fail');

/**
 * Results beside the baseline.
 *
 * @param known the ids of all cases there are, those not run too
 * @returns ids: `fallen` passed before and fail now, `risen` the other way round, `unknown` are not in the baseline, `gone` are in the
 * baseline alone
 */
export function compare(results, baseline, known) {
  const ids = (keep) => results.filter(keep).map(({ id }) => id);
  return {
    fallen: ids((result) => baseline[result.id] === 'pass' && verdict(result) === 'fail'),
    risen: ids((result) => baseline[result.id] === 'fail' && verdict(result) === 'pass'),
    unknown: ids(({ id }) => !(id in baseline)),
    gone: Object.keys(baseline).filter((id) => !known.includes(id)),
  };
}
