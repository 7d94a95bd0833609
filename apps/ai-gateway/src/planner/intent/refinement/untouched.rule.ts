import { outgoingEdges, type WorkflowDefinition } from '@aiwf/definition';
import { referencesOf } from '../graph/readers';
import { sitesOf } from '../graph/sites';
import { scopesOf, type PlacedNode } from '../graph/scopes';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import { stemsOf, shareStem } from '../words/stems';
import { addressedNodes } from './addressed';
import { isSame, type ChangedNode, type Changes } from './changes';
import type { InstructionPart } from './instruction.reader';

interface Refinement {
  readonly parts: readonly InstructionPart[];
  readonly before: WorkflowDefinition;
  readonly after: WorkflowDefinition;
  readonly changes: Changes;
}

/** What the instruction says nothing about stays as it is. */
export function untouchedStays(refinement: Refinement): IntentProblem[] {
  const { parts, before, changes } = refinement;
  if (parts.some(({ isGlobal }) => isGlobal)) return [];
  const nodes = scopesOf(before).flatMap((scope) => scope.nodes);
  const meant = parts.map((part) => ({ part, nodes: addressedNodes(part, nodes) }));
  // What speaks of nothing that is there, and adds nothing, is about all of it: a tone, a spelling.
  if (
    meant.some(
      ({ part, nodes: found }) => part.asks === 'change' && part.words.length > 0 && found.length === 0,
    )
  )
    return [];
  const addressed = idsOf(meant.flatMap(({ nodes: found }) => found));
  const dispensable = idsOf(meant.flatMap(({ part, nodes: found }) => (part.asks === 'add' ? [] : found)));
  return [
    ...changes.changed
      .filter((change) => !addressed.has(change.before.node.id) && !follows(change, changes))
      .map(({ after }) => changedUnasked(after)),
    ...changes.removed
      .filter((placed) => !dispensable.has(placed.node.id) && !isLeftOver(placed, refinement, dispensable))
      .map(removedUnasked),
    ...lostEdges(refinement, addressed),
    ...changedFrame(refinement),
  ];
}

function idsOf(nodes: readonly PlacedNode[]): ReadonlySet<string> {
  return new Set(nodes.map(({ node }) => node.id));
}

/** A node that reads what was added, or no longer what was removed, has to change with it. */
function follows({ before, after }: ChangedNode, { touched }: Changes): boolean {
  const read = (placed: PlacedNode): string[] =>
    sitesOf(placed).flatMap((site) =>
      referencesOf(site).flatMap(({ root, path }) => (root === 'nodes' ? [path[0] ?? ''] : [])),
    );
  return [...read(before), ...read(after)].some((id) => touched.has(id));
}

/** What only served a node that is gone, or that stood inside one, has nothing left to do. */
function isLeftOver(
  { node, region }: PlacedNode,
  { before, changes }: Refinement,
  addressed: ReadonlySet<string>,
): boolean {
  const gone = new Set(changes.removed.map((placed) => placed.node.id));
  if (region.holder !== undefined && gone.has(region.holder.node.id)) return true;
  const edges = scopesOf(before).flatMap(({ regions }) => regions.flatMap(({ graph }) => graph.edges ?? []));
  const near = edges.filter(({ source, target }) => source === node.id || target === node.id);
  return near.some(({ source, target }) => {
    const other = source === node.id ? target : source;
    return gone.has(other) && (addressed.has(other) || SERVES.has(node.type));
  });
}

/** Types that are there for what stands around them. */
const SERVES: ReadonlySet<string> = new Set(['condition', 'approval', 'transform', 'wait']);

/** An order between two nodes that both stay holds, directly or over what was put between them. */
function lostEdges({ before, after, parts }: Refinement, addressed: ReadonlySet<string>): IntentProblem[] {
  if (parts.some(({ text }) => /\b(?:first|before|after|earlier|later|instead|order)\b/i.test(text)))
    return [];
  const outgoing = outgoingEdges(after);
  const kept = new Set(after.nodes.map(({ id }) => id));
  const reaches = (source: string, target: string): boolean => {
    const seen = new Set([source]);
    for (const id of seen) for (const edge of outgoing.get(id) ?? []) seen.add(edge.target);
    return seen.has(target);
  };
  return (before.edges ?? [])
    .filter(({ source, target, kind }) => kind !== 'compensation' && kept.has(source) && kept.has(target))
    .filter(
      ({ source, target }) => !addressed.has(source) && !addressed.has(target) && !reaches(source, target),
    )
    .map(({ source, target }) =>
      problem(
        'untouched_changed',
        '/edges',
        `"${target}" no longer follows "${source}", though the instruction says nothing of it.`,
        `Keep the edge from "${source}" to "${target}".`,
      ),
    );
}

const OF_LIMITS =
  /\b(?:limit\w*|budget\w*|costs?|spend\w*|tokens?|calls?|timeouts?|time out|seconds|minutes|hours|max\w*|at most)\b/i;
const OF_OUTPUT =
  /\b(?:outputs?|results?|return\w*|give|show\w*|include\w*|format\w*|answers?|only|as json)\b/i;

/** Inputs, limits and output of the whole. */
function changedFrame({ before, after, parts, changes }: Refinement): IntentProblem[] {
  const said = parts.map(({ text }) => text).join('\n');
  const problems: IntentProblem[] = [];
  const add = (path: string, what: string): void => {
    const message = `${what} changed, though the instruction says nothing of it.`;
    problems.push(problem('untouched_changed', path, message, 'Keep it as it was.'));
  };
  const [old, now] = [before, after].map(
    ({ inputs }) => (inputs?.properties ?? {}) as { [name: string]: unknown },
  );
  for (const [name, schema] of Object.entries(old ?? {})) {
    const other = now?.[name];
    if (other === undefined || isSame(schema, other) || shareStem(stemsOf(name), stemsOf(said))) continue;
    add(`/inputs/properties/${name}`, `The input "${name}"`);
  }
  if (!isSame(before.limits, after.limits) && !OF_LIMITS.test(said)) add('/limits', 'The limits');
  const isUnmoved = changes.touched.size === 0 && changes.changed.length === 0;
  if (isUnmoved && !isSame(before.output, after.output) && !OF_OUTPUT.test(said))
    add('/output', 'The output');
  return problems;
}

function changedUnasked({ node, path }: PlacedNode): IntentProblem {
  const message = `${quoted(node.name ?? node.id)} changed, though the instruction says nothing of it.`;
  return problem('untouched_changed', path, message, `Keep the node "${node.id}" exactly as it was.`);
}

function removedUnasked({ node }: PlacedNode): IntentProblem {
  const message = `${quoted(node.name ?? node.id)} is gone, though the instruction says nothing of it.`;
  return problem('untouched_removed', '/nodes', message, `Keep the node "${node.id}" exactly as it was.`);
}
