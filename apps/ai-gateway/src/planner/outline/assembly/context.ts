import { isStepKind, type ReadInstruction, type Token } from '../../grammar';
import type { VerbKind } from '../../lexicon';
import { identifier, IdentifierRegistry } from '../graph/identifiers';
import { withoutEmpty, Branches } from './branches';
import { Conditions } from './conditions';
import type { Inquiry } from './inquiry';
import { Material } from './material';
import { withLists } from '../plan/children';
import type {
  Choice,
  Destination,
  FetchSource,
  GivesFields,
  GivesOption,
  InputSource,
  PlanItem,
  Source,
  Task,
} from '../plan/plan-items';
import type { Warnings } from './warnings';

/** An input that is no material: an address, a time. */
export interface PlanInput {
  readonly name: string;
  readonly description: string;
}

/** What an alert is about, once something is watched. */
export interface Monitored {
  readonly topic: string;
  readonly sources: readonly Source[];
}

const SENDER =
  /^(?:customers?|clients?|users?|applicants?|patients?|students?|guests?|suppliers?|members?|buyers?)$/;

function senderIn(instructions: readonly ReadInstruction[]): Token | undefined {
  const isSender = ({ lower }: Token): boolean => SENDER.test(lower.replace(/['’]s?$/, ''));
  return instructions.find(({ tokens }) => tokens.some(isSender))?.tokens.find(isSender);
}

const MAKES: ReadonlySet<PlanItem['type']> = new Set<PlanItem['type']>([
  'task',
  'choice',
  'switch',
  'each',
  'loop',
  'parallel',
  'attempt',
  'event',
]);

const TAKES_TIME: ReadonlySet<PlanItem['type']> = new Set<PlanItem['type']>([
  'wait',
  'event',
  'approval',
  'delivery',
  'each',
  'loop',
]);

/** A list that steps are added to, and what could be read before it was entered. */
interface Scope {
  readonly branches: Branches;
  readonly categories?: GivesOption | undefined;
  readonly fields?: GivesFields | undefined;
}

/** What the parts of the assembly share while the instructions of a prompt come in. */
export class Context {
  private readonly inputIds = new IdentifierRegistry();
  private readonly scopes: Scope[] = [{ branches: new Branches() }];
  private readonly placed = new Map<Source, PlanItem[]>();
  /** Inputs of a workflow that is there. */
  private readonly adopted = new Set<string>();
  private readonly extra = new Map<string, PlanInput>();
  private readonly kinds = new Map<VerbKind, number>();
  private writer: { readonly token: Token | undefined } | undefined;
  readonly material: Material;
  readonly conditions: Conditions;
  /** How the writing is to be done, said in sentences of their own. */
  readonly manners: string[] = [];
  /** Instructions that stand for a step of their own. */
  readonly steps: readonly ReadInstruction[];
  /** The alert that was last put behind a question of our own. */
  alert: Choice | undefined;
  monitored: Monitored | undefined;
  /** Where something was last sent whose recipient has a name. */
  lastDestination: Destination | undefined;
  /** The words that forbid all sending, where the prompt has such. */
  forbidden: string | undefined;
  /** The categories that something was last put into. */
  categories: GivesOption | undefined;

  constructor(
    readonly instructions: readonly ReadInstruction[],
    literals: readonly string[],
    readonly warnings: Warnings,
    readonly inquiry: Inquiry,
  ) {
    const placement = {
      fetched: (source: FetchSource) => this.fetched(source),
      isReachable: (source: Source) => this.isReachable(source),
    };
    this.material = new Material(literals, this.inputIds, placement);
    this.conditions = new Conditions(this.material);
    for (const { kind } of instructions) if (kind) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    this.steps = instructions.filter(
      ({ kind, link }) => isStepKind(kind) && kind !== 'general' && link !== 'if',
    );
  }

  /** The list that steps are added to now. */
  get branches(): Branches {
    return (this.scopes.at(-1) as Scope).branches;
  }

  get items(): PlanItem[] {
    return this.branches.items;
  }

  get target(): PlanItem[] {
    return this.branches.target;
  }

  /** Everything, without what does nothing. */
  get all(): PlanItem[] {
    return withoutEmpty(this.scopes[0]?.branches.items ?? []);
  }

  /** How many lists are open inside one another. */
  get depth(): number {
    return this.scopes.length;
  }

  /** From here on steps are added to a list inside a step. */
  enter(list: PlanItem[]): void {
    const { categories } = this;
    const { fields } = this.conditions;
    this.scopes.push({ branches: new Branches(list), categories, fields });
  }

  /** What was made in the list that is left can't be read from outside of it. */
  leave(): void {
    if (this.scopes.length < 2) return;
    const left = this.scopes.pop();
    this.categories = left?.categories;
    this.conditions.fields = left?.fields;
  }

  /** Whether anything has been asked for so far, in whatever list. */
  get hasItems(): boolean {
    return (this.scopes[0]?.branches.items.length ?? 0) > 0;
  }

  /** Whether anything has been made in the list so far that could be spoken of. */
  get hasMade(): boolean {
    return this.items.some(({ type }) => MAKES.has(type));
  }

  get isInside(): boolean {
    return this.branches.isInside;
  }

  /** The task before, or before the choice that has just been opened. */
  get lastTask(): Task | undefined {
    const { last } = this.branches;
    return last?.type === 'task' ? last : undefined;
  }

  /** Whether a step of a kind is asked for by another instruction too. */
  asksElsewhere(kind: VerbKind, instruction: ReadInstruction): boolean {
    return (this.kinds.get(kind) ?? 0) > (instruction.kind === kind ? 1 : 0);
  }

  /**
   * Goes on from a workflow that is there: its last step, what it has made, by the names it goes by, and its inputs.
   *
   * @returns the steps without what was there before.
   */
  continueFrom(
    last: Task,
    made: readonly string[],
    inputs: readonly InputSource[],
    names: readonly string[],
  ): () => PlanItem[] {
    this.items.push(last);
    for (const product of [last.product, ...made]) this.material.produce(product);
    for (const name of names) this.adopted.add(this.inputIds.take(name));
    for (const input of inputs) this.material.adopt(input);
    const without = (items: readonly PlanItem[]): PlanItem[] =>
      items.filter((item) => item !== last).map((item) => withLists(item, without));
    return () => without(this.all);
  }

  /** Who writes in, as a clause of the prompt says it: "when a customer emails us". */
  get sender(): Token | undefined {
    this.writer ??= { token: senderIn(this.instructions) };
    return this.writer.token;
  }

  /** What is read after something was waited for, or in a case, is read there and not at the beginning. */
  private fetched(source: FetchSource): void {
    const isLate = this.isInside || this.depth > 1 || this.items.some(({ type }) => TAKES_TIME.has(type));
    if (!isLate) return;
    source.isPlaced = true;
    this.placed.set(source, this.target);
    this.branches.add({ type: 'fetch', source });
  }

  private isReachable(source: Source): boolean {
    const list = this.placed.get(source);
    return (
      list === undefined ||
      list === this.target ||
      this.scopes.some(({ branches }) => branches.items === list)
    );
  }

  /** An input that is no material, empty unless it is given; the same name stands for the same input. */
  input(name: string, description: string): string {
    const known = this.extra.get(name);
    if (known) return known.name;
    const wanted = identifier(name, 'value');
    if (this.adopted.has(wanted)) return wanted;
    const input = { name: this.inputIds.take(wanted), description };
    this.extra.set(name, input);
    return input.name;
  }

  /** An input is not needed after all: what it stands for was answered. */
  withdraw(name: string): void {
    for (const [key, { name: taken }] of this.extra) if (taken === name) this.extra.delete(key);
  }

  get inputs(): readonly PlanInput[] {
    return [...this.extra.values()];
  }
}
