import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';
import { caseAt, type Link } from './case-words';
import { phraseVerbAt } from './phrase-verbs';
import { joinTokens, type Token } from './tokens';
import { readVerb, type VerbForm } from './word-forms';

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
}

/** A clause before it is known on which side of its case the sentence goes on. */
interface RawClause extends Omit<Clause, 'trails'> {
  /** Whether the case opens its sentence, or follows a comma or a conjunction. */
  readonly mayLead: boolean;
  /** Joined to the clause before it by a word, not by a comma alone. */
  readonly coordinated: boolean;
}

const THEN = /^(?:then|finally|afterwards|afterward|lastly|subsequently|thereafter|next)$/;
const JOINING = new Set(['and', 'or', 'plus', 'while', 'but', 'also', 'before']);
const LEADING: ReadonlySet<string> = new Set('for given from upon on after with every each'.split(' '));

function isSkippable(token: Token): boolean {
  return (
    token.type === 'word' &&
    (FILLERS.has(token.lower) || (token.lower.endsWith('ly') && !readVerb(token.lower)))
  );
}

/** Whether a verb stands here, judged by the verbs before it and by what follows. */
export function verbStartsAt(tokens: readonly Token[], at: number, mood: VerbForm | undefined): boolean {
  const token = tokens[at];
  if (token?.type !== 'word') return false;
  if (phraseVerbAt(tokens, at)) return true;
  const verb = readVerb(token.lower);
  if (!verb || verb.form === 'past') return false;
  if (!verb.alsoNoun) return true;
  if (mood !== undefined && verb.form !== mood) return false;
  const next = tokens[at + 1];
  if (verb.kind === 'wait')
    return next?.lower === 'for' || next?.lower === 'until' || /^\d/.test(next?.lower ?? '');
  if (next?.type === 'literal' || next?.type === 'url') return true;
  if (next?.type !== 'word' || CONJUNCTIONS.has(next.lower)) return false;
  if (DETERMINERS.has(next.lower) || PRONOUNS.has(next.lower) || next.lower === 'to') return true;
  return !PREPOSITIONS.has(next.lower) && readVerb(next.lower)?.alsoNoun !== false;
}

const LEADS_ON = /^(?:and|but|or|then|,)$/;

const COORDINATING = /^(?:and|but|plus|also)$/;

/** Whether a clause says under which condition something is done. */
function isCase(link: Link): boolean {
  return link === 'if' || link === 'unless' || link === 'when';
}

/** After a comma a case leads only where the sentence goes on with something it can decide. */
function trails({ link, opensSentence, mayLead }: RawClause, next: RawClause | undefined): boolean {
  if (!isCase(link) || opensSentence) return false;
  if (!mayLead || !next || next.opensSentence || next.link === 'otherwise' || next.coordinated) return true;
  return isCase(next.link) && next.tokens.length === 1 && next.tokens[0]?.lower === 'not';
}

