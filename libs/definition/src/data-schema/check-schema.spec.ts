import type { Json, JsonObject } from '../types';
import { checkSchema } from './index';

const person: JsonObject = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
  additionalProperties: false,
};
const tree: JsonObject = {
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      properties: { value: { type: 'number' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
      required: ['value'],
    },
  },
};

/** What it shows, the schema, a value that fits, one that doesn't, and where that one fails. */
const CASES: [string, JsonObject, Json, Json, string][] = [
  ['a type', { type: 'string' }, 'x', 1, ''],
  ['one of several types', { type: ['string', 'null'] }, null, 1, ''],
  ['integers', { type: 'integer' }, 2, 2.5, ''],
  ['lists, which are no objects', { type: 'object' }, {}, [], ''],
  ['null, which is no object', { type: 'object' }, {}, null, ''],
  ['const, whatever the order of keys', { const: { a: 1, b: [2] } }, { b: [2], a: 1 }, { a: 1 }, ''],
  ['const, which tells an object from a list', { const: [['a', 1]] }, [['a', 1]], { a: 1 }, ''],
  ['const, which tells a number from text', { const: 1 }, 1, '1', ''],
  ['enum', { enum: ['a', null, [1]] }, [1], 'b', ''],
  ['a field', person, { name: 'Ada', age: 36 }, { name: 'Ada', age: -1 }, '/age'],
  ['a field that is required', person, { name: 'Ada' }, {}, ''],
  ['a field that no one declared', person, { name: 'Ada' }, { name: 'Ada', x: 1 }, '/x'],
  ['a prototype’s name, which is no field', { required: ['toString'] }, { toString: 1 }, {}, ''],
  ['other fields', { additionalProperties: { type: 'number' } }, { a: 1 }, { a: 'x' }, '/a'],
  [
    'fields by pattern',
    { patternProperties: { '^n_': { type: 'number' } } },
    { n_a: 1, s: 'x' },
    { n_a: 'x' },
    '/n_a',
  ],
  [
    'fields by pattern, which are declared then',
    { patternProperties: { '^n_': true }, additionalProperties: false },
    { n_a: 1 },
    { a: 1 },
    '/a',
  ],
  ['names of fields', { propertyNames: { maxLength: 2 } }, { ab: 1 }, { abc: 1 }, '/abc'],
  ['how many fields', { minProperties: 1, maxProperties: 1 }, { a: 1 }, {}, ''],
  ['a path that must be escaped', { properties: { 'a/b~c': false } }, {}, { 'a/b~c': 1 }, '/a~1b~0c'],
  ['items', { items: { type: 'number' } }, [1, 2], [1, 'x'], '/1'],
  ['items by position', { prefixItems: [{ type: 'string' }], items: false }, ['x'], ['x', 1], '/1'],
  ['how many items', { minItems: 1, maxItems: 2 }, [1], [1, 2, 3], ''],
  [
    'items that differ',
    { uniqueItems: true },
    [{ a: 1 }, { a: 2 }, [], '1', 1],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    '',
  ],
  ['length, in code points', { minLength: 1, maxLength: 2 }, '😀é', 'abc', ''],
  ['a pattern, found anywhere', { pattern: '\\d{2}' }, 'a42b', 'a4b', ''],
  ['a pattern as JavaScript writes it', { pattern: '^(?<year>\\d{4})\\/\\p{L}$' }, '2030/é', '2030-é', ''],
  ['a range', { minimum: 1, maximum: 2 }, 2, 3, ''],
  ['a range without its ends', { exclusiveMinimum: 1, exclusiveMaximum: 2 }, 1.5, 2, ''],
  ['a range without its lower end', { exclusiveMinimum: 1 }, 1.5, 1, ''],
  ['one of several, none of which fits', { oneOf: [{ minimum: 5 }, { maximum: 1 }] }, 7, 3, ''],
  ['multiples of decimals', { multipleOf: 0.01 }, 19.99, 19.999, ''],
  ['a date and time', { format: 'date-time' }, '2028-02-29T23:59:60.5+01:00', '2027-02-29T00:00:00Z', ''],
  ['a date', { format: 'date' }, '2030-12-31', '2030-13-01', ''],
  ['an address of mail', { format: 'email' }, 'a.b+c@example.com', 'a@b@c', ''],
  ['a URI', { format: 'uri' }, 'https://example.com/?q=%20', 'example.com', ''],
  ['a UUID', { format: 'uuid' }, '01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d', ''],
  ['all of several', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, 1, 3, ''],
  ['any of several', { anyOf: [{ type: 'string' }, { minimum: 5 }] }, 7, 3, ''],
  ['one of several', { oneOf: [{ minimum: 1 }, { minimum: 5 }] }, 3, 7, ''],
  ['not', { not: { type: 'string' } }, 1, 'x', ''],
  ['a reference', tree, { value: 1, children: [{ value: 2 }] }, { value: 1, children: [{}] }, '/children/0'],
  [
    'a reference to the root',
    { properties: { in: { $ref: '#' }, a: { type: 'number' } } },
    { in: { a: 1 } },
    { in: { a: '' } },
    '/in/a',
  ],
  ['a reference beside others', { $ref: '#/$defs/a', maximum: 5, $defs: { a: { minimum: 1 } } }, 3, 7, ''],
];

