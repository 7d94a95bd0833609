import { joinTokens, type Token } from '../grammar/tokens';
import { readVerb, singular } from '../grammar/word-forms';
import { DEFINITE, PRONOUNS } from '../grammar/words';
import { capitalise } from '../graph/template-text';
import { DATA_NOUNS, PEOPLE } from '../lexicon/data-nouns';
import { PRODUCT_KINDS } from '../lexicon/products';
import { STEP_KINDS, type StepKind } from '../lexicon/step-kinds';
import { alertWhenNeeded, expand, type Subject } from './expand';
import type { Choice, PlanItem, Source, Task } from './plan-items';
import { isStepKind, type ReadInstruction } from './refine';
import { SourceRegistry, topicOf } from './sources';
import { quoted, Warnings } from './warnings';

/** The steps of a workflow, before they are laid out as a graph. */
export interface Assembly {
  readonly sources: readonly Source[];
  readonly items: readonly PlanItem[];
}

const LONGEST_INSTRUCTION = 400;
/** Kinds that speak from general knowledge unless the prompt points at particular data. */
const FROM_KNOWLEDGE: ReadonlySet<StepKind> = new Set([
  'explain',
  'list',
  'research',
  'compare',
  'plan',
  'recommend',
  'draft',
  'calculate',
] as const);
/** Kinds that make no sense without something to look at. */
const NEEDS_MATERIAL: ReadonlySet<StepKind> = new Set(['classify', 'extract', 'validate', 'reply'] as const);
/** Kinds that look at the material again although steps before them have. */
const LOOKS_AGAIN: ReadonlySet<StepKind> = new Set([
  'classify',
  'extract',
  'validate',
  'find',
  'reply',
  'notify',
  'rank',
  'analyse',
  'record',
  'recommend',
] as const);
/** Results that stand for the material from then on, so that "it" means them. */
const TEXTS: ReadonlySet<StepKind> = new Set([
  'summarise',
  'translate',
  'explain',
  'draft',
  'reply',
  'rewrite',
  'research',
  'report',
  'notify',
  'plan',
] as const);
const EVENT =
  /^(?:arrives?|comes?|received?|receives?|registers?|signs?|submit(?:s|ted)?|posted|created|appears?|joins?|contacts?|writes?|asks?|gets?|sends?|sent|emails?|new|uploads?|uploaded|places?|orders?|buys?|subscribes?|complains?)$/;
const LANGUAGES = new Set(
  'english french german spanish italian portuguese dutch norwegian swedish danish finnish polish czech russian ukrainian greek turkish arabic hebrew hindi bengali chinese mandarin japanese korean vietnamese thai indonesian latin'.split(
    ' ',
  ),
);

/** Turns the instructions of a prompt into the steps of a workflow. */
export class Assembler {
  private readonly sources = new SourceRegistry();
  private readonly items: PlanItem[] = [];
  private readonly produced = new Set<string>();
  private readonly constraints: string[] = [];
  private readonly explicit: number;
  private choice: Choice | undefined;
  private inOtherwise = false;
  private condition: ReadInstruction | undefined;
  private monitored: Pick<Subject, 'topic' | 'sources'> | undefined;
  private nextLiteral = 0;

  constructor(
    private readonly instructions: readonly ReadInstruction[],
    private readonly literals: readonly string[],
    private readonly warnings: Warnings,
  ) {
    this.explicit = instructions.filter(
      ({ kind, link }) => isStepKind(kind) && kind !== 'general' && link !== 'if',
    ).length;
  }

  assemble(): Assembly {
    for (const instruction of this.instructions) this.take(instruction);
    this.settleCondition();
    return { sources: this.sources.all, items: this.items };
  }

  private take(instruction: ReadInstruction): void {
    const { link, opensSentence } = instruction;
    if (opensSentence || link === 'if' || link === 'unless') this.settleCondition();
    if (opensSentence && link !== 'otherwise') this.choice = undefined;
    if (link === 'otherwise' || (link === 'if' && /^not\b/i.test(joinTokens(instruction.tokens)))) {
      this.inOtherwise = this.choice !== undefined;
      if (link === 'if') return;
    }
    if (link === 'for') return void this.presume(instruction.tokens, true);
    if (link === 'if' || link === 'unless' || link === 'when') return this.takeCase(instruction);
    this.openChoice();
    this.act(instruction);
  }

