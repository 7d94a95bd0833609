import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';
import { phraseVerbAt } from './phrase-verbs';
import { joinTokens, type Token } from './tokens';
import { readVerb, type VerbForm } from './word-forms';

/** How a clause goes on from the one before it: beside it, after it, or as a case of a choice. */
export type Link = 'and' | 'then' | 'if' | 'unless' | 'when' | 'for' | 'otherwise';

/** A stretch of the prompt with at most one instruction in it. */
export interface Clause {
  readonly link: Link;
  readonly tokens: readonly Token[];
  /** First of its sentence, where "otherwise" no longer reaches. */
  readonly opensSentence: boolean;
}

const THEN = /^(?:then|finally|afterwards|afterward|lastly|subsequently|thereafter|next)$/;
const JOINING = new Set(['and', 'or', 'plus', 'while', 'but', 'also', 'before']);
const CASES: ReadonlyMap<string, Link> = new Map([
  ['if', 'if'],
  ['unless', 'unless'],
  ['when', 'when'],
  ['whenever', 'when'],
  ['once', 'when'],
  ['otherwise', 'otherwise'],
  ['else', 'otherwise'],
]);
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

/** Words between a comma and the verb that makes it a boundary. */
const LONGEST_LEAD = 12;

class ClauseSplitter {
  private readonly clauses: Clause[] = [];
  private current: Token[] = [];
  private link: Link = 'then';
  private opensSentence = true;
  /** Whether nothing but fillers stands in the clause so far. */
  private opening = true;
  /** Whether the case stands before what it decides. */
  private caseLeads = false;
  private mood: VerbForm | undefined;
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  split(): Clause[] {
    while (this.at < this.tokens.length) this.step();
    this.close('then');
    return this.clauses;
  }

  private step(): void {
    const token = this.tokens[this.at] as Token;
    if (token.type === 'stop') return this.sentenceEnds();
    if (token.type === 'comma' || token.type === 'colon') return this.joins(this.at + 1);
    const { opening } = this;
    const known = CASES.get(token.lower);
    if (known && !this.isPartOfPhrase(token)) return this.caseOpens(known);
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
    let next = this.tokens[at];
    while (
      next &&
      at < from + LONGEST_LEAD &&
      (isSkippable(next) || next.type === 'comma' || JOINING.has(next.lower))
    ) {
      if (THEN.test(next.lower)) link = 'then';
      at += 1;
      next = this.tokens[at];
    }
    const before = (this.tokens[this.at] as Token).lower === 'before';
    const splits = this.insideCase()
      ? (this.tokens[this.at] as Token).type === 'comma' &&
        (verbStartsAt(this.tokens, at, undefined) || !this.hasCommaAhead())
      : verbStartsAt(this.tokens, at, before ? undefined : this.mood);
    if (splits) {
      this.close(before ? 'then' : link);
      this.at = link === 'then' ? at : this.at + 1;
      return;
    }
    this.push(this.tokens[this.at] as Token);
    this.at += 1;
  }

  private insideCase(): boolean {
    return this.link === 'if' || this.link === 'unless' || this.link === 'when' || this.link === 'for';
  }

  /** "If it is urgent notify the manager": no comma tells where the case ends, so the verb does. */
  private consequenceOpens(): boolean {
    if (!this.insideCase() || !this.caseLeads || this.current.length < 2 || this.hasCommaAhead())
      return false;
    const verb = readVerb(this.tokens[this.at]?.lower ?? '');
    return verb?.form === 'base' && !verb.alsoNoun && this.previous() !== 'to';
  }

  private caseOpens(link: Link): void {
    this.caseLeads = this.opening || LEADS_ON.test(this.previous());
    this.close(link);
    this.at += 1;
  }

  /** "even if", "as if", "see when": not a case. */
  private isPartOfPhrase(token: Token): boolean {
    const previous = this.previous();
    if (token.lower === 'once') return !this.opening;
    if (token.lower === 'else') return /^(?:anything|something|anyone|someone|everything)$/.test(previous);
    return /^(?:even|as|see|know|decide|whether|check|what)$/.test(previous);
  }

  private sequence(width: number): void {
    this.close('then');
    this.at += width;
  }

  private sentenceEnds(): void {
    this.close('then');
    this.opensSentence = true;
    this.mood = undefined;
    this.at += 1;
  }

  private close(next: Link): void {
    while (LEADS_ON.test(this.current.at(-1)?.lower ?? '')) this.current.pop();
    if (joinTokens(this.current) !== '' && !this.opening) {
      this.clauses.push({ link: this.link, tokens: this.current, opensSentence: this.opensSentence });
      this.opensSentence = false;
    }
    const keepsCase = this.current.length === 0 && this.link === 'otherwise' && next === 'and';
    this.current = [];
    this.opening = true;
    this.link = keepsCase ? 'otherwise' : next;
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
