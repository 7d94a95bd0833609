import { isSomebody } from '../lexicon';
import { joinTokens, type Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';

/** Somebody named in the text: "my manager", "legal", "the head of sales", "Dana Smith". */
export interface PersonReading {
  /** As it was written. */
  readonly text: string;
  /** Without articles and possessives, in the singular and in lower case: "manager", "finance team". */
  readonly name: string;
  /** "An editor" may be one of the workflow's own agents; "my editor" is not. */
  readonly isAnybody: boolean;
  /** Tokens it takes. */
  readonly width: number;
}

const ARTICLE = /^(?:an?|another|one|any|some)$/;
const ADJECTIVES = 3;
const HUMAN = /^(?:human|person|people|someone|somebody|colleague|manager|lawyer|me|us|i|myself)$/;
const NOT_HUMAN = /^(?:agents?|ai|bot|model|llm|assistant|crew|tool|step)$/;

const isName = (token: Token | undefined): boolean =>
  token?.type === 'word' && /^[A-Z][\p{L}'-]+$/u.test(token.text) && !readVerb(token.lower);

function somebody(token: Token | undefined): boolean {
  // The department, not the pronoun.
  if (token?.text === 'IT') return true;
  const word = token?.type === 'word' ? token.lower.replace(/['’]s?$/, '') : '';
  return isSomebody(word) || isSomebody(singular(word));
}

const isSmall = (word: string): boolean =>
  FILLERS.has(word) || PREPOSITIONS.has(word) || CONJUNCTIONS.has(word) || PRONOUNS.has(word);

/** Where the words for somebody end, from the first that names them on. */
function endOf(tokens: readonly Token[], from: number): number {
  let end = from + 1;
  while (somebody(tokens[end]) && !/^(?:me|us)$/.test(tokens[end]?.lower ?? '')) end += 1;
  while (/^(?:of|from|in|at)$/.test(tokens[end]?.lower ?? '')) {
    const next = /^(?:the|our|my)$/.test(tokens[end + 1]?.lower ?? '') ? end + 2 : end + 1;
    if (!somebody(tokens[next])) break;
    end = next + 1;
  }
  return end;
}

/** Somebody whose naming starts at a token; absent where it starts with anything else. */
export function personAt(tokens: readonly Token[], at: number): PersonReading | undefined {
  let from = at;
  while (DETERMINERS.has(tokens[from]?.lower ?? '') || ARTICLE.test(tokens[from]?.lower ?? '')) from += 1;
  let named = from;
  while (named < from + ADJECTIVES && tokens[named]?.type === 'word' && !somebody(tokens[named])) {
    const word = tokens[named]?.lower ?? '';
    if (isName(tokens[named]) || readVerb(word)?.alsoNoun === false || isSmall(word)) break;
    named += 1;
  }
  const isI = tokens[from]?.lower === 'i';
  const byName = isName(tokens[named]) && named === from && named > 0;
  if (!isI && !byName && !somebody(tokens[named])) return undefined;
  let end = isI ? from + 1 : endOf(tokens, named);
  if (byName) while (isName(tokens[end])) end += 1;
  if (NOT_HUMAN.test(tokens[end]?.lower ?? '')) return undefined;
  const words = tokens.slice(from, end);
  if (words.some(({ lower }) => NOT_HUMAN.test(lower))) return undefined;
  const name = joinTokens(words)
    .replace(/['’]s?$/, '')
    .toLowerCase();
  const isArticle = ARTICLE.test(tokens[from - 1]?.lower ?? '');
  return {
    text: joinTokens(tokens.slice(at, end)).replace(/['’]s?$/, ''),
    name: isI ? 'me' : singular(name),
    isAnybody: isArticle && !words.some(({ lower }) => HUMAN.test(singular(lower))),
    width: end - at,
  };
}
