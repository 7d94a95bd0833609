import { isJsonObject } from '../json/guards';
import type { CrewTask, Json, JsonObject, NodeDefinition, WorkflowDefinition } from '../types';

/** What is known of a value: nothing from here on, that it has no fields, or the fields that it has. */
export type OutputShape = 'any' | ScalarShape | 'list' | RecordShape;

/** A value without fields; `scalar`: of which type isn't known. Each may be null as well. */
export type ScalarShape = 'text' | 'number' | 'bool' | 'scalar';

/** A value with fields. */
export interface RecordShape {
  fields: { [field: string]: OutputShape };
  /** Whether it may have others. */
  open: boolean;
}

function record(fields: RecordShape['fields'], open = false): RecordShape {
  return { fields, open };
}

const TEXT = record({ text: 'text' });

/** What other nodes read as `nodes.<id>`. */
export function nodeShape(node: NodeDefinition): RecordShape {
  const output = outputShape(node);
  const handled = node.on_error === 'continue' || node.on_error === 'route';
  return record(handled ? { output, error: record({ code: 'text', message: 'text' }) } : { output });
}

/** What other nodes read as `nodes.<id>.output`. */
export function outputShape(node: NodeDefinition): OutputShape {
  const declared = node.output_schema;
  switch (node.type) {
    case 'agent':
      return declared === undefined ? TEXT : schemaShape(declared);
    case 'crew': {
      const tasks = node.config.tasks.map((task): [string, OutputShape] => [task.id, taskShape(task)]);
      const last = node.config.tasks.at(-1);
      const fields = last === undefined ? TEXT.fields : taskShape(last).fields;
      return record({ ...fields, tasks: record(Object.fromEntries(tasks)) });
    }
    case 'http_request':
      return record({ status: 'number', headers: 'any', body: bodyShape(declared) });
    case 'condition':
      return record({ branch: 'text' });
    case 'transform':
      return schemaShape(declared);
    case 'map':
      return record({ items: 'list', errors: 'list' });
    case 'loop':
      return record({ output: 'any', iterations: 'number', met: 'bool' });
    case 'workflow':
      return declared === undefined ? resultShape(node.config.definition) : schemaShape(declared);
    case 'wait':
      return record({ branch: 'text', at: 'text', data: 'any' });
    case 'approval':
      return record({ branch: 'text', data: 'any', form: 'any', decisions: 'list' });
    default:
      return node satisfies never;
  }
}

/** What a task's guardrail reads as `output`. */
export function guardedTaskShape(task: CrewTask): OutputShape {
  return taskShape(task);
}

function taskShape({ output_schema: schema }: CrewTask): RecordShape {
  return schema === undefined ? TEXT : record({ ...TEXT.fields, data: schemaShape(schema) });
}

/** What a run of a workflow hands over. */
function resultShape(definition: WorkflowDefinition | undefined): OutputShape {
  if (definition === undefined) return 'any';
  if (definition.output === undefined) return record({ result: 'any' });
  if (!isJsonObject(definition.output)) return 'any';
  return record(Object.fromEntries(Object.keys(definition.output).map((name) => [name, 'any'])));
}

/** An `output_schema` of a request is of its whole output; what it says of the body is all that isn't known anyway. */
function bodyShape(schema: JsonObject | undefined): OutputShape {
  const properties = schema?.properties;
  return isJsonObject(properties) ? schemaShape(properties.body) : 'any';
}

const SCALARS: { readonly [type: string]: ScalarShape } = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'bool',
};

/** What a JSON Schema says of a value; what is more than plain is left open. */
export function schemaShape(schema: Json | undefined): OutputShape {
  if (!isJsonObject(schema)) return 'any';
  const given = Array.isArray(schema.type) ? schema.type : [schema.type];
  const types = given.filter((type) => typeof type === 'string');
  if (types.length < given.length || types.length === 0) return 'any';
  if (types.every((type) => type !== 'object' && type !== 'array')) return scalarShape(types);
  if (types.length !== 1) return 'any';
  if (types[0] === 'array') return 'list';
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const fields = Object.entries(properties).map(([name, child]): [string, OutputShape] => [
    name,
    schemaShape(child),
  ]);
  return record(Object.fromEntries(fields), schema.additionalProperties !== false);
}

function scalarShape(types: readonly string[]): ScalarShape {
  const shapes = new Set(types.filter((type) => type !== 'null').map((type) => SCALARS[type] ?? 'scalar'));
  const [only] = shapes;
  return shapes.size === 1 && only !== undefined ? only : 'scalar';
}

/** What is known of the value that a path leads to. */
export function shapeAt(shape: OutputShape, path: readonly string[]): OutputShape {
  const [step, ...rest] = path;
  if (step === undefined) return shape;
  if (typeof shape === 'string') return 'any';
  const next = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
  return next === undefined ? 'any' : shapeAt(next, rest);
}
