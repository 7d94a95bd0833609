import type { Json, JsonObject } from '../types';
import { checkSchema, sampleOf } from './index';

const SCHEMAS: JsonObject[] = [
  {},
  { type: 'string', minLength: 20, maxLength: 24 },
  { type: 'string', maxLength: 3 },
  { type: 'string', pattern: '^[A-Z]{2}-\\d{3}$' },
  ...['date', 'date-time', 'time', 'email', 'uri', 'uuid', 'nobody-knows'].map((format) => ({
    type: 'string',
    format,
  })),
  { type: 'integer', minimum: 7, multipleOf: 5 },
  { type: 'integer', exclusiveMinimum: 2, maximum: 3 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.1 },
  { type: 'number', maximum: -4 },
  { type: ['null', 'boolean'] },
  { type: 'null' },
  { enum: ['low', 'high'] },
  { const: { a: 1 } },
  { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true },
  { type: 'array', items: { type: 'integer' }, minItems: 3, uniqueItems: true },
  { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
  { type: 'array', items: { type: 'string' }, maxItems: 0 },
  { properties: { a: { type: 'string' } }, required: ['a', 'b'] },
  { type: 'object', properties: { a: {}, b: {}, c: {} }, required: ['b'], maxProperties: 1 },
  { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { type: 'boolean' } } }] },
  { anyOf: [{ type: 'string', pattern: '(^no$)' }, { type: 'integer' }] },
  {
    oneOf: [{ type: 'object', properties: { kind: { const: 'a' } }, required: ['kind'] }, { type: 'string' }],
  },
  {
    $defs: {
      tree: {
        type: 'object',
        properties: { of: { type: 'array', items: { $ref: '#/$defs/tree' } } },
        required: ['of'],
      },
    },
    $ref: '#/$defs/tree',
  },
];

it.each(SCHEMAS.map((schema) => [JSON.stringify(schema), schema]))('fits %s', (_, schema) => {
  const sample = sampleOf(schema);
  expect(sample).toBeDefined();
  expect(checkSchema(schema, sample?.value ?? null)).toEqual([]);
  expect(sampleOf(schema)).toEqual(sample);
});

it.each<[string, JsonObject, Json]>([
  [
    'shows every field, and that it is made up',
    {
      type: 'object',
      properties: {
        urgent: { type: 'boolean' },
        summary: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
        score: { type: 'number', minimum: 0, maximum: 1 },
      },
      required: ['summary'],
    },
    { urgent: true, summary: '[summary]', tags: ['[tags]'], score: 1 },
  ],
  ['takes what the schema itself gives', { type: 'string', default: 'Ada' }, 'Ada'],
  ['takes the first that may be', { type: 'string', enum: ['low', 'high'] }, 'low'],
])('%s', (_, schema, expected) => {
  expect(sampleOf(schema)).toEqual({ value: expected });
});

it.each<[string, JsonObject]>([
  ['a pattern it can’t guess', { type: 'string', pattern: '^Order no\\. \\d{7}/[A-Z]{4}$' }],
  ['what nothing fits', { allOf: [{ type: 'string' }, { not: {} }] }],
  [
    'a value without end',
    {
      $defs: { more: { type: 'object', properties: { next: { $ref: '#/$defs/more' } }, required: ['next'] } },
      $ref: '#/$defs/more',
    },
  ],
  [
    'more than it makes',
    { type: 'array', items: { type: 'array', items: {}, minItems: 100 }, minItems: 100 },
  ],
])('finds nothing for %s', (_, schema) => expect(sampleOf(schema)).toBeUndefined());
