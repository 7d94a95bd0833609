/**
 * Our own prompts: `cases/*.json`, a file a group, and `chains/*.json`, whose cases go on with instructions.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from '../setup/setup-error.mjs';
import { caseProblem } from './case-shape.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * Every case, as `{ id, group, turns: [{ prompt | instruction, checks }] }`; an id is `group/name`.
 *
 * @throws SetupError that names file, case and what is wrong with it
 */
export function loadCases(folder = FOLDER) {
  const files = ['cases', 'chains'].flatMap((kind) =>
    globSync(join(folder, kind, '*.json'))
      .sort()
      .map((path) => ({ path, kind })),
  );
  const cases = files.flatMap(({ path }) => readCases(path));
  const ids = cases.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new SetupError(`Two cases are called ${twice}.`);
  return cases;
}

function readCases(path) {
  const group = basename(path, '.json');
  return readJson(path).map((written, index) => {
    const problem = caseProblem(written);
    if (problem) throw new SetupError(`${path}, case ${written?.id ?? index + 1}: ${problem}.`);
    return toCase(written, group);
  });
}

/** A case as it is written, with its group. */
export function toCase({ id, prompt, checks, turns }, group) {
  return { id: `${group}/${id}`, group, turns: turns ?? [{ prompt, checks }] };
}

/** @throws SetupError when the file holds no JSON list */
function readJson(path) {
  let list;
  try {
    list = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SetupError(`${path} is not JSON: ${error.message}`);
  }
  if (!Array.isArray(list)) throw new SetupError(`${path} must hold a list of cases.`);
  return list;
}

/**
 * The cases asked for.
 *
 * @throws SetupError for a group or id that is none
 */
export function chooseCases(cases, { groups, ids }) {
  const known = [...new Set(cases.map(({ group }) => group))];
  const noGroup = groups.find((name) => !known.includes(name));
  if (noGroup) throw new SetupError(`No group is called ${noGroup}; there are ${known.join(', ')}.`);
  const noCase = ids.find((wanted) => !cases.some(({ id }) => id === wanted));
  if (noCase)
    throw new SetupError(`No case is called ${noCase}; an id is group/name, such as ${cases[0]?.id}.`);
  return cases.filter(
    ({ id, group }) =>
      (groups.length === 0 && ids.length === 0) || groups.includes(group) || ids.includes(id),
  );
}