  private takeCase(instruction: ReadInstruction): void {
    const words = instruction.tokens.map(({ lower }) => lower);
    const isEvent =
      instruction.link !== 'unless' &&
      words.some((word) => EVENT.test(word)) &&
      (instruction.link === 'when' || this.items.length === 0);
    if (!isEvent) {
      this.condition = instruction;
      return;
    }
    this.presume(instruction.tokens, true);
    this.warnings.add(
      `Nothing starts this workflow by itself yet (${quoted(joinTokens(instruction.tokens))}): execute it once for each.`,
    );
  }

  private openChoice(): void {
    if (!this.condition) return;
    const condition = this.condition;
    this.condition = undefined;
    this.choice = this.newChoice(condition, []);
    this.inOtherwise = false;
    this.items.push(this.choice);
  }

  /** A case at the end of its sentence ("…, if it is urgent") is about the step before it. */
  private settleCondition(): void {
    const condition = this.condition;
    this.condition = undefined;
    const last = this.items.at(-1);
    if (!condition || last?.type !== 'task') return;
    this.items[this.items.length - 1] = this.newChoice(condition, [{ ...last, beside: false }]);
  }

  private newChoice({ link, tokens }: ReadInstruction, items: PlanItem[]): Choice {
    const text = joinTokens(tokens).slice(0, 200);
    const question = `Is this true of the text above: ${text}?`;
    const keywords = /\burgent\b/i.test(text) && link !== 'unless' ? ['urgent', 'Urgent', 'URGENT'] : [];
    const choice = { type: 'choice', question, keywords, sources: this.sources.primary } as const;
    return link === 'unless'
      ? { ...choice, then: [], otherwise: items }
      : { ...choice, then: items, otherwise: [] };
  }

  private get target(): PlanItem[] {
    if (!this.choice) return this.items;
    return this.inOtherwise ? this.choice.otherwise : this.choice.then;
  }

  private act(instruction: ReadInstruction): void {
    const { kind, tokens } = instruction;
    const text = joinTokens(tokens);
    switch (kind) {
      case 'approve':
        return this.warnings.add(
          `Approvals are not part of the language yet: ${quoted(text)} was left out, so look at the result before you use it.`,
        );
      case 'wait':
        return this.warnings.add(
          `Waiting is not part of the language yet: ${quoted(text)} was left out, the steps follow one another at once.`,
        );
      case 'repeat':
        return this.warnings.add(
          `Repetition is not part of the language yet: ${quoted(text)} was left out; what is given is looked at as a whole, once.`,
        );
      case 'constrain':
        return void this.constraints.push(`${capitalise(text)}.`.slice(0, 200));
      case 'collect':
        return this.collect(instruction);
      case 'deliver':
        return this.deliver(instruction);
      case 'process':
      case 'monitor':
      case 'respond':
      case 'onboard':
        return this.compose(kind, instruction);
      case undefined:
        return this.unknown(instruction);
      default:
        return this.addTask(kind, instruction);
    }
  }

  private collect(instruction: ReadInstruction): void {
    const url = instruction.tokens.find(({ type }) => type === 'url');
    if (url) return void this.sources.addUrl(url.text);
    if (this.produced.has(instruction.head) || (this.items.length > 0 && PRONOUNS.has(instruction.head)))
      return;
    if (this.presume(instruction.object, false).length > 0 || instruction.head === '') return;
    this.sources.addPresumed(instruction.head, instruction.phrase, isPlural(instruction.phrase));
    this.warnings.add(
      `The prompt names no address for ${quoted(joinTokens(instruction.phrase))}: it is an input with a sample.`,
    );
  }

  private deliver(instruction: ReadInstruction): void {
    const { head, object, phrase } = instruction;
    const url = object.find(({ type }) => type === 'url');
    const kind = PRODUCT_KINDS.get(head) ?? 'draft';
    const made =
      this.items.length > 0 &&
      (head === '' ||
        PRONOUNS.has(phrase[0]?.lower ?? '') ||
        this.produced.has(head) ||
        /^(?:result|output|all|everything)$/.test(head));
    if (!made) this.addTask(kind, { ...instruction, verb: 'write', object: url ? phrase : object });
    if (url) return void this.target.push({ type: 'delivery', url: url.text });
    this.warnings.add(
      `Nothing is sent: ${quoted(joinTokens(instruction.tokens))} names no URL, so the text is drafted for you to send.`,
    );
  }

