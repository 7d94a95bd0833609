import { isCase, joinTokens, type ReadInstruction, readVerb, singular, type Token } from '../../../grammar';
import type { Arm, GivesOption, Switch, Task } from '../../plan/plan-items';
import type { Context } from '../context';
import { placeTask } from './steps';

const REST =
  /^(?:(?:all |any(?:thing)?|every(?:thing|body|one)?) ?(?:the )?(?:others?|else|rest)?|others?|otherwise|else|default|the rest|none(?: of (?:these|those|them))?|in all other cases|other(?: ones| cases)?)$/i;
const IS = /^(?:is|are|was|seems|sounds|looks|concerns|counts|'s|it's|falls|belongs|says|equals|=)$/;
const IGNORED =
  /^(?:an?|the|it|they|this|that|is|are|about|for|in|into|under|as|like|category|type|class|topic|of|kind|all|any|every|each|ones?|cases?|those|with|label(?:led)?|classified|rated|tagged|to|be|on)$/;
const LONGEST_LABEL = 4;
const MOST_ARMS = 12;
/** What falls into none of the categories that are named. */
const OTHER = 'other';
/** What "based on" and "depending on" may name before the cases follow. */
const BASIS = /\b(?:based on|depending on|according to|by|per)\b/i;

const plainWords = (tokens: readonly Token[]): string[] =>
  tokens
    .filter(({ type, lower }) => type === 'word' && !IGNORED.test(lower))
    .map(({ lower }) => singular(lower));

/** "For bugs", "it is a bug", "billing": the words that name a category. Absent for what is a condition of its own. */
function labelOf({ link, tokens }: ReadInstruction): string | undefined {
  const at = tokens.findIndex(({ lower }) => IS.test(lower));
  const said = link === 'case' || link === 'for' || at === -1 ? tokens : tokens.slice(at + 1);
  const words = said.filter(
    ({ type, lower }) => type === 'word' && !/^(?:an?|the|about|all|any|each|every)$/.test(lower),
  );
  if (
    words.length === 0 ||
    words.length > LONGEST_LABEL ||
    words.some(({ lower }) => /^(?:and|if|which|who)$/.test(lower))
  )
    return undefined;
  return joinTokens(words).toLowerCase().replaceAll('"', '');
}

