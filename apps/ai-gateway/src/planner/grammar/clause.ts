import type { Token } from './tokens';

/**
 * How a clause goes on from the one before it: beside it, after it, as a case of a choice, or as what says when, how
 * long, for what or in which case the rest is done.
 */
export type Link =
  | 'and'
  | 'then'
  | 'if'
  | 'unless'
  | 'when'
  | 'otherwise'
  /** "Depending on whether it is a, b or c, …": what follows are the ways, in that order. */
  | 'depending'
  /** What the sentence is about: "given a topic, …". */
  | 'for'
  /** "For each ticket, …" */
  | 'each'
  /** "… until it is short enough" */
  | 'until'
  /** Done before what it stands beside: "after summarising it, …". */
  | 'after'
  /** Done after what it stands beside: "before sending it, …". */
  | 'before'
  /** A label: "billing: …", "billing -> …". */
  | 'case';

/** A stretch of the prompt with at most one instruction in it. */
export interface Clause {
  readonly link: Link;
  /** The whole clause, as it was written. */
  readonly tokens: readonly Token[];
  /** First of its sentence, where "otherwise" no longer reaches. */
  readonly opensSentence: boolean;
  /** How far it is set apart from the clause before it: 2 by the end of a sentence, 1 by a semicolon, else 0. */
  readonly pause: number;
  /** A case that is put after what it decides ("post it if it is urgent"). */
  readonly trails: boolean;
  /** A case that is only asked when the one before it does not hold ("otherwise if"). */
  readonly insideOtherwise: boolean;
  /** Which item of a list it stands in, from 1; 0 outside of lists. */
  readonly listItem: number;
  /** One of several things that one verb names, or that several people do; works on what the one before it works on. */
  readonly sharesVerb?: boolean;
  /** Ended by a colon, so that what follows belongs to it. */
  readonly announces: boolean;
}

/** Whether a clause says under which condition something is done. */
export function isCase(link: Link): boolean {
  return link === 'if' || link === 'unless' || link === 'when';
}

/** Whether a clause says when or how long something is done, and does not stand for itself. */
export function isAdverbial(link: Link): boolean {
  return isCase(link) || link === 'after' || link === 'until' || link === 'depending';
}
