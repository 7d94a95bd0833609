import { isDeepStrictEqual } from 'node:util';
import {
  isJsonObject,
  pointerTo,
  type EdgeDefinition,
  type Json,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import type { WorkflowDiff } from '@aiwf/contracts';

/** JSON pointers that are told of one node; a node that was written anew has no more. */
const MAX_PATHS = 50;

/** How deep a node is looked into: bodies of maps and loops are told as a whole below it. */
const MAX_DEPTH = 4;

/** Fields of a definition beside its graph. */
const FIELDS = ['name', 'description', 'inputs', 'output', 'limits'] as const;

/** How a definition differs from an earlier one, in the order of the later one; `id` and `schema_version` are no change. */
export function diffDefinitions(
  before: WorkflowDefinition,
  after: WorkflowDefinition,
): Omit<WorkflowDiff, 'from_version' | 'to_version'> {
  const earlier = new Map(before.nodes.map((node) => [node.id, node]));
  const later = new Set(after.nodes.map(({ id }) => id));
  return {
    nodes: {
      added: after.nodes.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
      removed: before.nodes.filter(({ id }) => !later.has(id)).map(({ id }) => id),
      changed: after.nodes.flatMap((node) => {
        const paths = changedPaths(earlier.get(node.id) ?? node, node);
        return paths.length > 0 ? [{ id: node.id, paths }] : [];
      }),
    },
    edges: {
      added: without(after.edges ?? [], before.edges ?? []),
      removed: without(before.edges ?? [], after.edges ?? []),
    },
    fields: FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field])),
  };
}

function without(edges: readonly EdgeDefinition[], others: readonly EdgeDefinition[]): EdgeDefinition[] {
  const left = [...others];
  return edges.filter((edge) => {
    const at = left.findIndex((other) => isDeepStrictEqual(edge, other));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function changedPaths(before: NodeDefinition, after: NodeDefinition): string[] {
  const paths: string[] = [];
  collect(before as unknown as Json, after as unknown as Json, '', MAX_DEPTH, paths);
  return paths.slice(0, MAX_PATHS);
}

function collect(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
  depth: number,
  paths: string[],
): void {
  if (isDeepStrictEqual(before, after)) return;
  if (!isJsonObject(before) || !isJsonObject(after) || depth === 0) {
    paths.push(path === '' ? '/' : path);
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    collect(before[name], after[name], pointerTo(path, name), depth - 1, paths);
  }
}
