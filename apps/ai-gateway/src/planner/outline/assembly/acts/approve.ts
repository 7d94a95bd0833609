import {
  type ApprovalReading,
  type Decision,
  findDuration,
  joinTokens,
  personAt,
  readApproval,
  readDecision,
  saysUndecided,
  type ReadInstruction,
  type Token,
} from '../../../grammar';
import { everyItem } from '../../plan/children';
import type { Approval, PlanItem } from '../../plan/plan-items';
import type { Context } from '../context';
import { quoted, type Warnings } from '../warnings';
import { warnOfWaiver } from './deliver';

/** Rounds of revision where the prompt does not say how many. */
const REVISIONS = 3;
const OURSELVES = /^(?:|me|myself|i|us|you|a person|a human|someone|somebody)$/i;
/** Words for a decision that also stand for what happens outside: "if the customer accepts". */
const WEAK = /\b(?:accept\w*|confirm\w*|agrees?|declin\w*|refus\w*)\b/i;
const STRONG =
  /\b(?:(?:wants?|asks? for|requests?|needs?) changes|changes are|approv\w*|sign(?:s|ed)?[ -]off|authori[sz]\w*|reject\w*|go-ahead|permission|consent)\b/i;

/** An approval by whom the prompt names. User ids are no business of grammar: the owner decides, unless they are answered. */
export function approvalOf(
  context: Context,
  { who, isReview, question, ids: given }: ApprovalReading,
  tokens: readonly Token[],
): Approval {
  const asked = question === undefined ? {} : { question };
  const approval: Approval = {
    type: 'approval',
    who,
    isReview,
    ...asked,
    rejected: [],
    revisions: 0,
    late: [],
  };
  const limit = findDuration(tokens);
  if (limit && /^(?:within|in|for|after|than)$/.test(tokens[limit.at - 1]?.lower ?? ''))
    approval.timeoutSeconds = limit.seconds;
  if (given) {
    approval.approvers = given.names.slice(0, MOST_APPROVERS);
    if (given.all && approval.approvers.length > 1) approval.required = approval.approvers.length;
    return approval;
  }
  if (OURSELVES.test(who)) return approval;
  const answer = context.inquiry.askText({
    id: 'approvers',
    question: `Who approves for ${who}? User ids, separated by commas.`,
    type: 'text',
    default: 'owner',
  });
  const ids = (answer ?? 'owner')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '' && id !== 'owner' && id.length <= LONGEST_USER_ID);
  if (ids.length > 0) approval.approvers = [...new Set(ids)].slice(0, MOST_APPROVERS);
  else
    context.warnings.add(
      `${quoted(who)} is nobody's user id: whoever owns the run decides. Put ids into "approvers" of the approval to ask others.`,
    );
  return approval;
}

const LONGEST_USER_ID = 128;
const MOST_APPROVERS = 20;

/** Everything that comes from here on waits for an approval. */
export function addApproval(context: Context, instruction: ReadInstruction): boolean {
  const reading = readApproval(instruction.tokens);
  if (!reading) return false;
  const last = context.branches.last;
  // "Have legal review it. Once they approve, …" asks once.
  if (last?.type === 'approval' && (reading.who === '' || OURSELVES.test(reading.who) || !last.who))
    return true;
  if (!context.hasMade) context.material.presumeSubject(instruction.object);
  context.branches.add(approvalOf(context, reading, instruction.tokens));
  return true;
}

/** "HR approves it, then the finance director": somebody else is asked next. False where it names nobody but them. */
export function addNextApprover(context: Context, { tokens }: ReadInstruction): boolean {
  if (context.branches.last?.type !== 'approval') return false;
  const from = tokens.findIndex(({ lower }) => !/^(?:then|finally|also|by|from)$/.test(lower));
  const person = from === -1 ? undefined : personAt(tokens, from);
  if (!person || from + person.width !== tokens.length) return false;
  context.branches.add(approvalOf(context, { who: person.text, isReview: false }, tokens));
  return true;
}

/** The approval that a condition is about: the last one, where nothing else was done that it could be about. */
function lastApproval(context: Context): Approval | undefined {
  const item =
    context.target.findLast(({ type }) => type === 'approval') ??
    context.items.findLast(({ type }) => type === 'approval');
  return item?.type === 'approval' ? item : undefined;
}

function decisionIn(context: Context, text: string): Decision | undefined {
  const decision = readDecision(text);
  if (!decision) return undefined;
  return STRONG.test(text) || (WEAK.test(text) && lastApproval(context)) ? decision : undefined;
}

/** "If nobody answers": what is done when a decision with a time limit does not come in time. False where there is none. */
export function takeUndecided(context: Context, { tokens, trails, pause }: ReadInstruction): boolean {
  const { last } = context.branches;
  if (last?.type !== 'approval' || trails || !saysUndecided(joinTokens(tokens))) return false;
  const limit = findDuration(tokens);
  if (limit) last.timeoutSeconds = limit.seconds;
  if (last.timeoutSeconds === undefined) return false;
  const fork = { item: last, then: last.late, otherwise: listWith(context, last) };
  context.branches.openFork(fork, { pause });
  return true;
}

