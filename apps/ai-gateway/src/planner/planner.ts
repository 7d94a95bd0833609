import type { WorkflowDefinition } from '@aiwf/definition';
import type { Answers, Plan, PlanContext, PlanObserver, PlanRequest, Question } from './plan';

/** What one way to plan makes: a plan but for who made it. */
export type Draft = Pick<Plan, 'definition' | 'warnings' | 'repairs' | 'usage'>;

/** What is to change in a workflow. */
export interface Refinement {
  /** What the workflow was made for: its prompt, and the instructions that changed it since. */
  readonly prompt: string;
  readonly instruction: string;
  readonly answers?: Answers;
}

/** A way to make workflows. All throw HttpProblem, and give nothing that is not sound. */
export interface Planner {
  plan(
    request: PlanRequest,
    context: PlanContext,
    observer?: PlanObserver,
  ): Promise<Draft | { readonly questions: readonly Question[] }>;
  refine(before: WorkflowDefinition, refinement: Refinement, observer?: PlanObserver): Promise<Draft>;
}
