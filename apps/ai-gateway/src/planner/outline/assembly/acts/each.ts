import {
  dataNounAt,
  dataNounOf,
  headNoun,
  isCase,
  joinTokens,
  nounPhrase,
  plural,
  PRONOUNS,
  type ReadInstruction,
  singular,
  type Token,
  topicOf,
} from '../../../grammar';
import { DATA_NOUNS, PLACES } from '../../../lexicon';
import type { Each, GivesList, ItemSource, Source, Task } from '../../plan/plan-items';
import { capitalise } from '../../graph/template-text';
import type { Context } from '../context';
import { beforeItems, itemsIn } from './given-items';
import { placeTask } from './steps';

const LEADING =
  /^(?:each|every|all|any|list|of|the|single|one|individual|my|our|these|those|my|separate|new|incoming)$/;
const NAMELESS = /^(?:|one|ones|item|thing|it|them|result|of)$/;
/** Parts that a text is taken apart into. */
const PARTS =
  /^(?:section|chapter|paragraph|sentence|row|line|entry|element|point|page|slide|part|piece|bullet|heading|clause|scene|verse|record|column|cell)$/;
const FROM = /^(?:in|of|from|on|inside|within|among|at|out|for|by|about|to|into|as|older|newer|over|under)$/;
const PLACING = /^(?:in|of|from|on|inside|within|among|at)$/;
/** Kinds whose result is a list when it is asked for many. */
const MAKES_LISTS = /^(?:list|extract|find|draft|recommend|research|plan|general|rank)$/;

/** What is repeated over, as the prompt names it. */
interface Named {
  /** One of them, in the singular; empty where the words only point. */
  readonly noun: string;
  readonly phrase: readonly Token[];
  /** Where they are: "in the report". */
  readonly place: readonly Token[];
}

function readNamed(tokens: readonly Token[]): Named {
  let from = 0;
  while (from < tokens.length && LEADING.test(tokens[from]?.lower ?? '')) from += 1;
  const rest = tokens.slice(from);
  const end = rest.findIndex(
    ({ type, lower }) =>
      type !== 'word' || FROM.test(lower) || /^(?:that|which|who|whose|with|and|,)$/.test(lower),
  );
  const phrase = end === -1 ? rest : rest.slice(0, end);
  const place = end !== -1 && PLACING.test(rest[end]?.lower ?? '') ? rest.slice(end) : [];
  const head = headNoun(phrase);
  const isNameless = (NAMELESS.test(head) && phrase.length < 2) || PRONOUNS.has(head);
  const noun = isNameless ? '' : topicOf(phrase) || head;
  return { noun: noun.toLowerCase(), phrase, place };
}

/** The task that makes what is repeated over, where an earlier step of the same list does. */
function maker(context: Context, noun: string): Task | undefined {
  const tasks = context.items.filter((item): item is Task => item.type === 'task');
  const last = singular(noun.split(' ').at(-1) ?? '');
  const named = tasks.findLast(
    ({ product }) => singular(product.split(' ').at(-1)?.toLowerCase() ?? '') === last,
  );
  if (named) return MAKES_LISTS.test(named.kind) ? named : undefined;
  const before = context.lastTask;
  return noun === '' && before && MAKES_LISTS.test(before.kind) ? before : undefined;
}

/** How many of the steps right before make a thing of this name, side by side. */
function sameMade({ target }: Context, noun: string): number {
  let count = 0;
  for (const item of target.toReversed()) {
    if (item.type !== 'task' || singular(item.product.split(' ').at(-1)?.toLowerCase() ?? '') !== noun) break;
    count += 1;
    if (!item.beside) break;
  }
  return count;
}

/** Whether a repetition before makes one of these for each. */
function madeForEach({ target }: Context, noun: string): boolean {
  return target.some(
    (item) =>
      item.type === 'each' &&
      item.items.some(
        (task) =>
          task.type === 'task' && singular(task.product.split(' ').at(-1)?.toLowerCase() ?? '') === noun,
      ),
  );
}

/** A step that takes a text apart into what is repeated over. */
function listing(
  noun: string,
  place: readonly Token[],
  sources: readonly Source[],
): { task: Task; list: GivesList } {
  const list: GivesList = { type: 'list' };
  const things = plural(noun);
  const where = place.some(({ type }) => type === 'url' || type === 'literal') ? '' : joinTokens(place);
  const instruction = `List the ${things} ${where === '' ? 'in the text above' : where}, each as one text that can be understood by itself.`;
  const task: Task = {
    type: 'task',
    kind: 'list',
    product: things,
    instruction,
    sources,
    beside: false,
    gives: list,
  };
  return { task, list };
}

