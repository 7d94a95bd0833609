import { PRONOUNS, type ReadInstruction } from '../../grammar';
import type { VerbKind } from '../../lexicon';
import { listsIn, withLists } from '../plan/children';
import type { Choice, PlanItem } from '../plan/plan-items';

/** What one instruction has added, so that a case put after it can be laid around it. */
export interface Act {
  readonly instruction: ReadInstruction;
  list: PlanItem[];
  readonly items: PlanItem[];
}

/** Where the steps go that are done in a case, and those that are done otherwise. */
export interface Fork {
  readonly item: PlanItem;
  /** "Unless": what comes first is done when the answer is no. */
  readonly isReversed?: boolean;
  readonly then: PlanItem[];
  readonly otherwise: PlanItem[];
}

interface OpenFork extends Fork {
  readonly isReversed: boolean;
  /** The case stood after what it decides. */
  readonly trails: boolean;
  /** How far it is set apart from what stands before it. */
  readonly pause: number;
  readonly list: PlanItem[];
  /** What stands before the fork. */
  readonly before: PlanItem | undefined;
  inOtherwise: boolean;
}

/** How a fork is opened. */
export interface Opening {
  readonly isReversed?: boolean;
  readonly trails?: boolean;
  readonly pause?: number;
}

/** Kinds whose steps act on somebody or something, so that a condition on one is meant for those beside it too. */
const EFFECTS: ReadonlySet<VerbKind | undefined> = new Set<VerbKind>([
  'deliver',
  'notify',
  'reply',
  'respond',
  'record',
]);

/** The steps of one list as they come in, and the branch that the next one goes to. */
export class Branches {
  private open: OpenFork | undefined;
  private readonly chain: OpenFork[] = [];
  private acts: Act[] = [];
  private act: Act | undefined;

  /** @param items - The list that steps are added to, its forks' own lists aside. */
  constructor(readonly items: PlanItem[] = []) {}

  /** Where the next item goes. */
  get target(): PlanItem[] {
    if (!this.open) return this.items;
    const { then, otherwise, inOtherwise, isReversed } = this.open;
    return inOtherwise !== isReversed ? otherwise : then;
  }

  get isInside(): boolean {
    return this.open !== undefined;
  }

  /** The fork that is open. */
  get fork(): Fork | undefined {
    return this.open;
  }

  /** The item before the next one, which may stand before the fork that is open. */
  get last(): PlanItem | undefined {
    return this.target.at(-1) ?? this.open?.before;
  }

  /** What the last instruction has added. */
  get lastAct(): Act | undefined {
    return this.acts.at(-1);
  }

  /** Opens a choice for what follows; inside the branch that is open, or after everything. */
  decideNext(choice: Choice, { link, insideOtherwise: inside, pause }: ReadInstruction): void {
    const list = inside ? this.target : this.items;
    const before = list.at(-1) ?? (inside ? this.open?.before : undefined);
    list.push(choice);
    this.opens(choice, list, before, { isReversed: link === 'unless', pause });
  }

  /** Opens the ways of an item that is in its list already. */
  openFork(fork: Fork, opening: Opening = {}): void {
    const list = this.open?.item === fork.item ? this.open.list : this.target;
    this.start({ ...fork, list, before: list[list.indexOf(fork.item) - 1], ...how(opening) });
  }

  /**
   * From here on the steps are those of the other answer. After "if …; if …; otherwise" they are for when none of
   * the cases holds: cases no more set apart than the "otherwise" itself become one another's.
   */
  takeOther(pause: number): void {
    if (!this.open) return;
    this.open.inOtherwise = true;
    for (let inner = this.open; inner.pause <= pause;) {
      const { list, item } = inner;
      const at = list.indexOf(item);
      const outer = this.chain.find((opened) => opened.item === list[at - 1]);
      if (item.type !== 'choice' || outer?.item.type !== 'choice' || this.isAnswered(outer)) return;
      list.splice(at, 1);
      (outer.isReversed ? outer.then : outer.otherwise).push(item);
      inner = outer;
    }
  }

  /** Whether the other answer already has steps. */
  private isAnswered({ then, otherwise, isReversed }: OpenFork): boolean {
    return (isReversed ? then : otherwise).length > 0;
  }

  private opens(choice: Choice, list: PlanItem[], before: PlanItem | undefined, opening: Opening): void {
    this.start({
      item: choice,
      then: choice.then,
      otherwise: choice.otherwise,
      list,
      before,
      ...how(opening),
    });
  }

  private start(fork: OpenFork): void {
    this.open = fork;
    this.chain.push(fork);
    this.acts = [];
  }

  close(): void {
    this.open = undefined;
  }

