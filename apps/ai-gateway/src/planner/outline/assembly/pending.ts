import type { ReadInstruction } from '../../grammar';

/** What clauses have said that is about those still to come. */
export interface Pending {
  /** A case that the next step is for. */
  condition: ReadInstruction | undefined;
  /** What is to end the next step: "until it rhymes, improve it". */
  until: ReadInstruction | undefined;
  /** What the cases that follow go by. */
  basis: string;
  /** Ways that the next instructions of the sentence are for, one each: "depending on whether …". */
  ways: (() => void)[];
  /** The last clause said what is not to happen. */
  isNegated: boolean;
  /** Clauses that were taken together with one before them. */
  readonly taken: Set<ReadInstruction>;
}
