import type { Scope } from '@aiwf/definition';
import type { LlmCallBudget } from '../llm-call-budget';
import type { Outbox } from '../outbox';
import type { Progress } from '../progress';
import type { ExecutionSettings } from '../run-input';

/** What a node may see and use of its run. */
export interface NodeContext {
  executionId: string;
  settings: ExecutionSettings;
  /** With `input` rendered once the node runs. */
  scope: Scope;
  budget: LlmCallBudget;
  outbox: Outbox;
  progress: Progress;
}