function sourceIn(context: Context, place: readonly Token[], noun: string): Source | undefined {
  const url = place.find(({ type }) => type === 'url');
  if (url) return context.material.fetch(url.text);
  const last = noun.split(' ').at(-1) ?? '';
  const at = dataNounAt(place);
  const container = dataNounOf(place[at]);
  if (at === -1 || container === last || PLACES.has(container) || container === '') return undefined;
  const known = context.material.known(container);
  if (known) return known;
  return DATA_NOUNS.get(container)?.family === 'dataset' && DATA_NOUNS.has(last)
    ? undefined
    : context.material.presumeSubject(place.slice(0, at + 1));
}

/** What is repeated over: a result, a part of a text, or an input that is a list. */
function listFor(context: Context, { noun, phrase, place }: Named, items: readonly string[]): Each['list'] {
  if (items.length > 1) return context.material.giveList(noun, items);
  const made = maker(context, noun);
  if (made) {
    if (made.gives?.type === 'list') return made.gives;
    if (!made.gives) {
      const list: GivesList = { type: 'list' };
      made.gives = list;
      return list;
    }
  }
  const last = noun.split(' ').at(-1) ?? '';
  if (place.length === 0 && made === undefined && madeForEach(context, last))
    return { type: 'made', noun: last };
  if (place.length === 0 && sameMade(context, last) > 1) return { type: 'results' };
  const isPart = PARTS.test(last) && place.length === 0 && !made;
  if (isPart && (context.hasMade || context.material.primary.length > 0)) return listed(context, noun, place);
  const isResult =
    context.material.isProduced(dataNounOf(place.at(-1))) || (context.lastTask !== undefined && noun === '');
  const container = isResult ? undefined : sourceIn(context, place, noun);
  const isText = place.some(({ type }) => type === 'literal');
  if (!isResult && !container && !isText) {
    const known = context.material.known(last);
    const [first] = known ? [] : context.material.primary;
    const isRead = first?.type === 'fetch';
    const whole = noun === '' && !known && !context.hasMade ? context.material.listed(first) : undefined;
    if (whole) return whole;
    const input = (noun === '' && !known) || isRead ? undefined : context.material.listOf(last, phrase);
    if (input) return input;
  }
  const source =
    container ?? (isResult ? undefined : (context.material.known(last) ?? context.material.primary[0]));
  const sources = isResult
    ? []
    : source
      ? [source]
      : [context.material.presumeUnknown({ head: noun || 'item', phrase }, true)];
  const { task, list } = listing(noun || 'item', place, sources);
  placeTask(context, task);
  return list;
}

/** Takes what was made last, or what there is, apart. */
function listed(context: Context, noun: string, place: readonly Token[]): GivesList {
  const { task, list } = listing(noun, place, context.hasMade ? [] : context.material.primary);
  placeTask(context, task);
  return list;
}

/** Items of a map at work at the same time, as many as the language allows. */
export const MOST_AT_A_TIME = 50;

/** Opens a repetition: what follows is done for each. */
export function openEach(
  context: Context,
  tokens: readonly Token[],
  { modifiers, tokens: all }: ReadInstruction,
): Each {
  const items = itemsIn(all);
  const named = readNamed(items.length > 1 ? beforeItems(tokens, items) : tokens);
  const list = listFor(context, named, items);
  const noun = named.noun || (list.type === 'input' ? singular(list.label.toLowerCase()) : 'item');
  const item: ItemSource = { type: 'item', label: capitalise(noun) };
  const each: Each = { type: 'each', list, item, noun, items: [] };
  if (modifiers.serial) each.concurrency = 1;
  if (modifiers.atATime !== undefined) each.concurrency = Math.min(modifiers.atATime, MOST_AT_A_TIME);
  context.branches.add(each);
  context.enter(each.items);
  context.material.enter(singular(noun.split(' ').at(-1) ?? noun), item);
  return each;
}

/** What is done for each, put after what is done: "draft a reply for each ticket". */
export interface EachIn {
  /** From "each" on. */
  readonly tokens: readonly Token[];
  /** The object as it is said of one. */
  readonly object: readonly Token[];
  /** What is repeated over, in the singular. */
  readonly noun: string;
}

