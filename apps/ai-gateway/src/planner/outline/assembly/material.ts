import {
  dataNounAt,
  dataNounOf,
  DEFINITE,
  headNoun,
  isModifier,
  isPlural,
  nounPhrase,
  phraseEndingAt,
  PRONOUNS,
  type ReadInstruction,
  singular,
  type Token,
} from '../../grammar';
import {
  DATA_NOUNS,
  FROM_KNOWLEDGE,
  GENERIC_NOUNS,
  NEEDS_MATERIAL,
  OBJECT_IS_RESULT,
  PEOPLE,
  PLACES,
  PRODUCT_KINDS,
  STEP_KINDS,
  type StepKind,
} from '../../lexicon';
import type { IdentifierRegistry } from '../graph/identifiers';
import type { EventSource, FetchSource, InputSource, ItemSource, Source } from '../plan/plan-items';
import { isPurpose, namesPath } from './material-words';
import { ADDRESS, SourceRegistry } from './sources';

/** "Compare two offers": the writer has them. */
const COUNTED = /^(?:two|three|four|five|both|these|[2-9])$/;

const MOST_URLS = 4;
/** "A reply asking for logs": what is asked for is not at hand. */
const ASKING = /^(?:asking|requesting|offering|saying|telling|inviting|promising)$/;
const STATING =
  /^(?:is|are|was|were|has|have|does|do|did|can|will|contains?|mentions?|includes?|exceeds?|looks?|seems?)$/;

/** Where among the steps an address is read, and whether what was read there is at hand now. */
export interface Placement {
  fetched(source: FetchSource): void;
  isReachable(source: Source): boolean;
}

/** Finds out what each step works on: what the prompt gives, where it points, and what it presumes. */
export class Material {
  private readonly registry: SourceRegistry;
  private readonly produced = new Set<string>();
  /** Results by what their kind of step usually gives: "the list" is the list of the risks. */
  private readonly usual = new Map<string, string>();
  /** What the repetitions are at that are open, innermost last. */
  private readonly current: { readonly noun: string; source: ItemSource | FetchSource }[] = [];
  private readonly events = new Map<string, EventSource>();
  private nextLiteral = 0;

  constructor(
    private readonly literals: readonly string[],
    ids: IdentifierRegistry,
    private readonly place: Placement,
  ) {
    this.registry = new SourceRegistry(ids);
  }

  get all(): readonly Source[] {
    return this.registry.all;
  }

  /** What a step looks at when its clause names nothing. */
  get primary(): readonly Source[] {
    const item = this.current.at(-1)?.source;
    if (item) return [item];
    const all = this.registry.all.filter((source) => this.place.isReachable(source));
    // Of several addresses that are read before anything else, none says more than the others.
    return all[0]?.type === 'fetch' ? all.filter(({ type }) => type === 'fetch') : all.slice(0, 1);
  }

  /** Inputs that hold samples although the prompt speaks of one particular thing. */
  get pointed(): ReadonlySet<InputSource> {
    return this.registry.pointed;
  }

  /** From now on a noun means what a repetition is at. */
  enter(noun: string, source: ItemSource): void {
    this.current.push({ noun, source });
  }

  leave(): void {
    this.current.pop();
  }

  /** What stands at the address that a repetition is at; from then on "it" means that. Absent where it is at none. */
  fetchItem(): FetchSource | undefined {
    const at = this.current.at(-1);
    if (at?.source.type !== 'item' || !ADDRESS.test(at.noun)) return undefined;
    const source: FetchSource = { type: 'fetch', url: '{{ item }}', label: 'Content', isPlaced: true };
    at.source = source;
    return source;
  }

  /** An input of a workflow that is there. */
  adopt(input: InputSource): void {
    this.registry.adopt(input);
  }

  /** From now on a noun means what is read at an address: "get the posts from https://…". */
  call(noun: string, source: Source): void {
    if (noun !== '' && !this.known(noun)) this.registry.call(noun, source);
  }

  /** Several things of a kind, as an input that is a list; absent where they are given as a text. */
  listOf(noun: string, phrase: readonly Token[]): InputSource | undefined {
    return this.registry.addList(noun, phrase);
  }

  /** The input that stands for several things, as a list; absent where it is none, or is given as a text. */
  listed(source: Source | undefined): InputSource | undefined {
    const noun = source?.type === 'input' ? this.registry.nounOf(source) : undefined;
    return noun === undefined || source?.type !== 'input' || singular(source.name) === source.name
      ? undefined
      : this.registry.addList(noun, []);
  }

  /** Several things that the prompt names one by one, as an input that is a list. */
  giveList(noun: string, items: readonly string[]): InputSource {
    return this.registry.addGivenList(noun === '' ? 'item' : noun, items);
  }

  /** From now on a noun means what an event has brought. */
  bring(noun: string, source: EventSource): void {
    this.events.set(noun, source);
  }

