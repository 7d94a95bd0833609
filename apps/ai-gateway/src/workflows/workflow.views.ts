import type {
  AiMetadata,
  Estimate,
  GeneratedWorkflow,
  GenerationAnswer,
  VersionSummary,
  WorkflowSummary,
} from '@aiwf/contracts';
import { explain } from '../explain';
import type { Question } from '../planner';
import type { StoredWorkflow, VersionLine, WorkflowLine } from './stored-workflow';

/** A workflow as its owner sees it. */
export function toView(workflow: StoredWorkflow): GeneratedWorkflow {
  const { definition } = workflow;
  return { workflow: definition, ai_metadata: metadataOf(workflow), explanation: explain(definition) };
}

/** What a prompt is answered with when a workflow could be made of it. */
export function toAnswer(workflow: StoredWorkflow, estimate: Estimate): GenerationAnswer {
  const { workflow: definition, ai_metadata, explanation } = toView(workflow);
  return { workflow: definition, ai_metadata, explanation, estimate, questions: [] };
}

/** What a prompt is answered with when something must be known first. */
export function questionsAnswer(questions: readonly Question[]): GenerationAnswer {
  return { workflow: null, ai_metadata: null, explanation: null, estimate: null, questions };
}

export function toSummary({ id, name, prompt, planner, createdAt }: WorkflowLine): WorkflowSummary {
  return { workflow_id: id, name, prompt, created_at: createdAt.toISOString(), planner };
}

export function toVersionSummary({ restoredFrom, createdAt, ...version }: VersionLine): VersionSummary {
  return { ...version, restored_from: restoredFrom, created_at: createdAt.toISOString() };
}

function metadataOf(workflow: StoredWorkflow): AiMetadata {
  const { id, prompt, createdAt, planner, model, warnings, repairs, usage } = workflow;
  const { version, origin, instruction } = workflow;
  return {
    workflow_id: id,
    prompt,
    created_at: createdAt.toISOString(),
    planner,
    model,
    warnings,
    version,
    origin,
    instruction,
    rounds: repairs.length,
    repairs,
    planning_usage: usage,
  };
}
