import type { CrewNode, NodeDefinition, Subgraph } from '@aiwf/definition';
import type { AskedTool, LlmCallInput, ToolCallInput } from './activities.contract';
import type { ExecutionSettings } from './run-input';

/** Tools that only compute. */
const QUICK_TOOLS: ReadonlySet<string> = new Set(['calculator', 'current_time']);

/**
 * Whether a model call is made as a local activity: it then costs no round trip to Temporal, since its result stands in the
 * ledger before the workflow knows it.
 */
export function isLocalTurn(
  { model, fallback_model }: LlmCallInput,
  { local_calls }: ExecutionSettings,
): boolean {
  if (!local_calls) return false;
  const named = fallback_model ?? model;
  return named === undefined ? local_calls.own_model : local_calls.models.includes(named);
}

/** The same of a tool call; what can't be undone never is. */
export function isLocalTool(
  { answer, again }: ToolCallInput,
  { name, effect }: Pick<AskedTool, 'name' | 'effect'>,
  { local_calls }: ExecutionSettings,
): boolean {
  if (!local_calls || again || effect === 'irreversible') return false;
  return answer !== undefined || QUICK_TOOLS.has(name);
}

/**
 * The nodes of a graph that never work beside another one, whatever its conditions say. Only their calls may be local:
 * those of one workflow are made one after another, so that branches would wait for each other. A node with a time limit
 * isn't among them, since a workflow hears of a timer late while a local activity is under way.
 */
export function nodesAlone({ nodes, edges = [] }: Subgraph): ReadonlySet<string> {
  const alone = new Set<string>();
  // A join that doesn't wait for all starts beside those it doesn't wait for.
  if (nodes.some(({ join }) => join !== undefined && join !== 'all')) return alone;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const before = Map.groupBy(edges, ({ target }) => target);
  const after = Map.groupBy(edges, ({ source }) => source);
  const waitsFor = new Map(nodes.map(({ id }) => [id, sources(before.get(id)).size]));
  const ready = nodes.filter(({ id }) => waitsFor.get(id) === 0);
  /** Settled nodes that no settled node follows: the next one is alone when it follows all of them. */
  const ends = new Set<string>();
  while (ready.length > 0) {
    const node = ready.pop() as NodeDefinition;
    const followed = sources(before.get(node.id));
    const followsAll = [...ends].every((id) => followed.has(id));
    if (ready.length === 0 && followsAll && works(node)) alone.add(node.id);
    for (const id of followed) ends.delete(id);
    ends.add(node.id);
    for (const target of new Set((after.get(node.id) ?? []).map((edge) => edge.target))) {
      const left = (waitsFor.get(target) ?? 0) - 1;
      waitsFor.set(target, left);
      if (left === 0) ready.push(byId.get(target) as NodeDefinition);
    }
  }
  return alone;
}

/** By itself one thing at a time. */
function works(node: NodeDefinition): boolean {
  return node.timeout_seconds === undefined && (node.type !== 'crew' || oneTaskAtATime(node));
}

function oneTaskAtATime({ config: { process, tasks } }: CrewNode): boolean {
  return process !== 'hierarchical' && !tasks.some((task) => task.async === true);
}

function sources(edges: readonly { source: string }[] = []): ReadonlySet<string> {
  return new Set(edges.map(({ source }) => source));
}
