import type { JsonObject } from '@aiwf/definition';
import { STEP_KINDS } from '../../lexicon';
import type { Gives, Task } from '../plan/plan-items';
import type { Flow, Result, Way } from './flow';
import { identifier } from './identifiers';
import type { Layout } from './layout';
import { taskName } from './node-names';
import { heading, labelled, lastWord, literalTemplate } from './template-text';

/** Lays out tasks side by side: all read the same, and what follows waits for all. */
export function layTasks(layout: Layout, stage: readonly Task[], flow: Flow): void {
  const before = flow.results;
  const { ways } = flow;
  const own = stage.map((task) => ownWays(layout, task, ways));
  const isShared = !ways.every((way) => own.some((list) => list.includes(way)));
  const results = stage.map((task, at): Result => {
    const read = task.rereads ? [...flow.earlier, ...before] : before;
    const result = layTask(layout, task, read, isShared ? ways : (own[at] ?? ways), flow.branchName);
    flow.made = new Map(flow.made).set(lastWord(task.product), result);
    const isTwin = stage.some((other) => other !== task && other.product === task.product);
    layout.writer.record((isTwin && task.about) || task.product, result, flow.recorded);
    return result;
  });
  flow.earlier = before;
  flow.results = results;
  flow.ways = results.map(({ node }) => ({ source: node }));
}

/** Of what is fetched at the same time, a task waits only for what it reads. */
function ownWays({ writer }: Layout, task: Task, ways: readonly Way[]): readonly Way[] {
  const { fetches, sources } = writer.shared;
  if (!ways.every(({ source }) => fetches.includes(source))) return ways;
  const read = new Set(task.sources.map((source) => sources.get(source)?.node));
  const own = ways.filter(({ source }) => read.has(source));
  return own.length > 0 ? own : ways;
}

function layTask(
  layout: Layout,
  task: Task,
  results: readonly Result[],
  ways: readonly Way[],
  branchName: string | undefined,
): Result {
  const { writer } = layout;
  const { role, goal, product: usual } = STEP_KINDS[task.kind];
  const product = identifier(task.product, task.kind);
  const isUsual = task.product === usual || product === task.kind;
  const id = writer.id(isUsual ? task.kind : `${task.kind}_${product}`);
  const material = labelled([...layout.read(task.sources), ...results]);
  const prompt = [...material, literalTemplate(task.instruction)].join('\n\n');
  const { gives, tools, attempts } = task;
  writer.add(
    {
      id,
      type: 'agent',
      name: taskName(task),
      config: { role, goal, prompt, ...(tools && { tools: [...tools] }) },
      ...(gives && { output_schema: schemaOf(gives) }),
      ...(attempts !== undefined && { retry: { max_attempts: attempts } }),
    },
    ways,
    branchName,
  );
  const result = resultOf(id, task);
  if (gives) writer.shared.given.set(gives, result);
  return result;
}

function resultOf(id: string, { product, gives }: Task): Result {
  const base = { label: heading(product), node: id };
  switch (gives?.type) {
    case undefined:
      return { ...base, path: `nodes.${id}.output.text`, isText: true };
    case 'option':
      return { ...base, path: `nodes.${id}.output.category`, isText: true };
    case 'list':
      return { ...base, path: `nodes.${id}.output`, isText: false };
    case 'fields':
      return { ...base, path: `nodes.${id}.output`, isText: false, isRecord: true };
    default:
      return gives satisfies never;
  }
}

/** The JSON Schema of what a step gives. */
function schemaOf(gives: Gives): JsonObject {
  switch (gives.type) {
    case 'list':
      return { type: 'array', items: { type: 'string' } };
    case 'option':
      return closed({ category: { type: 'string', enum: [...gives.options] } });
    case 'fields':
      return closed(Object.fromEntries(gives.fields.map(({ name, type }) => [name, { type }])));
    default:
      return gives satisfies never;
  }
}

/** An object that has these fields and no others. */
export function closed(properties: { [name: string]: JsonObject }): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