/** Reads a condition as one on an approval, and opens the way that it names. False where it is about something else. */
export function takeApprovalCase(context: Context, instruction: ReadInstruction): boolean {
  const { tokens, trails, link } = instruction;
  const text = joinTokens(tokens);
  const named = decisionIn(context, text);
  if (!named) return false;
  warnOfWaiver(context, text);
  const decision = link === 'unless' ? (named === 'approved' ? 'rejected' : 'approved') : named;
  const limit = findDuration(tokens);
  const isLate = limit !== undefined && decision === 'rejected';
  const known = lastApproval(context);
  if (trails && !(known && decision === 'rejected')) return approveLast(context, instruction);
  const approval =
    known ?? approvalOf(context, readApproval(tokens) ?? { who: personIn(tokens), isReview: false }, tokens);
  if (!known) context.branches.add(approval);
  if (limit) approval.timeoutSeconds = limit.seconds;
  if (trails) return moveLast(context, isLate ? approval.late : approval.rejected, approval);
  const away = isLate ? approval.late : approval.rejected;
  const list = listWith(context, approval);
  const fork = decision === 'approved' ? { then: list, otherwise: away } : { then: away, otherwise: list };
  context.branches.openFork({ item: approval, ...fork }, { pause: instruction.pause });
  return true;
}

function listWith({ target, items }: Context, approval: Approval): PlanItem[] {
  return target.includes(approval) ? target : items;
}

function personIn(tokens: readonly Token[]): string {
  for (let at = 0; at < Math.min(tokens.length, 12); at += 1) {
    const person = personAt(tokens, at);
    if (person) return person.text;
  }
  return '';
}

/** "Have it approved within two days, otherwise …": the other case is a rejection, or that nobody decides in time. */
export function openOtherwise(context: Context): void {
  const { last } = context.branches;
  if (last?.type !== 'approval') return;
  const otherwise = last.timeoutSeconds === undefined ? last.rejected : last.late;
  context.branches.openFork({ item: last, then: context.target, otherwise });
}

/** "Post it once legal approves": the approval goes before what is done last. */
function approveLast(context: Context, instruction: ReadInstruction): boolean {
  const taken = context.branches.takeLast();
  if (!taken) return false;
  const { list, items } = taken;
  const reading = readApproval(instruction.tokens) ?? { who: personIn(instruction.tokens), isReview: false };
  const last = list.at(-1);
  const added = last?.type === 'approval' ? [] : [approvalOf(context, reading, instruction.tokens)];
  list.push(...added, ...items);
  return true;
}

/** "Tell the author if it is rejected": what was done last is done in that case alone. */
function moveLast(context: Context, away: PlanItem[], approval: Approval): boolean {
  const taken = context.branches.takeLast();
  if (!taken) return false;
  away.push(...taken.items);
  noteRevision(approval);
  return true;
}

/** What is revised after a rejection is asked for again. */
export function noteRevision(approval: Approval, times?: number): void {
  const last = approval.rejected.at(-1);
  const revises = last?.type === 'task' && (last.kind === 'rewrite' || last.kind === 'draft');
  if (!revises || approval.revisions > 0) return;
  approval.revisions = Math.min(times ?? 1, MOST_REVISIONS);
}

/** Says how often what is rejected is revised. */
export function warnOfRevisions(items: readonly PlanItem[], warnings: Warnings): void {
  for (const item of everyItem(items)) {
    if (item.type !== 'approval' || item.revisions === 0) continue;
    const rounds = item.revisions === 1 ? 'once' : `${item.revisions} times at most`;
    warnings.add(`What is rejected is revised and asked for again ${rounds}; then the workflow ends.`);
  }
}

const MOST_REVISIONS = 5;

/** "Revise it until legal approves": an approval whose rejections lead to a revision. */
export function reviseUntilApproved(
  context: Context,
  instruction: ReadInstruction,
  times: number | undefined,
): boolean {
  const text = joinTokens(instruction.tokens);
  if (
    readDecision(text) !== 'approved' &&
    !/\b(?:happy|satisfied|content|pleased|ok with|okay with)\b/i.test(text)
  )
    return false;
  const person = personIn(instruction.tokens);
  if (person === '' && readDecision(text) === undefined) return false;
  const taken = context.branches.takeLast();
  if (!taken) return false;
  const reading = readApproval(instruction.tokens) ?? { who: person, isReview: false };
  const approval = approvalOf(context, reading, instruction.tokens);
  approval.rejected.push(...taken.items);
  noteRevision(approval, times ?? REVISIONS);
  const before = taken.list.at(-1);
  if (before?.type === 'approval') taken.list.pop();
  taken.list.push(approval);
  return true;
}
