import {
  isJsonObject,
  resolveInputs,
  type Json,
  type JsonObject,
  type WorkflowDefinition,
} from '@aiwf/definition';

/** What is known of a run's inputs: what is given, and defaults. @param note is told which are missing */
export function knownInputs(
  { inputs: schema }: WorkflowDefinition,
  given: JsonObject | undefined,
  note: (text: string) => void,
): JsonObject {
  const resolved = resolveInputs(schema, given);
  if (resolved.ok) return resolved.values;
  const known: JsonObject = { ...given };
  const missing: string[] = [];
  for (const [name, described] of Object.entries(asObject(schema?.properties))) {
    const fallback = asObject(described).default;
    if (Object.hasOwn(known, name)) continue;
    if (fallback === undefined) missing.push(name);
    else known[name] = fallback;
  }
  if (missing.length > 0) note(`Inputs that are not given were assumed to be short: ${missing.join(', ')}.`);
  return known;
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
