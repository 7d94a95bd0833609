import {
  asksWithAt,
  doerAt,
  eachAt,
  isDoneAfter,
  isDoneFirst,
  isLabelAt,
  isSubjectOfItsOwn,
  isUntil,
  leadsInAt,
  leavesVerbOut,
} from './boundaries';
import { caseAt } from './case-words';
import { isAdverbial, isCase, type Clause, type Link } from './clause';
import { isLabel, trails, type RawClause } from './raw-clause';
import { durationAt } from './durations';
import { decidesAt } from './measure-cases';
import { modifierWidthAt } from './modifiers';
import { isArrow, isListMarker, joinTokens, type Token } from './tokens';
import { causativeAt, commandsAt, isSkippable, verbStartsAt } from './verb-starts';
import { readVerb, type VerbForm } from './word-forms';
import { DETERMINERS, FILLERS } from './words';

const THEN = /^(?:then|finally|afterwards|afterward|lastly|subsequently|thereafter|next)$/;
const JOINING = new Set(['and', 'or', 'plus', 'while', 'but', 'also', 'before']);
const LEADING: ReadonlySet<string> = new Set('for given from upon on after with every each'.split(' '));
const NEGATION = /^(?:don't|not|never|doesn't)$/;
const LEADS_ON = /^(?:and|but|or|then|,)$/;
const COORDINATING = /^(?:and|but|plus|also)$/;

