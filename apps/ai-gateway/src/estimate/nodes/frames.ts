import { resolveInputs } from '@aiwf/definition';
import type { JsonObject, LoopNode, MapNode, Subgraph, WorkflowNode } from '@aiwf/definition';
import { ASSUMED, tokensOf } from '../assumptions';
import type { Place } from '../estimating';
import { capped, combine, exactly, range, type Range } from '../range';
import { templateTokens, textOf } from '../text-size';
import { NOTHING, repeated, type Usage } from '../usage';

const DEFAULT_CONCURRENCY = 10;
const DEFAULT_MAX_ITERATIONS = 10;

/** The body, once for each item. */
export function mapUsage(node: MapNode, place: Place): Usage {
  const { items, body, concurrency = DEFAULT_CONCURRENCY } = node.config;
  const path = `${place.prefix}nodes/${node.id}/items`;
  const list = place.known.expression(items);
  const known = Array.isArray(list) ? exactly(list.length) : place.history.repeats(path);
  if (!known) {
    const { low, high } = ASSUMED.items;
    place.note(
      `How many items "${node.id}" goes through is not known before the run: ${low} to ${high} were assumed.`,
    );
  }
  const item = Array.isArray(list)
    ? itemTokens(list.map((each) => textOf(each).length))
    : ASSUMED.unknownInput;
  const once = bodyUsage(body, place, `${path}/*/`, { item });
  const count = known ?? ASSUMED.items;
  return repeated(
    once,
    count,
    combine([count], ([all = 0]) => Math.ceil(all / concurrency)),
  );
}

/** The body, once for each round. */
export function loopUsage(node: LoopNode, place: Place): Usage {
  const { body, max_iterations: most = DEFAULT_MAX_ITERATIONS, initial } = node.config;
  const path = `${place.prefix}nodes/${node.id}/rounds`;
  const rounds = capped(place.history.repeats(path) ?? range(1, ASSUMED.rounds, most), most);
  const inside = `${path}/*/`;
  const first = bodyUsage(body, place, inside, { previous: templateTokens(initial, place) });
  const later = bodyUsage(body, place, inside, { previous: first.gives });
  return { ...repeated(either(first, later), rounds), gives: later.gives };
}

/** The other workflow, with inputs of its own. */
export function workflowUsage(node: WorkflowNode, place: Place): Usage {
  const { definition, inputs = {} } = node.config;
  if (definition === undefined) {
    place.note(`What the workflow of "${node.id}" uses is not known here, and not counted.`);
    return NOTHING;
  }
  const given = place.known.template(inputs);
  const resolved = resolveInputs(definition.inputs, given);
  const sizes = new Map<string, Range>();
  for (const [name, value] of Object.entries(inputs))
    sizes.set(`inputs.${name}`, templateTokens(value, place));
  const values: JsonObject = given !== undefined && resolved.ok ? resolved.values : {};
  for (const [name, value] of Object.entries(values))
    sizes.set(`inputs.${name}`, tokensOf(textOf(value).length));
  const known = place.known.withInputs(values);
  const inside = { ...place, prefix: `${place.prefix}nodes/${node.id}/workflow/`, known, sizes };
  const usage = place.graphUsage(definition, inside);
  return { ...usage, seconds: capped(usage.seconds, definition.limits?.timeout_seconds) };
}

function bodyUsage(body: Subgraph, place: Place, prefix: string, more: { [name: string]: Range }): Usage {
  const sizes = new Map([...place.sizes, ...Object.entries(more), ['index', tokensOf(4)]]);
  return place.graphUsage(body, { ...place, prefix, known: place.known.nested(), sizes });
}

function itemTokens(characters: readonly number[]): Range {
  const all = characters.reduce((sum, each) => sum + each, 0);
  const mean = tokensOf(all / Math.max(characters.length, 1));
  return range(0, mean.likely, tokensOf(Math.max(0, ...characters)).high);
}

/** A round may be the first or a later one. */
function either(first: Usage, later: Usage): Usage {
  const hull = (left: Range, right: Range) =>
    range(Math.min(left.low, right.low), right.likely, Math.max(left.high, right.high));
  const models = later.models.map((each, index) => {
    const other = first.models[index] ?? each;
    return {
      ...each,
      calls: hull(other.calls, each.calls),
      input: hull(other.input, each.input),
      output: hull(other.output, each.output),
    };
  });
  return { models, seconds: hull(first.seconds, later.seconds), gives: later.gives };
}
