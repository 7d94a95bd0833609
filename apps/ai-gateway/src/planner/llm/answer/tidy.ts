import { isFields, type Fields } from './json-access';

/** Fields in which null is a value and not the lack of one. */
const NULL_MATTERS: ReadonlySet<string> = new Set(['body', 'value', 'data', 'initial', 'output', 'default']);

function withoutNulls(fields: Fields): { [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== null || NULL_MATTERS.has(name)),
  );
}

function tidyNode(node: unknown): unknown {
  if (!isFields(node)) return node;
  const { config } = node;
  return withoutNulls({ ...node, ...(isFields(config) && { config: withoutNulls(config) }) });
}

const each = (list: unknown, tidy: (entry: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(tidy) : list;

const tidyEdge = (edge: unknown): unknown => (isFields(edge) ? withoutNulls(edge) : edge);

/** An answer without the fields that models give as null where they mean to leave them out. */
export function tidyAnswer(answer: Fields): Fields {
  const tidied = { ...withoutNulls(answer) };
  if ('nodes' in tidied) tidied['nodes'] = each(tidied['nodes'], tidyNode);
  for (const edges of ['edges', 'add_edges', 'remove_edges']) {
    if (edges in tidied) tidied[edges] = each(tidied[edges], tidyEdge);
  }
  return tidied;
}
