import { jsonTypeName } from '../../json/guards';
import type { Json } from '../../types';
import type { OutputShape } from '../output-shape';

/** What is known of a value's type before a run; `any`: nothing. */
export type DataType = 'any' | 'text' | 'number' | 'bool' | 'null' | 'list' | 'map';

/** What types a place takes, and how a message names it. */
export interface Expected {
  types: readonly DataType[];
  /** Such as `The "when" of an edge`. */
  what: string;
}

/** The type of a value of a shape. A value that may be null beside its type counts as that type. */
export function typeOfShape(shape: OutputShape): DataType {
  if (typeof shape !== 'string') return 'map';
  return shape === 'scalar' ? 'any' : shape;
}

/** The type of a JSON value. */
export function typeOfJson(value: Json): DataType {
  switch (jsonTypeName(value)) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    case 'array':
      return 'list';
    case 'null':
      return 'null';
    default:
      return 'map';
  }
}

const OF_SCHEMA: { readonly [type: string]: DataType } = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'bool',
  array: 'list',
  object: 'map',
  null: 'null',
};

/** The types that a JSON Schema's `type` allows; undefined: it says nothing of them. */
export function typesOfSchema(type: Json | undefined): DataType[] | undefined {
  const names = Array.isArray(type) ? type : [type];
  const types = names.map((name) => (typeof name === 'string' ? OF_SCHEMA[name] : undefined));
  return types.every((known) => known !== undefined) ? types : undefined;
}

/** Whether a value of this type may stand where these are taken. */
export function mayBe(type: DataType, types: readonly DataType[]): boolean {
  return type === 'any' || types.includes('any') || types.includes(type);
}
