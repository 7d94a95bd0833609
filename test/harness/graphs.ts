/** Nodes as clients write them, short enough that a test shows its graph at a glance. */
type NodeFields = Record<string, unknown>;

/** An agent whose prompt is one line. */
export const agent = (id: string, prompt: string, config: NodeFields = {}, fields: NodeFields = {}) => ({
  id,
  type: 'agent',
  config: { prompt, ...config },
  ...fields,
});

/** A node that computes a CEL expression. */
export const compute = (id: string, expression: string, fields: NodeFields = {}) => ({
  id,
  type: 'transform',
  config: { expression },
  ...fields,
});

/** A node that renders a template. */
export const render = (id: string, value: unknown, fields: NodeFields = {}) => ({
  id,
  type: 'transform',
  config: { value },
  ...fields,
});

/** An HTTP call. */
export const http = (id: string, config: NodeFields, fields: NodeFields = {}) => ({
  id,
  type: 'http_request',
  config,
  ...fields,
});

/** Edges that lead from each node to the next. */
export const chain = (...ids: string[]) =>
  ids.slice(1).map((target, index) => ({ source: ids[index], target }));

/** As few calls of a model as an engine expects the next one to be short after. @param promptOf by a node's id */
export const fiveCalls = (promptOf: (id: string) => string) => {
  const ids = ['p', 'q', 'r', 's', 't'];
  const nodes = ids.map((id) => agent(id, promptOf(id)));
  return { name: 'unknown yet', nodes, edges: chain(...ids) };
};