/** A case that is whole, so that a verb after it is what is done: "if it fails fetch …". */
const FAILS =
  /^(?:it|that|this|the \w+) (?:fails|errors|breaks|times out|is down|is unavailable|does not work|doesn't work)$/i;

/** Words between a comma and the verb that makes it a boundary. */
const LONGEST_LEAD = 12;
/** How far ahead a comma is looked for. */
const NEAR = 15;

class ClauseSplitter {
  private readonly clauses: RawClause[] = [];
  private current: Token[] = [];
  private link: Link = 'then';
  private opensSentence = true;
  private pause = 2;
  /** Whether nothing but fillers stands in the clause so far. */
  private opening = true;
  /** Whether the case stands before what it decides. */
  private caseLeads = false;
  private insideOtherwise = false;
  private coordinated = false;
  private mood: VerbForm | undefined;
  private listItem = 0;
  private itemsSoFar = 0;
  /** Cases of the sentence that a bound has opened; each holds where those before it do not. */
  private bounds = 0;
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  split(): Clause[] {
    while (this.at < this.tokens.length) this.step();
    this.close('then');
    return this.clauses.map((clause, at) => {
      const { link, opensSentence, pause, tokens, insideOtherwise, listItem, announces } = clause;
      const isTrailing = trails(clause, this.clauses[at + 1]);
      const base = { link, opensSentence, pause, tokens, insideOtherwise, listItem, announces };
      return { ...base, trails: isTrailing };
    });
  }

  private step(): void {
    const token = this.tokens[this.at] as Token;
    if (token.type === 'stop') return this.sentenceEnds(token);
    if (token.type === 'comma' || token.type === 'colon') return this.joins(this.at + 1);
    const { opening } = this;
    const known = caseAt(this.tokens, this.at, opening);
    if (known) return this.opens(known.link, known.width);
    if (this.opensAdverbial(token)) return;
    if (THEN.test(token.lower) && this.nextWord() !== 'week' && this.previous() !== 'the')
      return this.sequence(1);
    if (token.lower === 'followed' && this.nextWord() === 'by') return this.sequence(2);
    if (/^(?:first|last)$/.test(token.lower) && this.nextWord() === 'of' && opening) return this.sequence(3);
    if (token.lower === 'after' && /^(?:that|this|which|wards)$/.test(this.nextWord()))
      return this.sequence(2);
    if (JOINING.has(token.lower)) return this.joins(this.at + 1);
    if (!opening && !this.insideCase() && asksWithAt(this.tokens, this.at)) return this.sequence(1);
    if (this.consequenceOpens()) this.close('and');
    this.push(token);
    const verb = readVerb(token.lower);
    if (opening && verb && verb.form !== 'past' && !isSkippable(token)) this.mood ??= verb.form;
    this.at += 1;
  }

  /** "For each …", "before …", "after …", "until …" and "given …", where they open a clause of their own. */
  private opensAdverbial(token: Token): boolean {
    const { tokens, at, opening } = this;
    const leads = opening || LEADS_ON.test(this.previous());
    if (leads && eachAt(tokens, at)) {
      this.opens('each', 1);
      return true;
    }
    // "If they haven't answered after two days" is one case.
    const isLimit =
      isAdverbial(this.link) && this.current.length > 1 && durationAt(tokens, at + 1) !== undefined;
    if (isDoneFirst(tokens, at) && !isLimit && !/^(?:that|this|which)$/.test(this.nextWord())) {
      this.opens('after', 1);
      return true;
    }
    if (isUntil(tokens, at)) {
      this.opens('until', 1);
      return true;
    }
    const bound = leads || this.tokens[at - 1]?.type === 'colon' ? decidesAt(tokens, at) : 0;
    if (bound > 0 && !this.insideCase()) {
      this.opens('if', 0);
      this.caseLeads = true;
      this.insideOtherwise ||= this.bounds > 0;
      this.bounds += 1;
      this.takeMeasure(bound);
      return true;
    }
    const leadsIn = opening && this.opensSentence && !this.insideCase();
    const isGiven = leadsIn && /^(?:for|given)$/.test(token.lower) && leadsInAt(tokens, at);
    if (!(leadsIn && this.hasCommaAhead()) && !isGiven) return false;
    if (isDoneAfter(tokens, at)) {
      this.opens('before', 1);
      return true;
    }
    if (!LEADING.has(token.lower)) return false;
    this.close('for');
    this.caseLeads = true;
    this.at += 1;
    return true;
  }

  /** A bound that opens a case belongs to it whole, joints and all: "between 40 and 70". */
  private takeMeasure(width: number): void {
    for (let index = 0; index < width; index += 1) this.push(this.tokens[this.at + index] as Token);
    this.opening = false;
    this.at += width;
    if (this.tokens[this.at]?.type === 'word') this.close('and');
  }

  private push(token: Token): void {
    this.current.push(token);
    this.opening &&= isSkippable(token);
  }

  /** A comma or "and" ends the clause only where a verb follows. */
  private joins(from: number): void {
    let at = from;
    let link: Link = 'and';
    const joint = this.tokens[this.at] as Token;
    let byWord = COORDINATING.test(joint.lower);
    let next = this.tokens[at];
    const asides: Token[] = [];
    while (
      next &&
      at < from + LONGEST_LEAD &&
      (isSkippable(next) || next.type === 'comma' || JOINING.has(next.lower) || this.isAside(at))
    ) {
      if (THEN.test(next.lower)) link = 'then';
      if (link !== 'then') asides.push(...this.modifierTokens(at));
      byWord ||= COORDINATING.test(next.lower);
      at += Math.max(1, modifierWidthAt(this.tokens, at));
      next = this.tokens[at];
    }
    const before = joint.lower === 'before';
    if (this.splitsAt(joint, at)) {
      if (link === 'then') this.current.push(...asides);
      const goesOn = (this.link === 'after' || this.link === 'before') && this.isGerund(at) && !before;
      this.close(before ? 'before' : goesOn ? this.link : link, joint.type === 'colon');
      this.coordinated = byWord;
      // "While translating it" says beside what it is done.
      if (joint.lower === 'while') this.current.push(joint);
      this.at = link === 'then' ? at : this.at + 1;
      return;
    }
    this.push(joint);
    this.at += 1;
  }

  /** "All at once" between two clauses belongs to the one before "then". */
  private modifierTokens(at: number): readonly Token[] {
    return this.tokens.slice(at, at + modifierWidthAt(this.tokens, at));
  }

  /** "Don't", "never" and "at the same time" before a verb. */
  private isAside(at: number): boolean {
    return NEGATION.test(this.tokens[at]?.lower ?? '') || modifierWidthAt(this.tokens, at) > 0;
  }

  private splitsAt(joint: Token, at: number): boolean {
    if (joint.lower === 'before') return isDoneAfter(this.tokens, this.at);
    if (causativeAt(this.tokens, this.at + 1)) return true;
    if (!this.insideCase() && leadsInAt(this.tokens, at)) return true;
    if (joint.type !== 'word' && isLabelAt(this.tokens, this.at + 1)) return true;
    if (eachAt(this.tokens, at)) return true;
    if (!this.insideCase()) return verbStartsAt(this.tokens, at, this.mood) || this.subjectOpens(joint);
    if (joint.type === 'comma') return verbStartsAt(this.tokens, at, undefined) || !this.hasCommaAhead();
    if ((this.link === 'after' || this.link === 'before') && this.isGerund(at)) return true;
    return !this.caseLeads && commandsAt(this.tokens, at);
  }

  /** "Bugs go to …, questions …": after a clause that says what becomes of one thing, one on another. */
  private subjectOpens(joint: Token): boolean {
    if (joint.type === 'colon')
      return isSubjectOfItsOwn(this.tokens, this.at + 1) || doerAt(this.tokens, this.at + 1);
    if (joint.type !== 'comma' && joint.lower !== 'and') return false;
    const from = this.tokens[this.at + 1]?.lower === 'and' ? this.at + 2 : this.at + 1;
    if (doerAt(this.tokens, from) && doerAt(this.current, 0)) return true;
    const isNext = isSubjectOfItsOwn(this.tokens, this.at + 1) || leavesVerbOut(this.tokens, this.at + 1);
    return isNext && (isSubjectOfItsOwn(this.current, 0) || leavesVerbOut(this.current, 0));
  }

  private isGerund(at: number): boolean {
    return readVerb(this.tokens[at]?.lower ?? '')?.form === 'gerund';
  }

  private insideCase(): boolean {
    return isAdverbial(this.link) || this.link === 'for' || this.link === 'each' || this.link === 'before';
  }

  /** "If it is urgent notify the manager": no comma tells where the case ends, so the verb does. */
  private consequenceOpens(): boolean {
    if (!this.insideCase() || !this.caseLeads || this.current.length < 2) return false;
    if (this.link !== 'each' && this.consequenceFollowsComma() && !FAILS.test(joinTokens(this.current)))
      return false;
    const before = this.previous();
    return before !== 'to' && !DETERMINERS.has(before) && commandsAt(this.tokens, this.at);
  }

  private opens(link: Link, width: number): void {
    const isAgain =
      this.current.every(({ lower }) => FILLERS.has(lower) || lower === 'only') && this.insideCase();
    if (!isAgain) this.caseLeads = this.opening || LEADS_ON.test(this.previous());
    this.close(link);
    this.at += width;
  }

  private sequence(width: number): void {
    this.close('then');
    this.at += width;
  }

  private sentenceEnds(token: Token): void {
    // After a label an arrow says no more than a colon does.
    if (isArrow(token) && isLabel(this.current, this.link)) {
      this.close('then', true);
      this.at += 1;
      return;
    }
    this.close('then');
    if (token.text === '\n') this.listItem = 0;
    if (isListMarker(token)) {
      this.itemsSoFar += 1;
      this.listItem = this.itemsSoFar;
    }
    const pause = token.text === ';' ? 1 : 2;
    this.pause = this.opensSentence ? Math.max(pause, this.pause) : pause;
    this.opensSentence = true;
    this.bounds = 0;
    this.mood = undefined;
    this.at += 1;
  }

  private close(next: Link, announced = false): void {
    const endsInColon = this.current.at(-1)?.type === 'colon';
    if (endsInColon) this.current.pop();
    while (this.endsOpen(next)) this.current.pop();
    const { link, opensSentence, pause, insideOtherwise, coordinated, listItem } = this;
    // "If so" is a whole case, although it is made of fillers.
    const onlyData = this.current.length > 0 && this.current.every(({ type }) => type === 'literal');
    const before = this.clauses.at(-1);
    if (onlyData && before) {
      this.clauses.splice(-1, 1, { ...before, tokens: [...before.tokens, ...this.current] });
      this.current = [];
    }
    if (joinTokens(this.current) !== '' && (!this.opening || isCase(link))) {
      const announces = announced || endsInColon;
      const clause = { opensSentence, pause, insideOtherwise, coordinated, listItem, announces };
      const isHeading = announces && isLabel(this.current, this.link);
      const opened = { ...clause, link: isHeading ? ('case' as const) : link, mayLead: this.caseLeads };
      this.clauses.push({ ...opened, tokens: this.current });
      this.opensSentence = false;
      this.pause = 0;
      this.insideOtherwise = false;
    }
    const isEmpty = this.current.length === 0;
    const keepsCase = isEmpty && link === 'otherwise' && next === 'and';
    this.insideOtherwise ||= isEmpty && link === 'otherwise' && isCase(next);
    this.coordinated = false;
    this.current = [];
    this.opening = true;
    this.link = keepsCase ? 'otherwise' : next;
  }

  /** "… and", "… only" before a case: the last word belongs to what follows. */
  private endsOpen(next: Link): boolean {
    const last = this.current.at(-1)?.lower ?? '';
    return LEADS_ON.test(last) || (isCase(next) && last === 'only');
  }

  /** A comma ahead after which what the case decides may stand. */
  private consequenceFollowsComma(): boolean {
    for (let at = this.at + 1; at < this.at + NEAR; at += 1) {
      const type = this.tokens[at]?.type;
      if (type === 'comma') return caseAt(this.tokens, at + 1, true)?.link !== 'otherwise';
      if (type === undefined || type === 'stop') return false;
    }
    return false;
  }

  private hasCommaAhead(): boolean {
    for (let at = this.at + 1; at < this.at + NEAR; at += 1) {
      const type = this.tokens[at]?.type;
      if (type === 'comma') return true;
      if (type === undefined || type === 'stop') return false;
    }
    return false;
  }

  private nextWord(): string {
    return this.tokens[this.at + 1]?.lower ?? '';
  }

  private previous(): string {
    return this.tokens[this.at - 1]?.lower ?? '';
  }
}

/** Splits a prompt at sentence ends, sequence words, cases, and at commas and "and" that a verb follows. */
export function splitClauses(tokens: readonly Token[]): Clause[] {
  return new ClauseSplitter(tokens).split();
}
