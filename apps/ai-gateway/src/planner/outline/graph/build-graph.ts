import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { everyItem } from '../plan/children';
import type { PlanTree } from '../plan/plan-items';
import { literal, sendingReport } from './expressions';
import { Flow, type Result } from './flow';
import { GraphLayout } from './graph-layout';
import { GraphWriter, Shared } from './graph-writer';
import { laySource } from './lay-sources';
import { literalTemplate } from './template-text';

type Graph = Required<Pick<WorkflowDefinition, 'nodes' | 'edges'>> & {
  inputs?: JsonObject;
  output: JsonObject;
};

/** An input that the plan needs besides its material. */
export interface ExtraInput {
  readonly name: string;
  readonly schema: JsonObject;
}

function outputOf(
  flow: Flow,
  outputs: ReadonlyMap<string, string>,
  finish: string | undefined,
  fetched: readonly Result[],
): JsonObject {
  const results = [...flow.results, ...flow.noted];
  if (results.length === 0 && flow.sent.length === 0) results.push(...fetched);
  const isTold = finish !== undefined && flow.sent.length > 0;
  const delivery = isTold ? told(finish, flow.isGated) : sendingReport(flow.sent);
  const named: JsonObject = { ...Object.fromEntries(outputs), ...(delivery !== '' && { delivery }) };
  const [only] = results;
  if (!only) return { result: delivery === '' ? 'Done.' : delivery, ...named };
  const { isGated } = flow;
  const guardedText = (guard: string | undefined, path: string, node: string): string => {
    const test = guard ?? (isGated && node !== '' ? `nodes.${node}.output != null` : undefined);
    return test === undefined ? `{{ ${path} }}` : `{{ ${test} ? ${path} : ${literal(NOTHING_CAME)} }}`;
  };
  const result =
    results.length === 1
      ? guardedText(only.guard, only.path, only.node)
      : results
          .map(
            ({ label, path, guard, node }) => `${literalTemplate(label)}:\n${guardedText(guard, path, node)}`,
          )
          .join('\n\n');
  return { result, ...named };
}

/** What the step that ends a workflow says was sent, which is not come to where people have said no before. */
function told(finish: string, isGated: boolean): string {
  const said = `nodes.${finish}.output`;
  return isGated ? `{{ ${said} != null ? ${said} : ${literal('Nothing was sent.')} }}` : `{{ ${said} }}`;
}

const NOTHING_CAME = 'The workflow ended before this was made.';

/** Lays a plan out as a whole workflow. */
export function buildGraph({ sources, items }: PlanTree, extra: readonly ExtraInput[] = []): Graph {
  const shared = new Shared();
  const writer = new GraphWriter(shared);
  const layout = new GraphLayout(writer);
  const flow = new Flow();
  flow.isGated = [...everyItem(items)].some((item) => item.type === 'attempt' && item.items.length === 0);
  shared.fetchesExpected = sources.filter(({ type }) => type === 'fetch').length;
  for (const source of sources) laySource(writer, source, flow);
  for (const { name, schema } of extra) shared.inputs[name] = schema;
  layout.lay(items, flow);
  const finish = layout.close(flow);
  const properties = shared.inputs;
  const fetched = [...shared.sources].flatMap(([{ type }, result]) => (type === 'fetch' ? [result] : []));
  const output = outputOf(flow, shared.outputs, finish, fetched);
  return {
    ...(Object.keys(properties).length > 0 && { inputs: { type: 'object', properties } }),
    ...writer.graph(),
    output,
  };
}