  /**
   * From now on this noun means a result of the workflow, not something given to it.
   *
   * @param usual - What such a step gives where the prompt has no better name for it.
   */
  produce(product: string, usual?: string): void {
    const noun = singular(product.split(' ').at(-1) ?? '').toLowerCase();
    this.produced.add(noun);
    if (usual !== undefined) this.usual.set(singular(usual), noun);
  }

  isProduced(noun: string): boolean {
    return this.produced.has(noun);
  }

  /** The result that a noun means, by its own name or by that of its kind. */
  productOf(noun: string): string | undefined {
    return this.produced.has(noun) ? noun : this.usual.get(noun);
  }

  /** The source that a noun stands for, if it was named before. */
  known(noun: string): Source | undefined {
    const item = this.current.findLast((one) => one.noun === noun)?.source;
    return item ?? this.events.get(noun) ?? this.registry.known(noun);
  }

  fetch(url: string): FetchSource {
    const before = this.registry.all.length;
    const source = this.registry.addUrl(url, (known) => this.place.isReachable(known));
    if (this.registry.all.length > before) this.place.fetched(source);
    return source;
  }

  /** Makes the first thing named here an input, or finds the one that already stands for it. */
  presumeSubject(tokens: readonly Token[], many?: boolean): Source | undefined {
    const at = dataNounAt(tokens);
    const noun = dataNounOf(tokens[at]);
    if (at === -1 || this.produced.has(noun)) return undefined;
    const known = this.known(noun);
    if (known && known.type !== 'input') return known;
    const [read] = known ? [] : this.readAs(noun, tokens[at]?.lower ?? noun);
    if (read) return read;
    return this.registry.addPresumed(noun, phraseEndingAt(tokens, at), many ?? false);
  }

  /** An input for something the lexicon does not know. */
  presumeUnknown({ head, phrase }: Pick<ReadInstruction, 'head' | 'phrase'>, many?: boolean): Source {
    return this.registry.addPresumed(head === '' ? 'text' : head, phrase, many ?? isPlural(phrase));
  }

  /** An input for a text that the prompt only points at. */
  presumeText(): Source {
    return this.registry.addPresumed('text', [], false);
  }

  /** What a condition is about when nothing has been named yet: "the athlete is injured". */
  presumeAbout(tokens: readonly Token[]): Source | undefined {
    if (this.registry.all.length > 0) return undefined;
    const end = tokens.findIndex(({ lower }) => STATING.test(lower));
    const subject = tokens.slice(0, end === -1 ? 0 : end);
    const noun = dataNounOf(subject.at(-1));
    const isNamed = /^(?:the|an?|my|our|his|her|their)$/.test(subject[0]?.lower ?? '') && noun !== '';
    return isNamed
      ? this.registry.addPresumed(noun, phraseEndingAt(subject, subject.length - 1), isPlural(subject))
      : this.registry.addPresumed('text', [], false);
  }

  /** What the clause itself gives or points at: an address, quoted data, or things it presumes. */
  named(kind: StepKind, instruction: ReadInstruction): readonly Source[] {
    const urls = instruction.object.filter(({ type }) => type === 'url').slice(0, MOST_URLS);
    const isBeside = PRONOUNS.has(instruction.object[0]?.lower ?? '') ? this.primary : [];
    if (urls.length > 0) return [...new Set([...isBeside, ...urls.map(({ text }) => this.fetch(text))])];
    const given = instruction.object
      .filter(({ type }) => type === 'literal')
      .flatMap(() => this.takeLiteral(instruction));
    if (given.length > 0) return given;
    const [current] = this.primary;
    if (current?.type === 'item' && instruction.object[0]?.lower === 'it') return [current];
    const { phrase } = instruction;
    const question = instruction.object.findIndex(({ lower }) => /^(?:whether|if)$/.test(lower));
    const isCut = kind === 'rewrite' || kind === 'classify' || kind === 'rank';
    const into = isCut
      ? instruction.object.findIndex(
          ({ type, lower }) => type === 'colon' || /^(?:into|to|as|by)$/.test(lower),
        )
      : -1;
    const asks = instruction.object.findIndex(({ lower }) => ASKING.test(lower));
    const form = kind === 'extract' ? instruction.object.findLastIndex(({ lower }) => lower === 'as') : -1;
    const end = [question, into, asks, form].filter((at) => at > 0).sort((a, b) => a - b)[0];
    const object = end === undefined ? instruction.object : instruction.object.slice(0, end);
    const from = kind === 'extract' ? object.findLastIndex(({ lower }) => lower === 'from') : -1;
    const after = object.slice(from === -1 ? object.indexOf(phrase.at(-1) as Token) + 1 : from + 1);
    const isList = kind === 'list' && phrase.some(({ lower }) => lower === 'list');
    const tokens = OBJECT_IS_RESULT.has(kind) || isList ? after : object;
    const definite = FROM_KNOWLEDGE.has(kind) || kind === 'notify' || kind === 'report';
    return this.presumeAll(tokens, definite, kind !== 'classify');
  }

