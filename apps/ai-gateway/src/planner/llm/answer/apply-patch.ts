import { isDeepStrictEqual } from 'node:util';
import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { isFields, listOf, type Fields } from './json-access';

/** A definition as changed by a patch, nobody having judged it yet; or what in the patch names nothing that is there. */
export type Patched = { readonly candidate: Fields } | { readonly problems: readonly ErrorItem[] };

const KNOWN: ReadonlySet<string> = new Set([
  'name',
  'description',
  'remove_nodes',
  'nodes',
  'remove_edges',
  'add_edges',
  'remove_inputs',
  'inputs',
  'output',
  'limits',
]);

/**
 * Changes what a patch names and nothing else: all other nodes, edges and fields are the very values of `before`, in their
 * order. A node that stands there already takes its place; what is new comes last.
 */
export function applyPatch(before: WorkflowDefinition, patch: Fields): Patched {
  const problems: ErrorItem[] = [];
  const add = (path: string, message: string, hint: string): number =>
    problems.push({ code: 'bad_patch', path, message, hint });
  for (const field of Object.keys(patch)) {
    if (!KNOWN.has(field)) add(`/${field}`, `A patch has no "${field}".`, `Use ${[...KNOWN].join(', ')}.`);
  }
  const removed = new Set(listOf(patch['remove_nodes']));
  const ids = new Set(before.nodes.map(({ id }) => id));
  [...removed].forEach((id, index) => {
    if (typeof id === 'string' && ids.has(id)) return;
    add(
      `/remove_nodes/${index}`,
      `There is no node ${JSON.stringify(id)}.`,
      `There are ${[...ids].join(', ')}.`,
    );
  });
  const nodes = changedNodes(before, listOf(patch['nodes']), removed);
  const edges = changedEdges(before, patch, removed, add);
  const inputs = changedInputs(before, patch, add);
  if (problems.length > 0) return { problems };
  const { name, description, output, limits } = patch;
  return {
    candidate: withChanges(before, { nodes, edges, inputs, name, description, output, limits }),
  };
}

/** The fields of a definition, in their order, those changed with their new values; an empty `limits` takes them away. */
function withChanges(before: WorkflowDefinition, changes: Fields): Fields {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const after: { [field: string]: unknown } = { ...before, ...Object.fromEntries(given) };
  const { limits } = changes;
  if (isFields(limits) && Object.keys(limits).length === 0) delete after['limits'];
  return after;
}

function changedNodes(
  before: WorkflowDefinition,
  given: readonly unknown[],
  removed: ReadonlySet<unknown>,
): readonly unknown[] {
  const byId = new Map(given.map((node) => [isFields(node) ? node['id'] : undefined, node]));
  const kept = before.nodes
    .filter(({ id }) => !removed.has(id) || byId.has(id))
    .map((node) => {
      const replacement = byId.get(node.id);
      return replacement === undefined || isDeepStrictEqual(replacement, node) ? node : replacement;
    });
  const known = new Set<unknown>(before.nodes.map(({ id }) => id));
  const added = given.filter((node) => !isFields(node) || !known.has(node['id']));
  return [...kept, ...added];
}

function changedEdges(
  before: WorkflowDefinition,
  patch: Fields,
  removed: ReadonlySet<unknown>,
  add: (path: string, message: string, hint: string) => void,
): readonly unknown[] | undefined {
  const standing = before.edges ?? [];
  const unwanted = listOf(patch['remove_edges']);
  const added = listOf(patch['add_edges']);
  const matches = (edge: Fields, pattern: unknown): boolean =>
    isFields(pattern) &&
    ['source', 'target', 'branch'].every(
      (field) => pattern[field] === undefined || pattern[field] === edge[field],
    );
  unwanted.forEach((pattern, index) => {
    const found = isFields(pattern) && standing.some((edge) => matches({ ...edge }, pattern));
    if (!found)
      add(`/remove_edges/${index}`, 'There is no such edge.', 'Name the ends of an edge that is there.');
  });
  const replaced = new Set(listOf(patch['nodes']).map((node) => (isFields(node) ? node['id'] : undefined)));
  const gone = (id: string): boolean => removed.has(id) && !replaced.has(id);
  const kept = standing.filter(
    (edge) =>
      !gone(edge.source) && !gone(edge.target) && !unwanted.some((pattern) => matches({ ...edge }, pattern)),
  );
  if (kept.length === standing.length && added.length === 0) return before.edges;
  return [...kept, ...added.filter((edge) => !kept.some((other) => isDeepStrictEqual(edge, other)))];
}

function changedInputs(
  before: WorkflowDefinition,
  patch: Fields,
  add: (path: string, message: string, hint: string) => void,
): Fields | undefined {
  const unwanted = listOf(patch['remove_inputs']);
  const given = isFields(patch['inputs']) ? patch['inputs'] : {};
  if (unwanted.length === 0 && Object.keys(given).length === 0) return before.inputs;
  const schema: Fields = before.inputs ?? { type: 'object' };
  const properties = isFields(schema['properties']) ? schema['properties'] : {};
  unwanted.forEach((name, index) => {
    if (typeof name === 'string' && Object.hasOwn(properties, name)) return;
    add(
      `/remove_inputs/${index}`,
      'There is no such input.',
      `There are ${Object.keys(properties).join(', ')}.`,
    );
  });
  const kept = Object.entries(properties).filter(([name]) => !unwanted.includes(name));
  const required = listOf(schema['required']).filter((name) => !unwanted.includes(name));
  return {
    ...schema,
    properties: { ...Object.fromEntries(kept), ...given },
    ...(schema['required'] !== undefined && { required }),
  };
}