/** Words between a comma and the verb that makes it a boundary. */
const LONGEST_LEAD = 12;

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
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  split(): Clause[] {
    while (this.at < this.tokens.length) this.step();
    this.close('then');
    return this.clauses.map((clause, at) => {
      const { link, opensSentence, pause, tokens, insideOtherwise } = clause;
      const isTrailing = trails(clause, this.clauses[at + 1]);
      return { link, opensSentence, pause, tokens, insideOtherwise, trails: isTrailing };
    });
  }

  private step(): void {
    const token = this.tokens[this.at] as Token;
    if (token.type === 'stop') return this.sentenceEnds();
    if (token.type === 'comma' || token.type === 'colon') return this.joins(this.at + 1);
    const { opening } = this;
    const known = caseAt(this.tokens, this.at, opening);
    if (known) return this.caseOpens(known.link, known.width);
    if (
      opening &&
      this.opensSentence &&
      this.link !== 'for' &&
      LEADING.has(token.lower) &&
      this.hasCommaAhead()
    ) {
      this.close('for');
      this.at += 1;
      return;
    }
    if (THEN.test(token.lower) && this.nextWord() !== 'week' && this.previous() !== 'the')
      return this.sequence(1);
    if (token.lower === 'followed' && this.nextWord() === 'by') return this.sequence(2);
    if (token.lower === 'after' && /^(?:that|this|which|wards)$/.test(this.nextWord()))
      return this.sequence(2);
    if (JOINING.has(token.lower)) return this.joins(this.at + 1);
    if (this.consequenceOpens()) this.close('and');
    this.push(token);
    const verb = readVerb(token.lower);
    if (opening && verb && verb.form !== 'past' && !isSkippable(token)) this.mood ??= verb.form;
    this.at += 1;
  }

  private push(token: Token): void {
    this.current.push(token);
    this.opening &&= isSkippable(token);
  }

  /** A comma or "and" ends the clause only where a verb follows. */
  private joins(from: number): void {
    let at = from;
    let link: Link = 'and';
    let byWord = COORDINATING.test((this.tokens[this.at] as Token).lower);
    let next = this.tokens[at];
    while (
      next &&
      at < from + LONGEST_LEAD &&
      (isSkippable(next) || next.type === 'comma' || JOINING.has(next.lower))
    ) {
      if (THEN.test(next.lower)) link = 'then';
      byWord ||= COORDINATING.test(next.lower);
      at += 1;
      next = this.tokens[at];
    }
    const before = (this.tokens[this.at] as Token).lower === 'before';
    const isComma = (this.tokens[this.at] as Token).type === 'comma';
    const splits = this.insideCase()
      ? isComma
        ? verbStartsAt(this.tokens, at, undefined) || !this.hasCommaAhead()
        : !this.caseLeads && this.commandsAt(at)
      : verbStartsAt(this.tokens, at, before ? undefined : this.mood);
    if (splits) {
      this.close(before ? 'then' : link);
      this.coordinated = byWord;
      this.at = link === 'then' ? at : this.at + 1;
      return;
    }
    this.push(this.tokens[this.at] as Token);
    this.at += 1;
  }

  private insideCase(): boolean {
    return isCase(this.link) || this.link === 'for';
  }

  /** "If it is urgent notify the manager": no comma tells where the case ends, so the verb does. */
  private consequenceOpens(): boolean {
    if (!this.insideCase() || !this.caseLeads || this.current.length < 2 || this.consequenceFollowsComma())
      return false;
    return this.previous() !== 'to' && !DETERMINERS.has(this.previous()) && this.commandsAt(this.at);
  }

  /** A verb in its base form that can be nothing else, or has an object of its own. */
  private commandsAt(at: number): boolean {
    const verb = readVerb(this.tokens[at]?.lower ?? '');
    if (verb?.form !== 'base') return false;
    const next = this.tokens[at + 1];
    const lower = next?.lower ?? '';
    return !verb.alsoNoun || next?.type === 'url' || DETERMINERS.has(lower) || PRONOUNS.has(lower);
  }

  private caseOpens(link: Link, width: number): void {
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

  private sentenceEnds(): void {
    this.close('then');
    const pause = this.tokens[this.at]?.text === ';' ? 1 : 2;
    this.pause = this.opensSentence ? Math.max(pause, this.pause) : pause;
    this.opensSentence = true;
    this.mood = undefined;
    this.at += 1;
  }

  private close(next: Link): void {
    while (this.endsOpen(next)) this.current.pop();
    const { link, opensSentence, pause, insideOtherwise, coordinated } = this;
    // "If so" is a whole case, although it is made of fillers.
    if (joinTokens(this.current) !== '' && (!this.opening || isCase(link))) {
      const clause = { link, opensSentence, pause, insideOtherwise, coordinated, mayLead: this.caseLeads };
      this.clauses.push({ ...clause, tokens: this.current });
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
    for (let at = this.at + 1; at < this.at + 15; at += 1) {
      const type = this.tokens[at]?.type;
      if (type === 'comma') return caseAt(this.tokens, at + 1, true)?.link !== 'otherwise';
      if (type === undefined || type === 'stop') return false;
    }
    return false;
  }

  private hasCommaAhead(): boolean {
    for (let at = this.at + 1; at < this.at + 15; at += 1) {
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
