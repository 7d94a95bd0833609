/** Checks of a new version against the one before it. */
import { nodesOf } from '../graph.mjs';
import { describeMatcher, fits } from '../matcher.mjs';
import { readsOf } from '../references.mjs';

const byId = (definition) => new Map(nodesOf(definition).map(({ node }) => [node.id, node]));

/**
 * `{ "untouched": [M, …] }`: every node of the version before that fits none of these is there, byte by byte as it was. A node
 * that reads what was added, or no longer what was removed, may change for that; so may one that holds such a node.
 */
export function untouched({ untouched: touched }, { definition, before }) {
  const [old, now] = [before, definition].map(byId);
  const moved = new Set([
    ...[...old.keys()].filter((id) => !now.has(id)),
    ...[...now.keys()].filter((id) => !old.has(id)),
  ]);
  for (const [id, node] of old) {
    const other = now.get(id);
    const same = other !== undefined && JSON.stringify(other) === JSON.stringify(node);
    if (same || touched.some((matcher) => fits(node, matcher))) continue;
    if (other === undefined) return { expected: `"${id}" as it was`, seen: 'it is gone' };
    const reads = [...readsOf(node), ...readsOf(other)].some((each) => moved.has(each));
    const holds = nodesOf({ nodes: [node] })
      .slice(1)
      .some((inner) => moved.has(inner.node.id) || touched.some((matcher) => fits(inner.node, matcher)));
    const gained = nodesOf({ nodes: [other] })
      .slice(1)
      .some((inner) => moved.has(inner.node.id));
    if (!reads && !holds && !gained)
      return { expected: `"${id}" as it was`, seen: JSON.stringify(other).slice(0, 160) };
  }
  return undefined;
}

/** `{ "added": M }`: a node that fits is new. */
export function added({ added: matcher }, { definition, before }) {
  const old = byId(before);
  const fresh = nodesOf(definition).filter(({ node }) => !old.has(node.id));
  if (fresh.some(({ node }) => fits(node, matcher))) return undefined;
  return {
    expected: `a new ${describeMatcher(matcher)}`,
    seen: fresh.map(({ node }) => node.id).join(', ') || 'no new node',
  };
}

/** `{ "changed": M }`: a node that fits now was there before, and was other than it is. */
export function changed({ changed: matcher }, { definition, before }) {
  const old = byId(before);
  const isOther = ({ node }) => old.has(node.id) && JSON.stringify(old.get(node.id)) !== JSON.stringify(node);
  const edited = nodesOf(definition).filter(isOther);
  if (edited.some(({ node }) => fits(node, matcher))) return undefined;
  const seen = edited.map(({ node }) => node.id).join(', ') || 'nothing changed';
  return { expected: `a changed ${describeMatcher(matcher)}`, seen };
}
