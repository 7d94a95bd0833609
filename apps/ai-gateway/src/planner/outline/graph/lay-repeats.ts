import type { Each, Loop } from '../plan/plan-items';
import { plural } from '../../grammar';
import { JUDGEMENTS } from '../../lexicon';
import { compareLength, isLength, saysYes, substitution } from './expressions';
import type { Flow, Result } from './flow';
import { identifier } from './identifiers';
import type { Layout } from './layout';
import { capitalise, heading, labelled, lastWord, literalTemplate } from './template-text';

/** What a body gives: its last results, or nothing where it only sends. */
function bodyOutput(results: readonly Result[], isGated: boolean): string | { [name: string]: string } {
  const guarded = results.map((result) =>
    isGated && result.guard === undefined && result.node !== ''
      ? { ...result, guard: `nodes.${result.node}.output != null` }
      : result,
  );
  const [only] = guarded;
  if (!only) return '';
  if (guarded.length === 1) return substitution(only);
  return Object.fromEntries(
    guarded.map((result) => [identifier(result.label, 'text'), substitution(result)]),
  );
}

function listPath(layout: Layout, list: Each['list'], flow: Flow): string {
  switch (list.type) {
    case 'input':
      return layout.read([list])[0]?.path ?? '[]';
    case 'list':
      return layout.writer.shared.given.get(list)?.path ?? '[]';
    case 'made':
      return flow.made.get(list.noun)?.path ?? flow.results[0]?.path ?? '[]';
    case 'results':
      return `[${flow.results.map(({ path }) => path).join(', ')}]`;
    default:
      return list satisfies never;
  }
}

/** Does the body once for each item of a list. */
export function layEach(layout: Layout, { list, item, noun, items, concurrency }: Each, flow: Flow): void {
  const { writer } = layout;
  const given = listPath(layout, list, flow);
  const id = writer.id(`each_${identifier(noun, 'item')}`);
  const inside = layout.inside();
  const one: Result = { label: heading(noun), path: 'item', node: '', isText: false };
  const known = new Set(writer.shared.sources.keys());
  writer.shared.sources.set(item, one);
  const body = flow.fork([], { results: [], recording: 'none' });
  inside.lay(items, body);
  inside.close(body);
  writer.shared.forgetSince(known);
  const output = bodyOutput(body.results.length === 0 ? [one] : body.results, body.isGated);
  writer.add(
    {
      id,
      type: 'map',
      name: `For each ${noun}`.slice(0, 80),
      config: {
        items: given,
        body: { ...inside.writer.graph(), output },
        ...(concurrency !== undefined && { concurrency }),
      },
    },
    flow.ways,
    flow.branchName,
  );
  const product = body.results.length === 1 ? (body.results[0]?.label ?? noun) : noun;
  const made = product.toLowerCase();
  const name = /^(?:what|why|how|who|which|where)\b/.test(made) ? made : plural(made);
  const result = { label: capitalise(name), path: `nodes.${id}.output.items`, node: id, isText: false };
  flow.results = [result];
  flow.ways = [{ source: id }];
  const names = body.results.map(({ label }): [string, Result] => [lastWord(label), result]);
  flow.made = new Map([...flow.made, ...names, ['result', result]]);
  writer.record(name, result, flow.recorded);
}

/** Does the body again, on what it has made, until something is so. */
export function layLoop(layout: Layout, loop: Loop, flow: Flow): void {
  const { writer } = layout;
  const { items, condition, measure, maxIterations } = loop;
  const start = loop.polls ? undefined : (flow.results[0] ?? layout.read(loop.sources)[0]);
  const label = loop.polls ? loop.polls.label : (start?.label ?? 'Attempt before');
  const id = writer.id('repeat');
  const inside = layout.inside();
  const before: Result = {
    label,
    path: 'previous.text',
    node: '',
    isText: true,
    ...(!start && { guard: 'index > 0' }),
  };
  const body = flow.fork([], { results: [before], recording: 'none' });
  const known = new Set(writer.shared.sources.keys());
  inside.lay(items, body);
  const polled = loop.polls && inside.writer.shared.sources.get(loop.polls);
  if (polled) body.results = [polled];
  writer.shared.forgetSince(known);
  const judged = measure && isLength(measure) ? undefined : judge(inside, loop, body);
  inside.close(body);
  const made = textMade(loop, body);
  const text = bodyOutput(made, body.isGated);
  const until =
    measure && isLength(measure)
      ? compareLength('output.text', measure)
      : judged
        ? saysYes('output.verdict')
        : 'false';
  const output = { text, ...(judged !== undefined && { verdict: `{{ nodes.${judged}.output.text }}` }) };
  writer.add(
    {
      id,
      type: 'loop',
      name: (condition === '' ? `Repeat ${maxIterations ?? ''} times` : `Repeat until ${condition}`).slice(
        0,
        80,
      ),
      config: {
        body: { ...inside.writer.graph(), output },
        until,
        ...(maxIterations !== undefined && { max_iterations: maxIterations }),
        initial: { text: start ? substitution(start) : '' },
      },
    },
    flow.ways,
    flow.branchName,
  );
  const product = loop.polls ? loop.polls.label : (made[0]?.label ?? label);
  const isText = loop.polls === undefined;
  const result = { label: product, path: `nodes.${id}.output.output.text`, node: id, isText };
  flow.results = [result];
  flow.ways = [{ source: id }];
  flow.made = new Map(flow.made).set(lastWord(product), result).set(lastWord(label), result);
  writer.record(product, result, flow.recorded);
}

/** What a round hands on: the text it has made, rather than what was said of it. */
function textMade({ items }: Loop, { results, made }: Flow): readonly Result[] {
  const task = items.findLast((item) => item.type === 'task' && !JUDGEMENTS.has(item.kind));
  const text = task?.type === 'task' ? made.get(lastWord(task.product)) : undefined;
  return text ? [text] : results.slice(0, 1);
}

/** Asks a model whether it has been done often enough. */
function judge(inside: Layout, loop: Loop, body: Flow): string | undefined {
  const { condition } = loop;
  if (condition === '') return undefined;
  const read = [...new Set([...textMade(loop, body), ...body.results])];
  const id = inside.writer.id('judge');
  const prompt = [
    ...labelled(read),
    `${literalTemplate(`Is this true of the text above: ${condition}?`)} Answer with one word: yes or no.`,
  ].join('\n\n');
  const config = { role: 'Judge', goal: 'Answer the question with yes or no', prompt };
  const name = Array.from(`Check: ${condition}`).slice(0, 80).join('');
  inside.writer.add({ id, type: 'agent', name, config }, body.ways, body.branchName);
  body.ways = [{ source: id }];
  return id;
}
