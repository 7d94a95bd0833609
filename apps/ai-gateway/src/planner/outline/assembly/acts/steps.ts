import {
  dataNounAt,
  DETERMINERS,
  isPlural,
  isStepKind,
  joinTokens,
  numberAt,
  PRONOUNS,
  type ReadInstruction,
  type Token,
} from '../../../grammar';
import {
  JUDGEMENTS,
  LEAVES,
  LOOKS_AGAIN,
  PRODUCT_KINDS,
  STEP_KINDS,
  type StepKind,
  TEXTS,
} from '../../../lexicon';
import type { Delivery, PlanItem, Source, Task } from '../../plan/plan-items';
import type { Context } from '../context';
import { alertWhenNeeded } from '../expand';
import { isIndependent, tasksFor } from '../tasks';

const ELLIPTIC =
  /^(?:only )?the (?:best|worst|top|first|last|most|least|strongest|cheapest|funniest|biggest|largest|smallest)(?: \w+)?(?: ones?)?$/i;

/** "Pick the best three": three of what was made before. */
function isElliptic({ object }: ReadInstruction): boolean {
  return numberOrOne(object) && ELLIPTIC.test(joinTokens(object));
}

function numberOrOne(object: readonly Token[]): boolean {
  const last = object.at(-1);
  return /^(?:ones?|best|top)$/.test(last?.lower ?? '') || numberAt(object, object.length - 1) !== undefined;
}

/** Adds the step, or the several, that an instruction asks for. */
export function addTask(context: Context, kind: StepKind, instruction: ReadInstruction): void {
  const { items, material, target, lastTask: last } = context;
  const first = instruction.object[0]?.lower ?? '';
  const isAboutLast =
    PRONOUNS.has(first) || (items.length > 0 && (instruction.object.length === 0 || isElliptic(instruction)));
  const meansText =
    last !== undefined && (TEXTS.has(last.kind) || last.kind === 'list' || material.all.length === 0);
  const aboutResult = material.isProduced(instruction.head) || (isAboutLast && meansText);
  const isFirst = items.length === 0;
  const besideParts = instruction.sharesVerb === true && last !== undefined && target.at(-1) === last;
  const rereads = kind === 'rewrite' && last !== undefined && JUDGEMENTS.has(last.kind);
  const own = sourcesOf(context, kind, instruction, aboutResult);
  const readsAddress = instruction.object.some(({ type }) => type === 'url');
  const sources = (rereads && own.length === 0) || (besideParts && !readsAddress) ? last.sources : own;
  const besideLast =
    last !== undefined && target.at(-1) === last && isIndependent(kind, instruction, sources, last);
  const beside = besideParts || (instruction.link === 'and' && !aboutResult && besideLast);
  const made = tasksFor(kind, instruction, { sources, beside, rereads, isFirst }, context.inquiry);
  for (const task of made) placeTask(context, task);
}

/** Adds a step where it belongs, and lets what it makes be spoken of from now on. */
export function placeTask(context: Context, task: Task): void {
  const { branches, material, monitored } = context;
  if (task.kind === 'notify' && monitored && !context.isInside) {
    context.alert = alertWhenNeeded(monitored, [{ ...task, beside: false }]);
    branches.add(context.alert);
  } else branches.add(task);
  material.produce(task.product, STEP_KINDS[task.kind].product);
  if (context.isInside) return;
  if (task.gives?.type === 'option') context.categories = task.gives;
  if (task.gives?.type === 'fields') context.conditions.fields = task.gives;
}

/** Where a delivery belongs: what only one branch has made is sent in that branch. */
export function placeFor(context: Context, content: Delivery['content']): PlanItem[] {
  const { target, alert } = context;
  const last = target.at(-1);
  if (last?.type !== 'choice' || content === 'material') return target;
  if (last === alert) return last.then;
  const [only, other] = [last.then, last.otherwise].filter((items) => items.length > 0);
  const isMadeThere = (item: PlanItem): boolean =>
    item.type === 'task' && (typeof content === 'string' || item.product.endsWith(content.product));
  return only && !other && only.some(isMadeThere) ? only : target;
}

function sourcesOf(
  { items, material, lastTask: last }: Context,
  kind: StepKind,
  instruction: ReadInstruction,
  aboutResult: boolean,
): readonly Source[] {
  const isGiven = ({ type }: Token): boolean => type === 'literal' || type === 'url';
  if (aboutResult && !instruction.object.some(isGiven)) return [];
  const named = material.named(kind, instruction);
  if (named.length > 0) return named;
  const isFirst = material.all.length === 0 && material.primary.length === 0 && items.length === 0;
  if (isFirst && material.isMissingFor(kind, instruction)) return [material.presumeFor(kind, instruction)];
  const looksAgain =
    LOOKS_AGAIN.has(kind) || (last && STEP_KINDS[kind].mode === 'reads' && LEAVES.has(last.kind));
  return last === undefined || looksAgain ? material.primary : [];
}

/** Writes what is to be sent or filed, where nothing made so far is meant. */
export function make(context: Context, instruction: ReadInstruction, object: readonly Token[]): void {
  const { kind, head } = instruction;
  if (kind !== 'deliver') {
    if (isStepKind(kind)) addTask(context, kind, { ...instruction, object });
    return;
  }
  // "Post delayed flights": many of a kind, without an article, are found in what is there.
  const isNamed = isPlural(instruction.phrase) && instruction.phrase.length > 1;
  const isFound = head === 'one' || (isNamed && !object.some(({ lower }) => DETERMINERS.has(lower)));
  const isThere = context.material.all.length > 0 || (object.length > 1 && dataNounAt(object) !== -1);
  const usual = isFound && isThere ? 'find' : 'draft';
  const made = PRODUCT_KINDS.get(head) ?? usual;
  const verb = made === 'find' ? 'find' : 'write';
  addTask(context, made, { ...instruction, verb, object });
}
