import { isJsonObject } from '../json/guards';
import type { Json, JsonObject } from '../types';
import { checkSchema } from './check-schema';
import { resolveReference } from './reference';
import { sampleNumber, sampleText } from './sample-scalars';

/** Schemas inside one another that a sample follows; deeper ones are left out where they may be. */
const MAX_DEPTH = 12;

/** Values that a sample has at most. */
const MAX_VALUES = 2_000;

/**
 * A small value that fits a schema, the same each time: every declared field, lists of one entry, texts such as
 * `[summary]` that show that they are made up, `true`.
 *
 * @returns undefined when none was found, as for most patterns
 */
export function sampleOf(schema: JsonObject): { value: Json } | undefined {
  for (const optional of [true, false]) {
    const value = new Sampling(schema, optional).of(schema, 'value', 0);
    if (value !== undefined && checkSchema(schema, value).length === 0) return { value };
  }
  return undefined;
}

class Sampling {
  private left = MAX_VALUES;

  /** @param optional whether fields that may be left out are there */
  constructor(
    private readonly root: JsonObject,
    private readonly optional: boolean,
  ) {}

  /** @param name of the field, which a text shows */
  of(schema: Json | undefined, name: string, depth: number): Json | undefined {
    this.left -= 1;
    if (schema === false || depth > MAX_DEPTH || this.left < 0) return undefined;
    if (!isJsonObject(schema)) return `[${name}]`;
    const given = [schema.const, schema.default, ...listOf(schema.examples), ...listOf(schema.enum)];
    const fitting = given.find(
      (value) => value !== undefined && checkSchema(this.whole(schema), value).length === 0,
    );
    if (fitting !== undefined) return fitting;
    const alternatives = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
    const plain = this.merged(schema);
    if (alternatives.length === 0) return this.ofType(plain, name, depth);
    for (const alternative of alternatives) {
      const { anyOf: _any, oneOf: _one, ...rest } = plain;
      const value = this.of(combined(rest, this.resolved(alternative)), name, depth + 1);
      if (value !== undefined && checkSchema(this.whole(schema), value).length === 0) return value;
    }
    return undefined;
  }

  private ofType(schema: JsonObject, name: string, depth: number): Json | undefined {
    switch (typeOf(schema)) {
      case 'object':
        return this.object(schema, depth);
      case 'array':
        return this.list(schema, name, depth);
      case 'number':
      case 'integer':
        return sampleNumber(schema);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return sampleText(schema, name);
    }
  }

  private object(schema: JsonObject, depth: number): Json | undefined {
    const properties = isJsonObject(schema.properties) ? schema.properties : {};
    const required = listOf(schema.required).filter((name) => typeof name === 'string');
    const names = new Set(this.optional ? [...Object.keys(properties), ...required] : required);
    const value: [string, Json][] = [];
    for (const name of names) {
      const own = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
      const field = this.of(own, name, depth + 1);
      if (field !== undefined) value.push([name, field]);
      else if (required.includes(name)) return undefined;
    }
    return Object.fromEntries(value);
  }

  private list(schema: JsonObject, name: string, depth: number): Json | undefined {
    const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
    const most = typeof schema.maxItems === 'number' ? schema.maxItems : Infinity;
    const first = listOf(schema.prefixItems);
    const wanted = Math.min(Math.max(least, first.length, 1), most, MAX_VALUES);
    const items: Json[] = [];
    for (let index = 0; index < wanted; index += 1) {
      const label = wanted === 1 ? name : `${name} ${index + 1}`;
      const item = this.of(first[index] ?? schema.items, label, depth + 1);
      if (item === undefined) return items.length >= least ? items : undefined;
      items.push(typeof item === 'number' && schema.uniqueItems === true ? item + index : item);
    }
    return items;
  }

  /** A schema with what it refers to, and what all of it must be, in it. */
  private merged(schema: JsonObject): JsonObject {
    const { $ref: reference, allOf, ...own } = schema;
    const parts = [...(reference === undefined ? [] : [{ $ref: reference }]), ...listOf(allOf)];
    return parts.reduce<JsonObject>((whole, part) => combined(whole, this.resolved(part)), own);
  }

  private resolved(schema: Json, followed = 0): JsonObject {
    if (!isJsonObject(schema)) return {};
    const { $ref: reference } = schema;
    if (typeof reference !== 'string' || followed > MAX_DEPTH) return schema;
    const target = resolveReference(this.root, reference);
    return isJsonObject(target) ? this.resolved(target, followed + 1) : {};
  }

  /** A part of the schema that can be checked apart: what it refers to stands in the whole. */
  private whole(schema: JsonObject): JsonObject {
    return isJsonObject(this.root.$defs) ? { $defs: this.root.$defs, ...schema } : schema;
  }
}

function combined(left: JsonObject, right: JsonObject): JsonObject {
  const properties = { ...objectOf(left.properties), ...objectOf(right.properties) };
  const required = [...listOf(left.required), ...listOf(right.required)];
  return {
    ...left,
    ...right,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function typeOf(schema: JsonObject): Json | undefined {
  const types = listOf(schema.type);
  if (types.length > 0) return types.find((type) => type !== 'null') ?? 'null';
  if (schema.type !== undefined) return schema.type;
  if (schema.properties !== undefined || schema.required !== undefined) return 'object';
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return schema.minimum !== undefined || schema.maximum !== undefined ? 'number' : undefined;
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
