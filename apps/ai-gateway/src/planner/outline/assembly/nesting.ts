import { isPlural, type ReadInstruction, type Token } from '../../grammar';
import type { Each, Parallel, PlanItem } from '../plan/plan-items';
import { readItem } from './acts/collect';
import { eachIn, MOST_AT_A_TIME, openEach, speaksOfAll, speaksOfOne } from './acts/each';
import { parallelGroups, pointsBack, type ParallelGroup } from './acts/parallel';
import type { Context } from './context';

interface OpenEach {
  readonly each: Each;
  /** The list item it was opened in; what it announces ends with the list. */
  readonly announces: boolean;
  /** "Summarise each article": only what goes on about "it" belongs to it too. */
  readonly isTight: boolean;
}

interface OpenParallel {
  readonly group: ParallelGroup;
  readonly item: Parallel;
}

/** "Write to each customer, wait three days and send a reminder": what follows a wait is still about one of them. */
function drips({ items }: Each, { kind }: ReadInstruction): boolean {
  return kind === 'wait' || items.some(({ type }) => type === 'wait' || type === 'event');
}

/** "Go through every invoice" does nothing by itself with it; "process" does. */
const GOES = /^(?:go|goes|going|work|works|working|walk|run|look|step|iterate)$/;
const OVER = /^(?:each|every|over|through)$/;

/** "Classify each": said of one, inside a repetition. */
function ofIt(instruction: ReadInstruction): ReadInstruction {
  const it: Token = { type: 'word', text: 'it', lower: 'it' };
  return { ...instruction, object: [it], phrase: [it], head: 'it' };
}

/** Repetitions inside one another; the language itself allows a few more. */
const MOST_NESTED = 4;

/** Lists of steps inside steps: what is done for each of several, and what is done at the same time. */
export class Nesting {
  private readonly groups: ReadonlyMap<ReadInstruction, ParallelGroup>;
  private readonly open: OpenEach[] = [];
  private parallel: OpenParallel | undefined;
  private readonly bare = new Set<ReadInstruction>();

  constructor(private readonly context: Context) {
    this.groups = parallelGroups(context.instructions);
    for (const [marked, group] of this.groups) if (!group.members.has(marked)) this.bare.add(marked);
  }

  /** Whether an instruction says no more than that others are done at the same time. */
  isBare(instruction: ReadInstruction): boolean {
    return this.bare.has(instruction);
  }

  /** Leaves the lists that an instruction no longer belongs to, and begins those that begin with it. */
  reach(instruction: ReadInstruction, previous: ReadInstruction | undefined): void {
    while (this.open.length > 0 && this.leaves(this.open.at(-1) as OpenEach, instruction)) this.closeEach();
    this.reachParallel(instruction, previous);
  }

  /** "… , at most three at a time": how many of the repetition that is open are at work together. */
  notePace({ modifiers }: ReadInstruction): void {
    const { atATime, serial } = modifiers;
    const each = this.open.at(-1)?.each;
    if (each && (atATime ?? serial) !== undefined) each.concurrency = Math.min(atATime ?? 1, MOST_AT_A_TIME);
  }

  /** Closes what is still open. */
  end(): void {
    if (this.parallel) this.closeParallel();
    while (this.open.length > 0) this.closeEach();
  }

  /** "For each invoice, …" */
  openEach(instruction: ReadInstruction, tokens: readonly Token[], isTight = false): void {
    const each = openEach(this.context, tokens, instruction);
    this.open.push({ each, announces: instruction.announces, isTight });
  }

  /** "Summarise each article": opens the repetition, and gives the instruction as it is said of one. */
  openEachIn(instruction: ReadInstruction): ReadInstruction | undefined {
    if (/^(?:process|monitor|respond|onboard|repeat|constrain|wait)$/.test(instruction.kind ?? ''))
      return undefined;
    const isEach = instruction.object.length === 1 && instruction.object[0]?.lower === 'each';
    if (isEach && this.open.length > 0) return ofIt(instruction);
    const found = eachIn(this.context, instruction);
    if (!found) return undefined;
    const { object, noun } = found;
    const isAtIt = this.open.some(({ each }) => each.noun.endsWith(noun));
    if (!isAtIt) this.openEach(instruction, found.tokens, !instruction.announces);
    return { ...instruction, object, phrase: object.slice(0, instruction.phrase.length) };
  }

