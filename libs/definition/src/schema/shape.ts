import type { Json } from '../types';

/**
 * The subset of JSON Schema 2020-12 that the language is described in. The published schema and the validator's first
 * pass are both read from these, so that they can't drift.
 */
export interface Shape {
  /** Another part of the language, which holds this one in turn: any node, or a whole definition. */
  $ref?: '#/$defs/node' | '#';
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  description?: string;
  const?: Json;
  enum?: readonly Json[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: true;
  properties?: { readonly [name: string]: Shape };
  required?: readonly string[];
  /** `false`: the properties listed and no others; a shape: what the others must be. */
  additionalProperties?: false | Shape;
  propertyNames?: Shape;
  maxProperties?: number;
  default?: Json;
  /** Fits one of these at least; they differ by their types. */
  anyOf?: readonly Shape[];
  /** Exactly one of these groups of fields is given. */
  oneOf?: readonly { required: readonly string[] }[];
}

/** An object with these fields and no others; those of `required` must be given. */
export function record(
  properties: { [name: string]: Shape },
  required: string[],
  description?: string,
): Shape & { properties: { readonly [name: string]: Shape } } {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required,
    additionalProperties: false,
  };
}

/** Fields of which exactly one is given. */
export function exactlyOne(...fields: string[]): { oneOf: { required: string[] }[] } {
  return { oneOf: fields.map((field) => ({ required: [field] })) };
}

export function text(maxLength: number, description: string, minLength = 0): Shape {
  return { type: 'string', ...(minLength > 0 ? { minLength } : {}), maxLength, description };
}

export function integer(minimum: number, maximum: number, description: string): Shape {
  return { type: 'integer', minimum, maximum, description };
}

export function number(minimum: number, maximum: number, description: string): Shape {
  return { type: 'number', minimum, maximum, description };
}

export function list(items: Shape, maxItems: number, description: string, minItems = 0): Shape {
  return { type: 'array', items, ...(minItems > 0 ? { minItems } : {}), maxItems, description };
}
