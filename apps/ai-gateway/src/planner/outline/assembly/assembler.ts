import { type ReadInstruction, readTime } from '../../grammar';
import type { PlanTree } from '../plan/plan-items';
import { act } from './act';
import { noteRevision, openOtherwise, warnOfRevisions } from './acts/approve';
import { withoutForbidden } from './acts/forbid';
import { repeatLast, warnOfRounds } from './acts/repeat';
import { basisIn, takeCategorySubject } from './acts/switch';
import { wait } from './acts/wait';
import { pointsBack, withoutEmpty } from './branches';
import type { Context } from './context';
import { takeAfter } from './links/after';
import { decideLast, openChoice, takeCase } from './links/case';
import { takeDepending } from './links/depending';
import { takeFor, takeLabel } from './links/heading';
import { Nesting } from './nesting';
import type { Pending } from './pending';

/** Turns the instructions of a prompt into the steps of a workflow. */
export class Assembler {
  private readonly nesting: Nesting;
  private readonly pending: Pending = {
    condition: undefined,
    until: undefined,
    basis: 'category',
    ways: [],
    isNegated: false,
    taken: new Set(),
  };

  constructor(private readonly context: Context) {
    this.nesting = new Nesting(context);
  }

  assemble(): PlanTree {
    const { context } = this;
    const { instructions } = context;
    for (const [at, instruction] of instructions.entries()) {
      this.nesting.reach(instruction, instructions[at - 1]);
      if (!this.pending.taken.has(instruction)) this.take(instruction, instructions[at + 1]);
    }
    if (this.pending.condition) decideLast(context, this.pending.condition);
    this.nesting.end();
    const items = withoutEmpty(withoutForbidden(context.all, context));
    warnOfRounds(items, context.warnings);
    warnOfRevisions(items, context.warnings);
    return { sources: context.material.all, items };
  }

  private take(instruction: ReadInstruction, next: ReadInstruction | undefined): void {
    const { context, pending } = this;
    const { link, opensSentence, insideOtherwise, tokens } = instruction;
    const isNot = link === 'if' && tokens.length === 1 && tokens[0]?.lower === 'not';
    const isOther = link === 'otherwise' || insideOtherwise || isNot;
    if ((opensSentence && !isOther) || instruction.modifiers.regardless) context.branches.close();
    if (isOther && !context.isInside) openOtherwise(context);
    if (isOther) context.branches.takeOther(instruction.pause);
    if (isNot || this.nesting.isBare(instruction)) return;
    const time = instruction.kind === undefined && link !== 'until' ? readTime(tokens) : undefined;
    if (time) return context.branches.record(instruction, () => wait(context, time));
    switch (link) {
      case 'each':
        this.nesting.openEach(instruction, tokens);
        return;
      case 'for':
        return takeFor(context, pending, instruction);
      case 'case':
        return takeLabel(context, pending, instruction);
      case 'until':
        return this.takeUntil(instruction);
      case 'if':
      case 'unless':
      case 'when':
        return takeCase(context, pending, instruction);
      case 'depending':
        return takeDepending(context, pending, instruction);
      case 'after':
        openChoice(context, pending);
        if (takeAfter(context, instruction)) return;
        break;
      case 'and':
      case 'then':
      case 'otherwise':
      case 'before':
        break;
      default:
        return link satisfies never;
    }
    if (opensSentence) pending.ways = [];
    pending.ways.shift()?.();
    takeCategorySubject(context, instruction, pending.basis);
    openChoice(context, pending);
    context.branches.leaveTrailing(pointsBack(instruction) && !next?.trails);
    context.conditions.note(instruction);
    pending.basis = basisIn(instruction) ?? pending.basis;
    if (this.nesting.openRepeated(instruction)) return;
    const each = this.nesting.openEachIn(instruction);
    const said = each ?? instruction;
    context.branches.record(said, () => act(context, pending, said, next));
    this.nesting.notePace(said);
    this.noteEnd(said, next);
  }

  private takeUntil(instruction: ReadInstruction): void {
    const { context } = this;
    if (!instruction.trails) {
      this.pending.until = instruction;
      return;
    }
    const last = context.branches.lastAct?.instruction;
    const times = instruction.modifiers.times ?? last?.modifiers.times;
    if (!repeatLast(context, { until: instruction, times })) context.warnings.leftOut(instruction);
  }

  /** What an instruction leaves to be done when it has been carried out. */
  private noteEnd(instruction: ReadInstruction, next: ReadInstruction | undefined): void {
    const { context } = this;
    const { times } = instruction.modifiers;
    const isRounds =
      times !== undefined && times > 1 && instruction.kind === 'rewrite' && next?.link !== 'until';
    if (isRounds && !this.pending.until && !context.isInside && repeatLast(context, { times })) return;
    const item = context.branches.fork?.item;
    const last = context.target.at(-1);
    if (item?.type === 'approval' && item.rejected.some((step) => step === last))
      noteRevision(item, instruction.modifiers.times);
    const { until } = this.pending;
    if (!until || !context.branches.lastAct) return;
    this.pending.until = undefined;
    repeatLast(context, { until, times: instruction.modifiers.times ?? until.modifiers.times });
  }
}
