import {
  joinTokens,
  personAt,
  PREPOSITIONS,
  PRONOUNS,
  type ReadInstruction,
  singular,
  type Token,
} from '../../grammar';
import { CHANNELS, isOutsider, LANGUAGES } from '../../lexicon';

/** Somebody or something that is to be told, without an address that can be sent to. */
export interface Recipient {
  /** As the prompt says it; empty where it says nobody. */
  readonly text: string;
  /** Names the input that takes the address: `team_url`. */
  readonly input: string;
  readonly email?: string;
  /** The object without the recipient. */
  readonly object: readonly Token[];
}

const TOWARDS = /^(?:to|with|for|at)$/;
const THROUGH = /^(?:on|in|via|over|through|into|to|by|using|onto)$/;
const ADDRESSES =
  /^(?:email|mail|message|text|ping|dm|tell|inform|notify|alert|warn|remind|ask|thank|invite|page|call|send|forward|escalate|contact|congratulate|welcome|show|give|slack)$/;
const NO_RECIPIENT =
  /^(?:each|every|all|one|both|anyone|anybody|itself|file|pdf|json|csv|format|table|list|end|top|bottom|point|text|summary|line|sentence|word|date|next|work)$/;
const LONGEST_NAME = 4;

function named(text: string, name: string, object: readonly Token[]): Recipient {
  const own = /^(?:me|i|myself)$/.test(name) ? 'my' : /^(?:us|ourselves)$/.test(name) ? 'our' : name;
  const plain = text.replace(/['’]s?$/, '');
  const said = isOutsider(singular(plain.toLowerCase())) ? `the ${plain}` : plain;
  return { text: said, input: `${own.replace(/['’]s?$/, '')} url`, object };
}

function without(tokens: readonly Token[], from: number, to: number): readonly Token[] {
  return [...tokens.slice(0, from), ...tokens.slice(to)];
}

/** Several people joined by "and" or commas are told the same. */
function peopleAt(
  tokens: readonly Token[],
  at: number,
): { text: string; name: string; width: number } | undefined {
  const first = personAt(tokens, at);
  if (!first) return undefined;
  let { width } = first;
  for (
    let joint = tokens[at + width];
    joint && /^(?:and|,|or)$/.test(joint.lower);
    joint = tokens[at + width]
  ) {
    const from = tokens[at + width + 1]?.lower === 'to' ? 2 : 1;
    const next = personAt(tokens, at + width + from);
    if (!next) break;
    width += next.width + from;
  }
  const text = joinTokens(tokens.slice(at, at + width).filter(({ lower }) => lower !== 'to'));
  const name = width === first.width ? first.name : text.toLowerCase().replace(/\b(?:the|my|our|a|an) /g, '');
  return { text, name, width };
}

function byEmail(object: readonly Token[]): Recipient | undefined {
  const at = object.findIndex(({ type }) => type === 'email');
  if (at === -1) return undefined;
  let end = at + 1;
  while (/^(?:and|,)$/.test(object[end]?.lower ?? '') && object[end + 1]?.type === 'email') end += 2;
  const emails = object
    .slice(at, end)
    .filter(({ type }) => type === 'email')
    .map(({ text }) => text);
  const from = TOWARDS.test(object[at - 1]?.lower ?? '') ? at - 1 : at;
  return {
    text: emails.join(' and '),
    input: 'email url',
    email: emails.join(', '),
    object: without(object, from, end),
  };
}

function byChannel(object: readonly Token[]): Recipient | undefined {
  for (let at = 0; at < object.length; at += 1) {
    const { type, lower } = object[at] as Token;
    const isChannel = type === 'word' && CHANNELS.has(singular(lower.replace(/['’]s?$/, '')));
    if (!isChannel) continue;
    let from = at;
    while (from > 0 && at - from < 4 && !THROUGH.test(object[from - 1]?.lower ?? '')) from -= 1;
    const opens = object[from - 1];
    if (!opens || !THROUGH.test(opens.lower)) continue;
    const end = /^(?:channel|sheet|sheets|board|page|group|feed|table|list|account|database|base)$/.test(
      object[at + 1]?.lower ?? '',
    )
      ? at + 2
      : at + 1;
    const text = joinTokens(object.slice(from, end));
    return named(text, lower.replace(/['’]s?$/, ''), without(object, from - 1, end));
  }
  return undefined;
}

function byPerson({ verb }: ReadInstruction, object: readonly Token[]): Recipient | undefined {
  for (let at = 0; at < object.length; at += 1) {
    if (!TOWARDS.test(object[at]?.lower ?? '') || object[at]?.lower === 'for') continue;
    const people = peopleAt(object, at + 1);
    if (people) return named(people.text, people.name, without(object, at, at + 1 + people.width));
  }
  const people = ADDRESSES.test(verb) ? peopleAt(object, 0) : undefined;
  return people && named(people.text, people.name, object.slice(people.width));
}

/** "To the front desk": whoever a thing is sent to, although the lexicon does not know them. */
function byPhrase(object: readonly Token[]): Recipient | undefined {
  const at = object.findIndex(({ lower }) => lower === 'to');
  if (at === -1) return undefined;
  const rest = object.slice(at + 1);
  const end = rest.findIndex(
    ({ type, lower }) => type !== 'word' || PREPOSITIONS.has(lower) || /^(?:and|or)$/.test(lower),
  );
  const words = (end === -1 ? rest : rest.slice(0, end)).slice(0, LONGEST_NAME);
  const last = singular(words.at(-1)?.lower ?? '');
  if (last === '' || PRONOUNS.has(last) || NO_RECIPIENT.test(last) || LANGUAGES.has(last)) return undefined;
  const name = joinTokens(
    words.slice(/^(?:the|an?|my|our|their|his|her|your)$/.test(words[0]?.lower ?? '') ? 1 : 0),
  );
  return named(joinTokens(words), name.toLowerCase(), without(object, at, at + 1 + words.length));
}

/** Somebody whom a verb of asking names. */
export function personTold(instruction: ReadInstruction, object: readonly Token[]): Recipient | undefined {
  return byEmail(object) ?? byPerson(instruction, object);
}

/** "Send it to them": those who were spoken of before. */
export function speaksOfThem(object: readonly Token[]): boolean {
  return object.some(
    ({ lower }, at) =>
      /^(?:them|him|her)$/.test(lower) && (at === 0 || TOWARDS.test(object[at - 1]?.lower ?? '')),
  );
}

/** Who an instruction tells something, where it names no URL. Absent where it names nobody. */
export function recipientOf(instruction: ReadInstruction, object: readonly Token[]): Recipient | undefined {
  return byEmail(object) ?? byPerson(instruction, object) ?? byChannel(object) ?? byPhrase(object);
}