describe('checkSchema', () => {
  it.each(CASES)('judges %s', (_, schema, fits, fails, path) => {
    expect(checkSchema(schema, fits)).toStrictEqual([]);
    const faults = checkSchema(schema, fails);
    expect(faults).toStrictEqual([{ path, message: expect.any(String) }]);
  });

  it('lets annotations and formats that it does not know only describe', () => {
    expect(checkSchema({ format: 'colour', title: 'x', default: 'y' }, 'z')).toStrictEqual([]);
  });

  it('reports each fault, and 20 at most', () => {
    expect(checkSchema(person, { age: 'x', y: 1 }).map(({ path }) => path)).toStrictEqual(['', '/age', '/y']);
    expect(checkSchema({ items: { type: 'number' } }, Array(100).fill('x'))).toHaveLength(20);
  });

  it('tells how the nearest alternative fails', () => {
    const [fault] = checkSchema({ anyOf: [{ type: 'string' }, person] }, { name: '' });
    expect(fault?.message).toContain('/name');
  });

  it('never shows what the value holds', () => {
    const faults = checkSchema({ items: { enum: ['a'], pattern: '^a$', maxLength: 1 } }, ['topsecret']);
    expect(faults.length).toBeGreaterThan(1);
    expect(JSON.stringify(faults)).not.toContain('topsecret');
  });
});

describe('the bounds of checkSchema', () => {
  const fault = (schema: JsonObject, value: Json): string => {
    const faults = checkSchema(schema, value);
    expect(faults).toHaveLength(1);
    return faults[0]?.message ?? '';
  };
  const nested = (depth: number): Json => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  it('hold a pattern that would run for ever elsewhere', () => {
    expect(fault({ pattern: '^(a+)+$' }, `${'a'.repeat(1_000_000)}b`)).toContain('pattern');
  });

  it('hold a pattern whose states times the text are too many', () => {
    expect(fault({ pattern: '^(.{0,900}x){1}$' }, 'a'.repeat(1_000_000))).toContain('steps');
  });

  it('say which pattern they can’t run', () => {
    expect(fault({ pattern: '(?=a)' }, 'a')).toContain('(?=');
    expect(fault({ patternProperties: { '(': true } }, { a: 1 })).toContain('pattern');
    expect(fault({ pattern: 'a'.repeat(501) }, 'a')).toContain('500');
  });

  it('end references that never end', () => {
    expect(fault({ $ref: '#' }, 1)).toContain('inside one another');
    const doubling: JsonObject = { allOf: [{ $ref: '#' }, { $ref: '#' }] };
    expect(fault(doubling, 1)).toMatch(/steps|inside one another/);
    expect(fault({ $ref: '#/$defs/x' }, 1)).toContain('#/$defs/x');
    expect(fault({ $ref: 'https://example.com/schema' }, 1)).toContain('does not hold');
  });

  it('end what doubles with each level', () => {
    const level = (n: number): JsonObject =>
      n === 0
        ? { type: 'string' }
        : { anyOf: [{ $ref: `#/$defs/l${n - 1}` }, { $ref: `#/$defs/l${n - 1}` }] };
    const $defs = Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`l${n}`, level(n)]));
    expect(fault({ $ref: '#/$defs/l30', $defs }, 1)).toContain('steps');
  });

  it('refuse a value that nests too deep, and take one that just fits', () => {
    const lists: JsonObject = { type: 'array', items: { $ref: '#' } };
    expect(checkSchema(lists, nested(64))).toStrictEqual([]);
    expect(fault(lists, nested(65))).toContain('64');
    expect(fault(lists, nested(100_000))).toContain('64');
  });

  it('let a list of 100,000 records through', () => {
    const list = Array.from({ length: 100_000 }, (_, i) => ({ name: `n${i}`, age: i }));
    expect(checkSchema({ type: 'array', items: person, uniqueItems: true }, list)).toStrictEqual([]);
  });
});
