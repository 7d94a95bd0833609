import { durationAt, findDuration } from './durations';
import { timeAt } from './times';
import { joinTokens, type Token } from './tokens';
import { readVerb, singular } from './word-forms';
import { DETERMINERS, EVENTS, PREPOSITIONS, PRONOUNS } from './words';

/** What is waited for: a while, a time, or something that happens outside. */
export type WaitReading =
  | { readonly type: 'seconds'; readonly seconds: number }
  | { readonly type: 'time'; readonly iso?: string; readonly text: string }
  | {
      readonly type: 'event';
      /** What happens, as a noun phrase: "customer reply", "payment". */
      readonly event: string;
      /** How long it is waited for; for ever when absent. */
      readonly timeoutSeconds?: number;
    };

const WITHIN = /^(?:within|in|for|after|by|inside)$/;
const NEGATION =
  /^(?:no|not|doesn't|don't|didn't|isn't|aren't|hasn't|haven't|never|nobody|nothing|without|won't|none)$/;
const AUXILIARY =
  /^(?:is|are|was|were|has|have|had|do|does|did|be|been|there|if|any|we|i|hear|get|gets|receive|receives|comes?|came|come|in|back|from|you|will|us|anything|yet|until|then|they|he|she|someone|somebody|anyone|anybody|him|her|me|my|our|one|still|already|so|far|everyone|everybody|all|both|each|or|up)$/;

/** Nouns for what a verb of the outside says: "replies" is a reply. */
const EVENT_NOUNS: Readonly<Record<string, string>> = {
  reply: 'reply',
  respond: 'reply',
  answer: 'reply',
  react: 'reply',
  pay: 'payment',
  paid: 'payment',
  register: 'registration',
  sign: 'signature',
  signed: 'signature',
  arrive: 'arrival',
  deliver: 'delivery',
  delivered: 'delivery',
  ship: 'shipment',
  shipped: 'shipment',
  return: 'return',
  returned: 'return',
  confirm: 'confirmation',
  accept: 'acceptance',
  book: 'booking',
  order: 'order',
  upload: 'upload',
  submit: 'submission',
  complete: 'completion',
  finish: 'completion',
  acknowledge: 'acknowledgement',
  click: 'click',
  open: 'opening',
  cancel: 'cancellation',
  subscribe: 'subscription',
  call: 'call',
  write: 'message',
  send: 'message',
  contact: 'message',
  approve: 'approval',
};

function stemOf(word: string): string {
  const verb = readVerb(word);
  if (verb) return verb.base;
  return word.replace(/(?:ies)$/, 'y').replace(/(?:es|s|ed)$/, '');
}

function eventNounOf(word: string): string | undefined {
  return EVENT_NOUNS[word] ?? EVENT_NOUNS[stemOf(word)] ?? EVENT_NOUNS[`${stemOf(word)}e`];
}

/** "The customer replies" is a customer reply, "the payment arrives" a payment. */
function eventOf(tokens: readonly Token[]): string | undefined {
  const words = tokens.filter(
    ({ type, lower }) =>
      type === 'word' && !NEGATION.test(lower) && !AUXILIARY.test(lower) && !PRONOUNS.has(lower),
  );
  const at = words.findIndex(
    ({ lower }, index) =>
      eventNounOf(lower) !== undefined &&
      (index > 0 || words.length === 1 || readVerb(lower)?.alsoNoun !== false),
  );
  if (at === -1) {
    const happens = words.findIndex(({ lower }, index) => index > 0 && EVENTS.test(lower));
    const phrase = happens === -1 ? words : words.slice(0, happens);
    return nameOf(phrase.filter(({ lower }) => !EVENTS.test(lower)));
  }
  const word = words[at]?.lower ?? '';
  const noun = eventNounOf(word) ?? word;
  const subject = nameOf(
    words.slice(0, at).filter(({ lower }) => !EVENTS.test(lower) || /^(?:orders?|emails?)$/.test(lower)),
  );
  // "The payment arrives": what arrives says more than that it does.
  if (/^(?:arrival|completion|delivery)$/.test(noun) && subject !== undefined) return subject;
  return subject === undefined ? noun : `${subject} ${noun}`;
}

