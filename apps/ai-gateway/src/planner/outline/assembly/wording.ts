import {
  DETERMINERS,
  joinTokens,
  LITERAL_MARK,
  PREPOSITIONS,
  PRONOUNS,
  type ReadInstruction,
  type Token,
} from '../../grammar';
import { capitalise } from '../graph/template-text';
import { PEOPLE, PRODUCT_KINDS, STEP_KINDS, type StepKind } from '../../lexicon';

const LONGEST_INSTRUCTION = 400;
const NAMED_BY_OBJECT = /^(?:list|draft|find|extract|calculate)$/;
const NAMELESS =
  /^(?:one|ones|two|three|four|five|six|ten|thing|what|why|how|who|everything|anything|something|part)$/;
const PLAIN_ADJECTIVE =
  /^(?:\d.*|short|brief|quick|nice|good|small|friendly|polite|simple|one|two|three|four|five|six|ten|top)$/;

/** Verbs whose "them" are people, not texts. */
const TO_PEOPLE = /^(?:invite|tell|inform|remind|warn|notify|thank|welcome|alert|ask)$/;
/** What comes out, where the verb names it. */
const BY_VERB: Readonly<Record<string, string>> = {
  invite: 'invitation',
  remind: 'reminder',
  apologise: 'apology',
  apologize: 'apology',
  ask: 'question',
};

/** What is written where the verb says what it is for: "ask them for the address". */
const WRITTEN: Readonly<Record<string, string>> = {
  ask: 'write a short message that asks',
};

/** What small models leave out unless told. */
const ADDED: Partial<Record<StepKind, string>> = {
  classify: 'Answer with the category only.',
  notify: 'Say what happened and what to do next.',
};

/** The clause as one sentence for an agent, in the writer's words; "it" becomes "the text above". */
export function sentenceOf(
  kind: StepKind,
  { verb: said, object, tokens, kind: read }: ReadInstruction,
  givesData = false,
): string {
  if (kind === 'request')
    return `Write the request that says: ${joinTokens(tokens).slice(0, LONGEST_INSTRUCTION)}.`;
  const verb = WRITTEN[said] ?? said;
  const [first, second] = object;
  const isPeople = first?.lower === 'them' && TO_PEOPLE.test(said);
  const bare =
    !isPeople &&
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
  const added = givesData ? undefined : ADDED[kind];
  const sentence = `${capitalise(text.slice(0, LONGEST_INSTRUCTION))}${isQuestion ? '?' : '.'}`;
  return added === undefined ? sentence : `${sentence} ${added}`;
}

const LONGEST_ABOUT = 40;

/** What names a step besides its kind: what it is about, unless its product says more. */
export function aboutOf(kind: StepKind, product: string, topic: string): string | undefined {
  const isUsual = product === STEP_KINDS[kind].product && !NAMED_BY_OBJECT.test(kind);
  if (kind === 'notify' || kind === 'record') return undefined;
  if (kind === 'request') return topic === '' || topic.length > LONGEST_ABOUT ? undefined : topic;
  if (!isUsual || topic === '' || topic.length > LONGEST_ABOUT) return undefined;
  return `${ABOUT[kind] ?? ''}${topic}`;
}

const ABOUT: Partial<Record<StepKind, string>> = { reply: 'to ', report: 'on ' };

/** The things a clause speaks of, as its step is named after them; empty where it only points. */
export function namedIn(kind: StepKind, { head, phrase, object, modifiers }: ReadInstruction): string {
  const apart =
    modifiers.parallel === undefined ? -1 : object.findLastIndex(({ lower }) => /^(?:for|as)$/.test(lower));
  if (apart > 0) {
    const words = object
      .slice(apart + 1)
      .filter(({ type, lower }) => type === 'word' && !DETERMINERS.has(lower));
    if (words.length > 0 && words.length <= 4) return joinTokens(words);
  }
  const isOwnProduct = PRODUCT_KINDS.get(head) === kind;
  if (/^(?:whether|if)$/.test(phrase[0]?.lower ?? '')) return '';
  if (head === '' || NAMELESS.test(head) || PRONOUNS.has(head) || isOwnProduct) return '';
  const isSaid = ({ type, lower }: Token): boolean =>
    type === 'word' &&
    !DETERMINERS.has(lower) &&
    !PRONOUNS.has(lower) &&
    !PLAIN_ADJECTIVE.test(lower) &&
    !/^(?!weekly|daily|monthly|hourly|yearly|quarterly|family|supply|reply|assembly)[a-z]{3,}ly$/.test(lower);
  return joinTokens(phrase.filter(isSaid));
}

/** A name for what comes out, from the words of the prompt where they have one. */
export function productOf(kind: StepKind, { head, phrase, verb, object }: ReadInstruction): string {
  const product = BY_VERB[verb] ?? (PRODUCT_KINDS.get(head) === kind ? head : STEP_KINDS[kind].product);
  if (BY_VERB[verb] !== undefined) return product;
  const parts = PARTING.test(verb) ? partsIn(object) : '';
  if (parts !== '') return parts;
  if (
    !NAMED_BY_OBJECT.test(kind) ||
    head === '' ||
    NAMELESS.test(head) ||
    PEOPLE.has(head) ||
    PRONOUNS.has(head)
  )
    return product;
  const isSaid = ({ lower }: Token, at: number, all: readonly Token[]): boolean =>
    !DETERMINERS.has(lower) &&
    !PRONOUNS.has(lower) &&
    (!PLAIN_ADJECTIVE.test(lower) || (at === all.length - 1 && !/^\d/.test(lower)));
  const [named, listed] = joinTokens(phrase.filter(isSaid)).split(/ (?:of|and|or)\b ?/);
  const words = kind === 'list' && head === 'list' && listed !== undefined ? listed : named;
  const noun = words?.split(' ').slice(-3).join(' ').slice(0, 40) ?? '';
  return noun === '' ? product : noun;
}

const PARTING = /^(?:split|divide|separate|break)$/;

/** "Split it into chapters": what it is taken apart into. */
function partsIn(object: readonly Token[]): string {
  const at = object.findIndex(({ lower }) => lower === 'into');
  return at === -1
    ? ''
    : joinTokens(
        object
          .slice(at + 1)
          .filter(({ type, lower }) => type === 'word' && !DETERMINERS.has(lower))
          .slice(0, 3),
      );
}
