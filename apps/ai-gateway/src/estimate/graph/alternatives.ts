import { outgoingEdges, type EdgeDefinition, type NodeDefinition, type Subgraph } from '@aiwf/definition';
import type { Place } from '../estimating';

/** One way in which a node may end: the edges that are taken then. */
export interface Alternative {
  /** How likely it is; those of a node come to 1. */
  weight: number;
  taken: readonly EdgeDefinition[];
}

/** How likely it is that a person approves, that an event comes in time, and that a node ends well. */
const EXPECTED = 0.9;

/** Edges of one node that may be taken or not, each by a condition of its own. */
const MAX_OPEN_EDGES = 3;

/** Runs in which a branch was never taken make it unlikely, not impossible. */
const LEAST_WEIGHT = 0.05;

/** How each node of a graph may end, by its id. */
export function alternativesOf(graph: Subgraph, place: Place): Map<string, Alternative[]> {
  const outgoing = outgoingEdges(graph);
  return new Map(
    graph.nodes.map((node) => {
      const found = endsOf(node, place).flatMap(({ weight, takes }) =>
        withOpenEdges((outgoing.get(node.id) ?? []).filter(takes), weight, place),
      );
      return [node.id, byHistory(merged(found), place)];
    }),
  );
}

interface End {
  weight: number;
  takes: (edge: EdgeDefinition) => boolean;
}

function endsOf(node: NodeDefinition, place: Place): End[] {
  const branches = branchesOf(node, place).map(({ name, weight }): End => ({
    weight,
    takes: ({ kind, branch }) => kind !== 'error' && (branch === undefined || branch === name),
  }));
  if (node.on_error !== 'route') return branches;
  const failed: End = { weight: 1 - EXPECTED, takes: ({ kind }) => kind === 'error' };
  return [...branches.map((end) => ({ ...end, weight: end.weight * EXPECTED })), failed];
}

interface Branch {
  name?: string;
  weight: number;
}

function branchesOf(node: NodeDefinition, { known }: Place): Branch[] {
  switch (node.type) {
    case 'condition': {
      const { branches, default: otherwise } = node.config;
      const open: Branch[] = [];
      for (const { name, when } of branches) {
        const verdict = known.expression(when);
        if (verdict === false) continue;
        open.push({ name, weight: 1 });
        if (verdict === true) return evenly(open);
      }
      return evenly([...open, otherwise === undefined ? { weight: 1 } : { name: otherwise, weight: 1 }]);
    }
    case 'approval': {
      const timeout = node.config.timeout_seconds === undefined ? [] : ['timeout'];
      return expecting('approved', ['rejected', ...timeout]);
    }
    case 'wait':
      if (node.config.event === undefined) return [{ name: 'elapsed', weight: 1 }];
      return expecting('received', node.config.timeout_seconds === undefined ? [] : ['timeout']);
    default:
      return [{ weight: 1 }];
  }
}

function evenly(branches: readonly Branch[]): Branch[] {
  return branches.map((branch) => ({ ...branch, weight: 1 / branches.length }));
}

function expecting(name: string, others: readonly string[]): Branch[] {
  if (others.length === 0) return [{ name, weight: 1 }];
  const rest = others.map((other) => ({ name: other, weight: (1 - EXPECTED) / others.length }));
  return [{ name, weight: EXPECTED }, ...rest];
}

/** An edge whose own condition can't be told yet is taken or not. */
function withOpenEdges(edges: readonly EdgeDefinition[], weight: number, { known }: Place): Alternative[] {
  const certain: EdgeDefinition[] = [];
  const open: EdgeDefinition[] = [];
  for (const edge of edges) {
    const verdict = edge.when === undefined ? true : known.expression(edge.when);
    if (verdict === true) certain.push(edge);
    else if (verdict !== false) open.push(edge);
  }
  const subsets = open.length > MAX_OPEN_EDGES ? [[], open] : subsetsOf(open);
  return subsets.map((taken) => ({ weight: weight / subsets.length, taken: [...certain, ...taken] }));
}

function subsetsOf<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((subsets, item) => subsets.flatMap((some) => [some, [...some, item]]), [[]]);
}

/** Ends that take the same edges are one. */
function merged(alternatives: readonly Alternative[]): Alternative[] {
  const alike = (one: Alternative, other: Alternative) =>
    one.taken.length === other.taken.length && one.taken.every((edge) => other.taken.includes(edge));
  const found: Alternative[] = [];
  for (const each of alternatives) {
    const index = found.findIndex((other) => alike(each, other));
    const same = found[index];
    if (same) found[index] = { ...same, weight: same.weight + each.weight };
    else found.push(each);
  }
  return found;
}

/** How often the nodes that an end leads to ran before tells how likely it is. */
function byHistory(alternatives: Alternative[], { history, prefix }: Place): Alternative[] {
  if (alternatives.length < 2 || prefix !== '') return alternatives;
  const seen = alternatives.map(({ taken, weight }) => {
    const parts = taken.map(({ target }) => history.reached(target)).filter((part) => part !== undefined);
    return parts.length === 0 ? weight : Math.max(Math.min(...parts), LEAST_WEIGHT);
  });
  const sum = seen.reduce((all, weight) => all + weight, 0);
  return alternatives.map(({ taken }, index) => ({ taken, weight: (seen[index] ?? 0) / sum }));
}
