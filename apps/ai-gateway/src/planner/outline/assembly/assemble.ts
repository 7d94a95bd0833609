import { joinTokens, type Token } from '../../grammar/tokens';
import { plural } from '../../grammar/word-forms';
import { DETERMINERS, PRONOUNS } from '../../grammar/words';
import { capitalise } from '../graph/template-text';
import { PRODUCT_KINDS } from '../../lexicon/products';
import { JUDGEMENTS, LEAVES, LOOKS_AGAIN, TEXTS } from '../../lexicon/step-habits';
import { STEP_KINDS, type StepKind } from '../../lexicon/step-kinds';
import { Branches, pointsBack } from './branches';
import { readCase } from './cases';
import { asksApproval, Conditions, isNegated, isNothing } from './conditions';
import { contentOf } from './content';
import { takeDestinations } from './destinations';
import { alertWhenNeeded, expand, type Subject } from './expand';
import { Material } from './material';
import { dataNounAt, isPlural } from './phrases';
import type { Choice, Delivery, PlanItem, Source, Task } from './plan-items';
import { isStepKind, type ReadInstruction } from './refine';
import { type Composite, subjectOf } from './subject';
import { isIndependent, tasksFor } from './tasks';
import { quoted, Warnings } from './warnings';

/** The steps of a workflow, before they are laid out as a graph. */
export interface Assembly {
  readonly sources: readonly Source[];
  readonly items: readonly PlanItem[];
}