  private compose(kind: 'process' | 'monitor' | 'respond' | 'onboard', instruction: ReadInstruction): void {
    const noun =
      kind === 'onboard' && !DATA_NOUNS.has(instruction.head)
        ? 'registration'
        : this.dataNoun(instruction.object, true);
    const many =
      kind === 'monitor' || (isPlural(instruction.phrase) && DATA_NOUNS.get(noun)?.family === 'dataset');
    const named = this.presume(instruction.object, true, many);
    const sources = named.length > 0 ? named : this.sources.primary;
    const own =
      sources.length > 0
        ? sources
        : [this.sources.addPresumed(noun || instruction.head || 'text', instruction.phrase, many)];
    const topic = topicOf(instruction.phrase) || noun || 'text';
    const subject: Subject = {
      topic,
      many,
      noun: DATA_NOUNS.get(noun),
      sources: own,
      manner: manner(instruction),
    };
    if (kind === 'monitor') this.monitored = { topic: `${topic}s`, sources: own };
    if (kind !== 'monitor' && kind !== 'process' && this.items.length > 0)
      return this.addTask(kind === 'respond' ? 'reply' : 'draft', instruction);
    if (kind === 'respond') this.warnings.add('Nothing is sent: the reply is drafted for you to send.');
    if (this.explicit >= 2 && kind !== 'respond') return;
    const asked = new Set(this.instructions.map((other) => other.kind));
    const items = expand(kind, subject).filter((item) => item.type !== 'task' || !asked.has(item.kind));
    const inChoice = this.choice !== undefined;
    this.target.push(...(inChoice ? items.filter((item) => item.type === 'task') : items));
    for (const item of items) if (item.type === 'task') this.produced.add(item.product);
  }

  private unknown(instruction: ReadInstruction): void {
    const text = joinTokens(instruction.tokens);
    const onlyOne = this.instructions.length === 1;
    if (onlyOne && this.dataNoun(instruction.object, true) !== '') {
      return this.compose('process', instruction);
    }
    if (
      /^(?:in|with|within|under|at most|no more|max|maximum|less|without|as|be|don't|do not|never|always|it should|they should|the)\b/i.test(
        text,
      ) &&
      this.items.length > 0
    ) {
      return void this.constraints.push(`${capitalise(text)}.`.slice(0, 200));
    }
    if (this.items.length > 0 && instruction.tokens.length < 2) {
      return this.warnings.add(`Not understood, and left out: ${quoted(text)}.`);
    }
    this.warnings.add(
      `No known step in ${quoted(text)}: it is given to a general assistant as it is written.`,
    );
    this.addTask('general', instruction);
  }

  private addTask(kind: StepKind, instruction: ReadInstruction): void {
    const first = instruction.object[0]?.lower ?? '';
    const last = this.lastTask();
    const pointsBack = PRONOUNS.has(first) || (instruction.object.length === 0 && this.items.length > 0);
    const aboutResult =
      this.produced.has(instruction.head) ||
      (pointsBack && last !== undefined && (TEXTS.has(last.kind) || this.sources.all.length === 0));
    const sources = this.sourcesOf(kind, instruction, aboutResult);
    const { mode } = STEP_KINDS[kind];
    const beside =
      instruction.link === 'and' &&
      last !== undefined &&
      this.target.at(-1) === last &&
      !aboutResult &&
      mode !== 'uses' &&
      STEP_KINDS[last.kind].mode === mode;
    for (const [at, task] of this.split(kind, instruction, sources).entries()) {
      this.place({ ...task, beside: at > 0 || (beside && task.beside) });
    }
  }

  private place(task: Task): void {
    const alerts = task.kind === 'notify' && this.monitored && !this.choice;
    if (alerts && this.monitored)
      this.items.push(alertWhenNeeded(this.monitored, [{ ...task, beside: false }]));
    else this.target.push(task);
    this.produced.add(singular(task.product.split(' ').at(-1) ?? ''));
  }

