import { DATA_NOUNS, STEP_KINDS } from '../lexicon';
import { readVerb, singular } from './word-forms';

/** Stands in the text where data was given; a private-use character, so no prompt carries it itself. */
export const LITERAL_MARK = '\uE000';

/** A prompt made ready for grammar: its own data (quoted, or after a colon) is set apart and stays as it was. */
export interface PromptText {
  readonly text: string;
  /** One for each mark in the text, in order. */
  readonly literals: readonly string[];
}

const SHORTEST_LITERAL = 25;
const QUOTES: readonly (readonly [open: string, close: string])[] = [
  ['```', '```'],
  ['"""', '"""'],
  ['"', '"'],
  ['«', '»'],
];
const POINTING = new Set(
  'this these following below text sentence words input here paragraph data'.split(' '),
);
const STEPS =
  /\b(?:steps?|tasks?|things|order|actions?|workflow|process|stages?|parallel|categories|category|classes|types?|labels?|groups?|cases?|options?|each|following way)$/i;

/** What stands after it are cases. */
const CHOOSING =
  /\b(?:based on|depending on|according to)\b|\bby (?:its |their |the )?(?:topic|category|type|kind|subject|urgency|priority|sentiment|language|tone|size|amount|status|department)\b/i;
/** An address, or a case with its arrow. */
const NOT_DATA = /^\s*(?:https?:\/\/|[^\n.;]{1,50}?(?:[-=]+>|[→➔⇒]))/i;

/** What somebody does, or what is done within a bound: "one agent checks …", "below 1000 EUR mark it …". */
const STEPS_AHEAD =
  /^\s*(?:(?:one|an?|the first|another|each) (?:[\w-]+ ){0,2}?(?:agents?|assistants?|person|analyst|reviewer|expert|model|crew)\b|(?:below|under|above|over|from|up to|at least|at most|more than|less than|between) [$€£]?\d)/i;

/** A quotation right after these is what is sent, however short it is. */
const SAYS = /\b(?:post|send|publish|tweet|(?:reply|answer|respond) with|say|message)\s+$/i;

/** Splits the text at quotations long enough to be data rather than a label. */
function takeQuotations(text: string): PromptText {
  const literals: string[] = [];
  let rest = text;
  let kept = '';
  for (;;) {
    const next = QUOTES.map(([open, close]) => ({ open, close, at: rest.indexOf(open) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at)[0];
    const from = next && next.at + next.open.length;
    const to = next && from !== undefined ? rest.indexOf(next.close, from) : -1;
    if (!next || from === undefined || to === -1) return { text: kept + rest, literals };
    const quotation = rest.slice(from, to).trim();
    const isSaid = quotation !== '' && SAYS.test(rest.slice(0, next.at));
    const isData = isSaid || quotation.length >= SHORTEST_LITERAL || quotation.split(/\s+/).length > 3;
    kept +=
      rest.slice(0, next.at) + (isData ? ` ${LITERAL_MARK} ` : rest.slice(next.at, to + next.close.length));
    if (isData) literals.push(quotation);
    rest = rest.slice(to + next.close.length);
  }
}

/** Whether what follows a colon is what the words before it ask to work on, not the steps to take. */
function introducesData(head: string, tail: string): boolean {
  if (STEPS.test(head) || CHOOSING.test(head) || NOT_DATA.test(tail) || STEPS_AHEAD.test(tail)) return false;
  const words = head.toLowerCase().split(/\s+/).slice(-60);
  const last = words.at(-1) ?? '';
  const verb = words.map(readVerb).find((reading) => reading !== undefined);
  if (!verb || verb.kind === 'process') return false;
  if (POINTING.has(last)) return true;
  const mode = verb.kind in STEP_KINDS ? STEP_KINDS[verb.kind as keyof typeof STEP_KINDS].mode : undefined;
  const tailVerb = readVerb(/^[\s(]*([\p{L}-]+)/u.exec(tail)?.[1]?.toLowerCase() ?? '');
  if (DATA_NOUNS.has(singular(last)))
    return tailVerb === undefined || tailVerb.alsoNoun || words.includes('this');
  const worksOnIt = mode === 'reads' || /^(?:reply|rewrite|rank|review)$/.test(verb.kind);
  return worksOnIt && verb.kind !== 'research' && !tailVerb;
}

/** The first colon that introduces data takes everything up to a paragraph that goes on with the instructions. */
function takeAfterColon(text: string): PromptText {
  for (const match of text.slice(0, 2000).matchAll(/:(?=\s)/g)) {
    const head = text.slice(0, match.index);
    const sentence = head.slice(Math.max(head.lastIndexOf('\n'), head.lastIndexOf('. ')) + 1).trim();
    const tail = text.slice(match.index + 1);
    if (/^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(tail) || !introducesData(sentence, tail)) continue;
    const goesOn = /\n *\n *(?=(?:and )?(?:then|after|afterwards|finally|next)\b)/i.exec(tail);
    const literal = tail.slice(0, goesOn?.index ?? tail.length).trim();
    if (literal.includes(LITERAL_MARK) || literal.length < 3) continue;
    return {
      text: `${head} ${LITERAL_MARK} .\n${goesOn ? tail.slice(goesOn.index) : ''}`,
      literals: [literal],
    };
  }
  return { text, literals: [] };
}

/** Normalises white space, quotes and Unicode form, and sets the prompt's own data apart. */
export function readPromptText(prompt: string): PromptText {
  const text = prompt
    .normalize('NFC')
    .replace(/[\uE000\uFEFF\u200B-\u200D\u2060]/g, '')
    .replace(/[“”„‟]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\r\n?/g, '\n')
    .trim();
  const afterColon = takeAfterColon(text);
  return afterColon.literals.length > 0 ? afterColon : takeQuotations(text);
}
