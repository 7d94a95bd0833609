import type { WorkflowSummary, WorkflowView } from '@aiwf/contracts';
import type { StoredWorkflow, WorkflowLine } from './stored-workflow';

export function toView(workflow: StoredWorkflow): WorkflowView {
  const { id, prompt, createdAt, planner, model, warnings, definition } = workflow;
  return {
    workflow: definition,
    ai_metadata: {
      workflow_id: id,
      prompt,
      created_at: createdAt.toISOString(),
      planner,
      model,
      warnings,
    },
  };
}

export function toSummary({ id, name, prompt, planner, createdAt }: WorkflowLine): WorkflowSummary {
  return { workflow_id: id, name, prompt, created_at: createdAt.toISOString(), planner };
}
