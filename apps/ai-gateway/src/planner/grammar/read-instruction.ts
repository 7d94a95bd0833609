import { PRODUCT_KINDS, STEP_KINDS, type StepKind, type VerbKind } from '../lexicon';
import type { Instruction } from './instruction';
import { headNoun, nounPhrase } from './noun-phrases';
import { personAt } from './people';
import { dataNounAt, phraseEndingAt } from './phrases';
import { joinTokens, tokenize } from './tokens';
import { PRONOUNS } from './words';

/** An instruction with what it is about worked out. */
export interface ReadInstruction extends Instruction {
  /** The noun it is about, in the singular. */
  readonly head: string;
  /** The noun phrase it is about. */
  readonly phrase: Instruction['object'];
}

/** Whether an agent can do it as one step. */
export function isStepKind(kind: string | undefined): kind is StepKind {
  return kind !== undefined && Object.hasOwn(STEP_KINDS, kind);
}

/** "… , billing questions to finance": what has no verb of its own is sent as what stands before it. */
function shareSending(instructions: readonly Instruction[]): Instruction[] {
  const shared: Instruction[] = [];
  for (const instruction of instructions) {
    const { kind, link, tokens, opensSentence } = instruction;
    const before = shared.at(-1);
    const to = tokens.findIndex(({ lower }) => lower === 'to');
    const goesOn = kind === undefined && link === 'and' && !opensSentence && to > 0 && to < 5;
    if (!goesOn || before?.kind !== 'deliver') shared.push(instruction);
    else {
      const { kind: same, verb } = before;
      const said =
        before.actor.length > 0
          ? { actor: tokens.slice(0, to), object: tokens.slice(to) }
          : { actor: [], object: tokens };
      shared.push({ ...instruction, kind: same, verb, ...said });
    }
  }
  return shared;
}

/** "Tag and route the emails": a verb without an object of its own shares the next one's. */
export function shareWords(given: readonly Instruction[]): Instruction[] {
  const shared = shareSending(given);
  for (let at = shared.length - 2; at >= 0; at -= 1) {
    const [instruction, next] = shared.slice(at, at + 2);
    const shares = instruction?.verb !== '' && instruction?.object.length === 0 && next?.link === 'and';
    const isFirst = at === 0 || instruction?.opensSentence === true;
    if (instruction && next && shares && isFirst) shared[at] = { ...instruction, object: next.object };
  }
  return shared;
}

/** "Put it into one of three groups" sorts, "put it into a table" rewrites, "put it into the CRM" files. */
function placing(object: Instruction['object']): VerbKind {
  const where = object.slice(object.findIndex(({ lower }) => /^(?:into|in|under)$/.test(lower)) + 1);
  if (where.some(({ lower }) => /^(?:categor|group|class|bucket|pile)/.test(lower))) return 'classify';
  if (where.some(({ lower }) => /^(?:order|sequence)$/.test(lower))) return 'rank';
  return where.some(({ lower }) => /^(?:table|list|words|bullets?|json|csv|english)$/.test(lower))
    ? 'rewrite'
    : 'record';
}

/** What is made and removed in systems outside, not written. */
const IN_SYSTEMS =
  /^(?:files?|folder|account|user|server|instance|repository|database|backup|branch|ticket|issue|channel|permission|licen[cs]e|mailbox|subscription)$/;

/** "Keep those with 70 or more", "keep only the ones that mention it": some of what was made. */
const KEPT =
  /^(?:only )?(?:those|the ones|all|everything|the (?:best|top)(?: \w+)?|only)\b(?: (?:with|that|which|who|whose|above|below|over|under|from|of)\b|$)/;

const COMPOSITE = /^(?:process|monitor|respond|onboard)$/;

