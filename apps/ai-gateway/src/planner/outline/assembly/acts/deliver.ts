import {
  headNoun,
  joinTokens,
  PRONOUNS,
  nounPhrase,
  type ReadInstruction,
  type Token,
  waivesApproval,
} from '../../../grammar';
import { DATA_NOUNS, PRODUCT_KINDS } from '../../../lexicon';
import type { Delivery, Destination, PlanItem, WritingMethod } from '../../plan/plan-items';
import type { Context } from '../context';
import { contentOf } from '../content';
import { recipientOf, speaksOfThem, type Recipient } from '../recipients';
import { quoted } from '../warnings';
import { make, placeFor } from './steps';

const ADDRESS = 'An address (URL) that takes a POST with JSON. While it is empty, nothing is sent.';

/** "Send me a summary", "tell me": whoever runs the workflow has its output. */
const HANDS_OVER = /^(?:send|give|show|tell|return|provide|report|present|deliver)$/;

/** What is told to nobody in particular is the workflow's output. */
function isForReader({ verb }: ReadInstruction, { text }: Recipient): boolean {
  return HANDS_OVER.test(verb) && /^(?:me|us|myself)$/i.test(text);
}

/** Where something goes whose recipient is named without an address: to whom an input, or an answer, says. */
export function destinationOf(context: Context, recipient: Recipient): Destination {
  const { text, input, email } = recipient;
  const name = context.input(
    input,
    text === '' ? ADDRESS : `For ${text}: ${ADDRESS.charAt(0).toLowerCase()}${ADDRESS.slice(1)}`,
  );
  const whom = text === '' ? 'it' : `what is meant for ${whose(text)}`;
  const answer = context.inquiry.askText({
    id: name,
    question: `To which address (URL, by POST with JSON) is ${whom} sent?`,
    type: 'url',
    default: null,
  });
  if (answer !== undefined && /^https?:\/\/[^\s/]/i.test(answer)) {
    context.withdraw(name);
    return { type: 'url', url: answer };
  }
  context.warnings.add(
    `Nothing is sent${text === '' ? '' : ` to ${whose(text)}`} while the input "${name}" is empty: give it an address (URL) that takes a POST with JSON.`,
  );
  return { type: 'input', name, recipient: text, ...(email !== undefined && { email }) };
}

function whose(text: string): string {
  return /^(?:me|myself|us)$/i.test(text) ? 'you' : text;
}

/** Adds a sending, and says that it waits for somebody's approval. */
export function addDelivery(
  context: Context,
  to: Destination,
  content: Delivery['content'],
  method?: WritingMethod,
): void {
  const delivery: Delivery = { type: 'delivery', to, content, ...(method && { method }) };
  context.branches.add(delivery, placeFor(context, content));
  if (to.type === 'url')
    context.warnings.add(
      "What is sent can't be taken back, so that the run asks for approval before it sends.",
    );
}

/** "PUT it to https://…", "DELETE https://…": the method that a prompt names for an address. */
export function methodIn({ tokens }: ReadInstruction): WritingMethod | undefined {
  const [first] = tokens;
  if (first?.text === 'PUT' || first?.text === 'PATCH') return first.text;
  return /^(?:delete|remove)$/.test(first?.lower ?? '') && tokens[1]?.type === 'url' ? 'DELETE' : undefined;
}

/** Removes what is at an address; where only some of it is to go, what was made so far says what. */
export function removeAt(context: Context, urls: readonly string[], what?: 'result'): void {
  for (const url of urls) addDelivery(context, { type: 'url', url }, what ?? 'material', 'DELETE');
}

/** Says that a wish to ask nobody changes nothing. */
export function warnOfWaiver(context: Context, text: string): void {
  if (waivesApproval(text))
    context.warnings.add(
      `${quoted(text)}: what can't be taken back is sent only when a person approves it, whatever the prompt says.`,
    );
}

