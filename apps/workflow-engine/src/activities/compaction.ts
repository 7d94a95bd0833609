import type { Json } from '@aiwf/definition';
import type { Checkpoint, StepState, Stored, StoredScope } from '../workflows';

/** Characters of JSON that a structure may have when its values stay in it. */
const MAX_WHOLE_CHARACTERS = 256 * 1024;

/** Values of a larger one stay in it up to this many characters of JSON. */
const MAX_SMALL_CHARACTERS = 200;

/** Keeps a value elsewhere and gives its reference. */
type Put = (json: Json) => Promise<Stored>;

/** Puts the larger of some values elsewhere, references in their places, if what they stand in has grown large. */
export async function compact(whole: object, values: readonly Stored[], put: Put): Promise<void> {
  if (JSON.stringify(whole).length <= MAX_WHOLE_CHARACTERS) return;
  for (const value of values) {
    if ('blob' in value || JSON.stringify(value.json).length <= MAX_SMALL_CHARACTERS) continue;
    const kept = await put(value.json);
    delete (value as { json?: Json }).json;
    Object.assign(value, kept);
  }
}

/** The values of a checkpoint. */
export function valuesOfCheckpoint({ nodes, steps, requests, children }: Checkpoint): Stored[] {
  const found: (StepState[string] | undefined)[] = [];
  for (const node of Object.values(nodes)) if (node.status === 'completed') found.push(node.output);
  for (const child of Object.values(children)) if (child.status === 'completed') found.push(child.output);
  for (const step of Object.values(steps)) found.push(...Object.values(step));
  for (const { request, decisions } of Object.values(requests)) {
    found.push(request.data, ...decisions.flatMap(({ data, form }) => [data, form]));
  }
  return found.filter((value): value is Stored => typeof value === 'object' && value !== null);
}

/** The values of a scope. */
export function valuesOfScope({ nodes, inputs, input, item, previous, output }: StoredScope): Stored[] {
  const outputs = Object.values(nodes).map((node) => node.output);
  return [inputs, input, item, previous, output, ...outputs].filter((value) => value !== undefined);
}
