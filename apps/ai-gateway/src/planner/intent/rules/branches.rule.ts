import { type ConditionNode, type EdgeDefinition, outgoingEdges } from '@aiwf/definition';
import { readersOf, type Readers } from '../graph/readers';
import type { PlacedNode } from '../graph/scopes';
import { stringsOf } from '../graph/template-parts';
import { problem, type IntentProblem } from '../intent.problem';
import type { Rule } from './rule';

/** Every way that a condition can decide leads somewhere, and not all to the same place. */
export const conditionsHaveAllBranches: Rule = ({ scopes }) =>
  scopes.flatMap((scope) => {
    const readers = readersOf(scope);
    return scope.nodes.flatMap((placed) =>
      placed.node.type === 'condition' ? checkCondition(placed, placed.node, readers) : [],
    );
  });

function checkCondition(
  { path, region }: PlacedNode,
  node: ConditionNode,
  readers: Readers,
): IntentProblem[] {
  const { branches, default: fallback } = node.config;
  const edges = (outgoingEdges(region.graph).get(node.id) ?? []).filter(({ kind }) => kind !== 'error');
  // What reads the decision as a value needs no edge for each branch.
  if (edges.every(isPlain) && (readers.nodes.has(node.id) || readers.everyNode)) return [];
  const problems: IntentProblem[] = [];
  const add = (message: string, hint: string, at = path): void => {
    problems.push(problem('branch_missing', at, message, hint));
  };
  for (const [index, { name }] of branches.entries()) {
    if (edges.some((edge) => takes(edge, name))) continue;
    add(
      `No edge leaves "${node.id}" for its branch "${name}".`,
      `Add an edge with "branch": "${name}" to what happens then.`,
      `${path}/config/branches/${index}`,
    );
  }
  if (fallback === undefined && !isExhaustive(branches)) {
    add(
      `"${node.id}" has no default, so nothing is decided when no branch holds.`,
      'Add "default" with the name of a branch, and an edge for it.',
      `${path}/config`,
    );
  } else if (fallback !== undefined && !edges.some((edge) => takes(edge, fallback))) {
    add(
      `No edge leaves "${node.id}" for its default "${fallback}".`,
      `Add an edge with "branch": "${fallback}" to what happens otherwise, or to where the branches meet.`,
      `${path}/config/default`,
    );
  }
  const targets = new Set(edges.map(({ target }) => target));
  if (problems.length === 0 && edges.length > 1 && targets.size === 1 && !readers.nodes.has(node.id)) {
    add(
      `All branches of "${node.id}" lead to "${edges[0]?.target}", so it decides nothing.`,
      'Let the branches lead to different nodes.',
    );
  }
  return problems;
}

const isPlain = ({ branch, when }: EdgeDefinition): boolean => branch === undefined && when === undefined;

/** An edge for a branch: by its name, or by an expression that compares with the name. */
function takes({ branch, when }: EdgeDefinition, name: string): boolean {
  if (branch !== undefined) return branch === name;
  return when === undefined || stringsOf(when).includes(name) || when.includes('!=');
}

/** Whether one of the branches always holds: two of them are each other's opposite, or one is `true`. */
function isExhaustive(branches: ConditionNode['config']['branches']): boolean {
  const conditions = branches.map(({ when }) => plain(when));
  return conditions.some(
    (condition, at) =>
      condition === 'true' || conditions.some((other, index) => index > at && areOpposite(condition, other)),
  );
}

const OPPOSITE: readonly (readonly [string, string])[] = [
  ['==', '!='],
  ['<', '>='],
  ['>', '<='],
];

function areOpposite(some: string, other: string): boolean {
  const negations = (text: string): string[] => [`!(${text})`, `!${text}`];
  if (negations(some).includes(other) || negations(other).includes(some)) return true;
  return OPPOSITE.some(
    ([left, right]) => swapped(some, left, right) === other || swapped(some, right, left) === other,
  );
}

/** The condition with its one comparison replaced; the same text where it has none, or several. */
function swapped(condition: string, from: string, to: string): string | undefined {
  const parts = condition.split(new RegExp(`(?<![<>=!])${from}(?!=)`));
  return parts.length === 2 ? parts.join(to) : undefined;
}

function plain(expression: string): string {
  return expression.replace(/\s+/g, '').replace(/^\((.*)\)$/, '$1');
}
