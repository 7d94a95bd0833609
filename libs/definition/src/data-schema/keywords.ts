/** The types that JSON Schema knows. */
export const SCHEMA_TYPES: readonly string[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'null',
];

/** What a keyword's value must be. */
export type KeywordKind =
  | 'type'
  | 'schema'
  | 'schemas'
  | 'schema list'
  | 'count'
  | 'number'
  | 'positive number'
  | 'names'
  | 'list'
  | 'text'
  | 'pattern'
  | 'reference'
  | 'boolean'
  | 'any';

/** The keywords of JSON Schema 2020-12 that schemas of outputs and forms may hold; others are refused. */
export const SCHEMA_KEYWORDS: { readonly [keyword: string]: KeywordKind } = {
  type: 'type',
  enum: 'list',
  const: 'any',
  properties: 'schemas',
  required: 'names',
  additionalProperties: 'schema',
  patternProperties: 'schemas',
  propertyNames: 'schema',
  minProperties: 'count',
  maxProperties: 'count',
  items: 'schema',
  prefixItems: 'schema list',
  minItems: 'count',
  maxItems: 'count',
  uniqueItems: 'boolean',
  minLength: 'count',
  maxLength: 'count',
  pattern: 'pattern',
  format: 'text',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'positive number',
  anyOf: 'schema list',
  oneOf: 'schema list',
  allOf: 'schema list',
  not: 'schema',
  $ref: 'reference',
  $defs: 'schemas',
  $schema: 'text',
  $id: 'text',
  $comment: 'text',
  title: 'text',
  description: 'text',
  default: 'any',
  examples: 'list',
  deprecated: 'boolean',
  readOnly: 'boolean',
  writeOnly: 'boolean',
};

/** Bounds on what a schema may be and on the work of checking a value; counts, never times. */
export const SCHEMA_CAPS = {
  /** Schemas inside a schema, itself included. */
  maxSchemas: 2_000,
  /** Characters of a `pattern`. */
  maxPatternLength: 500,
  /** Schemas applied inside one another while a value is checked, references included. */
  maxDepth: 1_000,
  /**
   * Steps of checking one value: one for each value judged by a schema, and one for each 64 characters that are
   * compared, or that a pattern's states walk.
   */
  maxVisits: 1_000_000,
  /** Faults that one check reports. */
  maxFaults: 20,
} as const;