  /** "Into French and German" is two steps side by side, and so are the two sides of a comparison. */
  private split(kind: StepKind, instruction: ReadInstruction, sources: readonly Source[]): Task[] {
    const base = { type: 'task', kind, sources, beside: true } as const;
    const languages =
      kind === 'translate' ? instruction.object.filter(({ lower }) => LANGUAGES.has(lower)).slice(-5) : [];
    if (languages.length > 1) {
      const what = this.sentence({ ...instruction, object: nounBefore(instruction.object) });
      return languages.map(({ text }) => ({
        ...base,
        product: `${text} translation`,
        instruction: what.replace(/\.$/, ` into ${text}.`),
      }));
    }
    const product = productOf(kind, instruction);
    const whole: Task = { ...base, product, instruction: this.sentence(instruction) };
    if (kind !== 'compare' || sources.length > 0 || this.items.length > 0) return [whole];
    const sides = comparedSides(instruction.object);
    if (!sides) return [whole];
    const [left, right] = sides;
    this.target.push({
      ...base,
      kind: 'research',
      beside: false,
      product: left,
      instruction: `Describe ${left} in three sentences.`,
    });
    this.target.push({
      ...base,
      kind: 'research',
      product: right,
      instruction: `Describe ${right} in three sentences.`,
    });
    return [{ ...whole, beside: false }];
  }

  private sentence({ verb, object, tokens }: ReadInstruction): string {
    const first = object[0]?.lower ?? '';
    const bare =
      /^(?:it|them|this|that|these|those)$/.test(first) &&
      (object[1] === undefined ||
        !/^[a-z]+s?$/.test(object[1].lower) ||
        DATA_NOUNS.get(singular(object[1].lower)) === undefined);
    const words = joinTokens(bare ? object.slice(1) : object)
      .replaceAll('\uE000', '')
      .trim();
    const what = object.length === 0 || bare ? `the text above ${words}`.trim() : words || 'the text above';
    const text = verb === '' ? joinTokens(tokens) || what : `${verb} ${what}`;
    return `${capitalise(text.slice(0, LONGEST_INSTRUCTION))}${/[.?!]$/.test(text) ? '' : '.'}`;
  }

  private sourcesOf(kind: StepKind, instruction: ReadInstruction, aboutResult: boolean): readonly Source[] {
    const url = instruction.tokens.find(({ type }) => type === 'url');
    if (url) return [this.sources.addUrl(url.text)];
    const literals = instruction.tokens.filter(({ type }) => type === 'literal');
    if (literals.length > 0) return literals.flatMap(() => this.nextGiven(instruction));
    if (aboutResult) return [];
    const named = this.presumeFor(kind, instruction);
    if (named.length > 0) return named;
    if (this.sources.all.length === 0 && this.items.length === 0 && this.lacksMaterial(kind, instruction)) {
      return [this.sources.addPresumed(instruction.head, instruction.phrase, isPlural(instruction.phrase))];
    }
    return this.lastTask() === undefined || LOOKS_AGAIN.has(kind) ? this.sources.primary : [];
  }

  private nextGiven(instruction: ReadInstruction): Source[] {
    const given = this.literals[this.nextLiteral];
    this.nextLiteral += 1;
    if (given === undefined || this.sources.isFull) return [];
    const noun = instruction.tokens
      .map(({ lower }) => singular(lower))
      .findLast((word) => DATA_NOUNS.has(word));
    return [this.sources.addLiteral(given, noun ?? 'text')];
  }

  private lacksMaterial(kind: StepKind, { head, object, phrase }: ReadInstruction): boolean {
    if (head === '' || PRONOUNS.has(head) || PRODUCT_KINDS.has(head)) return false;
    const definite = phrase.some(({ lower }) => /^(?:my|our|these|incoming|new|all|each|every)$/.test(lower));
    return definite
      ? !FROM_KNOWLEDGE.has(kind)
      : NEEDS_MATERIAL.has(kind) && !object.some(({ lower }) => lower === 'about');
  }

  private presumeFor(kind: StepKind, { object, phrase, head }: ReadInstruction): readonly Source[] {
    if (!FROM_KNOWLEDGE.has(kind)) {
      const makes = STEP_KINDS[kind].mode === 'writes' || kind === 'report';
      return this.presume(makes ? object.slice(phrase.length) : object, false, undefined, makes);
    }
    const pointsAt = kind === 'draft' ? object.slice(phrase.length) : object;
    return head === 'history' ? [] : this.presume(pointsAt, false, undefined, true);
  }

