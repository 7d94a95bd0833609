import { joinTokens } from '../grammar/tokens';
import { LITERAL_MARK } from '../grammar/prompt-text';
import { DETERMINERS, PREPOSITIONS, PRONOUNS } from '../grammar/words';
import { capitalise } from '../graph/template-text';
import { PEOPLE } from '../lexicon/data-nouns';
import { STEP_KINDS, type StepKind } from '../lexicon/step-kinds';
import type { ReadInstruction } from './refine';

const LONGEST_INSTRUCTION = 400;
const NAMED_BY_OBJECT = /^(?:list|draft|find|extract|calculate)$/;
const NAMELESS = /^(?:one|ones|thing|everything|anything|something|part)$/;
const PLAIN_ADJECTIVE =
  /^(?:\d.*|short|brief|quick|nice|good|small|friendly|polite|simple|one|two|three|four|five|six|ten|top)$/;

/** What small models leave out unless told. */
const ADDED: Partial<Record<StepKind, string>> = {
  classify: 'Answer with the category only.',
  notify: 'Say what happened and what to do next.',
};

/** The clause as one sentence for an agent, in the writer's words; "it" becomes "the text above". */
export function sentenceOf(kind: StepKind, { verb, object, tokens, kind: read }: ReadInstruction): string {
  const [first, second] = object;
  const bare =
    /^(?:it|them|this|that|these|those)$/.test(first?.lower ?? '') &&
    (second?.type !== 'word' || /^(?:it|them)$/.test(first?.lower ?? '') || PREPOSITIONS.has(second.lower));
  const words = joinTokens(bare ? object.slice(1) : object)
    .replaceAll(LITERAL_MARK, '')
    .replace(/\s+/g, ' ')
    .trim();
  const what = words === '' || bare ? `the text above ${words}`.trim() : words;
  const names =
    verb === '' ? joinTokens(tokens).replaceAll(LITERAL_MARK, '').trim() || what : `${verb} ${what}`;
  const text = kind === 'notify' && words === '' ? 'write a short alert about the text above' : names;
  const isQuestion = verb === '' && read === 'explain';
  const added = ADDED[kind];
  const sentence = `${capitalise(text.slice(0, LONGEST_INSTRUCTION))}${isQuestion ? '?' : '.'}`;
  return added === undefined ? sentence : `${sentence} ${added}`;
}

/** A name for what comes out, from the words of the prompt where they have one. */
export function productOf(kind: StepKind, { head, phrase }: ReadInstruction): string {
  const { product } = STEP_KINDS[kind];
  if (
    !NAMED_BY_OBJECT.test(kind) ||
    head === '' ||
    NAMELESS.test(head) ||
    PEOPLE.has(head) ||
    PRONOUNS.has(head)
  )
    return product;
  const words = joinTokens(
    phrase.filter(
      ({ lower }) => !DETERMINERS.has(lower) && !PRONOUNS.has(lower) && !PLAIN_ADJECTIVE.test(lower),
    ),
  );
  const noun =
    words
      .split(/ (?:of|and|or) /)[0]
      ?.split(' ')
      .slice(-3)
      .join(' ')
      .toLowerCase()
      .slice(0, 40) ?? '';
  return noun === '' ? product : noun;
}
