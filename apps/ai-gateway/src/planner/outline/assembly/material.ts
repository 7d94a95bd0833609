import type { Token } from '../../grammar/tokens';
import { singular } from '../../grammar/word-forms';
import { DEFINITE, PRONOUNS } from '../../grammar/words';
import { DATA_NOUNS, GENERIC_NOUNS, PEOPLE } from '../../lexicon/data-nouns';
import { PRODUCT_KINDS } from '../../lexicon/products';
import { FROM_KNOWLEDGE, NEEDS_MATERIAL, OBJECT_IS_RESULT } from '../../lexicon/step-habits';
import type { StepKind } from '../../lexicon/step-kinds';
import { dataNounAt, dataNounOf, isModifier, isPlural, phraseEndingAt } from './phrases';
import type { Source } from './plan-items';
import type { ReadInstruction } from './refine';
import { SourceRegistry } from './sources';

/** "Compare two offers": the writer has them. */
const COUNTED = /^(?:two|three|four|five|both|these|[2-9])$/;

const MOST_URLS = 4;
const STATING =
  /^(?:is|are|was|were|has|have|does|do|did|can|will|contains?|mentions?|includes?|exceeds?|looks?|seems?)$/;

/** Finds out what each step works on: what the prompt gives, where it points, and what it presumes. */
export class Material {
  private readonly registry = new SourceRegistry();
  private readonly produced = new Set<string>();
  private nextLiteral = 0;

  constructor(private readonly literals: readonly string[]) {}

  get all(): readonly Source[] {
    return this.registry.all;
  }

  /** What a step looks at when its clause names nothing. */
  get primary(): readonly Source[] {
    return this.registry.all.slice(0, 1);
  }

  /** From now on this noun means a result of the workflow, not something given to it. */
  produce(product: string): void {
    this.produced.add(singular(product.split(' ').at(-1) ?? '').toLowerCase());
  }

  isProduced(noun: string): boolean {
    return this.produced.has(noun);
  }

  /** The source that a noun stands for, if it was named before. */
  known(noun: string): Source | undefined {
    return this.registry.known(noun);
  }

  fetch(url: string): Source {
    return this.registry.addUrl(url);
  }

  /** Makes the first thing named here an input, or finds the one that already stands for it. */
  presumeSubject(tokens: readonly Token[], many?: boolean): Source | undefined {
    const at = dataNounAt(tokens);
    const noun = dataNounOf(tokens[at]);
    if (at === -1 || this.produced.has(noun)) return undefined;
    return this.registry.addPresumed(noun, phraseEndingAt(tokens, at), many ?? false);
  }

  /** An input for something the lexicon does not know. */
  presumeUnknown({ head, phrase }: ReadInstruction, many?: boolean): Source {
    return this.registry.addPresumed(head === '' ? 'text' : head, phrase, many ?? isPlural(phrase));
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
    if (urls.length > 0)
      return [...new Set([...isBeside, ...urls.map(({ text }) => this.registry.addUrl(text))])];
    const given = instruction.object
      .filter(({ type }) => type === 'literal')
      .flatMap(() => this.takeLiteral(instruction));
    if (given.length > 0) return given;
    const { phrase } = instruction;
    const question = instruction.object.findIndex(({ lower }) => /^(?:whether|if)$/.test(lower));
    const object = question === -1 ? instruction.object : instruction.object.slice(0, question);
    const after = object.slice(object.indexOf(phrase.at(-1) as Token) + 1);
    const isList = kind === 'list' && phrase.some(({ lower }) => lower === 'list');
    const tokens = OBJECT_IS_RESULT.has(kind) || isList ? after : object;
    const definite = FROM_KNOWLEDGE.has(kind) || kind === 'notify' || kind === 'report';
    return this.presumeAll(tokens, definite);
  }

  /** Whether a first step has nothing to look at and cannot do without. */
  isMissingFor(kind: StepKind, { head, object, phrase }: ReadInstruction): boolean {
    if (head === '' || PRONOUNS.has(head) || PRODUCT_KINDS.has(head)) return NEEDS_MATERIAL.has(kind);
    const definite = phrase.some(({ lower }) => /^(?:my|our|these|incoming|new|all|each|every)$/.test(lower));
    if (kind === 'compare') return definite || COUNTED.test(phrase[0]?.lower ?? '');
    if (definite) return !FROM_KNOWLEDGE.has(kind);
    return NEEDS_MATERIAL.has(kind) && !object.some(({ lower }) => lower === 'about');
  }

  /** The input for a step whose object is unknown: what it extracts is not what it extracts from. */
  presumeFor(kind: StepKind, instruction: ReadInstruction): Source {
    const result = OBJECT_IS_RESULT.has(kind);
    return result ? this.registry.addPresumed('text', [], false) : this.presumeUnknown(instruction);
  }

  private presumeAll(tokens: readonly Token[], definite: boolean): readonly Source[] {
    const heads = this.presume(tokens, definite, (at) => !isModifier(tokens, at));
    if (heads.length > 0 || this.registry.all.length > 0) return heads;
    return this.presume(tokens, true, (at) => isModifier(tokens, at));
  }

  private presume(
    tokens: readonly Token[],
    definite: boolean,
    fits: (at: number) => boolean,
  ): readonly Source[] {
    const found = new Set<Source>();
    for (const [at, token] of tokens.entries()) {
      const noun = dataNounOf(token);
      if (!DATA_NOUNS.has(noun) || PEOPLE.has(noun) || this.produced.has(noun) || !fits(at)) continue;
      const [first] = this.registry.all;
      if (first && GENERIC_NOUNS.has(noun)) {
        found.add(first);
        continue;
      }
      const phrase = phraseEndingAt(tokens, at);
      const pointsAt = phrase.some(({ lower }) => DEFINITE.has(lower)) && tokens[at + 1]?.lower !== 'of';
      if ((definite && !pointsAt) || (this.registry.isFull && !this.registry.known(noun))) continue;
      found.add(this.registry.addPresumed(noun, phrase, isPlural(phrase)));
    }
    return [...found];
  }

  private takeLiteral(instruction: ReadInstruction): Source[] {
    const given = this.literals[this.nextLiteral];
    this.nextLiteral += 1;
    if (given === undefined || this.registry.isFull) return [];
    const noun = instruction.object.map(dataNounOf).findLast((word) => DATA_NOUNS.has(word));
    return [this.registry.addLiteral(given, noun ?? 'text')];
  }
}
