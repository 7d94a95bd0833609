import {
  isJsonObject,
  type EdgeDefinition,
  type JsonObject,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import type { ReadInstruction } from '../../grammar';
import { Assembler } from '../assembly/assembler';
import { Context } from '../assembly/context';
import { Inquiry } from '../assembly/inquiry';
import { limitSteps } from '../assembly/limit-steps';
import type { Warnings } from '../assembly/warnings';
import { Flow, type Result, type Way } from '../graph/flow';
import { GraphLayout } from '../graph/graph-layout';
import { GraphWriter, Shared } from '../graph/graph-writer';
import { laySource } from '../graph/lay-sources';
import { lastWord } from '../graph/template-text';
import type { InputSource, PlanItem, Task } from '../plan/plan-items';
import { kindOf } from './find-nodes';
import { everyNode, type EditableGraph } from './regions';
import { labelOf, valueOf } from './values';

/** Where new steps begin, and what they may read. */
export interface FragmentStart {
  /** What "it" means. */
  readonly results: readonly Result[];
  readonly ways: readonly Way[];
  /** The node whose result that is. */
  readonly last: NodeDefinition | undefined;
  /** The graph they are put into. */
  readonly graph: EditableGraph;
  readonly isApproved: boolean;
  /** They may not be reached. */
  readonly isLate: boolean;
}

/** New steps, laid out, and what has to be put together with the workflow. */
export interface Fragment {
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
  /** Ways that lead on from them. */
  readonly ways: readonly Way[];
  readonly results: readonly Result[];
  readonly inputs: JsonObject;
  readonly outputs: ReadonlyMap<string, string>;
}

function propertiesOf({ inputs }: WorkflowDefinition): JsonObject {
  const properties = inputs?.['properties'];
  return isJsonObject(properties) ? properties : {};
}

function inputSources(definition: WorkflowDefinition): InputSource[] {
  return Object.entries(propertiesOf(definition)).flatMap(([name, schema]) => {
    const value = isJsonObject(schema) ? schema['default'] : undefined;
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : value;
    if ((typeof texts !== 'string' && !Array.isArray(texts)) || texts.length === 0) return [];
    return [{ type: 'input', name, label: labelOf({ id: name }), description: '', value: texts } as const];
  });
}

/** The last step of the workflow as a plan has it, so that what is added can speak of it. */
function standIn(node: NodeDefinition | undefined, results: readonly Result[]): Task {
  const product = results[0]?.label.toLowerCase() ?? 'result';
  const kind = (node && kindOf(node)) ?? 'draft';
  return { type: 'task', kind, product, instruction: '', sources: [], beside: false };
}

/** Reads instructions as steps that go on from a workflow. */
export function planFragment(
  definition: WorkflowDefinition,
  instructions: readonly ReadInstruction[],
  literals: readonly string[],
  start: FragmentStart,
  warnings: Warnings,
): {
  readonly items: readonly PlanItem[];
  readonly context: Context;
  readonly inputs: readonly InputSource[];
} {
  const context = new Context(instructions, literals, warnings, new Inquiry());
  const inputs = inputSources(definition);
  const made = start.graph.nodes.flatMap((node) => (valueOf(node) ? [labelOf(node).toLowerCase()] : []));
  const names = Object.keys(propertiesOf(definition));
  const rest = context.continueFrom(standIn(start.last, start.results), made, inputs, names);
  new Assembler(context).assemble();
  const { items } = limitSteps({ sources: [], items: rest() }, warnings);
  return { items, context, inputs };
}

function seeded(definition: WorkflowDefinition, inputs: readonly InputSource[]): Shared {
  const shared = new Shared();
  for (const { node } of everyNode(definition)) shared.ids.take(node.id);
  const { output } = definition;
  if (isJsonObject(output)) for (const name of Object.keys(output)) shared.outputs.set(name, '');
  for (const input of inputs)
    shared.sources.set(input, {
      label: input.label,
      path: `inputs.${input.name}`,
      node: '',
      isText: typeof input.value === 'string',
    });
  return shared;
}

/** Lays steps out where they begin. */
export function layFragment(
  definition: WorkflowDefinition,
  { items, context, inputs }: ReturnType<typeof planFragment>,
  start: FragmentStart,
): Fragment {
  const shared = seeded(definition, inputs);
  const before = new Set(shared.outputs.keys());
  const writer = new GraphWriter(shared);
  const layout = new GraphLayout(writer);
  const flow = new Flow();
  flow.results = start.results;
  flow.ways = start.ways;
  flow.isApproved = start.isApproved;
  flow.isGated = start.isLate;
  flow.made = new Map(
    start.graph.nodes.flatMap((node) => {
      const value = valueOf(node);
      return value ? [[lastWord(value.label), value] as const] : [];
    }),
  );
  for (const source of context.material.all) if (!shared.sources.has(source)) laySource(writer, source, flow);
  for (const { name, description } of context.inputs)
    if (!Object.hasOwn(propertiesOf(definition), name))
      shared.inputs[name] = { type: 'string', description, default: '' };
  layout.lay(items, flow);
  const { nodes, edges } = writer.graph();
  const outputs = new Map([...shared.outputs].filter(([name]) => !before.has(name)));
  return {
    nodes: distinct(definition, nodes),
    edges,
    ways: flow.ways,
    results: flow.results,
    inputs: shared.inputs,
    outputs,
  };
}

/** No two nodes of a workflow go by one name. */
function distinct(definition: WorkflowDefinition, nodes: readonly NodeDefinition[]): NodeDefinition[] {
  const taken = new Set(everyNode(definition).map(({ node }) => node.name));
  return nodes.map((node) => {
    let { name } = node;
    for (let count = 2; name !== undefined && taken.has(name); count += 1) name = `${node.name} ${count}`;
    taken.add(name);
    return name === node.name ? node : { ...node, ...(name !== undefined && { name }) };
  });
}

/** Adds the inputs and outputs that new steps need. */
export function withFragment(
  definition: WorkflowDefinition,
  { inputs, outputs }: Fragment,
): WorkflowDefinition {
  const { output } = definition;
  const added = Object.keys(inputs).length > 0;
  const properties = { ...propertiesOf(definition), ...inputs };
  return {
    ...definition,
    ...(added && { inputs: { type: 'object', ...definition.inputs, properties } }),
    ...(isJsonObject(output) &&
      outputs.size > 0 && { output: { ...output, ...Object.fromEntries(outputs) } }),
  };
}
