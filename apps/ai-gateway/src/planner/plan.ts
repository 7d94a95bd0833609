import type { WorkflowDefinition } from '@aiwf/definition';

/** A workflow made of a prompt: sound, not yet stored. */
export interface Plan {
  readonly definition: WorkflowDefinition;
  readonly planner: 'outline' | 'llm';
  /** The model that planned, or for an outline the one that its agents will run on. */
  readonly model: string;
  /** What the reader should know: what was assumed, left out or done otherwise. */
  readonly warnings: string[];
}

/** Who asks, for the log. */
export interface PlanContext {
  readonly userId: string;
  readonly requestId: string;
}
