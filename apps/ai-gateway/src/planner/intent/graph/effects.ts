import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import type { Effect, HttpRequestConfig, NodeDefinition } from '@aiwf/definition';
import type { PlacedNode } from './scopes';

/** What calling a tool does, and whether the engine asks a person each time before it does. */
export interface ToolEffect {
  readonly effect: Effect;
  readonly needsApproval: boolean;
}

/** Tools by their names; one that is not among them, nor built in, is taken to be irreversible. */
export type ToolEffects = ReadonlyMap<string, ToolEffect>;

const READING_TOOLS: ReadonlySet<string> = new Set([...BUILT_IN_TOOLS, 'ask_human']);

/** Tools of a node's agents, with their places. */
export function toolsOf({ node, path }: PlacedNode): { readonly tool: string; readonly path: string }[] {
  const list = (tools: readonly string[] | undefined, at: string): { tool: string; path: string }[] =>
    (tools ?? []).map((tool, index) => ({ tool, path: `${at}/tools/${index}` }));
  if (node.type === 'agent') return list(node.config.tools, `${path}/config`);
  if (node.type !== 'crew') return [];
  return node.config.agents.flatMap(({ tools }, index) => list(tools, `${path}/config/agents/${index}`));
}

/** Whether a tool only looks. */
function isReadingTool(tool: string, tools: ToolEffects): boolean {
  return READING_TOOLS.has(tool) || tools.get(tool)?.effect === 'read';
}

/**
 * Whether a request changes something in a way that nothing takes back. What the request declares of itself is not
 * believed where its method says more: whoever drew the graph declared it too. A deletion repeats without harm, and
 * still what it deletes is gone.
 */
export function isIrreversibleRequest({
  method = 'GET',
  effect,
  idempotency_key: key,
}: HttpRequestConfig): boolean {
  if (effect === 'irreversible' || method === 'DELETE') return true;
  return (method === 'POST' || method === 'PATCH') && key === undefined;
}

/** Whether a request only reads, by its method. */
function isReadingRequest({ method = 'GET', effect }: HttpRequestConfig): boolean {
  return (method === 'GET' || method === 'HEAD') && (effect === undefined || effect === 'read');
}

/** Whether a node itself does something outside: a request that writes, a tool that does. */
export function acts(placed: PlacedNode, tools: ToolEffects): boolean {
  const { node } = placed;
  if (node.type === 'http_request') return !isReadingRequest(node.config);
  return toolsOf(placed).some(({ tool }) => !isReadingTool(tool, tools)) || isStoredWorkflow(node);
}

/** A workflow that is only named: what it does is not to be seen here. */
export function isStoredWorkflow(node: NodeDefinition): boolean {
  return node.type === 'workflow' && node.config.definition === undefined;
}
