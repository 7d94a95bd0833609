import { checkSchemaItself } from '../../data-schema/schema-itself';
import type { JsonObject } from '../../types';
import type { ProblemList } from '../problem';

/** A JSON Schema that a user wrote for an output or a form. */
export function checkUserSchema(schema: JsonObject | undefined, path: string, problems: ProblemList): void {
  if (schema === undefined) return;
  for (const fault of checkSchemaItself(schema)) {
    problems.add('unsupported_schema', `${path}${fault.path}`, fault.message, fault.hint);
  }
}
