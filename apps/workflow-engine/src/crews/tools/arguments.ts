import type { Json, JsonObject } from '@aiwf/definition';
import { checkSchema } from '@aiwf/definition/data-schema';
import { ToolError } from './tool.error';

/** Problems told at once. */
const MAX_PROBLEMS = 5;

/** Whether {@link assertArguments} lets them pass. */
export function fitArguments(parameters: JsonObject, args: Json): boolean {
  return faultsOf(parameters, args).length === 0;
}

/** @throws ToolError `invalid_arguments`, which says what to change */
export function assertArguments(
  name: string,
  parameters: JsonObject,
  args: Json,
): asserts args is JsonObject {
  const faults = faultsOf(parameters, args);
  if (faults.length === 0) return;
  const problems = faults.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path || 'all'}: ${message}`);
  throw new ToolError(
    'invalid_arguments',
    `The arguments of ${name} don't fit its schema; change them and call again. ${problems.join(' ')}`,
  );
}

function faultsOf(parameters: JsonObject, args: Json) {
  return checkSchema({ ...parameters, type: 'object' }, args);
}
