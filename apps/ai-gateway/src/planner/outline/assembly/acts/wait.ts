import {
  eventProduct,
  joinTokens,
  readEventCondition,
  type ReadInstruction,
  readWait,
  type WaitReading,
} from '../../../grammar';
import { identifier } from '../../graph/identifiers';
import { capitalise } from '../../graph/template-text';
import type { EventWait, PlanItem } from '../../plan/plan-items';
import type { Context } from '../context';
import { quoted } from '../warnings';

const LONGEST_WAIT = 31_536_000;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const DESCRIPTION =
  'An ISO 8601 time with its zone, such as 2030-01-31T09:00:00Z. While it is empty, nothing is waited for.';

/** Adds a pause, or a wait for something that happens outside. */
export function addWait(context: Context, instruction: ReadInstruction, until?: ReadInstruction): void {
  const reading = readWait(instruction.object, until?.tokens);
  if (reading) return wait(context, reading);
  const text = quoted(joinTokens(instruction.tokens));
  timeOrInput(context, { type: 'time', text: joinTokens(instruction.object) || 'the right time' });
  context.warnings.add(`${text} does not say how long.`);
}

/** Adds what a reading says. */
export function wait(context: Context, reading: WaitReading): void {
  switch (reading.type) {
    case 'seconds':
      context.branches.add({
        type: 'wait',
        until: { type: 'seconds', seconds: Math.min(reading.seconds, LONGEST_WAIT) },
      });
      return;
    case 'time':
      return timeOrInput(context, reading);
    case 'event':
      context.branches.add(eventOf(context, reading));
      return;
    default:
      return reading satisfies never;
  }
}

function timeOrInput(context: Context, { iso, text }: Extract<WaitReading, { type: 'time' }>): void {
  if (iso !== undefined) {
    context.warnings.add(`${quoted(text)} is taken for ${iso}, in UTC unless it names a zone.`);
    context.branches.add({ type: 'wait', until: { type: 'time', iso } });
    return;
  }
  const name = context.input('wait until', `Until ${text}. ${DESCRIPTION}`);
  const answer = context.inquiry.askText({
    id: name,
    question: `When exactly is "${text}"? An ISO 8601 time with its zone.`,
    type: 'text',
    default: null,
  });
  if (answer !== undefined && ISO_TIME.test(answer)) {
    context.branches.add({ type: 'wait', until: { type: 'time', iso: answer } });
    return;
  }
  context.warnings.add(
    `No calendar is at hand for ${quoted(text)}: give the time in the input "${name}"; while it is empty, the run does not wait.`,
  );
  context.branches.add({ type: 'wait', until: { type: 'input', name, text } });
}

/** A wait for an event, which brings what it is named after. */
export function eventOf(
  context: Context,
  { event, timeoutSeconds }: Extract<WaitReading, { type: 'event' }>,
): EventWait {
  const name = identifier(event, 'event');
  const source = { type: 'event', label: capitalise(event) } as const;
  context.material.bring(eventProduct(event), source);
  const limit =
    timeoutSeconds === undefined
      ? {}
      : { timeoutSeconds: Math.min(Math.max(1, Math.round(timeoutSeconds)), LONGEST_WAIT) };
  context.warnings.add(`The run waits for the event "${name}", which is sent to it from outside.`);
  return { type: 'event', name, event, source, received: [], late: [], ...limit };
}

/** "Remind them in two days if they have not replied": how long the last step waits. */
function delayBefore({ branches }: Context): number | undefined {
  const first = branches.lastAct?.items[0];
  return first?.type === 'wait' && first.until.type === 'seconds' ? first.until.seconds : undefined;
}

/**
 * Reads a condition as one on something that may come in time or not. False where it says nothing of the kind: without
 * a time there is nothing to wait for, unless a wait stands right before it.
 */
export function takeEventCase(context: Context, instruction: ReadInstruction): boolean {
  const reading = readEventCondition(instruction.tokens);
  if (!reading) return false;
  const { branches } = context;
  const { last } = branches;
  const waited = last?.type === 'event' && last.received.length + last.late.length === 0 ? last : undefined;
  const { timeoutSeconds, isAbsent } = reading;
  const delayed = instruction.trails ? delayBefore(context) : undefined;
  if (!waited && timeoutSeconds === undefined && delayed === undefined) return false;
  const limit = timeoutSeconds ?? waited?.timeoutSeconds ?? delayed;
  if (limit === undefined) return false;
  const isLate = isAbsent !== (instruction.link === 'unless');
  if (instruction.trails) return waitBeforeLast(context, instruction, waited, isLate);
  const event = waited ?? eventOf(context, { type: 'event', event: reading.event, timeoutSeconds: limit });
  if (!waited) branches.add(event);
  event.timeoutSeconds = limit;
  const ways = isLate
    ? { then: event.late, otherwise: event.received }
    : { then: event.received, otherwise: event.late };
  branches.openFork({ item: event, ...ways }, { pause: instruction.pause });
  return true;
}

/** "Remind them if there is no reply within two days": what was done last is done in that case alone. */
function waitBeforeLast(
  context: Context,
  instruction: ReadInstruction,
  waited: EventWait | undefined,
  isLate: boolean,
): boolean {
  const reading = readEventCondition(instruction.tokens);
  const taken = context.branches.takeLast(true);
  if (!taken || !reading) return false;
  const [first, ...others] = taken.items;
  const delay = first?.type === 'wait' && first.until.type === 'seconds' ? first.until.seconds : undefined;
  const isDelayed = delay !== undefined && reading.timeoutSeconds === undefined && !waited?.timeoutSeconds;
  const limit = isDelayed ? { timeoutSeconds: delay } : {};
  const event = waited ?? eventOf(context, { type: 'event', ...reading, ...limit });
  if (reading.timeoutSeconds !== undefined) event.timeoutSeconds = reading.timeoutSeconds;
  const items: PlanItem[] = isLate ? event.late : event.received;
  items.push(...(isDelayed ? others : taken.items));
  if (!waited) taken.list.push(event);
  const ways = isLate
    ? { then: event.late, otherwise: event.received }
    : { then: event.received, otherwise: event.late };
  context.branches.openFork({ item: event, ...ways }, { trails: true, pause: taken.pause });
  return true;
}