  /** Whether a first step has nothing to look at and cannot do without. */
  isMissingFor(kind: StepKind, { head, object, phrase }: ReadInstruction): boolean {
    if (PRONOUNS.has(head) && !FROM_KNOWLEDGE.has(kind)) return true;
    const isGiven =
      /^(?:the|this|my|our)$/.test(phrase[0]?.lower ?? '') && STEP_KINDS[kind].mode !== 'writes';
    if (PRODUCT_KINDS.has(head) && isGiven && !FROM_KNOWLEDGE.has(kind) && kind !== 'report') return true;
    if (head === '' || PRONOUNS.has(head) || PRODUCT_KINDS.has(head)) return NEEDS_MATERIAL.has(kind);
    const isPlace = object.some(
      ({ lower }, at) =>
        /^(?:in|from|through)$/.test(lower) &&
        /^(?:the|my|our|this|these)$/.test(object[at + 1]?.lower ?? ''),
    );
    if (isPlace && /^(?:find|extract|validate|classify|analyse|summarise|calculate)$/.test(kind)) return true;
    const definite = phrase.some(({ lower }) => /^(?:my|our|these|incoming|new|all|each|every)$/.test(lower));
    if (kind === 'compare') return definite || COUNTED.test(phrase[0]?.lower ?? '');
    if (definite) return !FROM_KNOWLEDGE.has(kind);
    if (isGiven && /^(?:translate|rewrite)$/.test(kind)) return true;
    return NEEDS_MATERIAL.has(kind) && !object.some(({ lower }) => lower === 'about');
  }

  /** The input for a step whose object is unknown: what it extracts is not what it extracts from. */
  presumeFor(kind: StepKind, instruction: ReadInstruction): Source {
    const from = instruction.object.findLastIndex(({ lower }) => /^(?:from|in)$/.test(lower));
    const place = nounPhrase(instruction.object.slice(from + 1));
    const noun = headNoun(place);
    if (from !== -1 && noun !== '' && /^(?:the|this|an?|my|our)$/.test(place[0]?.lower ?? ''))
      return this.registry.addPresumed(noun, place, isPlural(place));
    const isSaid = !OBJECT_IS_RESULT.has(kind) && !PRONOUNS.has(instruction.head);
    return isSaid ? this.presumeUnknown(instruction) : this.registry.addPresumed('text', [], false);
  }

  /** What is read at addresses that were given without saying what stands there, where a noun can only mean that. */
  private readAs(noun: string, word: string): readonly FetchSource[] {
    const fetches = this.primary.filter((source): source is FetchSource => source.type === 'fetch');
    const speaks = fetches.filter(({ url }) => namesPath(url, noun) || namesPath(url, word));
    if (speaks.length > 0) return speaks;
    const isData = DATA_NOUNS.get(noun)?.family === 'dataset';
    return isData ? fetches.filter((source) => !this.registry.isCalled(source)) : [];
  }

  private presumeAll(tokens: readonly Token[], definite: boolean, mayBeMany: boolean): readonly Source[] {
    const heads = this.presume(tokens, definite, (at) => !isModifier(tokens, at), mayBeMany);
    if (heads.length > 0 || this.registry.all.length > 0) return heads;
    return this.presume(tokens, true, (at) => isModifier(tokens, at), mayBeMany);
  }

  private presume(
    tokens: readonly Token[],
    definite: boolean,
    fits: (at: number) => boolean,
    mayBeMany: boolean,
  ): readonly Source[] {
    const found = new Set<Source>();
    for (const [at, token] of tokens.entries()) {
      const noun = dataNounOf(token);
      const known = this.known(noun);
      const isCurrent = known !== undefined && this.current.some(({ source }) => source === known);
      if (known && (isCurrent || known.type === 'item' || known.type === 'event')) {
        if (fits(at)) found.add(known);
        continue;
      }
      if (!DATA_NOUNS.has(noun) || PEOPLE.has(noun) || this.produced.has(noun) || !fits(at)) continue;
      const [first] = this.primary;
      if (first && GENERIC_NOUNS.has(noun)) {
        found.add(first);
        continue;
      }
      const read = known ? [] : this.readAs(noun, tokens[at]?.lower ?? noun);
      if (read.length > 0) {
        for (const source of read) found.add(source);
        continue;
      }
      const phrase = phraseEndingAt(tokens, at);
      if (isPurpose(tokens, at, phrase)) continue;
      const pointsAt = phrase.some(({ lower }) => DEFINITE.has(lower)) && tokens[at + 1]?.lower !== 'of';
      if ((definite && !pointsAt) || (this.registry.isFull && !this.registry.known(noun))) continue;
      found.add(this.registry.addPresumed(noun, phrase, mayBeMany && isPlural(phrase)));
    }
    return [...found];
  }

  private takeLiteral(instruction: ReadInstruction): Source[] {
    const given = this.literals[this.nextLiteral];
    this.nextLiteral += 1;
    if (given === undefined || this.registry.isFull) return [];
    const noun = instruction.object
      .map(dataNounOf)
      .findLast((word) => DATA_NOUNS.has(word) && !PLACES.has(word));
    return [this.registry.addLiteral(given, noun ?? 'text')];
  }
}
