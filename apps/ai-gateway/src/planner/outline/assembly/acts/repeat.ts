import {
  durationAt,
  findDuration,
  joinTokens,
  numberAt,
  type ReadInstruction,
  readMeasure,
  singular,
} from '../../../grammar';
import type { FetchSource, Loop, PlanItem, Task } from '../../plan/plan-items';
import { everyItem } from '../../plan/children';
import type { Context } from '../context';
import { quoted, type Warnings } from '../warnings';
import { reviseUntilApproved } from './approve';

/** How often, and what ends it. */
interface Ending {
  readonly until?: ReadInstruction | undefined;
  readonly times?: number | undefined;
}

/** Repeats the last step, or the last few, until something is so. */
export function repeatLast(context: Context, ending: Ending): boolean {
  const { until, times } = ending;
  if (until && reviseUntilApproved(context, until, times)) return true;
  const taken = context.branches.takeLast();
  if (!taken) return false;
  const { list, items } = taken;
  const { last: body, before } = withProducers(list, items, until);
  list.length = before;
  addLoop(list, body, ending);
  return true;
}

const LOOKS = /^(?:check|verify|validate|monitor|watch|track|observe|fetch|get|read|load|test)$/;

/** "Check https://… every ten seconds until it is done": each round reads the address anew. False where none is read. */
export function poll(context: Context, instruction: ReadInstruction, ending: Ending): boolean {
  const url = instruction.object.find(({ type }) => type === 'url');
  if (!ending.until || !url || !LOOKS.test(instruction.verb)) return false;
  const again = instruction.object.findIndex(({ lower }) => lower === 'every');
  const pause = again === -1 ? undefined : durationAt(instruction.object, again + 1);
  const polls: FetchSource = { type: 'fetch', url: url.text, label: 'Content', isPlaced: true };
  context.branches.add({
    type: 'loop',
    polls,
    sources: [],
    items: [...(pause ? [pauseOf(pause.seconds)] : []), { type: 'fetch', source: polls }],
    condition: joinTokens(ending.until.tokens).slice(0, 200),
    ...(ending.times !== undefined && { maxIterations: ending.times }),
  });
  context.material.produce('result');
  return true;
}

const pauseOf = (seconds: number): PlanItem => ({ type: 'wait', until: { type: 'seconds', seconds } });

/** "Waiting five seconds in between": what passes between the rounds of the repetition before. False where none is meant. */
export function pauseBetween(context: Context, { tokens }: ReadInstruction): boolean {
  const last = context.target.at(-1);
  const pause = findDuration(tokens);
  const isBetween =
    /\b(?:in between|between (?:each|every|the|tries|attempts|rounds|checks|calls|requests))\b/i;
  if (last?.type !== 'loop' || !pause || !isBetween.test(joinTokens(tokens))) return false;
  last.items.unshift(pauseOf(pause.seconds));
  return true;
}

/** A condition on what an earlier step makes ("until the review is positive") takes that step into the round. */
function withProducers(
  list: PlanItem[],
  items: readonly PlanItem[],
  until: ReadInstruction | undefined,
): { last: PlanItem[]; before: number } {
  const named = new Set((until?.tokens ?? []).map(({ lower }) => singular(lower)));
  const from = list.findLastIndex(
    (item) =>
      item.type === 'task' && named.has(singular(item.product.split(' ').at(-1)?.toLowerCase() ?? '')),
  );
  const isStart = from < 1 || list.slice(from).some(({ type }) => type !== 'task');
  if (isStart) return { last: [...items], before: list.length };
  return { last: [...list.slice(from), ...items], before: from };
}

function addLoop(list: PlanItem[], items: readonly PlanItem[], { until, times }: Ending): void {
  const condition = until ? joinTokens(until.tokens).slice(0, 200) : '';
  const measure = until && readMeasure(until.tokens);
  const [first] = items;
  const loop: Loop = {
    type: 'loop',
    sources: first?.type === 'task' ? first.sources : [],
    items: items.map((item, at): PlanItem => (item.type === 'task' ? alone(item, at) : item)),
    condition,
    ...(times !== undefined && { maxIterations: times }),
    ...(measure && { measure }),
  };
  list.push(loop);
}

