import {
  isJsonObject,
  type EdgeDefinition,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { joinTokens, readChange, readDecision, type ReadInstruction } from '../../../grammar';
import type { Way } from '../../graph/flow';
import { findNode, isSending } from '../find-nodes';
import { layFragment, planFragment, type Fragment, type FragmentStart } from '../fragment';
import {
  changeGraph,
  changeNode,
  downstreamOf,
  everyNode,
  graphAt,
  type EditableGraph,
  type PlacedNode,
} from '../regions';
import type { Changed, ChangeRequest } from '../request';
import { withFragment } from '../fragment';
import { mapStrings, valueOf } from '../values';

const FAILS = /\b(?:fails?|failed|error|errors|goes wrong|times out|unavailable|unreachable|down)\b/i;

/** The case of a wish, and what is to be done in it. */
function splitCase({
  text,
}: ChangeRequest):
  { readonly condition: ReadInstruction; readonly rest: readonly ReadInstruction[] } | undefined {
  const { instructions } = readChange(text);
  const condition = instructions.find(({ link }) => link === 'if' || link === 'when' || link === 'unless');
  const rest = instructions.filter((one) => one !== condition);
  return condition && rest.length > 0 ? { condition, rest } : undefined;
}

function startAt(
  graph: EditableGraph,
  last: NodeDefinition,
  ways: readonly Way[],
  extra: FragmentStart['results'],
): FragmentStart {
  const value = valueOf(last);
  return { results: value ? [value, ...extra] : extra, ways, last, graph, isApproved: false, isLate: true };
}

function place(
  definition: WorkflowDefinition,
  path: readonly string[],
  removed: (edge: EdgeDefinition) => boolean,
  fragment: Fragment,
  added: readonly EdgeDefinition[],
): WorkflowDefinition {
  const changed = changeGraph(definition, path, (graph) => ({
    ...graph,
    nodes: [...graph.nodes, ...fragment.nodes],
    edges: [...graph.edges.filter((edge) => !removed(edge)), ...fragment.edges, ...added],
  }));
  return withFragment(changed, fragment);
}

/** What was approved in the end, where it was asked for again. */
function afterRevision(
  definition: WorkflowDefinition,
  { node, path }: PlacedNode,
  fragment: Fragment,
): WorkflowDefinition {
  if (node.type !== 'approval') return definition;
  const revised = fragment.results[0];
  if (!revised) return definition;
  const again = freeId(definition, `${node.id}_again`);
  const settled = freeId(definition, 'approved');
  const { data = null } = node.config;
  const shown =
    isJsonObject(data) && 'text' in data
      ? { ...data, text: `{{ ${revised.path} }}` }
      : `{{ ${revised.path} }}`;
  const asking: NodeDefinition = {
    ...node,
    id: again,
    name: `${node.name ?? 'Approval'} (revision)`,
    config: { ...node.config, data: shown },
  };
  const expression = `nodes.${again}.output != null ? nodes.${again}.output.data : nodes.${node.id}.output.data`;
  const merging: NodeDefinition = {
    id: settled,
    type: 'transform',
    name: 'What was approved',
    config: { expression },
  };
  return changeGraph(definition, path, (graph) => {
    const later = downstreamOf(graph, node.id);
    const approved = graph.edges.filter(({ source, branch }) => source === node.id && branch === 'approved');
    const rejected = graph.edges.filter(({ source, branch }) => source === node.id && branch === 'rejected');
    const nodes = graph.nodes.map((one) => {
      const isNew = fragment.nodes.includes(one);
      if (isNew || one.id === node.id || !later.has(one.id)) return one;
      return mapStrings(one, (text) =>
        text.replaceAll(`nodes.${node.id}.output.data`, `nodes.${settled}.output`),
      );
    });
    const moved = (edge: EdgeDefinition, source: string, branch?: string): EdgeDefinition => ({
      source,
      target: edge.target,
      ...(branch !== undefined && { branch }),
    });
    const first = fragment.edges.filter(({ source }) => source === node.id);
    const edges = [
      ...graph.edges.filter(
        (edge) => !approved.includes(edge) && !(rejected.includes(edge) && !first.includes(edge)),
      ),
      ...fragment.ways.map((way): EdgeDefinition => ({ ...way, target: again })),
      { source: node.id, branch: 'approved', target: settled },
      { source: again, branch: 'approved', target: settled },
      ...approved.map((edge) => moved(edge, settled)),
      ...rejected.filter((edge) => !first.includes(edge)).map((edge) => moved(edge, again, 'rejected')),
    ];
    return { ...graph, nodes: [...nodes, asking, merging], edges };
  });
}

function freeId(definition: WorkflowDefinition, wanted: string): string {
  const taken = new Set(everyNode(definition).map(({ node }) => node.id));
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}_${count}`;
  return id;
}

/** "If it is rejected, revise it": what is done then; a revision is asked for again. */
export function whenRejected(request: ChangeRequest): Changed {
  const found = splitCase(request);
  if (!found || readDecision(joinTokens(found.condition.tokens)) !== 'rejected') return undefined;
  const { definition, literals, warnings } = request;
  const target = everyNode(definition).findLast(({ node }) => node.type === 'approval');
  if (target?.node.type !== 'approval') {
    warnings.add('Nobody is asked in this workflow, so that nothing can be rejected: nothing was changed.');
    return { definition };
  }
  const { node, path } = target;
  const graph = graphAt(definition, path);
  const comments = {
    label: 'Comments',
    path: `nodes.${node.id}.output.decisions.filter(d, d.comment != null).map(d, d.comment).join("\\n")`,
    node: node.id,
    isText: true,
  };
  const start = startAt(graph, node, [{ source: node.id, branch: 'rejected' }], [comments]);
  const rest = found.rest.map((one) => ({ ...one, link: 'then' as const }));
  const planned = planFragment(definition, rest, literals, start, warnings);
  if (planned.items.length === 0) return undefined;
  const last = planned.items.at(-1);
  const revises = last?.type === 'task' && /^(?:rewrite|draft)$/.test(last.kind);
  const fragment = layFragment(definition, planned, start);
  const old = graph.edges.filter(({ source, branch }) => source === node.id && branch === 'rejected');
  if (revises) {
    const placed = place(definition, path, () => false, { ...fragment, outputs: new Map() }, []);
    return { definition: afterRevision(placed, target, fragment) };
  }
  const onward = old.flatMap(({ target: next }) =>
    fragment.ways.map((way): EdgeDefinition => ({ ...way, target: next })),
  );
  return { definition: place(definition, path, (edge) => old.includes(edge), fragment, onward) };
}

/** "If the request fails, tell the team", "retry the request three times". */
export function whenFailing(request: ChangeRequest): Changed {
  const { definition, text, literals, warnings } = request;
  const { instructions } = readChange(text);
  const again = instructions.find(({ kind }) => kind === 'retry');
  const found = splitCase(request);
  const isFailure = found !== undefined && FAILS.test(joinTokens(found.condition.tokens));
  const named = [...(found?.condition.tokens ?? []), ...(again?.object ?? [])].filter(
    ({ lower }) => !/^(?:fails?|failed|error|errors|goes|wrong)$/.test(lower),
  );
  const target = failing(definition, named);
  if (again?.modifiers.times !== undefined && target) {
    const max_attempts = Math.min(again.modifiers.times, 20);
    return {
      definition: changeNode(definition, target, (node): NodeDefinition => ({
        ...node,
        retry: { ...node.retry, max_attempts },
      })),
    };
  }
  if (!isFailure || !target) return undefined;
  const { node, path } = target;
  const graph = graphAt(definition, path);
  const error = { label: 'What failed', path: `nodes.${node.id}.error.message`, node: node.id, isText: true };
  const ways: Way[] = [{ source: node.id, kind: 'error' }];
  const start: FragmentStart = { results: [error], ways, last: node, graph, isApproved: false, isLate: true };
  const rest = found.rest.map((one) => ({ ...one, link: 'then' as const }));
  const planned = planFragment(definition, rest, literals, start, warnings);
  if (planned.items.length === 0) return undefined;
  const routed = changeNode(definition, target, (one): NodeDefinition => ({ ...one, on_error: 'route' }));
  return {
    definition: guarded(
      place(routed, path, () => false, layFragment(routed, planned, start), []),
      graph,
      node.id,
    ),
  };
}

/** What may fail: the step that is named, or the first that calls something outside. */
function failing(definition: WorkflowDefinition, tokens: ReadInstruction['tokens']): PlacedNode | undefined {
  const named = findNode(definition, tokens);
  if (named && /^(?:agent|crew|http_request|map|loop|workflow)$/.test(named.node.type)) return named;
  const calls = everyNode(definition).filter(({ node }) => node.type === 'http_request');
  return (
    calls.find(({ node }) => !isSending(node)) ??
    calls[0] ??
    everyNode(definition).findLast(({ node }) => node.type === 'agent')
  );
}

/** What comes after a step that may fail may not be there in the end. */
function guarded(definition: WorkflowDefinition, graph: EditableGraph, id: string): WorkflowDefinition {
  const { output } = definition;
  if (!isJsonObject(output)) return definition;
  const later = downstreamOf(graph, id);
  const safe = mapStrings(output, (text) => {
    const [, path, node] = /^\{\{ (nodes\.(\w+)\.output[\w.]*) \}\}$/.exec(text) ?? [];
    return path !== undefined && node !== undefined && later.has(node)
      ? `{{ nodes.${node}.output != null ? ${path} : null }}`
      : text;
  });
  return { ...definition, output: safe };
}