  /** Makes the things named here inputs, unless the workflow has produced them itself. */
  private presume(
    tokens: readonly Token[],
    people: boolean,
    many?: boolean,
    definite = false,
  ): readonly Source[] {
    const found: Source[] = [];
    for (const [at, token] of tokens.entries()) {
      const noun = singular(token.lower.replace(/'s?$/, ''));
      if (token.type !== 'word' || !this.isData(tokens, at, noun, people, definite)) continue;
      const known = this.sources.known(noun);
      if (!known && this.sources.isFull) continue;
      const phrase = phraseEndingAt(tokens, at);
      const source = known ?? this.sources.addPresumed(noun, phrase, many ?? (isPlural(phrase) && !people));
      if (!found.includes(source)) found.push(source);
      if (people) break;
    }
    return found;
  }

  private isData(
    tokens: readonly Token[],
    at: number,
    noun: string,
    people: boolean,
    definite: boolean,
  ): boolean {
    if (!DATA_NOUNS.has(noun) || this.produced.has(noun)) return false;
    const next = tokens[at + 1];
    if (next?.type === 'word' && DATA_NOUNS.has(singular(next.lower))) return false;
    if (
      PEOPLE.has(noun) &&
      (!people || tokens.slice(at + 1).some(({ lower }) => DATA_NOUNS.has(singular(lower))))
    )
      return false;
    if (!definite) return true;
    return phraseEndingAt(tokens, at).some(({ lower }) => DEFINITE.has(lower)) && next?.lower !== 'of';
  }

  private dataNoun(tokens: readonly Token[], people: boolean): string {
    const at = tokens.findIndex((token, index) =>
      this.isData(tokens, index, singular(token.lower.replace(/'s?$/, '')), people, false),
    );
    return at === -1 ? '' : singular(tokens[at]?.lower ?? '');
  }

  private lastTask(): Task | undefined {
    const last = this.target.at(-1);
    if (last === undefined && this.choice) {
      const before = this.items.at(-2);
      return before?.type === 'task' ? before : undefined;
    }
    return last?.type === 'task' ? last : undefined;
  }

  /** How the writing is to be done, said in sentences of their own. */
  get manners(): readonly string[] {
    return this.constraints.slice(0, 3);
  }
}

function isPlural(phrase: readonly Token[]): boolean {
  const last = phrase.findLast(({ type }) => type === 'word')?.lower ?? '';
  return last !== '' && singular(last) !== last;
}

function phraseEndingAt(tokens: readonly Token[], at: number): readonly Token[] {
  let from = at;
  while (from > 0 && at - from < 5) {
    const before = tokens[from - 1];
    if (
      before?.type !== 'word' ||
      /^(?:of|in|to|for|from|on|and|or|with|about|at|by|into|that|is|are|a|an|the)$/.test(before.lower)
    )
      break;
    from -= 1;
  }
  if (/^(?:the|an?)$/.test(tokens[from - 1]?.lower ?? '')) from -= 1;
  return tokens.slice(from, at + 1);
}

function nounBefore(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex(
    ({ lower }) => lower === 'into' || lower === 'to' || lower === 'in' || LANGUAGES.has(lower),
  );
  return end === -1 ? tokens : tokens.slice(0, end);
}

function manner({ object, phrase }: ReadInstruction): string {
  const rest = object.slice(object.indexOf(phrase.at(-1) as Token) + 1);
  const at = rest.findIndex(({ lower }) => /^(?:in|within|using|without|with)$/.test(lower));
  return at === -1 ? '' : joinTokens(rest.slice(at)).replaceAll('\uE000', '').slice(0, 120);
}

function productOf(kind: StepKind, { head }: ReadInstruction): string {
  const named = /^(?:list|draft|find|extract|calculate|recommend|plan)$/.test(kind);
  const usable = named && head !== '' && !PRONOUNS.has(head) && !readVerb(head)?.kind.startsWith('constrain');
  return usable ? head.slice(0, 40) : STEP_KINDS[kind].product;
}

function comparedSides(object: readonly Token[]): [string, string] | undefined {
  const at = object.findIndex(({ lower }) => /^(?:and|with|vs|vs\.|versus|to|against)$/.test(lower));
  if (at < 1 || at > 8 || at === object.length - 1) return undefined;
  const end = object.findIndex(
    ({ lower, type }, index) =>
      index > at && (type === 'comma' || /^(?:in|for|by|on|and|regarding|with)$/.test(lower)),
  );
  const left = joinTokens(object.slice(0, at));
  const right = joinTokens(object.slice(at + 1, end === -1 ? at + 9 : end));
  return left !== '' && right !== '' ? [left.slice(0, 60), right.slice(0, 60)] : undefined;
}
