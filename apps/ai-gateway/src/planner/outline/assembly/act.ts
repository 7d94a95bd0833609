import {
  asksForNothing,
  dataNounAt,
  isCase,
  isStepKind,
  joinTokens,
  onlyAnnounces,
  PRONOUNS,
  type ReadInstruction,
  readsAsNegated,
  readVerb,
  waivesApproval,
} from '../../grammar';
import { addApproval, addNextApprover, noteRevision } from './acts/approve';
import { askRunner, collect } from './acts/collect';
import { compose } from './acts/compose';
import { addDelivery, deliver, destinationOf, methodIn, removeAt } from './acts/deliver';
import { retry } from './acts/fail';
import { constrain, forbid } from './acts/forbid';
import { delayed, pause } from './acts/pause';
import { pauseBetween, poll, repeatSteps, repeatUnless } from './acts/repeat';
import { reply } from './acts/reply';
import { request } from './acts/request';
import { search } from './acts/search';
import { addTask } from './acts/steps';
import { isBackground, takeUnknown } from './acts/unknown';
import type { Context } from './context';
import { takeDestinations } from './destinations';
import type { Pending } from './pending';
import { personTold, recipientOf } from './recipients';
import { wantsSearch } from './tools';

/** Verbs of writing that are told to somebody. */
const ASKS = /^(?:ask|invite)$/;

const TELLS = /^(?:deliver|notify|reply|respond)$/;

/** Does what an instruction says: adds its steps, or notes what it says of others. */
export function act(
  context: Context,
  pending: Pending,
  instruction: ReadInstruction,
  next: ReadInstruction | undefined,
): void {
  const { kind, tokens } = instruction;
  const text = joinTokens(tokens);
  if (text === '') return actBare(context, instruction);
  const until = next?.link === 'until' && next.trails ? next : undefined;
  if (
    until &&
    poll(context, instruction, { until, times: instruction.modifiers.times ?? until.modifiers.times })
  ) {
    pending.taken.add(until);
    return;
  }
  if (kind === 'wait' && pauseBetween(context, instruction)) return;
  if ((kind === undefined || kind === 'general') && onlyAnnounces(text)) return;
  if (asksForNothing(text)) return;
  if (isBackground(context, instruction, text)) return;
  pending.isNegated = readsAsNegated(text);
  if (pending.isNegated) {
    if (waitsForApproval(context, pending, next)) return;
    return next?.trails && isCase(next.link) ? undefined : forbid(context, instruction, text);
  }
  if (asksAgain(context, instruction, text)) return;
  if (kind !== 'wait' && addApproval(context, instruction)) return;
  // "Draft a reminder": it is written; sending it is a wish of its own.
  if (
    kind === 'notify' &&
    readVerb(instruction.verb)?.kind === 'draft' &&
    !recipientOf(instruction, instruction.object)
  )
    return addTask(context, kind, instruction);
  if (isShown(context, instruction)) return;
  const removed = removedThere(context, instruction);
  if (removed) return removeAt(context, [removed], 'result');
  const method = methodIn(instruction);
  if (method === 'DELETE')
    return removeAt(
      context,
      instruction.object.flatMap((token) => (token.type === 'url' ? [token.text] : [])),
    );
  const said = TELLS.test(kind ?? '') ? delayed(context, instruction) : instruction;
  const { urls, object } = takeDestinations(method ? 'deliver' : kind, said.object);
  if (urls.length > 0 || kind === 'deliver' || kind === 'notify')
    return tell(context, method ? { ...said, kind: 'deliver' } : said, object, urls);
  switch (kind) {
    case 'approve':
      return waivesApproval(text) ? undefined : context.warnings.leftOut(instruction);
    case 'wait':
      return pause(context, pending, instruction, next);
    case 'repeat':
      return repeat(context, pending, instruction, next);
    case 'retry':
      if (next?.link === 'until') return repeat(context, pending, instruction, next);
      return repeatUnless(context, instruction.modifiers.times) ? undefined : retry(context, instruction);
    case 'constrain':
      return constrain(context, text);
    case 'collect':
      return collect(context, instruction);
    case 'process':
    case 'monitor':
    case 'respond':
    case 'onboard':
      return compose(context, kind, instruction);
    case 'reply':
      return reply(context, instruction);
    case 'request':
      return request(context, instruction, object);
    case 'record':
      if (recipientOf(instruction, object)) return deliver(context, instruction, object, []);
      return addTask(context, kind, instruction);
    case undefined:
      if (addNextApprover(context, instruction)) return;
      return takeUnknown(context, instruction, text);
    default:
      return make(context, instruction);
  }
}

