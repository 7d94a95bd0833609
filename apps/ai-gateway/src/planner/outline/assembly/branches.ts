import { PRONOUNS } from '../../grammar/words';
import type { VerbKind } from '../../lexicon/step-kinds';
import type { Choice, PlanItem } from './plan-items';
import type { ReadInstruction } from './refine';

/** What one instruction has added, so that a case put after it can be laid around it. */
interface Act {
  readonly instruction: ReadInstruction;
  list: PlanItem[];
  readonly items: PlanItem[];
}

interface OpenChoice {
  readonly choice: Choice;
  /** "Unless": what comes first is done when the answer is no. */
  readonly isReversed: boolean;
  /** The case stood after what it decides. */
  readonly trails: boolean;
  /** How far it is set apart from what stands before it. */
  readonly pause: number;
  readonly list: PlanItem[];
  /** What stands before the choice. */
  readonly before: PlanItem | undefined;
  inOtherwise: boolean;
}

/** Kinds whose steps act on somebody or something, so that a condition on one is meant for those beside it too. */
const EFFECTS: ReadonlySet<VerbKind | undefined> = new Set<VerbKind>([
  'deliver',
  'notify',
  'reply',
  'respond',
  'record',
]);

/** The items of a workflow as they come in, and the branch that the next one goes to. */
export class Branches {
  readonly items: PlanItem[] = [];
  private open: OpenChoice | undefined;
  private readonly chain: OpenChoice[] = [];
  private acts: Act[] = [];
  private act: Act | undefined;

  /** Everything, without choices in which nothing is done either way. */
  get all(): PlanItem[] {
    return withoutEmpty(this.items);
  }

  /** Where the next item goes. */
  get target(): PlanItem[] {
    if (!this.open) return this.items;
    const { choice, inOtherwise, isReversed } = this.open;
    return inOtherwise !== isReversed ? choice.otherwise : choice.then;
  }

  get isInside(): boolean {
    return this.open !== undefined;
  }

  /** The item before the next one, which may stand before the choice that is open. */
  get last(): PlanItem | undefined {
    return this.target.at(-1) ?? this.open?.before;
  }

  /** Opens a choice for what follows; inside the branch that is open, or after everything. */
  decideNext(choice: Choice, { link, insideOtherwise: inside, pause }: ReadInstruction): void {
    const isReversed = link === 'unless';
    const list = inside ? this.target : this.items;
    const before = list.at(-1) ?? (inside ? this.open?.before : undefined);
    list.push(choice);
    this.opened(choice, { isReversed, trails: false, before, pause, list });
  }

  /**
   * From here on the steps are those of the other answer. After "if …; if …; otherwise" they are for when none of
   * the cases holds: cases no more set apart than the "otherwise" itself become one another's.
   */
  takeOther(pause: number): void {
    if (!this.open) return;
    this.open.inOtherwise = true;
    for (let inner = this.open; inner.pause <= pause;) {
      const { list, choice } = inner;
      const at = list.indexOf(choice);
      const outer = this.chain.find((opened) => opened.choice === list[at - 1]);
      if (!outer || this.isAnswered(outer)) return;
      list.splice(at, 1);
      (outer.isReversed ? outer.choice.then : outer.choice.otherwise).push(choice);
      inner = outer;
    }
  }

  /** Whether the other answer already has steps. */
  private isAnswered({ choice, isReversed }: OpenChoice): boolean {
    return (isReversed ? choice.then : choice.otherwise).length > 0;
  }

  private opened(choice: Choice, how: Omit<OpenChoice, 'choice' | 'inOtherwise'>): void {
    this.open = { choice, inOtherwise: false, ...how };
    this.chain.push(this.open);
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
    this.act = { instruction, list: this.target, items: [] };
    act();
    if (this.act.items.length > 0) this.acts.push(this.act);
  }

  /** Adds a step, to the branch that is open unless told otherwise. */
  add(item: PlanItem, list: PlanItem[] = this.target): void {
    list.push(item);
    if (!this.act) return;
    if (this.act.items.length === 0) this.act.list = list;
    // What stands in another list stands inside an item of this one, and moves with it.
    if (this.act.list === list) this.act.items.push(item);
  }

  /** Takes back what the last instruction would send, and says whether it would. */
  withdrawLast(): boolean {
    const last = this.acts.at(-1);
    if (!last) return false;
    const { list, items } = last;
    const sent = items.filter(({ type }) => type === 'delivery');
    for (const item of sent) {
      list.splice(list.indexOf(item), 1);
      items.splice(items.indexOf(item), 1);
    }
    return sent.length > 0;
  }

  /**
   * Lays a case around what stands before it: the last step, and those with an effect that its clause joins to it.
   * False when there is nothing that it could decide.
   */
  decideLast(isReversed: boolean, choiceOf: () => Choice): boolean {
    const list = this.acts.at(-1)?.list ?? this.target;
    const acts = this.acts.filter((act) => act.list === list);
    let from = acts.length - 1;
    if (from < 0) return false;
    for (; from > 0; from -= 1) {
      const { link, opensSentence } = (acts[from] as Act).instruction;
      if (link !== 'and' || opensSentence || !EFFECTS.has((acts[from - 1] as Act).instruction.kind)) break;
    }
    const count = acts.slice(from).reduce((sum, { items }) => sum + items.length, 0);
    const decided = list.splice(-count);
    const choice = choiceOf();
    (isReversed ? choice.otherwise : choice.then).push(...decidedBy(choice, decided));
    const before = list.at(-1) ?? this.open?.before;
    list.push(choice);
    const pause = acts[from]?.instruction.pause ?? 0;
    this.opened(choice, { isReversed, trails: true, before, pause, list });
    return true;
  }
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

function withoutEmpty(items: readonly PlanItem[]): PlanItem[] {
  return items.flatMap((item): PlanItem[] => {
    if (item.type !== 'choice') return [item];
    const [then, otherwise] = [withoutEmpty(item.then), withoutEmpty(item.otherwise)];
    return then.length + otherwise.length > 0 ? [{ ...item, then, otherwise }] : [];
  });
}
