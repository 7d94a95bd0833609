import type { Effect } from '@aiwf/definition';
import type { McpServerConfig } from '@aiwf/platform';

/** What a server says of its tool. */
interface Annotations {
  readOnlyHint?: boolean | undefined;
  idempotentHint?: boolean | undefined;
}

/**
 * What a tool does to the world: as the operator says, else as the server says, else `irreversible`, since nothing is
 * known then.
 */
export function effectOf(config: McpServerConfig, tool: string, annotations: Annotations = {}): Effect {
  if (Object.hasOwn(config.effects, tool)) return config.effects[tool] as Effect;
  if (annotations.readOnlyHint) return 'read';
  return annotations.idempotentHint ? 'idempotent' : 'irreversible';
}

/** Whether a person must approve a call of the tool: an irreversible one, unless the operator's policy is `never`. */
export function needsApproval({ approval }: McpServerConfig, tool: string, effect: Effect): boolean {
  if (effect !== 'irreversible') return false;
  if (typeof approval === 'string') return approval === 'required';
  return !Object.hasOwn(approval, tool) || approval[tool] === 'required';
}