/** "Don't send it until (unless, before) I approve it": asks first, and forbids nothing. */
function waitsForApproval(context: Context, pending: Pending, next: ReadInstruction | undefined): boolean {
  if (!next || !/^(?:until|unless|before|if)$/.test(next.link) || next.opensSentence) return false;
  if (!addApproval(context, next)) return false;
  pending.taken.add(next);
  return true;
}

/** "Show them to me", "give me their findings": what is made is the output, and shown to whoever approves. */
function isShown({ hasMade, material }: Context, { verb, object, tokens }: ReadInstruction): boolean {
  if (!hasMade || !/^(?:show|give|present|tell|return)$/.test(verb)) return false;
  if (/^(?:show|give|present) (?:it|them|this|that|these|those) to (?:me|us)$/i.test(joinTokens(tokens)))
    return true;
  const named = object.findIndex(
    ({ lower }) => !/^(?:me|us|all|of|their|the|both|its|these|those)$/.test(lower),
  );
  const isTheirs = object.slice(0, Math.max(named, 0)).some(({ lower }) => /^(?:their|its)$/.test(lower));
  return (
    isTheirs &&
    /^(?:findings?|results?|answers?|opinions?|outputs?|views?)$/.test(object[named]?.lower ?? '') &&
    material.all.length > 0
  );
}

/** "Delete them there": at the address where they were found. */
function removedThere({ material }: Context, { verb, object }: ReadInstruction): string | undefined {
  if (!/^(?:delete|remove)$/.test(verb) || !PRONOUNS.has(object[0]?.lower ?? '')) return undefined;
  const isThere = object.at(-1)?.lower === 'there';
  const source = isThere ? material.all.findLast(({ type }) => type === 'fetch') : undefined;
  return source?.type === 'fetch' ? source.url : undefined;
}

/** "… and ask again": what is rejected and revised is asked for again anyway. */
function asksAgain(context: Context, { modifiers }: ReadInstruction, text: string): boolean {
  const item = context.branches.fork?.item;
  if (
    item?.type !== 'approval' ||
    !/^(?:ask|resubmit|request|show|submit|send|try)\b.*\bagain\b|^(?:resubmit|re-submit)\b/i.test(text)
  )
    return false;
  item.revisions = 0;
  noteRevision(item, modifiers.times);
  return true;
}

/** A clause of which only how often it is done is left: it says so of the repetition before it. */
function actBare(context: Context, { modifiers }: ReadInstruction): void {
  const last = context.items.at(-1);
  if (modifiers.times !== undefined && last?.type === 'loop') {
    last.maxIterations = modifiers.times;
  }
}

/** Sends something; "notify me of new mentions" alone also watches for them. */
function tell(
  context: Context,
  instruction: ReadInstruction,
  object: ReadInstruction['object'],
  urls: readonly string[],
): void {
  const isWatching =
    instruction.kind === 'notify' &&
    urls.length === 0 &&
    context.steps.length === 1 &&
    context.items.length === 0;
  if (isWatching && dataNounAt(instruction.object) !== -1) compose(context, 'monitor', instruction);
  deliver(context, instruction, object, urls);
}

/** Does again what was done, until something is so. */
function repeat(
  context: Context,
  pending: Pending,
  instruction: ReadInstruction,
  next: ReadInstruction | undefined,
): void {
  const until = next?.link === 'until' && next.trails ? next : pending.until;
  pending.until = undefined;
  if (until) pending.taken.add(until);
  const times = instruction.modifiers.times ?? until?.modifiers.times;
  if (until === undefined && times === undefined) return context.warnings.leftOut(instruction);
  if (!repeatSteps(context, instruction, { until, times })) context.warnings.leftOut(instruction);
}

/** Adds the step of an instruction, told to whoever it asks. */
function make(context: Context, instruction: ReadInstruction): void {
  const { kind, verb, object } = instruction;
  if (wantsSearch(instruction)) return search(context, instruction);
  // "Return the summary": it is the output as it is.
  if (/^(?:return|output)$/.test(verb) && context.material.isProduced(instruction.head)) return;
  if (ASKS.test(verb) && askRunner(context, instruction)) return;
  if (isStepKind(kind)) addTask(context, kind, instruction);
  const recipient = ASKS.test(verb) ? personTold(instruction, object) : undefined;
  if (recipient) addDelivery(context, destinationOf(context, recipient), 'result');
}
