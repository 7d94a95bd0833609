import type { ErrorItem } from '@aiwf/contracts';
import type { Json, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';

/** What a workflow is to be made of. */
export interface PlanRequest {
  readonly prompt: string;
  /** Ask instead of guessing where something needed is missing. */
  readonly clarify?: boolean;
  /** What was answered to questions asked before, by their ids. */
  readonly answers?: Answers;
}

/** Answers to questions, by their ids. */
export type Answers = { readonly [questionId: string]: Json };

/** Something needed that the prompt does not say. */
export interface Question {
  /** `snake_case`; the same prompt always yields the same ids. */
  readonly id: string;
  readonly question: string;
  readonly type: 'text' | 'number' | 'boolean' | 'url' | 'choice';
  /** What may be answered, for a `choice`. */
  readonly options?: readonly string[];
  /** What is taken when it is left open; null: the workflow gets an input for it. */
  readonly default: Json;
}

/** A workflow, or what must be known first. */
export type PlanOutcome = { readonly plan: Plan } | { readonly questions: readonly Question[] };

/** A workflow made of a prompt: sound, not yet stored. */
export interface Plan {
  readonly definition: WorkflowDefinition;
  readonly planner: 'outline' | 'llm';
  /** The model that planned, or for an outline the one that its agents will run on. */
  readonly model: string;
  /** What the reader should know: what was assumed, left out or done otherwise. */
  readonly warnings: readonly string[];
  /** The rounds in which what the model had planned was sent back, oldest first. */
  readonly repairs: readonly Repair[];
  readonly usage: PlanningUsage;
}

/** What was wrong with one plan of the model, by the validator and by the intent checks. */
export interface Repair {
  readonly problems: readonly ErrorItem[];
}

/** What planning itself took. */
export interface PlanningUsage {
  readonly llm_calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** US dollars; null: the price of the model is not known. */
  readonly cost_usd: number | null;
}

/** Is told how planning goes while it goes. */
export interface PlanObserver {
  /** A node is planned; what is told after a repair takes the place of what was told before it. */
  node(node: NodeDefinition): void;
  /** A plan was sent back. */
  repair(repair: Repair): void;
}

/** Who asks, for the log. */
export interface PlanContext {
  readonly userId: string;
  readonly requestId: string;
}