/** Rounds of a loop, as the engine counts them, where the prompt does not say how many. */
const USUAL_ROUNDS = 10;

/** Says of loops that name no number of rounds that they end all the same. */
export function warnOfRounds(items: readonly PlanItem[], warnings: Warnings): void {
  for (const item of everyItem(items)) {
    if (item.type !== 'loop' || item.maxIterations !== undefined) continue;
    warnings.add(
      `${quoted(`until ${item.condition}`)} ends after ${USUAL_ROUNDS} rounds at the latest, since the prompt names no number.`,
    );
  }
}

/** A step of a round reads what the round before made, beside nothing. */
function alone(task: Task, at: number): Task {
  const { rereads, ...rest } = task;
  return at === 0
    ? { ...rest, beside: false, sources: [] }
    : { ...rest, ...(rereads !== undefined && { rereads }), beside: false };
}

/** The opposite of a condition, in words. */
function opposite(condition: string): string {
  const plain = condition.replace(/\b(is|are|does|do|has|have|was|were)(?:n't| not)\b/i, '$1');
  return plain === condition ? `it is not so that ${condition}` : plain;
}

/** "If it isn't funny, try again": does the steps before it again until it is. False where no such condition is open. */
export function repeatUnless(context: Context, times: number | undefined): boolean {
  const { fork } = context.branches;
  const choice = fork?.item;
  if (choice?.type !== 'choice' || choice.then.length + choice.otherwise.length > 0) return false;
  const list = context.items;
  const at = list.indexOf(choice);
  const from = list.slice(0, Math.max(at, 0)).findLastIndex(({ type }) => type !== 'task') + 1;
  if (at <= 0 || from === at) return false;
  context.branches.close();
  const condition = fork?.isReversed === true ? choice.condition : opposite(choice.condition);
  const items = list.splice(from).filter((item) => item !== choice);
  const [first] = items;
  const sources = first?.type === 'task' ? first.sources : [];
  const limit = times === undefined ? {} : { maxIterations: times };
  list.push({
    type: 'loop',
    sources,
    items: items.map((item, index) => (item.type === 'task' ? alone(item, index) : item)),
    condition,
    ...limit,
  });
  return true;
}

const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5 };

/** Where the steps begin that "repeat the last two steps", "repeat steps 2 and 3" and "repeat this" mean. */
function startOf(tasks: readonly number[], { object }: ReadInstruction): number {
  const text = object.map(({ lower }) => lower);
  const last = text.findIndex((word) => /^(?:last|previous|preceding)$/.test(word));
  if (last !== -1) {
    const count = numberAt(object, last + 1)?.value ?? 1;
    return tasks.at(-Math.min(Math.max(Math.round(count), 1), tasks.length)) ?? 0;
  }
  const step = text.findIndex((word) => /^(?:steps?|from)$/.test(word));
  const nth = step === -1 ? undefined : (numberAt(object, step + 1)?.value ?? ORDINALS[text[step + 1] ?? '']);
  return nth === undefined ? (tasks[0] ?? 0) : (tasks[Math.round(nth) - 1] ?? tasks[0] ?? 0);
}

/** "Write it, review it, improve it, and repeat this": what is improved is written once. */
function isMakingOnce([first, ...rest]: readonly PlanItem[]): boolean {
  const improves = rest.some((item) => item.type === 'task' && item.kind === 'rewrite');
  return first?.type === 'task' && first.kind === 'draft' && improves;
}

/** "Repeat this until …": does the steps so far again. False where there are none. */
export function repeatSteps(context: Context, instruction: ReadInstruction, ending: Ending): boolean {
  const list = context.target;
  const first = list.findLastIndex(({ type }) => type !== 'task' && type !== 'choice') + 1;
  const tasks = list.flatMap(({ type }, at) => (at >= first && type === 'task' ? [at] : []));
  if (tasks.length === 0) return false;
  const start = startOf(tasks, instruction);
  const from = list[start]?.type === 'task' && isMakingOnce(list.slice(start)) ? start + 1 : start;
  const items = list.splice(from);
  addLoop(list, items, ending);
  return true;
}
