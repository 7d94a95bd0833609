import { joinTokens, readEventCondition, type ReadInstruction } from '../../../grammar';
import { takeApprovalCase, takeUndecided } from '../acts/approve';
import { isFailure, takeFailure } from '../acts/fail';
import { takeCategory } from '../acts/switch';
import { eventOf, takeEventCase } from '../acts/wait';
import { readCase } from '../cases';
import type { Context } from '../context';
import type { Pending } from '../pending';
import { quoted } from '../warnings';
import { isCompleted, saysDone } from './after';

/** "If", "unless" and "when": what an event, an answer or a failure brings, or a question of what is there. */
export function takeCase(context: Context, pending: Pending, instruction: ReadInstruction): void {
  if (instruction.trails && pending.isNegated) return context.warnings.leftOut(instruction);
  if (isReadyElsewhere(context, instruction)) return takeEvent(context, instruction);
  // "Retry it three times if it fails": nothing is tried again for another reason.
  const isRetried = context.instructions[context.instructions.indexOf(instruction) - 1]?.kind === 'retry';
  if (instruction.trails && isRetried && isFailure(instruction)) return;
  if (isAnswer(context, instruction)) return takeEvent(context, instruction);
  const begins = instruction.link === 'when' && !context.hasItems && saysDone(joinTokens(instruction.tokens));
  const isEvent =
    begins || (readCase(instruction) === 'event' && (instruction.link === 'when' || !context.hasItems));
  if (instruction.link !== 'unless' && isFailure(instruction) && takeFailure(context, instruction)) return;
  if (takeUndecided(context, instruction) || takeEventCase(context, instruction)) return;
  if (takeApprovalCase(context, instruction)) return;
  if (takeCategory(context, instruction, pending.basis)) return;
  if (instruction.link === 'when' && context.hasItems && isCompleted(context, instruction)) return;
  if (!isEvent) {
    if (!instruction.trails || !decideLast(context, instruction)) pending.condition = instruction;
    return;
  }
  takeEvent(context, instruction);
}

const ANSWERS =
  /^(?:they|he|she|(?:the|an?|my|our) [a-z]+) (?:answers?|repl(?:y|ies)|responds?|writes? back|gets? back|confirms?|accepts?|pays?|signs?)\b/i;

/** "When they answer": somebody to whom something went out before. */
function isAnswer({ hasItems }: Context, { link, trails, tokens }: ReadInstruction): boolean {
  return link === 'when' && !trails && hasItems && ANSWERS.test(joinTokens(tokens));
}

/** "Notify me when the report is ready": something that this workflow does not make. */
function isReadyElsewhere(context: Context, { link, trails, tokens }: ReadInstruction): boolean {
  const { material } = context;
  const isThing = tokens.length > 2 && !/^(?:it|this|that|they|all|everything)$/.test(tokens[0]?.lower ?? '');
  const isMade = tokens.some(({ lower }) => material.isProduced(lower.replace(/s$/, '')));
  return (
    link === 'when' &&
    trails &&
    isThing &&
    !isMade &&
    /\b(?:ready|done|finished|complete|completed|available)$/i.test(joinTokens(tokens))
  );
}

/** What happens before anything is done starts the workflow; what happens later is waited for. */
function takeEvent(context: Context, instruction: ReadInstruction): void {
  const event = readEventCondition(instruction.tokens);
  if (context.hasItems && event && !event.isAbsent && !instruction.trails) {
    context.branches.add(eventOf(context, { type: 'event', ...event }));
    return;
  }
  if (!instruction.trails) context.material.presumeSubject(instruction.tokens);
  const text = quoted(joinTokens(instruction.tokens));
  context.warnings.add(`Nothing starts this workflow by itself (${text}): execute it once for each.`);
}

/** Lets what follows be done in the case that was said before it. */
export function openChoice(context: Context, pending: Pending): void {
  const condition = pending.condition && context.conditions.turned(pending.condition);
  if (!condition) return;
  pending.condition = undefined;
  const choice = context.conditions.choiceOf(condition, context.branches.last !== undefined);
  context.branches.decideNext(choice, condition);
}

/** A case at the end of its sentence ("…, if it is urgent") is about the step before it. */
export function decideLast(context: Context, condition: ReadInstruction): boolean {
  const { branches, conditions } = context;
  return branches.decideLast(condition.link === 'unless', () =>
    conditions.choiceOf(condition, branches.last !== undefined),
  );
}
