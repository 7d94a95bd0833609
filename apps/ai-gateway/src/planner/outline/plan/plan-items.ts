import type { BuiltInTool } from '@aiwf/contracts';
import type { MeasureReading } from '../../grammar';
import type { StepKind } from '../../lexicon';

/** Where a workflow's material comes from. */
export type Source = InputSource | FetchSource | ItemSource | EventSource;

/** An input of the workflow, with a sample or with what the prompt gives as its default. */
export interface InputSource {
  readonly type: 'input';
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Several are a list, whatever is done with each. */
  value: string | readonly string[];
}

/** An address that is read. */
export interface FetchSource {
  readonly type: 'fetch';
  readonly url: string;
  readonly label: string;
  /** Attempts in all; the engine's own number when absent. */
  attempts?: number;
  /** Read where its step stands, not at the beginning. */
  isPlaced?: boolean;
}

/** What a repetition is at. */
export interface ItemSource {
  readonly type: 'item';
  readonly label: string;
}

/** What an event brings that was waited for. */
export interface EventSource {
  readonly type: 'event';
  readonly label: string;
}

/** A list of texts, where a later step does something with each. */
export interface GivesList {
  readonly type: 'list';
}

/** One of several categories. */
export interface GivesOption {
  readonly type: 'option';
  readonly options: readonly string[];
}

/** Named values. */
export interface GivesFields {
  readonly type: 'fields';
  readonly fields: { readonly name: string; type: 'string' | 'number' }[];
}

/** What a step gives where plain text does not do. Later steps that read it hold the same object. */
export type Gives = GivesList | GivesOption | GivesFields;

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
  /** The writer's verb, which names the node better than the kind does. */
  readonly verb?: string;
  /** Runs at the same time as the task before it, since neither needs the other. */
  readonly beside: boolean;
  /** Also reads what the step before it read: a judgement alone does not hold the text it judges. */
  readonly rereads?: boolean;
  readonly tools?: readonly BuiltInTool[];
  /** Set where a later step needs it as data. */
  gives?: Gives;
  /** Attempts of its model calls. */
  attempts?: number;
}

/** Reads an address at its place among the steps. */
export interface Fetch {
  readonly type: 'fetch';
  readonly source: FetchSource;
}

/** Where something is sent. */
export type Destination =
  | { readonly type: 'url'; readonly url: string }
  /** The prompt names somebody and no address: an input with nothing in it, and nothing is sent while it is empty. */
  | {
      readonly type: 'input';
      readonly name: string;
      /** Who it is meant for: "the team". */
      readonly recipient: string;
      /** An e-mail address that the prompt gives; sent along. */
      readonly email?: string;
    };

/** Methods of HTTP that a prompt may name instead of POST. */
export type WritingMethod = 'PUT' | 'PATCH' | 'DELETE';

/** Sends something to an address. */
export interface Delivery {
  readonly type: 'delivery';
  readonly to: Destination;
  /** The result so far, what the workflow was given, that with what was said of it, or the last result of a name. */
  readonly content: 'result' | 'material' | 'judged' | { readonly product: string };
  /** As the prompt names it; POST when absent. */
  readonly method?: WritingMethod;
  /** Attempts in all; one when absent. */
  attempts?: number;
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
  /** Decides by a number, which a model reads from the text where it can't be counted. */
  readonly measure?: MeasureReading;
  /** Where an earlier step gives that number. */
  readonly field?: { readonly of: GivesFields; readonly name: string };
  /** Not asked for in the prompt: an alert is only raised for a reason. */
  readonly isPresumed?: boolean;
  readonly sources: readonly Source[];
  readonly then: PlanItem[];
  readonly otherwise: PlanItem[];
}

/** One of several ways that a switch takes. */
export interface Arm {
  /** As the prompt calls it: "feature request". */
  readonly label: string;
  readonly items: PlanItem[];
}

/** Takes one of several ways by the category that something falls into. */
export interface Switch {
  readonly type: 'switch';
  /** The step before it that has put it into a category. */
  readonly of: GivesOption;
  readonly arms: Arm[];
  readonly otherwise: PlanItem[];
}

/** Asks people. What follows it in its list is done when they approve. */
export interface Approval {
  readonly type: 'approval';
  /** Who is meant, as the prompt says it; empty where it says nobody. */
  readonly who: string;
  readonly isReview: boolean;
  /** What they are asked besides whether they approve: "which one I want". */
  readonly question?: string;
  /** User ids that may decide; the owner of the run when absent. */
  approvers?: readonly string[];
  /** How many of them must approve; one when absent. */
  required?: number;
  /** What is done when it is rejected. */
  readonly rejected: PlanItem[];
  /** How often what was rejected is revised and asked for again; 0: `rejected` ends the way. */
  revisions: number;
  timeoutSeconds?: number;
  /** What is done when nobody decides in time. */
  readonly late: PlanItem[];
}

/** Waits for a while, for a time, or for an event. */
export interface Wait {
  readonly type: 'wait';
  readonly until:
    | { readonly type: 'seconds'; readonly seconds: number }
    | { readonly type: 'time'; readonly iso: string }
    | { readonly type: 'input'; readonly name: string; readonly text: string };
}

/** Waits for something that happens outside, and takes one of two ways where it may come too late. */
export interface EventWait {
  readonly type: 'event';
  /** Its name, as it is sent to the run. */
  readonly name: string;
  /** What happens: "customer reply". */
  readonly event: string;
  timeoutSeconds?: number;
  readonly source: EventSource;
  readonly received: PlanItem[];
  readonly late: PlanItem[];
}

/** Does the same for each of several things. */
export interface Each {
  readonly type: 'each';
  /** What they are: an input, what a step before it gives, or what the steps right before it have made, or what a repetition has made. */
  readonly list:
    InputSource | GivesList | { readonly type: 'results' } | { readonly type: 'made'; readonly noun: string };
  readonly item: ItemSource;
  /** One of them, in the singular. */
  readonly noun: string;
  readonly items: PlanItem[];
  /** At work at the same time; the engine's own number when absent. */
  concurrency?: number;
}

/** Does the same again until something is so. */
export interface Loop {
  readonly type: 'loop';
  /** An address that each round reads anew, of which the condition speaks. */
  readonly polls?: FetchSource;
  /** What the first round begins with, where nothing was made before. */
  readonly sources: readonly Source[];
  readonly items: PlanItem[];
  /** What ends it: "it is short enough"; empty: only the number of rounds does. */
  readonly condition: string;
  /** Ends it by a length that can be counted. */
  readonly measure?: MeasureReading;
  /** Rounds at most; the engine's own number when absent. */
  maxIterations?: number;
}

/** Ways that are taken at the same time. */
export interface Parallel {
  readonly type: 'parallel';
  readonly branches: PlanItem[][];
}

/** Does something else when a step fails. */
export interface Attempt {
  readonly type: 'attempt';
  /** What may fail; empty: what the workflow fetches. */
  readonly items: PlanItem[];
  readonly failed: PlanItem[];
}

export type PlanItem =
  Task | Fetch | Delivery | Choice | Switch | Approval | Wait | EventWait | Each | Loop | Parallel | Attempt;

/** The steps of a workflow, before they are laid out as a graph. */
export interface PlanTree {
  readonly sources: readonly Source[];
  readonly items: readonly PlanItem[];
}
