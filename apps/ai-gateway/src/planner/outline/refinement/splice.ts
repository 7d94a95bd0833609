import {
  isJsonObject,
  type EdgeDefinition,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import type { Result, Way } from '../graph/flow';
import { entryOf } from './delivery-blocks';
import { isSending } from './find-nodes';
import type { Fragment } from './fragment';
import { changeGraph, downstreamOf, graphAt, type EditableGraph, type PlacedNode } from './regions';
import { mapStrings, reads, rereading, valueOf } from './values';
import { withFragment } from './fragment';

/** Where new steps are put, and what they may speak of. */
export interface Place {
  readonly path: readonly string[];
  readonly ways: readonly Way[];
  readonly results: readonly Result[];
  readonly last: NodeDefinition | undefined;
  /** The step that works on what they make. */
  readonly next?: string;
  /** The steps that come after them. */
  readonly onward: readonly string[];
  /** Edges that are replaced. */
  readonly replaced: readonly EdgeDefinition[];
  /** What follows works on what they make. */
  readonly isInBetween: boolean;
  readonly isApproved: boolean;
}

const MAKES_TEXT = /^(?:agent|crew|loop|map|transform|approval|workflow)$/;

/** The node whose value is the workflow's result, or else the last that makes anything. */
export function resultNode(definition: WorkflowDefinition): NodeDefinition | undefined {
  const { nodes, output } = definition;
  const result = isJsonObject(output) ? (output['result'] ?? null) : (output ?? null);
  const read = nodes.filter(
    (node) => valueOf(node) !== undefined && result !== null && reads(result, node.id),
  );
  const made = (read.length > 0 ? read : nodes).filter(
    (node) => MAKES_TEXT.test(node.type) && valueOf(node) !== undefined,
  );
  return made.at(-1) ?? nodes.findLast((node) => valueOf(node) !== undefined && !isSending(node));
}

/** Nodes that run whichever way every choice goes. */
function sureNodes({ nodes, edges }: EditableGraph): ReadonlySet<string> {
  const sure = new Set(
    nodes.filter(({ id }) => !edges.some(({ target }) => target === id)).map(({ id }) => id),
  );
  for (const id of sure)
    for (const { source, target, branch, when, kind } of edges)
      if (source === id && branch === undefined && when === undefined && kind === undefined) sure.add(target);
  return sure;
}

/** Whether a node may be skipped, so that what reads it must look first. */
export function mayBeSkipped(graph: EditableGraph, id: string | undefined): boolean {
  return id !== undefined && !sureNodes(graph).has(id);
}

function wayOut(node: NodeDefinition): Way {
  if (node.type === 'approval') return { source: node.id, branch: 'approved' };
  return { source: node.id };
}

function resultsOf(node: NodeDefinition | undefined): readonly Result[] {
  const value = node && valueOf(node);
  return value ? [value] : [];
}

/** The value that a node works on: of the nodes before it, the last that it or what follows it reads. */
function readBy(graph: EditableGraph, id: string): NodeDefinition | undefined {
  const after = downstreamOf(graph, id);
  const readers = graph.nodes.filter((node) => after.has(node.id));
  return graph.nodes.findLast(
    (node) =>
      !after.has(node.id) && valueOf(node) !== undefined && readers.some((reader) => reads(reader, node.id)),
  );
}

/** Right before a node; before the sending of something also before the approval of it. */
export function placeBefore(definition: WorkflowDefinition, { node, path }: PlacedNode): Place {
  const graph = graphAt(definition, path);
  const next = isSending(node) ? entryOf(graph, node.id) : node.id;
  const replaced = graph.edges.filter(({ target, kind }) => target === next && kind !== 'compensation');
  const last = readBy(graph, next) ?? graph.nodes.find(({ id }) => id === replaced[0]?.source);
  const ways = replaced.map(({ target: _, ...way }): Way => way);
  const results = resultsOf(last);
  return { path, ways, results, last, next, onward: [next], replaced, isInBetween: true, isApproved: false };
}

/** Right after a node, before all that followed it. */
export function placeAfter(definition: WorkflowDefinition, { node, path }: PlacedNode): Place {
  const graph = graphAt(definition, path);
  const way = wayOut(node);
  const replaced = graph.edges.filter(
    ({ source, branch, kind }) => source === node.id && branch === way.branch && kind === undefined,
  );
  const last = valueOf(node) ? node : readBy(graph, node.id);
  const isApproved = node.type === 'approval';
  const onward = replaced.map(({ target }) => target);
  return {
    path,
    ways: [way],
    results: resultsOf(last),
    last,
    onward,
    replaced,
    isInBetween: false,
    isApproved,
  };
}

/** Beside what follows a node. */
export function placeBeside(definition: WorkflowDefinition, placed: PlacedNode): Place {
  return { ...placeAfter(definition, placed), onward: [], replaced: [] };
}

/** After everything. */
export function placeAtEnd(definition: WorkflowDefinition): Place {
  const graph = graphAt(definition, []);
  const last = resultNode(definition);
  const leaves = graph.nodes.filter(
    ({ id }) => !graph.edges.some(({ source, kind }) => source === id && kind !== 'error'),
  );
  const ways = leaves.length === 0 && last ? [wayOut(last)] : leaves.map(wayOut);
  const results = resultsOf(last);
  return { path: [], ways, results, last, onward: [], replaced: [], isInBetween: false, isApproved: false };
}

/** Before everything. */
export function placeAtStart(definition: WorkflowDefinition): Place {
  const graph = graphAt(definition, []);
  const roots = graph.nodes
    .filter(({ id }) => !graph.edges.some(({ target }) => target === id))
    .map(({ id }) => id);
  return {
    path: [],
    ways: [],
    results: [],
    last: undefined,
    onward: roots,
    replaced: [],
    isInBetween: false,
    isApproved: false,
  };
}

/** Puts new steps in. What stands before them goes on to them, and they to what comes after. */
export function splice(definition: WorkflowDefinition, place: Place, fragment: Fragment): WorkflowDefinition {
  const { path, replaced, next, onward } = place;
  const isSame = (edge: EdgeDefinition): boolean => replaced.includes(edge);
  const onwardEdges = fragment.ways.flatMap((way) =>
    onward.map((target): EdgeDefinition => ({ ...way, target })),
  );
  const changed = changeGraph(definition, path, (graph) => {
    const nodes = [...graph.nodes];
    const first = next ?? onward[0];
    const at = first === undefined ? -1 : nodes.findIndex(({ id }) => id === first);
    nodes.splice(at === -1 ? nodes.length : at, 0, ...fragment.nodes);
    const edges = [...graph.edges.filter((edge) => !isSame(edge)), ...fragment.edges, ...onwardEdges];
    return { ...graph, nodes, edges: unique(edges) };
  });
  return withFragment(place.isInBetween ? workOn(changed, place, fragment) : changed, fragment);
}

function unique(edges: readonly EdgeDefinition[]): EdgeDefinition[] {
  const seen = new Set<string>();
  return edges.filter(({ source, target, branch, when, kind }) => {
    const key = JSON.stringify([source, target, branch, when, kind]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Lets what comes after new steps read what they make where it read what stood before them. */
function workOn(
  definition: WorkflowDefinition,
  { path, results, next }: Place,
  fragment: Fragment,
): WorkflowDefinition {
  const [before] = results;
  const [after] = fragment.results;
  if (!before || !after || next === undefined || fragment.results.length > 1 || before.path === after.path)
    return definition;
  const changed = changeGraph(definition, path, (graph) => {
    const later = downstreamOf(graph, next);
    const nodes = graph.nodes.map((node) =>
      later.has(node.id) ? rereading(node, before.path, after.path) : node,
    );
    return { ...graph, nodes };
  });
  return path.length > 0 ? changed : withResult(changed, before, after);
}

/** Lets the workflow's result be another one. */
export function withResult(
  definition: WorkflowDefinition,
  before: Result,
  after: Result,
): WorkflowDefinition {
  const { output } = definition;
  if (
    typeof output !== 'object' ||
    output === null ||
    Array.isArray(output) ||
    typeof output['result'] !== 'string'
  )
    return definition;
  const guard = `nodes.${before.node}.output != null`;
  const result = mapStrings(output['result'], (text) =>
    text.replaceAll(guard, `nodes.${after.node}.output != null`).replaceAll(before.path, after.path),
  );
  const isSure =
    after.guard === undefined &&
    after.node !== before.node &&
    !mayBeSkipped(graphAt(definition, []), after.node);
  const isPlain = result === `{{ ${after.path} }}`;
  return {
    ...definition,
    output: { ...output, result: isPlain && !isSure ? safely(after, before) : result },
  };
}

/** What new steps make may not be there in the end, where people must approve it first. */
function safely(after: Result, before: Result): string {
  return `{{ nodes.${after.node}.output != null ? ${after.path} : ${before.path} }}`;
}
