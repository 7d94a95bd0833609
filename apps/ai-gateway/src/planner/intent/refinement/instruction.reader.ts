import { literalsIn } from '../prompt/addresses';
import type { NodeType } from '@aiwf/definition';
import { senseOf } from '../words/word-sense';
import { wordsOf } from '../words/stems';
import type { VerbKind } from '../../lexicon/step-kinds';

/** One thing that an instruction says. */
export interface InstructionPart {
  readonly text: string;
  readonly asks: 'remove' | 'add' | 'change';
  /** What it is about: of each word that means something, the stems that it may be found by. */
  readonly words: readonly (readonly string[])[];
  readonly kinds: ReadonlySet<VerbKind>;
  readonly types: ReadonlySet<NodeType>;
  readonly urls: readonly string[];
  /** Says where something is ("the second step"): from 0, or from the end where negative. */
  readonly position?: number;
  /** About all of the workflow, or about how it is laid out. */
  readonly isGlobal: boolean;
}

const REMOVES =
  /\b(?:remove|removes|delete|drop|skip|omit|get rid of|leave out|take out|cut out|kick out|throw out|no longer|stop|don't|do not|dont|without|never|undo)\b/i;
const ADDS =
  /^(?:please\s+|also\s+|and\s+|then\s+|afterwards\s+|finally\s+|at the end\s+)*(?:add|insert|include|append|also|additionally|afterwards|finally|at the end|before|after|then)\b/i;
const GLOBAL =
  /\b(?:everything|everywhere|throughout|overall|whole|entire|(?:all|every|each)(?: of)?(?: the)? (?:steps?|agents?|nodes?|prompts?|texts?|outputs?|messages?|of it|of them)|workflow|merge|split|reorder|rearrange|restructure|simplify|parallel|at the same time|in another order|other way round|model)\b/i;
const TYPES: readonly (readonly [NodeType, RegExp])[] = [
  ['approval', /\b(?:approv\w*|sign-?off|confirmation)\b/i],
  ['wait', /\b(?:wait\w*|delay\w*|pause\w*)\b/i],
  ['condition', /\b(?:conditions?|branch(?:es)?|check whether|decision)\b/i],
  ['map', /\b(?:for each|map|every item)\b/i],
  ['loop', /\b(?:loop|repeat\w*|until|rounds?|retries)\b/i],
  ['http_request', /\b(?:request|fetch\w*|webhook|post|posting|send\w*|call|url|address|endpoint|api)\b/i],
];
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** Reads an instruction part by part: at sentence ends, at commas and at what joins. */
export function readInstruction(instruction: string): InstructionPart[] {
  const pieces = instruction
    .replace(/[^\S\n]+/g, ' ')
    .replace(/https?:\/\/\S{1,2000}/g, (url) => url.replace(/[.,;]+$/, (end) => ` ${end}`))
    .split(/(?<=[^\d])[.;!?](?:\s|$)|\n|, | (?:and|but|plus) (?:then )?/i)
    .filter((piece) => /\p{L}/u.test(piece));
  const parts: InstructionPart[] = [];
  for (const text of pieces) {
    const before = parts.at(-1);
    parts.push(readPart(text, before));
  }
  return parts;
}

function readPart(text: string, before: InstructionPart | undefined): InstructionPart {
  const words = wordsOf(text.replace(/https?:\/\/\S+/g, ' '));
  const kinds = new Set(
    words
      .flatMap((word) => [senseOf(word).verb?.kind, senseOf(word).noun])
      .filter((kind) => kind !== undefined),
  );
  const hasVerb = words.slice(0, 4).some((word) => {
    const { verb } = senseOf(word);
    return verb !== undefined && (!verb.alsoNoun || word === words[0]);
  });
  const own = REMOVES.test(text) ? 'remove' : ADDS.test(text) ? 'add' : 'change';
  const asks = !hasVerb && own === 'change' && before ? before.asks : own;
  const position = positionIn(text);
  return {
    text,
    asks,
    words: wordsOf(text.replace(REMOVES, ' ').replace(/https?:\/\/\S+/g, ' '))
      .map((word) => senseOf(word).stems)
      .filter((stems) => stems.length > 0),
    kinds,
    types: new Set(TYPES.filter(([, pattern]) => pattern.test(text)).map(([type]) => type)),
    urls: literalsIn(text).flatMap(({ kind, text: url }) => (kind === 'url' ? [url] : [])),
    ...(position !== undefined && { position }),
    isGlobal: GLOBAL.test(text),
  };
}

function positionIn(text: string): number | undefined {
  const [, ordinal] =
    new RegExp(`\\b(${ORDINALS.join('|')}|last|final)\\s+(?:step|node|agent|part)\\b`, 'i').exec(text) ?? [];
  const [, number] = /\b(?:step|node)\s+(?:no\.?\s*|number\s+)?(\d{1,3})\b/i.exec(text) ?? [];
  if (number !== undefined) return Number(number) - 1;
  if (ordinal === undefined) return undefined;
  const at = ORDINALS.indexOf(ordinal.toLowerCase());
  return at === -1 ? -1 : at;
}
