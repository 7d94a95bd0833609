import {
  type NodeDefinition,
  type Subgraph,
  validateDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { planOutline } from './index';

type Answers = NonNullable<Parameters<typeof planOutline>[1]>['answers'];

/** A plan that has been checked. */
export function plan(prompt: string, answers?: Answers): WorkflowDefinition {
  const { definition } = planOutline(prompt, answers && { answers });
  const checked = validateDefinition(definition);
  if (!checked.valid) throw new Error(`${prompt}: ${JSON.stringify(checked.problems)}`);
  return definition;
}

/** What is said of a plan, in one text. */
export function warningsOf(prompt: string): string {
  return planOutline(prompt).warnings.join('\n');
}

/** A graph and those inside its nodes. */
function everyGraph(graph: Subgraph): Subgraph[] {
  const inner = graph.nodes.flatMap((node) =>
    node.type === 'map' || node.type === 'loop' ? everyGraph(node.config.body) : [],
  );
  return [graph, ...inner];
}

/** A graph's nodes in order, each with the ways that lead to it: `deliver <- approve:approved`. */
export function shapeOf({ nodes, edges = [] }: Subgraph): string[] {
  return nodes.map(({ id }) => {
    const ways = edges
      .filter(({ target }) => target === id)
      .map(({ source, branch, kind }) => `${source}${branch ? `:${branch}` : ''}${kind ? `!${kind}` : ''}`);
    return ways.length > 0 ? `${id} <- ${ways.join(', ')}` : id;
  });
}

/** A node by its id, of the type that is expected. */
export function nodeOf<T extends NodeDefinition['type']>(
  graph: Subgraph,
  id: string,
  type: T,
): Extract<NodeDefinition, { type: T }> {
  const node = everyGraph(graph)
    .flatMap(({ nodes }) => nodes)
    .find((one) => one.id === id);
  if (!node || !isOf(node, type)) throw new Error(`no ${type} ${id} in ${shapeOf(graph).join('; ')}`);
  return node;
}

function isOf<T extends NodeDefinition['type']>(
  node: NodeDefinition,
  type: T,
): node is Extract<NodeDefinition, { type: T }> {
  return node.type === type;
}

/** What an agent is told to do: the last paragraph of its prompt. */
export function taskOf(graph: Subgraph, id: string): string {
  return nodeOf(graph, id, 'agent').config.prompt.split('\n\n').at(-1) ?? '';
}

const isWriting = (node: NodeDefinition): boolean =>
  node.type === 'http_request' && node.config.method !== 'GET' && node.config.method !== 'HEAD';

/** Ids of writing requests that a run can come to although nobody has approved anything. */
export function unapproved({ nodes, edges = [] }: Subgraph): string[] {
  const targets = new Set(edges.map(({ target }) => target));
  const reached = new Set(nodes.map(({ id }) => id).filter((id) => !targets.has(id)));
  for (const at of reached)
    for (const { source, target, branch } of edges)
      if (source === at && branch !== 'approved') reached.add(target);
  return nodes
    .filter(({ id }) => reached.has(id))
    .flatMap((node) => {
      if (node.type === 'map' || node.type === 'loop') return unapproved(node.config.body);
      return isWriting(node) ? [node.id] : [];
    });
}

/** Branches of conditions that lead nowhere, as `decide:no`. */
export function deadBranches(graph: Subgraph): string[] {
  return everyGraph(graph).flatMap(({ nodes, edges = [] }) =>
    nodes.flatMap((node) => {
      if (node.type !== 'condition') return [];
      const names = [...node.config.branches.map(({ name }) => name), node.config.default ?? ''];
      return names
        .filter(
          (name) => name !== '' && !edges.some(({ source, branch }) => source === node.id && branch === name),
        )
        .map((name) => `${node.id}:${name}`);
    }),
  );
}
