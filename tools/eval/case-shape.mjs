/**
 * What a case has to look like as it is written.
 */
import { checkProblem } from './checks/index.mjs';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is wrong with a case, or nothing. */
export function caseProblem(written) {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return 'a case is an object';
  if (!ID.test(written.id ?? ''))
    return 'its "id" must be words of small letters and digits, joined by hyphens';
  if (!('turns' in written))
    return keysProblem(written, ['id', 'prompt', 'checks']) ?? turnProblem(written, 'prompt');
  const { turns } = written;
  if (!Array.isArray(turns) || turns.length < 2) return '"turns" must be a list of at least 2';
  const problems = turns.map((turn, index) => {
    const kind = index === 0 ? 'prompt' : 'instruction';
    const problem = keysProblem(turn, [kind, 'checks']) ?? turnProblem(turn, kind);
    return problem && `turn ${index + 1}: ${problem}`;
  });
  return keysProblem(written, ['id', 'turns']) ?? problems.find(Boolean);
}

function turnProblem(turn, kind) {
  if (typeof turn[kind] !== 'string' || turn[kind].trim() === '') return `it has no "${kind}"`;
  if (!Array.isArray(turn.checks) || turn.checks.length === 0) return 'it has no "checks"';
  const index = turn.checks.findIndex((check) => checkProblem(check));
  return index === -1 ? undefined : `check ${index + 1}: ${checkProblem(turn.checks[index])}`;
}

function keysProblem(value, allowed) {
  if (typeof value !== 'object' || value === null) return 'it is no object';
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  return unknown && `it has no field "${unknown}"; it has ${allowed.join(', ')}`;
}