const MANNER =
  /^(?:in|with|within|under|at most|no more|max|maximum|less|without|as|be|don't|do not|never|always|it|they|the)\b/i;

/** "Do the following steps:" asks for nothing by itself. */
const ANNOUNCED = /^(?:steps?|things?|tasks?|following|job|work)$/;

/** Turns the instructions of a prompt into the steps of a workflow. */
export class Assembler {
  private readonly material: Material;
  private readonly branches = new Branches();
  private readonly conditions: Conditions;
  private readonly constraints: string[] = [];
  private readonly steps: readonly ReadInstruction[];
  private condition: ReadInstruction | undefined;
  /** The last clause said what is not to happen. */
  private isNegated = false;
  /** From here on nothing is sent: somebody would have to approve it first. */
  private needsApproval = false;
  /** The alert that was last put behind a question of our own. */
  private alert: Choice | undefined;
  private monitored: Pick<Subject, 'topic' | 'sources'> | undefined;

  constructor(
    private readonly instructions: readonly ReadInstruction[],
    literals: readonly string[],
    private readonly warnings: Warnings,
  ) {
    this.material = new Material(literals);
    this.conditions = new Conditions(this.material);
    this.steps = instructions.filter(
      ({ kind, link }) => isStepKind(kind) && kind !== 'general' && link !== 'if',
    );
  }

  /** How the writing is to be done, said in sentences of their own. */
  get manners(): readonly string[] {
    return this.constraints.slice(0, 3);
  }

  assemble(): Assembly {
    for (const [at, instruction] of this.instructions.entries())
      this.take(instruction, this.instructions[at + 1]);
    if (this.condition) this.decideLast(this.condition);
    return { sources: this.material.all, items: this.branches.all };
  }

  private get items(): PlanItem[] {
    return this.branches.items;
  }

  private take(instruction: ReadInstruction, next: ReadInstruction | undefined): void {
    const { link, opensSentence, insideOtherwise, tokens } = instruction;
    const isNot = link === 'if' && tokens.length === 1 && tokens[0]?.lower === 'not';
    const isOther = link === 'otherwise' || insideOtherwise || isNot;
    if (opensSentence && !isOther) this.branches.close();
    if (isOther) this.branches.takeOther(instruction.pause);
    if (isNot) return;
    if (link === 'for') return this.takeEach(instruction);
    if (link === 'if' || link === 'unless' || link === 'when') return this.takeCase(instruction);
    this.openChoice();
    this.branches.leaveTrailing(pointsBack(instruction) && !next?.trails);
    this.conditions.note(instruction);
    this.branches.record(instruction, () => this.act(instruction));
  }

  private takeEach(instruction: ReadInstruction): void {
    const { tokens, head } = instruction;
    const named = this.material.presumeSubject(tokens);
    const isThing = head !== '' && /^(?:an?|the|my|our|each|every)$/.test(tokens[0]?.lower ?? '');
    if (!named && isThing) this.material.presumeUnknown(instruction, false);
    if (!/^(?:each|every|all)$/.test(tokens[0]?.lower ?? '')) return;
    const each = quoted(`for ${joinTokens(tokens)}`);
    this.warnings.add(`Repetition is not part of the language yet: ${each} means one for each execution.`);
  }

  private takeCase(instruction: ReadInstruction): void {
    const isEvent =
      readCase(instruction) === 'event' && (instruction.link === 'when' || this.items.length === 0);
    if (instruction.trails && this.isNegated) {
      const text = quoted(joinTokens(instruction.tokens));
      return this.warnings.add(`Not understood, and left out: ${text}.`);
    }
    if (!isEvent && asksApproval(joinTokens(instruction.tokens)) && this.withhold(instruction)) return;
    if (!isEvent) {
      if (!instruction.trails || !this.decideLast(instruction)) this.condition = instruction;
      return;
    }
    this.material.presumeSubject(instruction.tokens);
    const event = quoted(joinTokens(instruction.tokens));
    this.warnings.add(`Nothing starts this workflow by itself yet (${event}): execute it once for each.`);
  }

  /** What needs somebody's approval is not sent, since nobody can be asked for it. */
  private withhold({ trails, tokens }: ReadInstruction): boolean {
    if (trails && !this.branches.withdrawLast()) return false;
    this.needsApproval = !trails;
    this.warnings.add(
      `Approvals are not part of the language yet: nothing is sent that waits for ${quoted(joinTokens(tokens))}.`,
    );
    return true;
  }

  private openChoice(): void {
    const { condition } = this;
    if (!condition) return;
    this.condition = undefined;
    this.branches.decideNext(
      this.conditions.choiceOf(condition, this.branches.last !== undefined),
      condition,
    );
  }

  /** A case at the end of its sentence ("…, if it is urgent") is about the step before it. */
  private decideLast(condition: ReadInstruction): boolean {
    return this.branches.decideLast(condition.link === 'unless', () =>
      this.conditions.choiceOf(condition, this.branches.last !== undefined),
    );
  }

  private get target(): PlanItem[] {
    return this.branches.target;
  }

  private act(instruction: ReadInstruction): void {
    const { kind, tokens } = instruction;
    const text = joinTokens(tokens);
    if ((kind === undefined || kind === 'general') && ANNOUNCED.test(instruction.head)) return;
    if (isNothing(text)) return;
    this.isNegated = isNegated(text);
    if (this.isNegated) return this.branches.isInside ? undefined : this.constrain(text);
    const { urls, object } = takeDestinations(kind, instruction.object);
    if (urls.length > 0 || kind === 'deliver') return this.deliver(instruction, object, urls);
    switch (kind) {
      case 'approve':
        this.needsApproval = true;
        return this.warnings.add(
          `Approvals are not part of the language yet: ${quoted(text)} was left out, so look at the result before you use it.`,
        );
      case 'wait':
        return this.warnings.add(
          `Waiting is not part of the language yet: ${quoted(text)} was left out, the steps follow one another at once.`,
        );
      case 'repeat':
        return this.warnings.add(
          `Repetition is not part of the language yet: ${quoted(text)} was left out, everything is looked at once.`,
        );
      case 'constrain':
        return this.constrain(text);
      case 'collect':
        return this.collect(instruction);
      case 'process':
      case 'monitor':
      case 'respond':
      case 'onboard':
        return this.compose(kind, instruction);
      case 'reply':
        return this.steps.length === 1 && this.items.length === 0
          ? this.compose('respond', instruction)
          : this.addTask(kind, instruction);
      case 'notify':
        if (this.steps.length === 1 && this.items.length === 0 && dataNounAt(instruction.object) !== -1) {
          this.compose('monitor', instruction);
        }
        return this.addTask(kind, instruction);
      case undefined:
        return this.actUnknown(instruction, text);
      default:
        return this.addTask(kind, instruction);
    }
  }

  private constrain(text: string): void {
    this.constraints.push(`${capitalise(text)}.`.slice(0, 200));
  }

  private collect(instruction: ReadInstruction): void {
    const { object, head, phrase } = instruction;
    const url = object.find(({ type }) => type === 'url');
    if (url) return void this.material.fetch(url.text);
    if (object.some(({ type }) => type === 'literal')) return void this.material.named('find', instruction);
    if (this.material.isProduced(head) || (this.items.length > 0 && PRONOUNS.has(head))) return;
    if (this.material.presumeSubject(object, isPlural(phrase)) || head === '') return;
    this.material.presumeUnknown(instruction);
    this.warnings.add(
      `The prompt names no address for ${quoted(joinTokens(phrase))}: it is an input with a sample.`,
    );
  }

  private deliver(
    instruction: ReadInstruction,
    object: ReadInstruction['object'],
    urls: readonly string[],
  ): void {
    const given = urls.length > 0 && instruction.kind === 'deliver' && !PRODUCT_KINDS.has(instruction.head);
    const fetched = object.filter(({ type }) => given && type === 'url');
    for (const { text } of fetched) this.material.fetch(text);
    const before = { material: this.material, hasMade: this.items.length > 0, last: this.lastTask() };
    const content = fetched.length > 0 ? 'material' : contentOf(instruction, urls.length > 0, before);
    if (content === undefined) this.make(instruction, object);
    const text = quoted(joinTokens(instruction.tokens));
    if (urls.length === 0)
      return this.warnings.add(
        `Nothing is sent: ${text} names no URL, so the text is drafted for you to send.`,
      );
    if (this.needsApproval || asksApproval(joinTokens(instruction.tokens)))
      return this.warnings.add(
        `Approvals are not part of the language yet: ${text} is left out, look at the result first.`,
      );
    for (const url of urls) this.place({ type: 'delivery', url, content: content ?? 'result' });
  }

  private make(instruction: ReadInstruction, object: ReadInstruction['object']): void {
    const { kind, head } = instruction;
    if (kind !== 'deliver')
      return isStepKind(kind) ? this.addTask(kind, { ...instruction, object }) : undefined;
    // "Post delayed flights": many of a kind, without an article, are found in what is there.
    const isFound = isPlural(instruction.phrase) && !object.some(({ lower }) => DETERMINERS.has(lower));
    const isThere = this.material.all.length > 0 || (object.length > 1 && dataNounAt(object) !== -1);
    const usual = isFound && isThere ? 'find' : 'draft';
    const made = PRODUCT_KINDS.get(head) ?? usual;
    const verb = made === 'find' ? 'find' : 'write';
    if (isStepKind(made)) this.addTask(made, { ...instruction, verb, object });
  }

  private compose(kind: Composite, instruction: ReadInstruction): void {
    if (this.items.length > 0 && (kind === 'respond' || kind === 'onboard')) {
      return this.addTask(kind === 'respond' ? 'reply' : 'draft', instruction);
    }
    const subject = subjectOf(kind, instruction, this.material);
    if (kind === 'monitor') this.monitored = { topic: plural(subject.topic), sources: subject.sources };
    if (kind === 'respond') this.warnings.add('Nothing is sent: the reply is drafted for you to send.');
    if (this.steps.length >= 2 && kind !== 'respond') return;
    const asked = new Set(
      this.instructions.filter((other) => other !== instruction).map((other) => other.kind),
    );
    const items = expand(kind, subject).filter((item) => item.type !== 'task' || !asked.has(item.kind));
    for (const item of items) {
      if (item.type === 'task') this.material.produce(item.product);
      if (item.type === 'task' || !this.branches.isInside) this.branches.add(item);
    }
  }

  private actUnknown(instruction: ReadInstruction, text: string): void {
    if (this.instructions.length === 1 && dataNounAt(instruction.object) !== -1) {
      return this.compose('process', instruction);
    }
    if (this.items.length === 0 && this.instructions.at(-1) !== instruction) {
      if (this.material.presumeSubject(instruction.object, isPlural(instruction.phrase))) return;
    }
    if (MANNER.test(text) && this.items.length > 0) return this.constrain(text);
    if (this.items.length > 0 && instruction.tokens.length < 2) {
      return this.warnings.add(`Not understood, and left out: ${quoted(text)}.`);
    }
    this.warnings.add(
      `No known step in ${quoted(text)}: it is given to a general assistant as it is written.`,
    );
    this.addTask('general', instruction);
  }

  private addTask(kind: StepKind, instruction: ReadInstruction): void {
    const last = this.lastTask();
    const first = instruction.object[0]?.lower ?? '';
    const isAboutLast = PRONOUNS.has(first) || (instruction.object.length === 0 && this.items.length > 0);
    const meansText = last !== undefined && (TEXTS.has(last.kind) || this.material.all.length === 0);
    const aboutResult = this.material.isProduced(instruction.head) || (isAboutLast && meansText);
    const isFirst = this.items.length === 0;
    const besideParts = instruction.sharesVerb === true && last !== undefined && this.target.at(-1) === last;
    const rereads = kind === 'rewrite' && last !== undefined && JUDGEMENTS.has(last.kind);
    const own = this.sourcesOf(kind, instruction, aboutResult);
    const sources = (rereads && own.length === 0) || besideParts ? last.sources : own;
    const besideLast =
      last !== undefined && this.target.at(-1) === last && isIndependent(kind, instruction, sources, last);
    const beside = besideParts || (instruction.link === 'and' && !aboutResult && besideLast);
    for (const task of tasksFor(kind, instruction, { sources, beside, rereads, isFirst })) this.place(task);
  }

  private place(item: Task | Delivery): void {
    if (item.type === 'delivery') return this.branches.add(item, this.placeFor(item));
    if (item.kind === 'notify' && this.monitored && !this.branches.isInside) {
      this.alert = alertWhenNeeded(this.monitored, [{ ...item, beside: false }]);
      this.branches.add(this.alert);
    } else this.branches.add(item);
    this.material.produce(item.product);
  }

  /** What only one branch has made is sent in that branch. */
  private placeFor({ content }: Delivery): PlanItem[] {
    const { target } = this;
    const last = target.at(-1);
    if (last?.type !== 'choice' || content === 'material') return target;
    if (last === this.alert) return last.then;
    const [only, other] = [last.then, last.otherwise].filter((items) => items.length > 0);
    const isMadeThere = (item: PlanItem): boolean =>
      item.type === 'task' && (typeof content === 'string' || item.product.endsWith(content.product));
    return only && !other && only.some(isMadeThere) ? only : target;
  }

  private sourcesOf(kind: StepKind, instruction: ReadInstruction, aboutResult: boolean): readonly Source[] {
    const isGiven = ({ type }: Token): boolean => type === 'literal' || type === 'url';
    if (aboutResult && !instruction.object.some(isGiven)) return [];
    const named = this.material.named(kind, instruction);
    if (named.length > 0) return named;
    const isFirst = this.material.all.length === 0 && this.items.length === 0;
    if (isFirst && this.material.isMissingFor(kind, instruction))
      return [this.material.presumeFor(kind, instruction)];
    const last = this.lastTask();
    const looksAgain =
      LOOKS_AGAIN.has(kind) || (last && STEP_KINDS[kind].mode === 'reads' && LEAVES.has(last.kind));
    return last === undefined || looksAgain ? this.material.primary : [];
  }

  /** The task before, or before the choice that has just been opened. */
  private lastTask(): Task | undefined {
    const { last } = this.branches;
    return last?.type === 'task' ? last : undefined;
  }
}
