import { DEFINITION_CAPS, jsonDepth, type NodeDefinition } from '@aiwf/definition';
import { PLANNED_NODE_TYPES } from '../../ground';
import type { PlanObserver } from '../../plan';
import { isFields } from './json-access';
import { NodeStream } from './node-stream';

const PLANNED: ReadonlySet<unknown> = new Set(PLANNED_NODE_TYPES.map(({ type }) => type));

/** Tells of nodes as they come. Nobody has judged them yet, but that they are nodes by their look. */
export function nodeListener(observer: PlanObserver | undefined): (piece: string) => void {
  if (!observer) return () => undefined;
  const stream = new NodeStream((node) => {
    if (looksLikeNode(node)) observer.node(node);
  });
  return (piece) => stream.push(piece);
}

function looksLikeNode(node: unknown): node is NodeDefinition {
  return (
    isFields(node) &&
    typeof node['id'] === 'string' &&
    PLANNED.has(node['type']) &&
    isFields(node['config']) &&
    jsonDepth(node, DEFINITION_CAPS.maxJsonDepth) <= DEFINITION_CAPS.maxJsonDepth
  );
}
