import {
  incomingEdges,
  parseJoin,
  topologicalOrder,
  type EdgeDefinition,
  type NodeDefinition,
  type Subgraph,
} from '@aiwf/definition';
import type { Alternative } from './alternatives';

/** One way through a graph. */
export interface Course {
  /** How likely it is; those of a graph come to 1. */
  weight: number;
  /** Nodes that run, sources before targets. */
  runs: readonly NodeDefinition[];
  taken: ReadonlySet<EdgeDefinition>;
}

/** Ways that are looked at one by one, and nodes that all of them may have together. */
const MAX_COURSES = 64;
const MAX_NODES = 20_000;

/** A way as far as it has been followed. */
interface Step {
  weight: number;
  runs: NodeDefinition[];
  taken: Set<EdgeDefinition>;
}

/**
 * The ways through a graph. Where there are too many, three stand for them: what surely runs, what most likely runs
 * (the one that counts as likely), and all that may run.
 */
export function coursesOf(graph: Subgraph, alternatives: ReadonlyMap<string, Alternative[]>): Course[] {
  const nodes = nodesInOrder(graph);
  const incoming = incomingEdges(graph);
  const most = Math.min(MAX_COURSES, MAX_NODES / Math.max(nodes.length, 1));
  const steps: Step[] = [{ weight: 1, runs: [], taken: new Set() }];
  for (const node of nodes) {
    const known = steps.length;
    // What forks is added at the end, and has passed this node already.
    for (let index = 0; index < known; index += 1) {
      const step = steps[index] as Step;
      if (!starts(node, incoming.get(node.id) ?? [], step.taken)) continue;
      step.runs.push(node);
      steps.push(...forked(step, alternatives.get(node.id) ?? []));
    }
    if (steps.length > most) return standIns(nodes, incoming, alternatives);
  }
  return steps;
}

/** Follows the first end of a step's last node, and gives the steps that follow the others. */
function forked(step: Step, [first, ...others]: readonly Alternative[]): Step[] {
  const rest = others.map(({ weight, taken }) => ({
    weight: step.weight * weight,
    runs: [...step.runs],
    taken: new Set([...step.taken, ...taken]),
  }));
  if (first) {
    step.weight *= first.weight;
    for (const edge of first.taken) step.taken.add(edge);
  }
  return rest;
}

/** Nodes that only undo others are no part of a run's way. */
function nodesInOrder(graph: Subgraph): NodeDefinition[] {
  const undoing = new Set(
    (graph.edges ?? []).filter(({ kind }) => kind === 'compensation').map(({ target }) => target),
  );
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return topologicalOrder(graph).flatMap((id) => {
    const node = byId.get(id);
    return node && !undoing.has(id) ? [node] : [];
  });
}

function starts(
  { join }: NodeDefinition,
  incoming: readonly EdgeDefinition[],
  taken: ReadonlySet<EdgeDefinition>,
): boolean {
  if (incoming.length === 0) return true;
  return incoming.filter((edge) => taken.has(edge)).length >= neededBy(join);
}

/** Edges that must be taken for a node to start. */
function neededBy(join: string | undefined): number {
  const parsed = parseJoin(join);
  return parsed.kind === 'quorum' ? parsed.n : 1;
}

function standIns(
  nodes: readonly NodeDefinition[],
  incoming: ReadonlyMap<string, readonly EdgeDefinition[]>,
  alternatives: ReadonlyMap<string, Alternative[]>,
): Course[] {
  const course = (
    weight: number,
    edgesOf: (ends: readonly Alternative[]) => readonly EdgeDefinition[],
  ): Course => {
    const taken = new Set<EdgeDefinition>();
    const runs = nodes.filter((node) => {
      if (!starts(node, incoming.get(node.id) ?? [], taken)) return false;
      for (const edge of edgesOf(alternatives.get(node.id) ?? [])) taken.add(edge);
      return true;
    });
    return { weight, runs, taken };
  };
  return [
    course(0, ([first, ...others]) =>
      (first?.taken ?? []).filter((edge) => others.every(({ taken }) => taken.includes(edge))),
    ),
    course(1, (ends) => ends.toSorted((a, b) => b.weight - a.weight)[0]?.taken ?? []),
    course(0, (ends) => ends.flatMap(({ taken }) => taken)),
  ];
}
