/**
 * The vocabulary of checks. A check is an object with the field that names it; docs/evaluation.md explains each.
 */
import * as answer from './answer.mjs';
import * as effects from './effects.mjs';
import * as nodes from './nodes.mjs';
import * as order from './order.mjs';
import * as refinement from './refinement.mjs';
import { matcherProblem } from '../matcher.mjs';

const isPattern = (value) => {
  try {
    return typeof value === 'string' && new RegExp(value, 'i') instanceof RegExp;
  } catch {
    return false;
  }
};
const takesPattern = (value) => (isPattern(value) ? undefined : 'a regular expression');
const takesTrue = (value) => (value === true ? undefined : 'true');
const takesList = (count) => (value) =>
  Array.isArray(value) && value.length >= count ? undefined : `a list of at least ${count} matchers`;
const takesTwo = (value) =>
  Array.isArray(value) && value.length === 2 ? undefined : 'a list of two matchers';
const takesObject = (value) => (typeof value === 'object' && value !== null ? undefined : 'an object');

/** Each check by its field; `takes` says what is wrong with that field's value; `matchers` reads the matchers of one, `ofAnswer` needs no graph. */
const CHECKS = {
  node: { run: nodes.node, fields: ['times'], matchers: ({ node }) => [node] },
  no_node: { run: nodes.noNode, matchers: ({ no_node }) => [no_node] },
  size: { takes: takesObject, run: nodes.size },
  map: { run: nodes.map, fields: ['does'], matchers: ({ map, does = {} }) => [map, does] },
  loop: { run: nodes.loop, fields: ['does', 'rounds'], matchers: ({ loop, does = {} }) => [loop, does] },
  approval: {
    run: nodes.approval,
    fields: ['no_means', 'approvers', 'required'],
    matchers: ({ approval, no_means = {} }) => [approval, no_means],
  },
  wait: { takes: takesObject, run: nodes.wait },
  order: { takes: takesList(2), run: order.order, matchers: (check) => check.order },
  always_after: { takes: takesTwo, run: order.alwaysAfter, matchers: (check) => check.always_after },
  side_by_side: { takes: takesList(2), run: order.sideBySide, matchers: (check) => check.side_by_side },
  joined: { takes: takesList(2), run: order.joined, matchers: (check) => check.joined },
  either: { takes: takesTwo, run: order.either, matchers: (check) => check.either },
  only_sometimes: { run: order.onlySometimes, matchers: (check) => [check.only_sometimes] },
  always: { run: order.always, matchers: (check) => [check.always] },
  ways: { takes: takesObject, run: order.ways, matchers: ({ ways: { at = {} } }) => [at] },
  branches_complete: { takes: takesTrue, run: order.branchesComplete },
  flow: { takes: takesTwo, run: order.flow, matchers: (check) => check.flow },
  comes_out: { run: order.comesOutOf, matchers: (check) => [check.comes_out] },
  sends: { run: effects.sends, matchers: (check) => [check.sends] },
  sends_nothing: { takes: takesTrue, run: effects.sendsNothing },
  effects_approved: { takes: takesTrue, run: effects.effectsApproved },
  only_after_yes: { run: effects.onlyAfterYes, matchers: (check) => [check.only_after_yes] },
  sent_as_shown: { run: effects.sentAsShown, matchers: (check) => [check.sent_as_shown] },
  uses: { run: effects.uses },
  nothing_says: { takes: takesPattern, run: effects.nothingSays },
  nothing_invented: { takes: takesTrue, run: effects.nothingInvented },
  no_limits: { takes: takesTrue, run: effects.noLimits },
  limit: { run: effects.limit, fields: ['is'] },
  input: { takes: takesPattern, run: answer.input, fields: ['default'] },
  no_input: { takes: takesPattern, run: answer.noInput },
  output_says: { takes: takesPattern, run: answer.outputSays },
  warns: { takes: takesPattern, run: answer.warns },
  named: { takes: takesPattern, run: answer.named },
  refused: { run: answer.refused, ofAnswer: true },
  untouched: {
    takes: takesList(0),
    run: refinement.untouched,
    ofVersions: true,
    matchers: (check) => check.untouched,
  },
  added: { run: refinement.added, ofVersions: true, matchers: (check) => [check.added] },
  changed: { run: refinement.changed, ofVersions: true, matchers: (check) => [check.changed] },
};

/** The names of all checks. */
export const CHECK_NAMES = Object.keys(CHECKS);

/** Held against every graph beside a case's own checks. */
export const HOUSE_RULES = [
  { branches_complete: true },
  { effects_approved: true },
  { nothing_invented: true },
];

const nameOf = (check) => Object.keys(check).find((field) => Object.hasOwn(CHECKS, field));

/** What is wrong with a check as it is written, or nothing. */
export function checkProblem(check) {
  if (typeof check !== 'object' || check === null || Array.isArray(check)) return 'a check is an object';
  const [field] = Object.keys(check);
  if (field === 'any' || field === 'all') return listProblem(check[field], field, checkProblem);
  if (field === 'not') return checkProblem(check.not);
  const name = nameOf(check);
  if (name === undefined) return `there is no check "${field}"`;
  const { fields = [], matchers, takes } = CHECKS[name];
  const unknown = Object.keys(check).find((each) => each !== name && !fields.includes(each));
  if (unknown) return `the check "${name}" has no field "${unknown}"`;
  const problem = takes?.(check[name]);
  if (problem) return `the check "${name}" takes ${problem}`;
  return matchers?.(check).map(matcherProblem).find(Boolean);
}

function listProblem(list, field, problemOf) {
  if (!Array.isArray(list) || list.length === 0) return `"${field}" takes a list of checks`;
  return list.map(problemOf).find(Boolean);
}

/**
 * Runs a check.
 *
 * @param context `{ prompt, answer: { status, body }, definition, metadata, before }`; without a graph there is no definition
 * @returns nothing when it holds, else `{ expected, seen }`
 */
export function runCheck(check, context) {
  if (check.any) {
    const problems = check.any.map((each) => runCheck(each, context));
    if (problems.some((problem) => problem === undefined)) return undefined;
    return {
      expected: [...new Set(problems.map(({ expected }) => expected))].join(', or '),
      seen: [...new Set(problems.map(({ seen }) => seen))].join('; '),
    };
  }
  if (check.all) return check.all.map((each) => runCheck(each, context)).find(Boolean);
  if (check.not)
    return runCheck(check.not, context)
      ? undefined
      : { expected: `not ${JSON.stringify(check.not)}`, seen: 'it holds' };
  const { run, ofAnswer, ofVersions } = CHECKS[nameOf(check)];
  const { definition, before, answer: given } = context;
  if (!ofAnswer && definition === undefined)
    return { expected: 'a workflow', seen: `${given.status} ${given.body?.detail ?? ''}`.trim() };
  if (ofVersions && before === undefined) return { expected: 'a version before', seen: 'none' };
  return run(check, context);
}
