import type { EdgeDefinition, Json, WorkflowDefinition } from '@aiwf/definition';
import type { IntentCode } from '../intent.problem';
import { edges, type WrongGraph } from './builders.fixture';

type Change = (graph: WorkflowDefinition) => WorkflowDefinition;

/** A right graph made wrong by changes, one after another. */
export const wrong = (
  right: WorkflowDefinition,
  code: IntentCode,
  what: string,
  ...changes: readonly Change[]
): WrongGraph => ({ what, code, graph: changes.reduce((graph, change) => change(graph), right) });

/** Takes a node out: what was before it leads to what was after it, and nobody reads it any more. */
export const drop =
  (id: string): Change =>
  (graph) => {
    const before = (graph.edges ?? []).filter(({ target }) => target === id);
    const after = (graph.edges ?? []).filter(({ source }) => source === id);
    const others = (graph.edges ?? []).filter(({ source, target }) => source !== id && target !== id);
    const bridges = before.flatMap(({ source, branch }) =>
      after.map(({ target }): EdgeDefinition => ({
        source,
        ...(branch !== undefined && { branch }),
        target,
      })),
    );
    const unique = [...new Map([...others, ...bridges].map((edge) => [JSON.stringify(edge), edge])).values()];
    const text = JSON.stringify({
      ...graph,
      nodes: graph.nodes.filter((node) => node.id !== id),
      edges: unique,
    });
    return JSON.parse(
      text.replaceAll(new RegExp(`\\{\\{ nodes\\.${id}\\..*?\\}\\}`, 'g'), '-'),
    ) as WorkflowDefinition;
  };

export const cut =
  (text: string): Change =>
  (graph) => ({
    ...graph,
    edges: (graph.edges ?? []).filter(
      (edge) => !edges(text).some((other) => JSON.stringify(other) === JSON.stringify(edge)),
    ),
  });

export const link =
  (text: string): Change =>
  (graph) => ({ ...graph, edges: [...(graph.edges ?? []), ...edges(text)] });

export const output =
  (value: Json): Change =>
  (graph) => ({ ...graph, output: value });

/** Puts one text in the place of another, wherever it stands. */
export const say =
  (from: string, to: string): Change =>
  (graph) => {
    const text = JSON.stringify(graph);
    const plain = (value: string): string => JSON.stringify(value).slice(1, -1);
    if (!text.includes(plain(from))) throw new Error(`The graph does not say ${from}`);
    return JSON.parse(text.replaceAll(plain(from), plain(to))) as WorkflowDefinition;
  };

/** Changes a node. */
export const change =
  (id: string, edit: (node: { [field: string]: Json }) => object): Change =>
  (graph) => {
    const visit = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(visit);
      if (typeof value !== 'object' || value === null) return value;
      const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
      return value.id === id && 'type' in value ? (edit(copy) as Json) : copy;
    };
    return visit(JSON.parse(JSON.stringify(graph)) as Json) as unknown as WorkflowDefinition;
  };

/** Sets fields of a node's config. */
export const configure = (id: string, fields: { [field: string]: Json }): Change =>
  change(id, (node) => ({ ...node, config: { ...(node.config as object), ...fields } }));

export const add =
  (node: object, order = ''): Change =>
  (graph) => ({
    ...graph,
    nodes: [...graph.nodes, node as WorkflowDefinition['nodes'][number]],
    edges: [...(graph.edges ?? []), ...edges(order)],
  });

export const bound =
  (limits: WorkflowDefinition['limits']): Change =>
  (graph) => ({ ...graph, limits });
