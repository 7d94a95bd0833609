import type { Choice, Switch } from '../plan/plan-items';
import { compare, compareLength, isDecided, isLength, literal, mentions } from './expressions';
import type { Flow, Result } from './flow';
import { identifier } from './identifiers';
import { layArms } from './lay-arms';
import { closed } from './lay-tasks';
import type { Layout } from './layout';
import { branchNames } from './node-names';
import { labelled, literalTemplate } from './template-text';

function checkName({ condition }: Choice): string {
  return Array.from(`Check: ${condition}`).slice(0, 80).join('');
}

/** Lays out a question and its two ways. */
export function layChoice(layout: Layout, choice: Choice, flow: Flow): void {
  const { writer } = layout;
  const when =
    searched(layout, choice, flow) ?? measured(layout, choice, flow) ?? asked(layout, choice, flow);
  const decide = writer.id('decide');
  const branches = [{ name: 'yes', when }];
  writer.add(
    { id: decide, type: 'condition', name: 'Decide', config: { branches, default: 'no' } },
    flow.ways,
    flow.branchName,
  );
  const names = branchNames(choice);
  layArms(
    layout,
    decide,
    [
      { branch: 'yes', answer: 'Yes', name: names.yes, items: choice.then },
      { branch: 'no', answer: 'No', name: names.no, items: choice.otherwise },
    ],
    flow,
  );
}

/** Asks a model; yields the expression that reads its answer. */
function asked(layout: Layout, choice: Choice, flow: Flow): string {
  const { writer } = layout;
  const id = writer.id('check');
  const prompt = [
    ...labelled([...layout.read(choice.sources), ...flow.results]),
    `${literalTemplate(choice.question)} Answer with one word: yes or no.`,
  ].join('\n\n');
  const config = { role: 'Decision Maker', goal: 'Answer the question with yes or no', prompt };
  writer.add({ id, type: 'agent', name: checkName(choice), config }, flow.ways, flow.branchName);
  flow.ways = [{ source: id }];
  const given = choice.sources.flatMap((source) =>
    source.type === 'input' && typeof source.value === 'string' ? `inputs.${source.name}` : [],
  );
  return isDecided(`nodes.${id}.output.text`, choice, given);
}

/** What a condition reads, as text: what was fetched may be JSON, so that it is made text first. */
function asText(layout: Layout, choice: Choice, read: readonly Result[], flow: Flow): string {
  const id = layout.writer.id('check');
  const value = read.map(({ path }) => `{{ ${path} }}\n`).join('');
  layout.writer.add(
    { id, type: 'transform', name: checkName(choice), config: { value } },
    flow.ways,
    flow.branchName,
  );
  flow.ways = [{ source: id }];
  return `nodes.${id}.output`;
}

/** Looks for words without a model. */
function searched(layout: Layout, choice: Choice, flow: Flow): string | undefined {
  const { mention } = choice;
  const made = mention?.onlySources ? [] : flow.results;
  const read = [...layout.read(choice.sources), ...made];
  if (!mention || read.length === 0) return undefined;
  return mentions(asText(layout, choice, read, flow), mention);
}

/** Compares a number: a length, a field that an earlier step gives, or what a model reads from the text. */
function measured(layout: Layout, choice: Choice, flow: Flow): string | undefined {
  const { measure, field } = choice;
  if (!measure) return undefined;
  const { writer } = layout;
  const given = field && writer.shared.given.get(field.of);
  if (field && given) return compare(`${given.path}.${field.name}`, measure);
  const sources = layout.read(choice.sources);
  const last = flow.results.at(-1) ?? sources.at(-1);
  if (isLength(measure) && last) {
    if (last.isText) return compareLength(last.path, measure);
    return compareLength(`${asText(layout, choice, [last], flow)}.trim()`, measure);
  }
  const [fetched] = writer.shared.fetches;
  if (/\bstatus\b/.test(measure.quantity) && fetched !== undefined)
    return compare(`nodes.${fetched}.output.status`, measure);
  const name = identifier(measure.quantity, 'number');
  const id = writer.id(`read_${name}`);
  const unit = measure.unit === undefined ? '' : ` in ${measure.unit}`;
  const question = `What is the ${measure.quantity} in the text above? Give it as a number${unit}, 0 where there is none.`;
  const prompt = [...labelled([...sources, ...flow.results]), literalTemplate(question)].join('\n\n');
  const config = { role: 'Reader', goal: 'Read numbers exactly as they are given', prompt };
  const output_schema = closed({ [name]: { type: 'number' } });
  const node = {
    id,
    type: 'agent',
    name: `Read ${measure.quantity}`.slice(0, 80),
    config,
    output_schema,
  } as const;
  writer.add(node, flow.ways, flow.branchName);
  flow.ways = [{ source: id }];
  return compare(`nodes.${id}.output.${name}`, measure);
}

/** Lays out the ways of a category that an earlier step has given. */
export function laySwitch(layout: Layout, { of, arms, otherwise }: Switch, flow: Flow): void {
  const { writer } = layout;
  const path = writer.shared.given.get(of)?.path ?? 'null';
  const ids = new Set<string>();
  const named = arms.map(({ label, items }) => {
    let branch = identifier(label, 'case');
    while (ids.has(branch)) branch = `${branch}_2`;
    ids.add(branch);
    return { branch, label, items };
  });
  const fallback = ids.has('other') ? 'none_of_these' : 'other';
  const decide = writer.id('decide');
  const branches = named.map(({ branch, label }) => ({ name: branch, when: `${path} == ${literal(label)}` }));
  writer.add(
    { id: decide, type: 'condition', name: 'Decide by category', config: { branches, default: fallback } },
    flow.ways,
    flow.branchName,
  );
  const plans = named.map(({ branch, label, items }) => ({ branch, answer: label, name: label, items }));
  const rest = { branch: fallback, answer: 'Other', name: 'other', items: otherwise };
  layArms(layout, decide, [...plans, rest], flow);
}