function nameOf(words: readonly Token[]): string | undefined {
  const kept = words.filter(({ lower }) => !DETERMINERS.has(lower)).slice(-3);
  const last = kept.at(-1);
  if (!last) return undefined;
  const text = joinTokens(kept.slice(0, -1))
    .toLowerCase()
    .replace(/['’]s?\b/g, '');
  return `${text} ${singular(last.lower.replace(/['’]s?$/, ''))}`.trim();
}

/** The limit in "a reply within two days", and the rest. */
function takeLimit(tokens: readonly Token[]): { rest: readonly Token[]; seconds?: number } {
  const found = findDuration(tokens);
  if (!found) return { rest: tokens };
  const from = WITHIN.test(tokens[found.at - 1]?.lower ?? '') ? found.at - 1 : found.at;
  const rest = [...tokens.slice(0, from), ...tokens.slice(found.at + found.width)];
  return { rest, seconds: found.seconds };
}

/**
 * Reads what follows "wait": "two days", "until Monday at 9", "for the customer's reply (within a week)".
 *
 * @param until - What a clause with "until" says, where one follows.
 */
export function readWait(object: readonly Token[], until?: readonly Token[]): WaitReading | undefined {
  const start = object.findIndex(({ lower }) => !/^(?:for|until|till|up|to|at|least)$/.test(lower));
  const first = Math.max(start, 0);
  const isUntil = /^(?:until|till)$/.test(object[first - 1]?.lower ?? '');
  const duration = durationAt(object, first);
  if (duration && !isUntil && until === undefined && first + duration.width >= object.length - 2)
    return { type: 'seconds', seconds: duration.seconds };
  if (duration && !isUntil && until === undefined && object[first + duration.width]?.lower === 'between')
    return { type: 'seconds', seconds: duration.seconds };
  const time = isUntil || !duration ? timeAt(object, first) : undefined;
  if (time && start !== -1) {
    const text = joinTokens(object.slice(first, first + time.width));
    return time.seconds === undefined
      ? { type: 'time', text, ...(time.iso !== undefined && { iso: time.iso }) }
      : { type: 'seconds', seconds: time.seconds };
  }
  const what = until ?? object.slice(first);
  const { rest, seconds } = takeLimit(until === undefined ? what : [...what, ...object]);
  const event = eventOf(
    rest.filter(({ lower }) => !/^(?:for|to|from|by|a|an)$/.test(lower) || lower === 'from'),
  );
  if (event === undefined) return duration ? { type: 'seconds', seconds: duration.seconds } : undefined;
  return { type: 'event', event, ...(seconds !== undefined && { timeoutSeconds: seconds }) };
}

/** "On 24 December at 18:00", "in two weeks": words that say nothing but when. Absent where they say more. */
export function readTime(tokens: readonly Token[]): WaitReading | undefined {
  const isIn = tokens[0]?.lower === 'in';
  const when = isIn || /^(?:on|at)$/.test(tokens[0]?.lower ?? '') ? tokens.slice(1) : tokens;
  if (when.length === 0) return undefined;
  const length = durationAt(when, 0);
  if (isIn) return length?.width === when.length ? { type: 'seconds', seconds: length.seconds } : undefined;
  const time = timeAt(when, 0);
  if (time?.width !== when.length) return undefined;
  if (time.seconds !== undefined) return { type: 'seconds', seconds: time.seconds };
  return { type: 'time', text: joinTokens(when), ...(time.iso !== undefined && { iso: time.iso }) };
}

/** What a condition says of something that is waited for: whether it comes within a time. */
export interface EventCondition {
  readonly event: string;
  readonly timeoutSeconds?: number;
  /** "If there is no reply": holds when it does not come. */
  readonly isAbsent: boolean;
}

const OUTSIDE =
  /\b(?:repl(?:y|ies|ied)|respon(?:d|ds|ded|se|ses)|answers?(?:ed)?|reacts?|reaction|pa(?:y|ys|id)|payment|sign(?:s|ed)?|signature|confirm(?:s|ed|ation)?|hear(?: back)?|feedback|arriv(?:e|es|ed)|deliver(?:s|ed|y)|accepts?(?:ed)?|acknowledg\w+|returns?(?:ed)?|shows? up|completes?|submits?(?:ted)?|clicks?|opens?|comes? (?:in|back))\b/i;

/** Reads "there is no reply within two days" or "the customer answers". Absent where nothing outside is meant. */
export function readEventCondition(tokens: readonly Token[]): EventCondition | undefined {
  const { rest, seconds } = takeLimit(tokens);
  const text = joinTokens(rest);
  if (!OUTSIDE.test(text)) return undefined;
  const isAbsent = rest.some(({ lower }) => NEGATION.test(lower));
  const named = /\bhear\b/i.test(text)
    ? 'reply'
    : eventOf(rest.filter(({ lower }) => !/^(?:by|from|the|a|an)$/.test(lower)));
  const event = named ?? 'reply';
  return { event, isAbsent, ...(seconds !== undefined && { timeoutSeconds: seconds }) };
}

/** The last noun of an event's name, as its data is called: "customer reply" brings a reply. */
export function eventProduct(event: string): string {
  return singular(event.split(' ').at(-1) ?? event);
}

/** A while that passes before what a clause asks for: "three days after the demo", "two hours later", "in 10 minutes". */
export function takeDelay(tokens: readonly Token[]): {
  readonly tokens: readonly Token[];
  readonly seconds?: number;
} {
  const found = findDuration(tokens);
  if (!found) return { tokens };
  const after = tokens[found.at + found.width]?.lower ?? '';
  const isIn = tokens[found.at - 1]?.lower === 'in' && found.at + found.width >= tokens.length;
  if (!isIn && !/^(?:after|later|afterwards|from)$/.test(after)) return { tokens };
  const rest = tokens.slice(found.at + found.width + 1);
  const end = /^(?:after|from)$/.test(after)
    ? rest.findIndex(
        ({ type, lower }, at) =>
          type !== 'word' || (at > 0 && PREPOSITIONS.has(lower)) || /^(?:and|or)$/.test(lower),
      )
    : 0;
  const kept = isIn || end === -1 ? [] : rest.slice(end);
  return { tokens: [...tokens.slice(0, isIn ? found.at - 1 : found.at), ...kept], seconds: found.seconds };
}
