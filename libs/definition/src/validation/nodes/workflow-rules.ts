import { isJsonObject } from '../../json/guards';
import { pointerTo } from '../../json/pointer';
import { suggestion } from '../../json/suggest';
import type { JsonObject, WorkflowCallConfig } from '../../types';
import type { ValidationOptions } from '../options';
import type { ProblemList } from '../problem';

/** A call of another workflow: that it is there, and that it is given the inputs it takes. */
export function checkWorkflowCall(
  config: WorkflowCallConfig,
  path: string,
  { storedWorkflows = false }: ValidationOptions,
  problems: ProblemList,
): void {
  if (config.workflow_id !== undefined && !storedWorkflows) {
    const message = 'Stored workflows can’t be looked up here.';
    const hint = 'Write the workflow out as "definition"; the gateway does that for workflows it stores.';
    problems.add('workflow_not_inlined', pointerTo(path, 'workflow_id'), message, hint);
  }
  if (config.definition === undefined) return;
  const schema = config.definition.inputs ?? {};
  const declared: JsonObject = isJsonObject(schema.properties) ? schema.properties : {};
  const given = config.inputs ?? {};
  if (schema.additionalProperties === undefined || schema.additionalProperties === false) {
    for (const name of Object.keys(given)) {
      if (Object.hasOwn(declared, name)) continue;
      const at = pointerTo(pointerTo(path, 'inputs'), name);
      const message = `The workflow has no input "${name.slice(0, 60)}".`;
      problems.add('unknown_input', at, message, suggestion(name, Object.keys(declared)));
    }
  }
  for (const name of Array.isArray(schema.required) ? schema.required : []) {
    if (typeof name !== 'string' || Object.hasOwn(given, name) || hasDefault(declared, name)) continue;
    const message = `The workflow needs the input "${name.slice(0, 60)}".`;
    problems.add('invalid_input', path, message, `Add it to the node's config as "inputs".`);
  }
}

function hasDefault(declared: JsonObject, name: string): boolean {
  const property = Object.hasOwn(declared, name) ? declared[name] : undefined;
  return isJsonObject(property) && property.default !== undefined;
}
