import { topologicalOrder, upstreamOf, type NodeDefinition, type Subgraph } from '@aiwf/definition';
import type { Place } from '../estimating';
import { nodeUsage } from '../nodes/node';
import { plus, range, ZERO, type Range } from '../range';
import { templateTokens } from '../text-size';
import { NOTHING, type ModelUsage, type Usage } from '../usage';
import { alternativesOf } from './alternatives';
import { coursesOf, type Course } from './courses';
import { longestWay } from './longest-way';

/** What a graph uses: of each node when it runs, and on each of its ways. */
export interface GraphUsage {
  nodes: ReadonlyMap<string, Usage>;
  /** The ways through it, each with what its nodes use together. */
  courses: { weight: number; usage: Usage }[];
  gives: Range;
}

/** Estimates the nodes of a graph, sources before targets, and the ways through it. */
export function estimateGraph(graph: Subgraph, outside: Place): GraphUsage {
  const sizes = new Map(outside.sizes);
  const place = { ...outside, sizes };
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = new Map<string, Usage>();
  for (const id of topologicalOrder(graph)) {
    const node = byId.get(id) as NodeDefinition;
    const usage = nodeUsage(node, place);
    nodes.set(id, usage);
    sizes.set(`nodes.${id}`, usage.gives);
    place.known.learn(node);
  }
  const broken = mayBeBrokenOff(graph);
  const serial = place.modelOf().embedded;
  const courses = coursesOf(graph, alternativesOf(graph, place)).map((course) => ({
    weight: course.weight,
    usage: usageOfCourse(course, nodes, broken, serial),
  }));
  return { nodes, courses, gives: givenBy(graph, place) };
}

/** The graph as a part of another. */
export function graphUsage(graph: Subgraph, place: Place): Usage {
  const { courses, gives } = estimateGraph(graph, place);
  const models = new Map<string, ModelUsage>();
  for (const each of courses.flatMap(({ usage }) => usage.models)) models.set(keyOf(each), each);
  const over = (of: (usage: Usage) => Range) =>
    hullOf(courses.map(({ weight, usage }) => ({ weight, of: of(usage) })));
  return {
    models: [...models].map(([key, each]): ModelUsage => {
      const part = (field: 'calls' | 'input' | 'output') =>
        over((usage) => usage.models.find((other) => keyOf(other) === key)?.[field] ?? ZERO);
      return { ...each, calls: part('calls'), input: part('input'), output: part('output') };
    }),
    seconds: over((usage) => usage.seconds),
    gives,
  };
}

/** The least and the most of several, and their mean by weight. */
export function hullOf(parts: readonly { weight: number; of: Range }[]): Range {
  if (parts.length === 0) return ZERO;
  return range(
    Math.min(...parts.map(({ of }) => of.low)),
    parts.reduce((sum, { weight, of }) => sum + weight * of.likely, 0),
    Math.max(...parts.map(({ of }) => of.high)),
  );
}

function usageOfCourse(
  course: Course,
  usages: ReadonlyMap<string, Usage>,
  broken: ReadonlySet<string>,
  serial: boolean,
): Usage {
  const models = new Map<string, ModelUsage>();
  for (const { id } of course.runs) {
    for (const each of usages.get(id)?.models ?? []) {
      const used = broken.has(id) ? atLeastNothing(each) : each;
      const sum = models.get(keyOf(used));
      models.set(keyOf(used), sum === undefined ? used : added(sum, used));
    }
  }
  const secondsOf = (id: string) => usages.get(id)?.seconds ?? ZERO;
  const seconds = serial
    ? plus(...course.runs.map(({ id }) => secondsOf(id)))
    : longestWay(course, secondsOf);
  return { ...NOTHING, models: [...models.values()], seconds };
}

function keyOf({ model, fallback = '' }: ModelUsage): string {
  return `${model} ${fallback}`;
}

function added(left: ModelUsage, right: ModelUsage): ModelUsage {
  return {
    ...left,
    calls: plus(left.calls, right.calls),
    input: plus(left.input, right.input),
    output: plus(left.output, right.output),
  };
}

function atLeastNothing(usage: ModelUsage): ModelUsage {
  const from0 = (of: Range) => ({ ...of, low: 0 });
  return { ...usage, calls: from0(usage.calls), input: from0(usage.input), output: from0(usage.output) };
}

/** Nodes that a join which waits for some of them alone may leave behind. */
function mayBeBrokenOff(graph: Subgraph): Set<string> {
  const found = new Set<string>();
  for (const { id, join } of graph.nodes) {
    if (join === undefined || join === 'all') continue;
    const sources = (graph.edges ?? []).filter(({ target }) => target === id).map(({ source }) => source);
    const before = sources.map((source) => upstreamOf(graph, source).add(source));
    for (const node of before.flatMap((ids) => [...ids])) {
      if (!before.every((ids) => ids.has(node))) found.add(node);
    }
  }
  return found;
}

/** What a graph gives: its `output`, or what the last of its nodes give. */
function givenBy(graph: Subgraph, place: Place): Range {
  if (graph.output !== undefined) return templateTokens(graph.output, place);
  const followed = new Set((graph.edges ?? []).map(({ source }) => source));
  const last = graph.nodes.filter(({ id }) => !followed.has(id));
  return plus(...last.map(({ id }) => place.sizes.get(`nodes.${id}`) ?? ZERO));
}
