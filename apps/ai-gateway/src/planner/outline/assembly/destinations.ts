import type { Token } from '../../grammar';
import type { VerbKind } from '../../lexicon';

/** Where an instruction sends what it speaks of, and the rest of its object. */
export interface Addressed {
  readonly urls: readonly string[];
  readonly object: readonly Token[];
}

const TOWARDS = /^(?:to|into|onto|via|through)$/;
/** Words that point at a destination only with these verbs, and only where no other word does. */
const AT: Partial<Record<VerbKind, RegExp>> = {
  deliver: /^(?:at|on|using)$/,
  notify: /^(?:at|on|using)$/,
  record: /^(?:at|on|in|under)$/,
  request: /^(?:at|on|from|using|with|in)$/,
};
const FROM = /^(?:of|about|from|in|with|against|regarding|at|on)$/;
/** "A link to https://…": the address is part of the text. */
const LINKING = /^(?:link|links|linking|links?|pointer|reference|refers?|according|redirect|leads?)$/;
const FARTHEST = 5;

function senderOf(tokens: readonly Token[], at: number, towards: RegExp): number {
  for (let before = at - 1; before >= Math.max(0, at - FARTHEST); before -= 1) {
    const { type, lower } = tokens[before] as Token;
    if (type !== 'word') return -1;
    if (towards.test(lower)) return LINKING.test(tokens[before - 1]?.lower ?? '') ? -1 : before;
    if (FROM.test(lower)) return -1;
  }
  return -1;
}

function addressed(kind: VerbKind, tokens: readonly Token[], towards: RegExp): Addressed {
  const urls: string[] = [];
  const taken = new Set<number>();
  for (const [at, { type, text }] of tokens.entries()) {
    if (type !== 'url') continue;
    const from = senderOf(tokens, at, towards);
    const goesOn = /^(?:and|,)$/.test(tokens[at - 1]?.lower ?? '') && taken.has(at - 2);
    const isNotified = kind === 'notify' && at === 0;
    if (from === -1 && !goesOn && !isNotified) continue;
    const start = from === -1 ? Math.max(0, at - (goesOn ? 1 : 0)) : from;
    for (let index = start; index <= at; index += 1) taken.add(index);
    if (!urls.includes(text)) urls.push(text);
  }
  return { urls, object: tokens.filter((_, at) => !taken.has(at)) };
}

/**
 * The addresses an instruction writes to. Only verbs of sending, telling and filing write anywhere; with every
 * other verb an address is where something is read.
 */
export function takeDestinations(kind: VerbKind | undefined, object: readonly Token[]): Addressed {
  if (kind !== 'deliver' && kind !== 'request' && kind !== 'notify' && kind !== 'record' && kind !== 'report')
    return { urls: [], object };
  const sure = addressed(kind, object, TOWARDS);
  const at = AT[kind];
  return sure.urls.length > 0 || !at ? sure : addressed(kind, object, at);
}
