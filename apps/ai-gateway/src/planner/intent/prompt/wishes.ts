import { forbidsAllSending } from '../../grammar/negation';
import { DETERMINERS, FILLERS } from '../../grammar/words';
import type { VerbKind } from '../../lexicon/step-kinds';
import { senseOf } from '../words/word-sense';
import { stemsOf } from '../words/stems';
import type { ReadClause } from './prompt.reader';

/** Something that the prompt asks to be done. */
export interface Wish {
  readonly kind: VerbKind;
  readonly verb: string;
  /** What it is about, in the writer's words. */
  readonly object: string;
  /** Stems of the words that say what it is about. */
  readonly stems: ReadonlySet<string>;
  /** Only done in a case that the prompt names. */
  readonly isConditional: boolean;
  /** Done for each of several things. */
  readonly isRepeated: boolean;
}

/** What the prompt asks for, and what it asks not to be done. */
export interface Wishes {
  readonly wanted: readonly Wish[];
  readonly unwanted: readonly Wish[];
}

/** Sorts the clauses of a prompt: what is told of the world is no wish. */
export function wishesOf(clauses: readonly ReadClause[]): Wishes {
  const wanted: Wish[] = [];
  const unwanted: Wish[] = [];
  for (const [at, clause] of clauses.entries()) {
    const { kind, verb, object, before } = clause;
    if (kind === undefined || isCase(clause) || isStatement(clause)) continue;
    const wish: Wish = {
      kind,
      verb,
      object,
      stems: stemsOf(object),
      isConditional: isUnderCase(clauses, at),
      isRepeated: isUnderEach(clauses, at),
    };
    const isNothing = /^(?:nothing|no)\b/i.test(object) && kind === 'deliver';
    if (isLeftTo(before)) continue;
    if (!before.some(negates) && !isNothing) wanted.push(wish);
    else if (forbidsAllSending(clause.text) || !isQualified(clauses, at)) unwanted.push(wish);
    const refused = refusedIn(clause);
    if (refused && !isQualified(clauses, at)) unwanted.push({ ...wish, ...refused });
  }
  return { wanted, unwanted };
}

/** "Let me pick one": somebody is asked, which the rule of approvals looks after. */
function isLeftTo(before: readonly string[]): boolean {
  return before.some(
    (word, at) => /^(?:let|lets|have)$/.test(word) && /^(?:me|us)$/.test(before[at + 1] ?? ''),
  );
}

const CASES: ReadonlySet<string> = new Set(['if', 'unless', 'when', 'for', 'each', 'until', 'depending']);

/** Whether a clause says when something is done, rather than what. */
function isCase({ link }: ReadClause): boolean {
  return CASES.has(link);
}

/** Cases that come from outside ("when a ticket arrives") start the run; they decide nothing in it. */
export function decides({ link, opensSentence }: ReadClause, at: number): boolean {
  return link === 'if' || link === 'unless' || (link === 'when' && (at > 0 || !opensSentence));
}

const negates = (word: string): boolean =>
  /^(?:not|never|without|avoid|no|don't|dont|doesn't|shouldn't|mustn't|can't|cannot|won't)$/.test(word);
const MODAL =
  /^(?:should|must|need|needs|to|want|wants|would|like|can|could|please|let|will|i'd|we'd|help|helps|shall)$/;
const SUBJECT = /^(?:i|we|they|he|she|people|who|which)$/;
/** A workflow is spoken of as these. */
const DOER = /^(?:it|that|which|who|you|workflow|automation|agent|bot|system|pipeline|flow|tool|assistant)$/;

/** "Our customers send us invoices", "we publish a newsletter": told, not asked for. */
function isStatement({ before, isPassive, isNamed, verb }: ReadClause): boolean {
  if (isNamed || verb === '') return false;
  if (before.some((word) => MODAL.test(word) || negates(word))) return false;
  if (isPassive) return true;
  if (before.some((word) => SUBJECT.test(word) && !DOER.test(word))) return true;
  return before.some(
    (word) => !FILLERS.has(word) && !DETERMINERS.has(word) && !DOER.test(word) && !word.endsWith('ly'),
  );
}

/** "Draft a reply but do not send it": what is refused stands behind what is asked. */
function refusedIn({ object }: ReadClause): Pick<Wish, 'kind' | 'verb' | 'object' | 'stems'> | undefined {
  const [, verb = '', rest = ''] =
    /\b(?:do not|don't|does not|doesn't|never|without|not to|rather than|instead of)\s+(?:\w+ly\s+)?([a-z]+)\b(.*)$/i.exec(
      object,
    ) ?? [];
  const reading = senseOf(verb.toLowerCase()).verb;
  return reading && { kind: reading.kind, verb, object: rest.trim(), stems: stemsOf(rest) };
}

/** "Don't send it before it is approved", "never post without asking": how, not whether. */
function isQualified(clauses: readonly ReadClause[], at: number): boolean {
  const { text } = clauses[at] as ReadClause;
  const next = clauses[at + 1];
  const goesOn = next !== undefined && !next.opensSentence && (isCase(next) || next.link === 'otherwise');
  const under = isUnderCase(clauses, at);
  return (
    goesOn ||
    under ||
    /\b(?:until|till|unless|before|without|except|only|if|when|more than|longer than|to)\b/i.test(text)
  );
}

function isUnderCase(clauses: readonly ReadClause[], at: number): boolean {
  if (clauses[at]?.link === 'otherwise') return true;
  for (let i = at - 1; i >= 0; i -= 1) {
    const clause = clauses[i] as ReadClause;
    if (decides(clause, i) && !clause.trails) return true;
    if (clauses[i + 1]?.opensSentence || clauses[i + 1]?.link === 'then') break;
  }
  for (let i = at + 1; i < clauses.length && !clauses[i]?.opensSentence; i += 1) {
    const clause = clauses[i] as ReadClause;
    if (decides(clause, i)) return clause.trails;
    if (clause.link === 'then') return false;
  }
  return false;
}

function isUnderEach(clauses: readonly ReadClause[], at: number): boolean {
  for (let i = at; i >= 0; i -= 1) {
    const clause = clauses[i] as ReadClause;
    if (clause.link === 'each' || (clause.link === 'for' && /^(?:each|every)\b/i.test(clause.text)))
      return true;
    if (/\bfor (?:each|every)\b/i.test(clause.object)) return true;
    if (clause.opensSentence) break;
  }
  return false;
}
