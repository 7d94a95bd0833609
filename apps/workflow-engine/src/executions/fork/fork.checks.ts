import { upstreamOf, type JsonObject, type WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import type { ForkChange } from './fork-seeds';
import type { ParentNode } from './fork-plan';

/** Ids that one message names. */
const MAX_NAMED = 5;

/**
 * @throws HttpProblem 422 for a fork that changes nothing, and for nodes that there are not; 409 `node_never_ran` for nodes
 * that the parent never came to, with what to do
 */
export function assertForkable(change: ForkChange, nodes: readonly ParentNode[]): void {
  const { from_node, outputs, inputs, definition } = change;
  if (!from_node && !outputs && !inputs && !definition) {
    throw new HttpProblem('invalid_fork', {
      detail: 'Say what is to be another way: send from_node, outputs, inputs or definition',
    });
  }
  const named = [
    ...(from_node === undefined ? [] : [{ id: from_node, path: '/from_node' }]),
    ...Object.keys(outputs ?? {}).map((id) => ({ id, path: `/outputs/${id}` })),
  ];
  const known = new Map(nodes.map((node) => [node.id, node]));
  for (const { id, path } of named) {
    assertKnown(id, path, change.after);
    assertRan(id, known, change);
  }
  if (from_node !== undefined && outputs?.[from_node] !== undefined) {
    throw new HttpProblem('invalid_fork', {
      detail: `"${from_node}" can't both run again and have an edited output`,
      errors: [{ path: '/from_node', message: `"${from_node}" is in outputs too`, hint: 'Leave one out' }],
    });
  }
}

/** What a fork's inputs are before their defaults: the parent's, as far as the definition knows them, and those given. */
export function inputsOfFork(
  before: JsonObject,
  given: JsonObject | undefined,
  { inputs }: WorkflowDefinition,
): JsonObject {
  const known = inputs?.properties;
  const kept = Object.entries(before).filter(
    ([name]) => typeof known !== 'object' || known === null || Object.hasOwn(known, name),
  );
  return { ...Object.fromEntries(kept), ...given };
}

function assertKnown(id: string, path: string, { nodes }: WorkflowDefinition): void {
  if (nodes.some((node) => node.id === id)) return;
  const ids = nodes.slice(0, MAX_NAMED).map((node) => node.id);
  const more = nodes.length > ids.length ? ', …' : '';
  throw new HttpProblem('invalid_fork', {
    detail: `There is no node "${id}" in the graph: name one of ${ids.join(', ')}${more}`,
    errors: [
      { path, message: `There is no node "${id}"`, hint: 'Nodes inside maps and loops run with theirs' },
    ],
  });
}

function assertRan(id: string, known: ReadonlyMap<string, ParentNode>, { after }: ForkChange): void {
  const status = known.get(id)?.status;
  if (status === 'completed' || status === 'failed' || status === 'running') return;
  const ran = [...upstreamOf(after, id)].filter((each) => known.get(each)?.status === 'completed');
  const instead =
    ran.length === 0
      ? 'retry the execution, or execute the workflow anew'
      : `fork from a node before it that ran (${ran.slice(-MAX_NAMED).join(', ')}), or edit its output`;
  const state = status === 'skipped' ? 'was skipped' : 'has not run';
  throw new HttpProblem('node_never_ran', {
    detail: `The node "${id}" ${state} in that execution: ${instead}`,
  });
}
