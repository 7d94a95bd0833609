import type { EdgeDefinition } from '@aiwf/definition';

/** What a later step reads of an earlier one. */
export interface Result {
  readonly label: string;
  /** A CEL expression of the value. */
  readonly path: string;
  /** The node that made it; empty for an input. */
  readonly node: string;
  /** Whether it is text for sure, so that expressions can join it. */
  readonly isText: boolean;
  /** Named values, which are sent as they are. */
  readonly isRecord?: boolean;
  /** A CEL expression that is true where there is a value; absent where there always is. */
  readonly guard?: string;
}

/** An edge that is still to find its target. */
export type Way = Omit<EdgeDefinition, 'target'>;

/** Something that was sent, if it was. */
export interface Sending {
  /** Where to, as people speak of it. */
  readonly to: string;
  readonly node: string;
  /** The input that has the address, where the prompt names none. */
  readonly input?: string;
}

/** Whether results become outputs of the workflow: as they are, where there are any, or not at all. */
export type Recording = 'plain' | 'guarded' | 'none';

/** How far a list of steps has been laid out: what the next step may read, and what it waits for. */
export class Flow {
  results: readonly Result[] = [];
  /** What was read by the step that made the results. */
  earlier: readonly Result[] = [];
  ways: readonly Way[] = [];
  /** The last result of each name that the next step can count on. */
  made: ReadonlyMap<string, Result> = new Map();
  /** Ways that ended before the list did. */
  ends: Way[] = [];
  sent: readonly Sending[] = [];
  /** What the workflow was given, as people have approved it. */
  given: readonly Result[] | undefined;
  /** Approvals that were asked for on the way. */
  asked: readonly string[] = [];
  /** What came of choices that made nothing new. */
  noted: readonly Result[] = [];
  /** People have approved what is done from here on. */
  isApproved = false;
  /** From here on nothing is sure to be done. */
  isGated = false;
  recording: Recording = 'plain';
  /** The branch of a choice it stands in, as names of nodes tell it. */
  branchName: string | undefined;

  /** The beginning of a list of steps that goes off here. */
  fork(
    ways: readonly Way[],
    changes: Partial<Pick<Flow, 'results' | 'recording' | 'branchName' | 'isApproved'>> = {},
  ): Flow {
    const { results, earlier, made, given, isApproved, recording, branchName } = this;
    return Object.assign(new Flow(), {
      results,
      earlier,
      made,
      given,
      isApproved,
      recording,
      branchName,
      ...changes,
      ways,
    });
  }

  /** How results of this list become outputs from here on. */
  get recorded(): Recording {
    return this.isGated && this.recording === 'plain' ? 'guarded' : this.recording;
  }

  /** Every way that leads out of the list, be it to its end or not. */
  get exits(): readonly Way[] {
    return [...this.ways, ...this.ends];
  }
}
