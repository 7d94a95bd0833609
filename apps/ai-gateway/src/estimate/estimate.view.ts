import type { Estimate, EstimateFigures, NodeEstimate } from '@aiwf/contracts';
import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { hullOf, type GraphUsage } from './graph/graph';
import type { History } from './history/history';
import { capped, type Range } from './range';
import { figuresOf, NOTHING, unpricedOf, withinLimits, type Figures } from './usage';
import { waitsOf } from './waits';

/** What an estimate says beside its figures. */
interface About {
  model: string;
  history: History;
  notes: string[];
}

/** An estimate as it is answered: rounded, within the limits of the workflow. */
export function estimateView(
  definition: WorkflowDefinition,
  usage: GraphUsage,
  { model, history, notes }: About,
): Estimate {
  const unpriced = usage.courses.flatMap((course) => unpricedOf(course.usage));
  return {
    model,
    basis: history.counted ? 'history' : 'defaults',
    runs: history.runs,
    total: viewOf(totalOf(definition, usage)),
    nodes: definition.nodes.map((node) => nodeView(node, usage)),
    waits: waitsOf(definition),
    unpriced_models: [...new Set(unpriced)],
    notes,
  };
}

/** The cheapest and the dearest way through the graph. */
function totalOf({ limits }: WorkflowDefinition, { courses }: GraphUsage): Figures {
  const ways = courses.map(({ weight, usage }) => ({ weight, figures: figuresOf(usage) }));
  const over = (of: (figures: Figures) => Range) =>
    hullOf(ways.map(({ weight, figures }) => ({ weight, of: of(figures) })));
  const costs = ways.flatMap(({ weight, figures: { cost } }) => (cost ? [{ weight, of: cost }] : []));
  const total: Figures = {
    calls: over(({ calls }) => calls),
    input: over(({ input }) => input),
    output: over(({ output }) => output),
    tokens: over(({ tokens }) => tokens),
    cost: costs.length === ways.length ? hullOf(costs) : undefined,
    seconds: capped(
      over(({ seconds }) => seconds),
      limits?.timeout_seconds,
    ),
  };
  return withinLimits(total, limits);
}

function nodeView({ id, type, limits }: NodeDefinition, { nodes }: GraphUsage): NodeEstimate {
  const figures = withinLimits(figuresOf(nodes.get(id) ?? NOTHING), limits);
  return { node_id: id, type, ...viewOf(figures) };
}

function viewOf({
  calls,
  input,
  output,
  tokens,
  cost,
  seconds,
}: Figures): Pick<EstimateFigures, keyof EstimateFigures> {
  return {
    llm_calls: rounded(calls, 0),
    input_tokens: rounded(input, 0),
    output_tokens: rounded(output, 0),
    tokens: rounded(tokens, 0),
    cost_usd: cost ? rounded(cost, 6) : null,
    seconds: rounded(seconds, 2),
  };
}

/** Outwards, so that nothing leaves the range. */
function rounded({ low, likely, high }: Range, digits: number): Range {
  const scale = 10 ** digits;
  return {
    low: Math.floor(low * scale) / scale,
    likely: Math.round(likely * scale) / scale,
    high: Math.ceil(high * scale) / scale,
  };
}
