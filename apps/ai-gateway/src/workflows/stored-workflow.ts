import type { WorkflowDefinition } from '@aiwf/definition';

/** A generated workflow as the gateway keeps it. */
export interface StoredWorkflow {
  /** Also inside the definition. */
  id: string;
  userId: string;
  name: string;
  prompt: string;
  planner: 'llm' | 'outline';
  model: string;
  warnings: string[];
  definition: WorkflowDefinition;
  createdAt: Date;
}

/** What a list shows of a workflow; the definition, which may be large, stays out. */
export type WorkflowLine = Pick<StoredWorkflow, 'id' | 'name' | 'prompt' | 'planner' | 'createdAt'>;
