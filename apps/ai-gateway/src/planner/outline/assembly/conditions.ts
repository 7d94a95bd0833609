import { dataNounOf, joinTokens, type ReadInstruction, readMeasure, type Token } from '../../grammar';
import { GENERIC_NOUNS } from '../../lexicon';
import type { Material } from './material';
import { readMention } from './mentions';
import { identifier } from '../graph/identifiers';
import type { Choice, GivesFields, Source } from '../plan/plan-items';

const LONGEST = 200;
const IT = /^(?:it|they|this|that|these|those|either|any|anyone|someone|somebody)$/;
const AGREES =
  /^(?:so|yes|true|it does|it is|they do|they are|that is the case|this is the case|necessary|needed)$/;
/** "If it isn't": the opposite of what was asked before. */
const DISAGREES =
  /^(?:not|no|it isn't|it is not|it's not|it doesn't|it does not|they aren't|they are not|they don't|they do not|that is not the case|this is not the case)$/;
const ASKING = /^(?:whether|if)$/;

/** What "check whether it mentions outages" asks, for an "if so" that may follow. */
function questionIn({ kind, tokens }: ReadInstruction): readonly Token[] | undefined {
  if (kind !== 'validate' && kind !== 'find' && kind !== 'analyse') return undefined;
  const at = tokens.findIndex(({ lower }) => ASKING.test(lower));
  return at === -1 || at === tokens.length - 1 ? undefined : tokens.slice(at + 1);
}

/** Reads conditions as questions, and decides which of them words can answer. */
export class Conditions {
  private asked: readonly Token[] | undefined;
  /** The named values that were last extracted. */
  fields: GivesFields | undefined;

  constructor(private readonly material: Material) {}

  note(instruction: ReadInstruction): void {
    this.asked = questionIn(instruction) ?? this.asked;
  }

  /** Turns "if it isn't" round, where an earlier step asks what it is. */
  turned(condition: ReadInstruction): ReadInstruction {
    if (!this.asked || !DISAGREES.test(joinTokens(condition.tokens).toLowerCase())) return condition;
    return { ...condition, tokens: this.asked, link: condition.link === 'unless' ? 'if' : 'unless' };
  }

  /** Without anything made or given so far, the condition is about something the prompt presumes. */
  choiceOf(condition: ReadInstruction, hasMade: boolean): Choice {
    const agrees = AGREES.test(joinTokens(condition.tokens).toLowerCase());
    const tokens = (agrees && this.asked) || condition.tokens;
    const url = tokens.find(({ type }) => type === 'url');
    if (url) this.material.fetch(url.text);
    const named = this.material.all.length === 0 ? this.material.presumeSubject(tokens) : undefined;
    const text = Array.from(joinTokens(tokens)).slice(0, LONGEST).join('');
    const isUrgent = /\burgent\b/i.test(text) && !/\b(?:not|n't|isn't)\b/i.test(text);
    const presumed = named ?? (hasMade ? undefined : this.material.presumeAbout(tokens));
    const sources = presumed ? [presumed] : this.material.primary;
    return {
      type: 'choice',
      condition: text,
      question: `Is this true of the text above: ${text}?`,
      keywords: isUrgent && condition.link !== 'unless' ? ['urgent'] : [],
      sources,
      then: [],
      otherwise: [],
      ...(this.searched(tokens, sources) ?? this.measured(tokens)),
    };
  }

  /** The number that decides the condition, where one does. */
  private measured(tokens: readonly Token[]): Pick<Choice, 'measure' | 'field'> | undefined {
    const measure = readMeasure(tokens);
    if (!measure) return undefined;
    const name = identifier(measure.quantity, 'number');
    const field = this.fields?.fields.find((one) => one.name === name);
    if (!field || !this.fields) return { measure };
    field.type = 'number';
    return { measure, field: { of: this.fields, name } };
  }

  /** The words that decide the condition and the texts they are looked for in, where words decide it. */
  private searched(
    tokens: readonly Token[],
    sources: readonly Source[],
  ): Pick<Choice, 'mention' | 'sources'> | undefined {
    const reading = readMention(tokens);
    if (!reading) return undefined;
    const { subject, mention } = reading;
    const noun = dataNounOf(subject.at(-1));
    if (subject.length === 1 && (IT.test(noun) || subject[0]?.type === 'url')) return { mention, sources };
    if (this.material.isProduced(noun)) return { mention, sources: [] };
    const known = GENERIC_NOUNS.has(noun) ? sources[0] : this.material.known(noun);
    return known && subject.length <= 3
      ? { mention: { ...mention, onlySources: true }, sources: [known] }
      : undefined;
  }
}