const DETERMINING = /^(?:each|every)$/;
const NOT_THINGS =
  /^(?:other|time|way|side|detail|day|week|month|year|hour|minute|morning|case|possible|aspect|one|person's)$/;

/** The repetition inside an object, where it is over things that the workflow has or makes. */
export function eachIn(context: Context, { object }: ReadInstruction): EachIn | undefined {
  const at = object.findIndex(({ lower }) => DETERMINING.test(lower));
  if (at === -1) return undefined;
  const isBare = at === 0 && (object.length === 1 || PLACING.test(object[1]?.lower ?? ''));
  if (isBare && (context.hasMade || context.material.all.length > 0)) return eachOfThem(object, 1);
  const isOne = object[at + 1]?.lower === 'one' && object[at + 2]?.lower === 'of';
  if (isOne && /^(?:them|these|those)$/.test(object[at + 3]?.lower ?? '') && object[at - 1]?.lower === 'for')
    return { tokens: object.slice(at), object: object.slice(0, at - 1), noun: '' };
  const isOf = object[at + 1]?.lower === 'of';
  let from = isOf ? at + 2 : at + 1;
  if (isOf) while (/^(?:the|these|those|my|our|all)$/.test(object[from]?.lower ?? '')) from += 1;
  const phrase = nounPhrase(object.slice(from)).slice(0, 5);
  const head = headNoun(phrase);
  const isThese =
    isOf && /^(?:them|these|those)$/.test(object[at + 2]?.lower ?? '') && object[at - 1]?.lower === 'for';
  if (head === '' && isThese) return { tokens: object.slice(at), object: object.slice(0, at - 1), noun: '' };
  if (NOT_THINGS.test(phrase[0]?.lower ?? '') || head === '') return undefined;
  const isMade = maker(context, head) !== undefined;
  const isPart = PARTS.test(head) && (context.hasMade || context.material.all.length > 0);
  const isPointed = isOf && /^(?:them|these|those)$/.test(object[at + 2]?.lower ?? '');
  if (!DATA_NOUNS.has(head) && !isMade && !isPart && !isPointed && !context.material.isProduced(head))
    return undefined;
  const isTrailing = at > 0 && object[at - 1]?.lower === 'for';
  const one: Token = { type: 'word', text: 'the', lower: 'the' };
  const last = phrase.at(-1);
  const said = object
    .slice(from)
    .map((token) => (isOf && token === last ? { ...token, text: singular(token.text), lower: head } : token));
  const rest = isTrailing ? object.slice(0, at - 1) : [...object.slice(0, at), one, ...said];
  return { tokens: object.slice(at), object: rest, noun: head };
}

/** "Summarise each in one paragraph": each of what was spoken of last. */
function eachOfThem(object: readonly Token[], width: number): EachIn {
  const it: Token = { type: 'word', text: 'it', lower: 'it' };
  return { tokens: object.slice(0, width), object: [it, ...object.slice(width)], noun: '' };
}

const PLURAL_AGAIN =
  /\b(?:all|everything|overall|results|together|combined?|whole|entire|across|them all|each of|how many|number of|batch)\b/i;
const CLOSING = /^(?:combine|merge|consolidate|aggregate|compile|collect|report|count|tally)$/;

/** Whether an instruction speaks of all that was made, so that it comes after the repetition. */
export function speaksOfAll(instruction: ReadInstruction, noun: string): boolean {
  const { tokens, object, verb, phrase } = instruction;
  if (/^(?:it|its|this|each)$/.test(object[0]?.lower ?? '')) return false;
  const text = joinTokens(tokens);
  if (PLURAL_AGAIN.test(text) || CLOSING.test(verb)) return true;
  const last = singular(noun.split(' ').at(-1) ?? '');
  return (
    object.some(({ lower }) => lower !== last && singular(lower) === last) ||
    (/^(?:the|these|those)$/.test(phrase[0]?.lower ?? '') &&
      phrase.at(-1)?.lower.endsWith('s') === true &&
      /\bsummar|report|digest|overview/.test(text))
  );
}

/** Whether a new sentence still speaks of the one that a repetition is at. */
export function speaksOfOne({ tokens, link }: ReadInstruction, noun: string): boolean {
  if (link === 'otherwise') return true;
  const last = singular(noun.split(' ').at(-1) ?? '');
  return tokens.slice(0, 12).some(({ lower }, at) => {
    if (/^(?:it|its|it's)$/.test(lower) || (isCase(link) && /^(?:they|them|their|he|she)$/.test(lower)))
      return true;
    const before = tokens[at - 1]?.lower ?? '';
    return lower === last && /^(?:the|this|that|an?|each)$/.test(before);
  });
}