  /** After "… if it is urgent" a sentence may go on with something that the case is not about. */
  leaveTrailing(goesOn: boolean): void {
    if (this.open?.trails && !this.open.inOtherwise && !goesOn) this.open = undefined;
  }

  /** Notes what an instruction adds. */
  record(instruction: ReadInstruction, act: () => void): void {
    const noted: Act = { instruction, list: this.target, items: [] };
    this.act = noted;
    act();
    this.act = undefined;
    if (noted.items.length > 0) this.acts.push(noted);
  }

  /** Adds a step, to the branch that is open unless told otherwise. */
  add(item: PlanItem, list: PlanItem[] = this.target): void {
    list.push(item);
    if (!this.act) return;
    if (this.act.items.length === 0) this.act.list = list;
    // What stands in another list stands inside an item of this one, and moves with it.
    if (this.act.list === list) this.act.items.push(item);
  }

  /** Notes what is added by hand as the work of an instruction, so that a case after it is laid around it. */
  noteAct(instruction: ReadInstruction, list: PlanItem[], items: readonly PlanItem[]): void {
    this.acts.push({ instruction, list, items: [...items] });
  }

  /**
   * Takes out what the last instruction has added, and those with an effect that its clause joins to it. Absent when
   * there is nothing.
   *
   * @param isAlone - Nothing but what the last instruction itself has added.
   */
  takeLast(
    isAlone = false,
  ): { readonly list: PlanItem[]; readonly items: PlanItem[]; readonly pause: number } | undefined {
    const list = this.acts.at(-1)?.list ?? this.target;
    const acts = this.acts.filter((act) => act.list === list);
    let from = acts.length - 1;
    if (from < 0) return undefined;
    const first = isAlone ? from : 0;
    for (; from > first; from -= 1) {
      const { link, opensSentence } = (acts[from] as Act).instruction;
      if (link !== 'and' || opensSentence || !EFFECTS.has((acts[from - 1] as Act).instruction.kind)) break;
    }
    const count = acts.slice(from).reduce((sum, { items }) => sum + items.length, 0);
    const items = list.splice(-count);
    return { list, items, pause: acts[from]?.instruction.pause ?? 0 };
  }

  /**
   * Lays a case around what stands before it: the last step, and those with an effect that its clause joins to it.
   * False when there is nothing that it could decide.
   */
  decideLast(isReversed: boolean, choiceOf: () => Choice): boolean {
    const taken = this.takeLast();
    if (!taken) return false;
    const { list, items, pause } = taken;
    const choice = choiceOf();
    (isReversed ? choice.otherwise : choice.then).push(...decidedBy(choice, items));
    const before = list.at(-1) ?? this.open?.before;
    list.push(choice);
    this.opens(choice, list, before, { isReversed, trails: true, pause });
    return true;
  }
}

function how({
  isReversed = false,
  trails = false,
  pause = 0,
}: Opening): Required<Opening> & { inOtherwise: boolean } {
  return { isReversed, trails, pause, inOtherwise: false };
}

/**
 * Steps that have become conditional: the first looks at what was decided on, and runs beside nothing. What was
 * behind a question of our own is now behind the writer's.
 */
function decidedBy({ sources }: Choice, items: readonly PlanItem[]): PlanItem[] {
  const plain = items.flatMap((item) => (item.type === 'choice' && item.isPresumed ? item.then : [item]));
  return plain.map((item, at) => {
    if (item.type !== 'task' || at > 0) return item;
    return { ...item, beside: false, sources: item.sources.length > 0 ? item.sources : sources };
  });
}

/** Whether a clause after a trailing case still speaks of what was decided. */
export function pointsBack({ kind, object }: ReadInstruction): boolean {
  return kind === 'deliver' || PRONOUNS.has(object[0]?.lower ?? '');
}

/** Everything, without choices and repetitions in which nothing is done. */
export function withoutEmpty(items: readonly PlanItem[]): PlanItem[] {
  return items.flatMap((item): PlanItem[] => {
    const whole = withLists(item, withoutEmpty);
    switch (whole.type) {
      case 'choice':
      case 'switch':
      case 'each':
      case 'loop':
        return listsIn(whole).some((list) => list.length > 0) ? [whole] : [];
      case 'parallel':
        return plainParallel(whole.branches.filter((list) => list.length > 0));
      case 'attempt':
        return whole.failed.length > 0 ? [whole] : [...whole.items];
      case 'approval':
        return [whole.rejected.length > 0 ? whole : { ...whole, revisions: 0 }];
      case 'task':
      case 'fetch':
      case 'delivery':
      case 'wait':
      case 'event':
        return [whole];
      default:
        return whole satisfies never;
    }
  });
}

function plainParallel(branches: PlanItem[][]): PlanItem[] {
  return branches.length > 1 ? [{ type: 'parallel', branches }] : branches.flat();
}