/** The category that a case means, if it means one of them: the longest whose words are all there. */
function categoryIn({ options }: GivesOption, instruction: ReadInstruction): string | undefined {
  const words = new Set(plainWords(instruction.tokens));
  const isNegated = instruction.tokens.some(({ lower }) => /^(?:not|isn't|no)$/.test(lower));
  return [...options]
    .sort((a, b) => b.length - a.length)
    .find((option) => {
      const own = option.toLowerCase().split(/[\s-]+/);
      const says = own.includes('not') === isNegated;
      return says && own.every((word) => word === 'not' || words.has(singular(word)));
    });
}

function isRest({ tokens }: Pick<ReadInstruction, 'tokens'>): boolean {
  return REST.test(joinTokens(tokens).replace(/^(?:for|in) /i, ''));
}

/** The cases that follow one another from an instruction on. */
function casesFrom(instructions: readonly ReadInstruction[], at: number): string[] {
  const labels: string[] = [];
  const opens = instructions[at]?.link;
  for (const instruction of instructions.slice(at, at + 60)) {
    const { link, trails } = instruction;
    const isOther = link === 'otherwise' || (isRest(instruction) && (link === 'case' || link === opens));
    if (isOther && labels.length > 1) return [...labels.slice(0, MOST_ARMS - 1), OTHER];
    if (link !== 'case' && !(link === 'for' && opens === 'for') && !isCase(link)) continue;
    if (isRest(instruction)) break;
    const isA = !isCase(link) || instruction.tokens.some(({ lower }) => /^(?:is|are|it's)$/.test(lower));
    const label = isA && !trails ? labelOf(instruction) : undefined;
    if (
      label === undefined ||
      label
        .split(' ')
        .some((word) => /^(?:not|more|less|over|under|than|empty|too|approved|rejected|done)$/.test(word))
    )
      break;
    if (!labels.includes(label)) labels.push(label);
  }
  return labels.slice(0, MOST_ARMS);
}

function openSwitch(context: Context): Switch | undefined {
  const item = context.branches.fork?.item;
  return item?.type === 'switch' && context.target !== undefined ? item : undefined;
}

/** The switch that a case may add a way to: the last step of its list. */
function lastSwitch(context: Context): Switch | undefined {
  const open = openSwitch(context);
  if (open) return open;
  const last = context.items.at(-1);
  return last?.type === 'switch' ? last : undefined;
}

/** Opens the way of one category. */
export function openWay(context: Context, found: Switch, label: string, pause: number): void {
  const known = found.arms.find((arm) => arm.label === label);
  const arm: Arm = known ?? { label, items: [] };
  if (!known) found.arms.push(arm);
  context.branches.openFork({ item: found, then: arm.items, otherwise: found.otherwise }, { pause });
}

function addSwitch(context: Context, of: GivesOption): Switch {
  const added: Switch = { type: 'switch', of, arms: [], otherwise: [] };
  context.branches.close();
  context.branches.add(added);
  return added;
}

/** Words of which only one is true at a time. */
const FAMILIES: readonly ReadonlySet<string>[] = [
  'positive negative neutral mixed angry happy good bad',
  'low medium high critical urgent normal severe minor major',
  'small medium large big',
  'hot warm cold',
].map((words) => new Set(words.split(' ')));

/** Whether several conditions are cases of one question: "if it is positive, …; if it is negative, …". */
function excludeOneAnother(labels: readonly string[], { tokens }: ReadInstruction): boolean {
  if (FAMILIES.some((family) => labels.every((label) => label === OTHER || family.has(label)))) return true;
  const at = tokens.findIndex(({ lower }) => IS.test(lower));
  return labels.length > 2 && /^(?:an?|about)$/.test(tokens[at + 1]?.lower ?? '');
}

/** Lets the last step put what it looks at into the categories that the cases after it name. */
function categoriesAhead(
  context: Context,
  instruction: ReadInstruction,
  by: string,
): GivesOption | undefined {
  const at = context.instructions.indexOf(instruction);
  const labels = casesFrom(context.instructions, at);
  if (labels.length < 2) return undefined;
  const isSure = instruction.link === 'case' || excludeOneAnother(labels, instruction);
  const made = context.target.at(-1);
  const isClassified = made?.type === 'task' && made.kind === 'classify' && !made.gives;
  return isSure || isClassified ? intoCategories(context, labels, instruction, by) : undefined;
}

/** A switch over categories that a step before, or one of its own, puts what it looks at into. */
export function waysInto(
  context: Context,
  labels: readonly string[],
  instruction: ReadInstruction,
  by: string,
): Switch {
  return addSwitch(context, intoCategories(context, labels, instruction, by));
}

/** Lets the step before, or one of its own, say which of several categories it is. */
function intoCategories(
  context: Context,
  labels: readonly string[],
  instruction: ReadInstruction,
  by: string,
): GivesOption {
  const of: GivesOption = { type: 'option', options: labels };
  const last = context.lastTask;
  const made = context.target.at(-1);
  if (last?.kind === 'classify' && made === last && !last.gives) {
    last.gives = of;
    context.categories = of;
    return of;
  }
  const presumed =
    last || context.material.primary.length > 0
      ? undefined
      : context.material.presumeAbout(instruction.tokens);
  const task: Task = {
    type: 'task',
    kind: 'classify',
    product: 'category',
    instruction: `Name the ${by} of the text above.`,
    sources: presumed ? [presumed] : last ? [] : context.material.primary,
    beside: false,
    gives: of,
  };
  placeTask(context, task);
  return of;
}

/**
 * Reads a case as one of several categories: "if it is a bug, …", "for bugs, …", "billing: …". False where no categories
 * are spoken of.
 */
export function takeCategory(context: Context, instruction: ReadInstruction, basis: string): boolean {
  const { link, trails, pause, insideOtherwise } = instruction;
  if (link === 'unless' || trails) return false;
  const found = lastSwitch(context);
  if (found && isRest(instruction)) {
    context.branches.openFork({ item: found, then: found.otherwise, otherwise: [] }, { pause });
    return true;
  }
  const of = found?.of ?? context.categories;
  const category = of && categoryIn(of, instruction);
  if (of && category !== undefined) {
    openWay(context, found ?? addSwitch(context, of), category, pause);
    return true;
  }
  if (found || insideOtherwise || context.isInside) return false;
  const made = categoriesAhead(context, instruction, basis);
  const label = made && labelOf(instruction);
  if (!made || label === undefined) return false;
  openWay(context, addSwitch(context, made), label, pause);
  return true;
}

const BECOMES = /\b(?:go|goes|gets?|is|are)\b/;

/** "Adults get the long form": the verb of what is given was put into one of writing. */
const gives = ({ tokens }: ReadInstruction): boolean =>
  tokens.some(({ lower }) => /^(?:gets?|receives?)$/.test(lower));

/** "Billing goes to …, technical goes to …": the categories are what the clauses speak of. */
function subjectsAhead(context: Context, instruction: ReadInstruction, by: string): GivesOption | undefined {
  const at = context.instructions.indexOf(instruction);
  const labels: string[] = [];
  for (const next of context.instructions.slice(at, at + MOST_ARMS)) {
    const { actor } = next;
    const isSubject =
      actor.length > 0 && actor.length <= LONGEST_LABEL && (next.kind === 'deliver' || gives(next));
    if (!isSubject) break;
    if (isRest({ tokens: actor })) {
      if (labels.length > 0) labels.push(OTHER);
      break;
    }
    labels.push(
      joinTokens(actor.filter(({ lower }) => !/^(?:ones?|the|any|all)$/.test(lower))).toLowerCase(),
    );
  }
  return labels.length < 2 ? undefined : intoCategories(context, labels, instruction, by);
}

/** "Sales emails go to …": who a clause speaks of may be one of the categories. */
export function takeCategorySubject(context: Context, instruction: ReadInstruction, basis: string): boolean {
  const found = lastSwitch(context);
  if (context.branches.fork?.item.type === 'choice') return false;
  const of = found?.of ?? context.categories ?? subjectsAhead(context, instruction, basis);
  if (!of) return false;
  if (found && isRest({ tokens: instruction.actor })) {
    context.branches.openFork(
      { item: found, then: found.otherwise, otherwise: [] },
      { pause: instruction.pause },
    );
    return true;
  }
  const { actor, object, kind, tokens } = instruction;
  const subject = actor.length > 0 ? actor : kind === undefined ? tokens.slice(0, 3) : object.slice(0, 2);
  if (actor.length === 0 && !BECOMES.test(joinTokens(tokens.slice(0, 5)))) return false;
  const category = categoryIn(of, { ...instruction, tokens: subject });
  if (category === undefined) return false;
  openWay(context, found ?? addSwitch(context, of), category, instruction.pause);
  return true;
}

/** What the cases that follow go by: "depending on the language", "route it by topic". */
export function basisIn({ tokens }: ReadInstruction): string | undefined {
  const text = joinTokens(tokens);
  const match = BASIS.exec(text);
  if (!match) return undefined;
  const words = text
    .slice(match.index + match[0].length)
    .trim()
    .replace(/^(?:the|its|their|which|what)\s+/i, '')
    .split(/\s+/)
    .slice(0, 3);
  const end = words.findIndex(
    (word) =>
      /^(?:of|in|and|is|it|are|:|into|to)$/i.test(word) || readVerb(word.toLowerCase())?.alsoNoun === false,
  );
  const basis = words
    .slice(0, end === -1 ? words.length : end)
    .join(' ')
    .replace(/[.,:;]+$/, '');
  return basis === '' ? undefined : basis.toLowerCase();
}
