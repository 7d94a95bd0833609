import { joinTokens, type Token } from '../../grammar/tokens';
import { GENERIC_NOUNS } from '../../lexicon/data-nouns';
import type { Material } from './material';
import { readMention } from './mentions';
import { dataNounOf } from './phrases';
import type { Choice, Source } from './plan-items';
import type { ReadInstruction } from './refine';

const LONGEST = 200;
const IT = /^(?:it|they|this|that|these|those|either|any|anyone|someone|somebody)$/;
const AGREES =
  /^(?:so|yes|true|it does|it is|they do|they are|that is the case|this is the case|necessary|needed)$/;
const ASKING = /^(?:whether|if)$/;

/** Whether the sentence says that nothing is to be done: an end, not a step. */
export function isNothing(text: string): boolean {
  return /^(?:(?:please|just|simply|then|or|else) )*(?:do nothing(?: (?:at all|else|more))?|nothing(?: (?:at all|to do|else|happens))?|(?:say|send|post|write|report|change|return) nothing|no action(?: is (?:needed|required))?|(?:skip|ignore|leave|drop|discard|disregard)(?: (?:it|this|that|them|the (?:step|rest|\w+)))?(?: (?:alone|as is|as it is))?|(?:stop|end|finish|quit|exit|abort)(?: (?:there|here|the workflow|the process|it))?|that's (?:it|all)|done)$/i.test(
    text,
  );
}

/** "Do not post it": says what is not to happen. */
export function isNegated(text: string): boolean {
  return /^(?:(?:please|but|and|just) )*(?:do not|don't|does not|doesn't|never|must not|should not|shouldn't|no need to|refrain from|avoid)\b/i.test(
    text,
  );
}

/** Whether somebody has to agree first, which no step can find out. */
export function asksApproval(text: string): boolean {
  return /\b(?:approv(?:ed?|es|al)|sign(?:ed)?[ -]off|signs off|authori[sz](?:ed?|es|ation)|gives? (?:the )?(?:ok|okay|go-ahead|consent|permission))\b/i.test(
    text,
  );
}

/** What "check whether it mentions outages" asks, for an "if so" that may follow. */
function questionIn({ kind, tokens }: ReadInstruction): readonly Token[] | undefined {
  if (kind !== 'validate' && kind !== 'find' && kind !== 'analyse') return undefined;
  const at = tokens.findIndex(({ lower }) => ASKING.test(lower));
  return at === -1 || at === tokens.length - 1 ? undefined : tokens.slice(at + 1);
}

/** Reads conditions as questions, and decides which of them words can answer. */
export class Conditions {
  private asked: readonly Token[] | undefined;

  constructor(private readonly material: Material) {}

  note(instruction: ReadInstruction): void {
    this.asked = questionIn(instruction) ?? this.asked;
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
      ...this.searched(tokens, sources),
    };
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
