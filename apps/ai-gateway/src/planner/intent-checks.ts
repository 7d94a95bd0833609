import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';

/** Whether a workflow does what was asked, as opposed to whether it can run. Pure and instant. */
export interface IntentChecks {
  /** What of the prompt a workflow does not do, or does otherwise. */
  checkIntent(prompt: string, definition: WorkflowDefinition): ErrorItem[];
  /** What of an instruction a changed workflow does not do, and what it changes beside. */
  checkRefinement(instruction: string, before: WorkflowDefinition, after: WorkflowDefinition): ErrorItem[];
}

/** Injection token of the {@link IntentChecks}. */
export const INTENT_CHECKS = Symbol('INTENT_CHECKS');
