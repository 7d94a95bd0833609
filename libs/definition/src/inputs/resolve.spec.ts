import { resolveInputs, type JsonObject } from '../index';

const schema: JsonObject = {
  type: 'object',
  properties: {
    topic: { type: 'string', minLength: 2, maxLength: 5, default: 'tides' },
    count: { type: 'integer', minimum: 1, maximum: 9 },
    tone: { enum: ['plain', 'formal'], default: 'plain' },
    place: {
      type: 'object',
      properties: { city: { type: 'string' }, country: { type: 'string', default: 'DE' } },
      required: ['city'],
      additionalProperties: false,
    },
    people: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', properties: { role: { default: 'guest' } } },
    },
    zone: { type: 'object', properties: { name: { default: 'utc' } }, default: {} },
    maybe: { type: ['string', 'null'] },
  },
  required: ['count', 'topic'],
};

const base = { topic: 'tides', tone: 'plain', zone: { name: 'utc' } };

describe('resolveInputs', () => {
  it.each<[unknown, JsonObject]>([
    [{ count: 1 }, { ...base, count: 1 }],
    [
      { count: 1, topic: 'moon' },
      { ...base, count: 1, topic: 'moon' },
    ],
    [
      { count: 1, place: { city: 'Kiel' } },
      { ...base, count: 1, place: { city: 'Kiel', country: 'DE' } },
    ],
    [
      { count: 1, people: [{}, { role: 'host' }] },
      { ...base, count: 1, people: [{ role: 'guest' }, { role: 'host' }] },
    ],
    [
      { count: 1, maybe: null },
      { ...base, count: 1, maybe: null },
    ],
  ])('%j becomes %j', (given, values) => {
    expect(resolveInputs(schema, given)).toStrictEqual({ ok: true, values });
  });

  it.each<[unknown, string, string]>([
    [{}, 'invalid_input', ''],
    [{ count: '1' }, 'invalid_input', '/count'],
    [{ count: 1.5 }, 'invalid_input', '/count'],
    [{ count: 10 }, 'invalid_input', '/count'],
    [{ count: 0 }, 'invalid_input', '/count'],
    [{ count: 1, topic: 'x' }, 'invalid_input', '/topic'],
    [{ count: 1, topic: 'too long' }, 'invalid_input', '/topic'],
    [{ count: 1, topic: null }, 'invalid_input', '/topic'],
    [{ count: 1, tone: 'rude' }, 'invalid_input', '/tone'],
    [{ count: 1, place: {} }, 'invalid_input', '/place'],
    [{ count: 1, place: { city: 'Kiel', zip: 1 } }, 'unknown_input', '/place/zip'],
    [{ count: 1, people: [{}, {}, {}] }, 'invalid_input', '/people'],
    [{ count: 1, people: [1] }, 'invalid_input', '/people/0'],
    [{ count: 1, tpoic: 'x' }, 'unknown_input', '/tpoic'],
    [{ count: 1, toString: 'x' }, 'unknown_input', '/toString'],
    [[], 'wrong_type', ''],
    ['x', 'wrong_type', ''],
    [7, 'wrong_type', ''],
    [JSON.parse('{"count": 1, "__proto__": {"a": 1}}'), 'forbidden_key', '/__proto__'],
    [JSON.parse(`{"count": ${'['.repeat(70)}${']'.repeat(70)}}`), 'too_deep', ''],
  ])('refuses %j', (given, code, path) => {
    const outcome = resolveInputs(schema, given);
    expect(outcome).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ code, path })]),
    });
    for (const problem of outcome.ok ? [] : outcome.problems) expect(problem.hint).not.toBe('');
  });

  it('names the input that was meant', () => {
    expect(resolveInputs(schema, { count: 1, tpoic: 'x' })).toMatchObject({
      problems: [{ hint: 'Did you mean "topic"?' }],
    });
  });

  it.each([undefined, null, {}])('takes %j as no inputs', (given) => {
    expect(resolveInputs(undefined, given)).toStrictEqual({ ok: true, values: {} });
    expect(resolveInputs({ type: 'object' }, given)).toStrictEqual({ ok: true, values: {} });
  });

  it('refuses any input of a workflow that declares none', () => {
    expect(resolveInputs(undefined, { a: 1 })).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown_input', path: '/a' }],
    });
    expect(resolveInputs({ type: 'object', additionalProperties: false }, { a: 1 })).toMatchObject({
      ok: false,
    });
  });

  it('takes further inputs where the schema says so, checked by what it says', () => {
    const open: JsonObject = { type: 'object', additionalProperties: { type: 'integer' } };
    expect(resolveInputs(open, { a: 1 })).toStrictEqual({ ok: true, values: { a: 1 } });
    expect(resolveInputs(open, { a: 'x' })).toMatchObject({ ok: false, problems: [{ path: '/a' }] });
    expect(resolveInputs({ type: 'object', additionalProperties: true }, { a: 'x' })).toMatchObject({
      ok: true,
    });
  });

  it('refuses to work with a schema outside the subset', () => {
    const slow: JsonObject = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    expect(resolveInputs(slow, { a: 'x' })).toMatchObject({
      ok: false,
      problems: [{ code: 'unsupported_schema' }],
    });
  });

  it('never hands out a default itself, so that a run can’t change it for the next', () => {
    const fallback = { inner: [1, [2]] };
    const shared: JsonObject = { type: 'object', properties: { list: { default: fallback } } };
    const outcome = resolveInputs(shared, {});
    expect(outcome).toStrictEqual({ ok: true, values: { list: { inner: [1, [2]] } } });
    fallback.inner.length = 0;
    expect(outcome).toStrictEqual({ ok: true, values: { list: { inner: [1, [2]] } } });
  });
});
