import type { StepKind } from '../../lexicon/step-kinds';

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
  /** What it works on or who it is for, in the writer's words; names the node where the product does not. */
  readonly about?: string;
  /** Runs at the same time as the task before it, since neither needs the other. */
  readonly beside: boolean;
  /** Also reads what the step before it read: a judgement alone does not hold the text it judges. */
  readonly rereads?: boolean;
}

/** Sends something to an address the prompt names. */
export interface Delivery {
  readonly type: 'delivery';
  readonly url: string;
  /** The result so far, what the workflow was given, that with what was said of it, or the last result of a name. */
  readonly content: 'result' | 'material' | 'judged' | { readonly product: string };
}

/** Words that decide a condition by standing in the text, or by not standing there. */
export interface Mention {
  /** ASCII letters in lower case; one of them is enough. */
  readonly words: readonly string[];
  readonly isAbsent: boolean;
  /** Looked for in the sources alone, not in what was made of them. */
  readonly onlySources?: boolean;
}

/** Asks a yes-or-no question and takes one of two ways; without an answer, the second. */
export interface Choice {
  readonly type: 'choice';
  readonly question: string;
  /** What yes means, as a clause: "it is urgent". */
  readonly condition: string;
  /** Words in the material itself that mean yes, whatever the answer; ASCII letters in lower case. */
  readonly keywords: readonly string[];
  /** Decides without asking a model. */
  readonly mention?: Mention;
  /** Not asked for in the prompt: an alert is only raised for a reason. */
  readonly isPresumed?: boolean;
  readonly sources: readonly Source[];
  readonly then: PlanItem[];
  readonly otherwise: PlanItem[];
}

export type PlanItem = Task | Delivery | Choice;