/** Where it is not said who is told, the address is named after what is sent. */
function nobody({ head, object }: Pick<ReadInstruction, 'head' | 'object'>): Recipient {
  const isNamed = PRODUCT_KINDS.has(head) || DATA_NOUNS.has(head);
  return { text: '', input: isNamed ? `${head} url` : 'delivery url', object };
}

function withObject(instruction: ReadInstruction, object: readonly Token[]): ReadInstruction {
  const phrase = nounPhrase(object);
  return { ...instruction, object, phrase, head: headNoun(phrase) };
}

const TELLS_DIRECTLY = /^(?:tell|inform|notify|alert|warn|remind|email|message|ask|text|ping)$/;

/** Where nobody is named, "them" and whoever is reminded are those to whom something was sent before, or who wrote. */
function elsewhere(
  context: Context,
  { head, object, verb }: ReadInstruction,
  recipient: Recipient,
): Destination {
  const { lastDestination, sender } = context;
  const isThem =
    speaksOfThem(object) && (TELLS_DIRECTLY.test(verb) || !/^(?:them|him|her)$/.test(object[0]?.lower ?? ''));
  // "… send it to https://…, otherwise send it right away": the same thing to the same place.
  const isAgain = context.isInside && PRONOUNS.has(object[0]?.lower ?? '');
  const goesOn = isAgain || context.depth > 1 || context.target.some(({ type }) => type === 'wait');
  if (
    recipient.text === '' &&
    lastDestination &&
    (isThem || goesOn || /^(?:reminder|confirmation|apology)$/.test(head))
  )
    return lastDestination;
  if (recipient.text === '' && isThem && sender) {
    const name = sender.lower.replace(/['’]s?$/, '');
    return destinationOf(context, { ...recipient, text: `the ${name}`, input: `${name} url` });
  }
  const found = destinationOf(context, recipient);
  context.lastDestination = found;
  return found;
}

/** "Post the summary after approval": what is approved is the summary, which is written first. */
function takeBareApproval({ target, hasMade }: Context): PlanItem | undefined {
  return target.at(-1)?.type === 'approval' && !hasMade ? target.pop() : undefined;
}

/** Sends, files or tells something: to the addresses the prompt gives, else to whom it names. */
export function deliver(
  context: Context,
  instruction: ReadInstruction,
  object: readonly Token[],
  urls: readonly string[],
): void {
  const recipient = urls.length > 0 ? undefined : recipientOf(instruction, object);
  const said = recipient ? withObject(instruction, recipient.object) : instruction;
  const rest = recipient?.object ?? object;
  const forReader = recipient !== undefined && isForReader(instruction, recipient);
  const isSent = !forReader;
  const given = urls.length > 0 && instruction.kind === 'deliver' && !PRODUCT_KINDS.has(instruction.head);
  const fetched = rest.filter(({ type }) => given && type === 'url');
  for (const { text } of fetched) context.material.fetch(text);
  const quotes = rest.some(({ type }) => type === 'literal');
  if (quotes) context.material.named('find', { ...said, object: rest });
  const before = { material: context.material, hasMade: context.hasMade, last: context.lastTask };
  const content =
    fetched.length > 0 || (quotes && !context.hasMade) ? 'material' : contentOf(said, isSent, before);
  if (content === undefined) {
    const approval = takeBareApproval(context);
    make(context, { ...said, object: rest }, recipient?.email === undefined ? object : rest);
    if (approval) context.branches.add(approval);
  }
  warnOfWaiver(context, joinTokens(instruction.tokens));
  if (forReader) return;
  const places: Destination[] =
    urls.length > 0
      ? urls.map((url) => ({ type: 'url', url }))
      : [elsewhere(context, instruction, recipient ?? nobody(said))];
  const [only, ...more] = places;
  if (only && more.length === 0) context.lastDestination = only;
  for (const place of places) addDelivery(context, place, content ?? 'result', methodIn(instruction));
}
