import type { NodeDefinition } from '@aiwf/definition';
import type { EditableGraph } from './regions';
import { reads } from './values';

const single = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function nodeIn({ nodes }: EditableGraph, id: string): NodeDefinition | undefined {
  return nodes.find((node) => node.id === id);
}

/** Whether a condition only asks whether an address or a time is given. */
function asksForInput(node: NodeDefinition): boolean {
  if (node.type !== 'condition') return false;
  const [only, ...more] = node.config.branches;
  return only !== undefined && more.length === 0 && /^inputs\.\w+ != ""$/.test(only.when);
}

/**
 * Where the sending of something begins: at the approval and the question for an address that stand right before the
 * request and before nothing else.
 */
export function entryOf(graph: EditableGraph, id: string): string {
  let entry = id;
  for (;;) {
    const way = single(graph.edges.filter(({ target }) => target === entry));
    const before = way && nodeIn(graph, way.source);
    if (!way || !before) return entry;
    const guards = before.type === 'approval' && way.branch === 'approved' && sendsItsData(graph, before, id);
    if (!guards && !asksForInput(before)) return entry;
    entry = before.id;
  }
}

/** An approval that shows what one request sends, and nothing else. */
function sendsItsData(graph: EditableGraph, approval: NodeDefinition, sent: string): boolean {
  const readers = graph.nodes.filter((node) => reads(node, approval.id));
  return (
    readers.every((node) => node.id === sent || node.type === 'transform') &&
    readers.some((node) => node.id === sent)
  );
}

/** All that belongs to the sending of something: what leads to it, and what only tells what became of it. */
export function blockOf(graph: EditableGraph, id: string): ReadonlySet<string> {
  const block = new Set([id]);
  const entry = entryOf(graph, id);
  for (let at = id; at !== entry;) {
    const way = graph.edges.find(({ target }) => target === at);
    if (!way) break;
    block.add(way.source);
    at = way.source;
  }
  for (const node of graph.nodes) {
    const isTold = node.type === 'transform' && reads(node, id);
    const others = graph.edges.filter(({ target, source }) => target === node.id && !block.has(source));
    const isLast = !graph.edges.some(({ source }) => source === node.id);
    if (isTold && isLast && others.length === 0) block.add(node.id);
  }
  return block;
}