function kindOf(instruction: Instruction): VerbKind | undefined {
  const { kind, verb, object } = instruction;
  if (/^(?:make|turn)$/.test(verb) && PRONOUNS.has(object[0]?.lower ?? '')) return 'rewrite';
  if (
    verb === 'order' &&
    /^(?:an?|the|some|new)$/.test(object[0]?.lower ?? '') &&
    !object.some(({ lower }) => lower === 'by')
  )
    return 'request';
  if (verb === 'put') return placing(object);
  if (/^(?:keep|drop|discard)$/.test(verb) && KEPT.test(joinTokens(object).toLowerCase())) return 'find';
  const things = headNoun(nounPhrase(object));
  // "Produce the final version": of what was written before.
  if (/^(?:produce|make|create|write|prepare|add|finish)$/.test(verb) && things === 'version')
    return 'rewrite';
  if (/^(?:delete|create|open|add)$/.test(verb) && IN_SYSTEMS.test(things)) return 'request';
  const tells = verb === 'explain' && instruction.tokens.some(({ lower }) => /^(?:tell|tells)$/.test(lower));
  if (tells && /^(?:an?|some)$/.test(object[0]?.lower ?? '')) return 'draft';
  const sorts = /^(?:sort|organi[sz]e)$/.test(verb);
  if (sorts && object.some(({ lower }) => lower === 'into' || lower === 'by')) {
    return object.some(({ lower }) => lower === 'into') ? 'classify' : kind;
  }
  return kind;
}

/** "Write to the CFO": a message is written, and sent. */
function addressed(instruction: Instruction): Instruction {
  const { verb, object } = instruction;
  if (!/^(?:write|draft)$/.test(verb) || object[0]?.lower !== 'to' || !personAt(object, 1))
    return instruction;
  return { ...instruction, kind: 'deliver', object: [...tokenize('a message'), ...object] };
}

const REACHES =
  /^(?:keep|please|try|trying|call|calls|calling|poll|polls|polling|query|querying|hit|visit|contact|use|ask|asking)$/;

/** "Call https://…", "try https://… first": an address is read, whatever the verb. */
function reaching(instruction: Instruction): Instruction {
  const { kind, tokens } = instruction;
  const at = tokens.findIndex(({ type }) => type === 'url');
  const isOpen = kind === undefined || /^(?:constrain|draft|general)$/.test(kind);
  const reaches = at > 0 && at < 4 && tokens.slice(0, at).every(({ lower }) => REACHES.test(lower));
  return reaches && isOpen
    ? { ...instruction, kind: 'collect', verb: 'fetch', object: tokens.slice(at) }
    : instruction;
}

/** "Bugs get a short thank-you": what somebody gets is written. */
function isAward({ kind, verb, actor, object }: Instruction): boolean {
  const isOurs = actor.some(({ lower }) => /^(?:i|we|you|it|who|which|that|to)$/.test(lower));
  return (
    kind === 'collect' &&
    /^(?:get|receive)$/.test(verb) &&
    actor.length > 0 &&
    !isOurs &&
    /^(?:an?|no|the|our|only|just)$/.test(object[0]?.lower ?? '')
  );
}

/** "Prepare a summary" asks for a summary: with verbs of making and sending, the product decides. */
export function refineInstruction(given: Instruction): ReadInstruction {
  const instruction = reaching(addressed(given));
  const { object } = instruction;
  const at = COMPOSITE.test(instruction.kind ?? '') ? dataNounAt(object) : -1;
  const phrase = at === -1 ? nounPhrase(object) : phraseEndingAt(object, at);
  const head = headNoun(phrase);
  const made = PRODUCT_KINDS.get(head);
  const kind = kindOf(instruction);
  const indefinite = /^(?:an?|me|us)$/.test(phrase[0]?.lower ?? '');
  if (isAward(instruction)) return { ...instruction, phrase, head, kind: made ?? 'draft', verb: 'write' };
  const asksForProduct = kind === 'draft' || (kind === 'collect' && indefinite && head !== 'report');
  return {
    ...instruction,
    phrase,
    head,
    ...(kind && { kind }),
    ...(made && asksForProduct && instruction.verb !== 'ask' && { kind: made }),
    ...(kind === 'draft' && instruction.verb === 'explain' && { verb: 'write' }),
    ...(made && kind === 'collect' && asksForProduct && { verb: 'write' }),
  };
}
