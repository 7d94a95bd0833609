import {
  CONJUNCTIONS,
  DETERMINERS,
  FILLERS,
  PREPOSITIONS,
  PRONOUNS,
  singular,
  type Token,
} from '../../grammar';
import type { Mention } from '../plan/plan-items';

/** A condition that words in a text decide, and whose text that is. */
export interface MentionReading {
  /** The words before the verb: "it", "the summary". */
  readonly subject: readonly Token[];
  readonly mention: Mention;
}

const VERB = /^(?:mentions?|contains?|includes?|mentioning|containing)$/;
const NOT = /^(?:not|doesn't|don't|never|no)$/;
const POINTER = /^(?:words?|phrases?|terms?|keywords?|string|name)$/;
/** What a text can contain without saying so. */
const NOTION =
  /^(?:informations?|details?|data|language|content|mistakes?|typos?|words?|profanity|tone|sentiments?|questions?|complaints?|feedback|pii|insults?|threats?|numbers?|figures?|dates?|names?|links?|urls?|address(?:es)?|emails?|images?|problems?|issues?|requests?|facts?|anything|something|nothing|more|less|many|few|several|enough|too|other|new|personal|sensitive|offensive|negative|positive|bad|good|wrong|urgent|unusual|suspicious|important)$/;
const MOST_WORDS = 3;
const MOST_TERMS = 5;
const PLAIN = /^[\p{L}\p{N}'&.+#@_-]+$/u;

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function termOf(tokens: readonly Token[]): readonly string[] | undefined {
  const isPlain = ({ type, lower, text }: Token): boolean =>
    type === 'word' &&
    PLAIN.test(text) &&
    !NOTION.test(lower) &&
    ![CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS].some((words) => words.has(lower));
  if (tokens.length === 0 || tokens.length > MOST_WORDS || !tokens.every(isPlain)) return undefined;
  const words = tokens.map(({ text }) => asciiLower(text));
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1).map((word) => `${word} `);
  return [...new Set(last.endsWith('ies') ? [singular(last), last] : [singular(last)])].map(
    (word) => before.join('') + word,
  );
}

/** Splits at "or" and commas; any of the terms is enough. "And" asks for a judgement. */
function termsOf(tokens: readonly Token[]): readonly string[] | undefined {
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'comma' || token.lower === 'or') groups.push([]);
    else groups.at(-1)?.push(token);
  }
  const named = groups.filter((group) => group.length > 0);
  if (named.length > MOST_TERMS) return undefined;
  const terms = named.map((group) => termOf(group));
  return terms.some((term) => term === undefined) ? undefined : terms.flatMap((term) => term ?? []);
}

/**
 * Reads "it mentions outages" or "the contract does not contain the word penalty" as a search for the words
 * themselves. Absent for everything that takes a judgement ("it mentions a problem").
 */
export function readMention(tokens: readonly Token[]): MentionReading | undefined {
  const at = tokens.findIndex(({ lower }) => VERB.test(lower));
  if (at < 1) return undefined;
  let from = at + 1;
  if (tokens[from]?.lower === 'the' && POINTER.test(tokens[from + 1]?.lower ?? '')) from += 2;
  const words = termsOf(tokens.slice(from));
  if (!words || words.length === 0) return undefined;
  const before = tokens.slice(0, at);
  const isAbsent = before.some(({ lower }) => NOT.test(lower));
  const subject = before.filter(({ lower }) => !NOT.test(lower) && !/^(?:does|do|did)$/.test(lower));
  return { subject, mention: { words, isAbsent } };
}