  /** "Loop over the invoices", "go through the tickets one by one": opens the repetition. False where there is none. */
  openRepeated(instruction: ReadInstruction): boolean {
    const { kind, object, phrase, modifiers, tokens } = instruction;
    const isOver = kind === 'repeat' && object.some(({ lower }) => OVER.test(lower));
    const isGoing =
      kind === 'collect' ||
      (kind === 'analyse' && tokens[0]?.lower === 'look') ||
      (kind === 'process' && GOES.test(tokens[0]?.lower ?? ''));
    const isEvery = /^(?:each|every)$/.test(object[0]?.lower ?? '') && this.context.steps.length > 0;
    const isOneByOne = modifiers.serial === true && isPlural(phrase);
    if (!isOver && !(isGoing && isEvery) && !((isGoing || kind === 'process') && isOneByOne)) return false;
    const each = object.findIndex(({ lower }) => /^(?:each|every)$/.test(lower));
    const over = /^(?:over|through)$/.test(object[0]?.lower ?? '') ? 1 : 0;
    this.openEach(instruction, object.slice(each === -1 ? over : each));
    readItem(this.context, instruction);
    return true;
  }

  private leaves({ each, announces, isTight }: OpenEach, instruction: ReadInstruction): boolean {
    const { opensSentence, listItem, link } = instruction;
    if (each.items.length === 0 && !opensSentence) return false;
    if (isTight) return opensSentence || !(this.goesOn(instruction) || drips(each, instruction));
    if ((announces && listItem > 0) || each.items.length === 0) return false;
    if (link === 'each' && (opensSentence || this.open.length >= MOST_NESTED)) return true;
    if (opensSentence) return !speaksOfOne(instruction, each.noun) || speaksOfAll(instruction, each.noun);
    return speaksOfAll(instruction, each.noun);
  }

  private goesOn({ object, link }: ReadInstruction): boolean {
    if (link === 'otherwise' || link === 'until' || link === 'if' || link === 'unless') return true;
    return /^(?:it|its|this)$/.test(object[0]?.lower ?? '');
  }

  private closeEach(): void {
    this.open.pop();
    this.context.material.leave();
    this.context.leave();
  }

  private reachParallel(instruction: ReadInstruction, previous: ReadInstruction | undefined): void {
    const { parallel, context } = this;
    const group = this.groups.get(instruction);
    if (parallel && !parallel.group.members.has(instruction)) this.closeParallel();
    if (group) {
      this.openParallel(group);
      if (!group.members.has(instruction)) return;
    }
    if (!this.parallel?.group.members.has(instruction)) return;
    const isFirst = instruction === this.parallel.group.first;
    const isNext =
      instruction.listItem > 0 && previous !== undefined
        ? instruction.listItem !== previous.listItem
        : (this.parallel.group.isShared || !pointsBack(instruction)) &&
          !/^(?:if|unless|when|until|case)$/.test(instruction.link);
    if (!isFirst && !isNext) return;
    if (this.parallel.item.branches.length > 0 && (!this.parallel.group.besideLast || !isFirst))
      context.leave();
    const branch: PlanItem[] = [];
    this.parallel.item.branches.push(branch);
    context.enter(branch);
  }

  private openParallel(group: ParallelGroup): void {
    const { context } = this;
    const item: Parallel = { type: 'parallel', branches: [] };
    if (group.besideLast) {
      const last = context.target.pop();
      if (!last) return;
      item.branches.push([last]);
    }
    context.branches.add(item);
    this.parallel = { group, item };
  }

  private closeParallel(): void {
    this.parallel = undefined;
    this.context.leave();
  }
}
