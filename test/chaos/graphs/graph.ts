import type { Json } from '@aiwf/definition';
import type { Seeded } from '../seeded';
import { markerOf } from '../world/marker';
import { askingAgent, guardedAgent, judgedAgent, payingAgent, schemaAgent, toolAgent } from './agents';
import type { Block, Site } from './block';
import { irreversibleCall, keyedCall } from './calls';
import { managedCrew, sequentialCrew } from './crews';
import { loopRounds, mapOver, subWorkflow } from './nested';
import { approval, event, timer } from './waiting';

/** Every kind of step that a crash could harm; those that call out come first. */
const KINDS: readonly [(site: Site) => Block, ...((site: Site) => Block)[]] = [
  toolAgent,
  payingAgent,
  sequentialCrew,
  managedCrew,
  mapOver,
  loopRounds,
  subWorkflow,
  schemaAgent,
  guardedAgent,
  judgedAgent,
  keyedCall,
  irreversibleCall,
  askingAgent,
  approval,
  timer,
  event,
];

/** A run that is to be started, and what must come of it. */
export interface ChaosGraph {
  executionId: string;
  definition: { [field: string]: Json };
  output: { [node: string]: Json };
  /** Turns of all conversations, by their paths. */
  turns: Map<string, number>;
  /** Markers of the effects. */
  keyed: string[];
  irreversible: string[];
  /** Paths of all nodes that run. */
  nodes: string[];
}

/** Which kinds stand in each of several graphs: every kind once before any is there twice. */
export function kindsFor(graphs: number, random: Seeded): ((site: Site) => Block)[][] {
  let left: ((site: Site) => Block)[] = [];
  return Array.from({ length: graphs }, () =>
    Array.from({ length: random.int(2, 4) }, () => {
      if (left.length === 0) left = random.shuffled(KINDS);
      return left.pop() ?? random.pick(KINDS);
    }),
  );
}

/** A graph of such nodes, each after one or two of those before it, or at the beginning too. */
export function graphOf(
  executionId: string,
  kinds: readonly ((site: Site) => Block)[],
  url: string,
  random: Seeded,
): ChaosGraph {
  const blocks = kinds.map((make, index) => make({ executionId, id: `n${index}`, url, random }));
  const edges = blocks.flatMap(({ node: { id } }, index) => {
    if (index === 0 || random.chance(0.25)) return [];
    const sources = new Set([random.int(0, index - 1), random.int(0, index - 1)]);
    return [...sources].map((source) => ({ source: `n${source}`, target: id }));
  });
  const output = Object.fromEntries(blocks.map(({ node, gives }) => [node.id, gives]));
  const turns = blocks.flatMap(({ node, turns: of = {} }) =>
    Object.entries(of).map(([path, count]): [string, number] => [`nodes/${node.id}${path}`, count]),
  );
  const markers = (paths: string[]) => paths.map((path) => markerOf(executionId, path));
  return {
    executionId,
    definition: {
      name: `chaos ${executionId}`,
      nodes: blocks.map(({ node }) => node),
      edges,
      output: mapped(output, ({ template }) => template),
    },
    output: mapped(output, ({ value }) => value),
    turns: new Map(turns),
    keyed: markers(blocks.flatMap(({ keyed = [] }) => keyed)),
    irreversible: markers(blocks.flatMap(({ irreversible = [] }) => irreversible)),
    nodes: blocks.flatMap(({ node, inner = [] }) => [`nodes/${node.id}`, ...inner]),
  };
}

function mapped<T, R>(of: { [name: string]: T }, change: (value: T) => R): { [name: string]: R } {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
}
