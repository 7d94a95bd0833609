import type { StepKind } from '../lexicon/step-kinds';

/** Where a workflow's material comes from: an input with a sample as its default, or an address it is fetched from. */
export type Source =
  | {
      readonly type: 'input';
      readonly name: string;
      readonly label: string;
      readonly description: string;
      readonly value: string;
    }
  | { readonly type: 'fetch'; readonly url: string; readonly label: string };

/** One step for one agent. */
export interface Task {
  readonly type: 'task';
  readonly kind: StepKind;
  /** The sentence the agent is given, in the writer's words where there are any. */
  readonly instruction: string;
  /** What comes out, in the singular; names the node and the result. */
  readonly product: string;
  /** Material it looks at besides what stands before it. */
  readonly sources: readonly Source[];
  /** Runs at the same time as the task before it, since neither needs the other. */
  readonly beside: boolean;
  /** Also reads what the step before it read: a judgement alone does not hold the text it judges. */
  readonly rereads?: boolean;
}

/** Sends the result so far to an address the prompt names. */
export interface Delivery {
  readonly type: 'delivery';
  readonly url: string;
}

/** Asks a yes-or-no question and takes one of two ways; without an answer, the second. */
export interface Choice {
  readonly type: 'choice';
  readonly question: string;
  /** Words in the material itself that mean yes, whatever the answer. */
  readonly keywords: readonly string[];
  readonly sources: readonly Source[];
  readonly then: PlanItem[];
  readonly otherwise: PlanItem[];
}

export type PlanItem = Task | Delivery | Choice;
