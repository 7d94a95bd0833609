import {
  Budget,
  DEFINITION_CAPS,
  evaluateExpression,
  ExpressionError,
  type Json,
  type Scope,
} from '../index';

function scopeOf(inputs: Scope['inputs']): Scope {
  return { inputs, nodes: {}, execution: { id: 'exec_1' } };
}

function codeOf(source: string, inputs: Scope['inputs'] = {}): string {
  try {
    evaluateExpression(source, scopeOf(inputs));
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
  return 'none';
}

function nested(depth: number): Json {
  let value: Json = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('bounds of an expression', () => {
  it('takes 2,048 bytes of source and no more, counted in UTF-8', () => {
    const padded = (length: number): string => `1${' '.repeat(length - 1)}`;
    expect(codeOf(padded(2_048))).toBe('none');
    expect(codeOf(padded(2_049))).toBe('too_large');
    expect(codeOf(`"${'é'.repeat(1_023)}"`)).toBe('none');
    expect(codeOf(`"${'é'.repeat(1_024)}"`)).toBe('too_large');
  });

  it('takes 200 nodes of syntax and no more', () => {
    // A sum of n ones has n literals and n - 1 operators.
    expect(codeOf(Array(100).fill('1').join('+'))).toBe('none');
    expect(codeOf(Array(101).fill('1').join('+'))).toBe('too_large');
  });

  it.each(['(', '[', '{', '!', '-', '-(', 'inputs.a[', 'size('])(
    'refuses "%s" repeated without end',
    (open) => {
      expect(['syntax', 'too_large']).toContain(codeOf(open.repeat(2_048 / open.length)));
    },
  );

  it('takes two comprehensions inside one another and no more', () => {
    expect(codeOf('[1].map(a, [1].map(b, a + b))')).toBe('none');
    expect(codeOf('[1].map(a, [1].map(b, [1].map(c, c)))')).toBe('too_large');
    expect(codeOf('[1].map(a, [1].filter(b, true).exists(c, [1].all(d, true)))')).toBe('too_large');
    expect(codeOf('[1].map(a, a).filter(b, true).all(c, true)')).toBe('none');
  });

  it('ends after 100,000 visits', () => {
    const xs = numbers(400);
    expect(codeOf('inputs.xs.all(x, inputs.xs.all(y, x + y >= 0))', { xs })).toBe('budget_exceeded');
    expect(codeOf('inputs.xs.all(x, x >= 0)', { xs: numbers(20_000) })).toBe('none');
    expect(codeOf('inputs.xs.all(x, x >= 0)', { xs: numbers(40_000) })).toBe('budget_exceeded');
  });

  it.each([
    'inputs.xs.exists(x, inputs.xs.exists(y, inputs.xs == inputs.ys && false))',
    'inputs.xs.exists(x, x in inputs.ys && false)',
    'inputs.xs.exists(x, size(inputs.xs + inputs.ys) == 0)',
    'inputs.xs.exists(x, inputs.text.contains(inputs.needle))',
    'inputs.xs.exists(x, inputs.text == inputs.same && false)',
    'inputs.xs.exists(x, size(inputs.text) == 0)',
    'inputs.xs.exists(x, size(inputs.text.split("")) == 0)',
    'inputs.xs.exists(x, inputs.text.upperAscii() == "")',
    'inputs.xs.exists(x, inputs.map[string(x)] == 1)',
    'inputs.xs.exists(x, size(inputs.map) == 0)',
    'inputs.ys.exists(y, inputs.xs.exists(x, x / 0 == 1) || false)',
    'inputs.xs.exists(x, inputs.map.all(k, true) && false)',
    'inputs.xs.exists(x, inputs.map == inputs.map2 && false) || true',
  ])('charges for what is walked inside: %s', (source) => {
    const text = 'a'.repeat(200_000);
    const keys = numbers(2_000).map((i): [string, number] => [`k${i}`, i]);
    const map = Object.fromEntries(keys);
    const map2 = Object.fromEntries(keys);
    const inputs = {
      xs: numbers(1_000),
      ys: numbers(1_000),
      text,
      same: text,
      needle: `${'a'.repeat(100)}b`,
      map,
      map2,
    };
    expect(codeOf(source, inputs)).toBe('budget_exceeded');
  });

  it('does not absorb a spent budget in && and ||', () => {
    const xs = numbers(1_000);
    expect(codeOf('inputs.xs.all(x, inputs.xs.all(y, true)) || true', { xs })).toBe('budget_exceeded');
  });

  it('refuses a result that would be too large to write out', () => {
    const text = 'a'.repeat(10_000_000);
    expect(codeOf('[inputs.text, inputs.text, inputs.text]', { text })).toBe('none');
    expect(codeOf('[inputs.text, inputs.text, inputs.text, inputs.text]', { text })).toBe('result_too_large');
    expect(codeOf('inputs.xs.map(x, inputs.text)', { text, xs: numbers(100) })).toBe('result_too_large');
    const doubled = 'cel.bind(a, inputs.text + inputs.text, cel.bind(b, a + a, b + b))';
    expect(codeOf(doubled, { text })).toBe('result_too_large');
  });

  it('are smaller within a smaller budget, which counts what was spent', () => {
    const within = (source: string, budget: Budget, inputs = {}) =>
      evaluateExpression(source, scopeOf(inputs), budget);
    const budget = new Budget(100, undefined, 1_000);
    expect(within('1 + 1', budget)).toBe(2);
    expect(budget.spent).toBe(3);
    expect(() => within('inputs.text', budget, { text: 'a'.repeat(1_001) })).not.toThrow();
    const text = 'a'.repeat(501);
    for (const source of [
      'inputs.text + inputs.text',
      '[inputs.text, inputs.text].join()',
      '[inputs.text, inputs.text]',
    ])
      expect(() => within(source, budget, { text })).toThrow('The result is larger than 1000 characters.');
    expect(() => within('inputs.xs.all(x, x >= 0)', budget, { xs: numbers(40) })).toThrow('100 steps');
  });

  it('refuses values that nest too deep, and does not exhaust the stack on them', () => {
    expect(codeOf('inputs.v', { v: nested(DEFINITION_CAPS.maxJsonDepth) })).toBe('none');
    expect(codeOf('inputs.v', { v: nested(DEFINITION_CAPS.maxJsonDepth + 1) })).toBe('too_deep');
    const inputs = { v: nested(100_000), w: nested(100_000) };
    expect(codeOf('inputs.v', inputs)).toBe('too_deep');
    expect(codeOf('inputs.v == inputs.w', inputs)).toBe('too_deep');
  });

  it('keeps giving the same answer once the cache of compiled expressions has turned over', () => {
    for (let i = 0; i < 5_000; i += 1) expect(evaluateExpression(`${i} + 1`, scopeOf({}))).toBe(i + 1);
    expect(evaluateExpression('0 + 1', scopeOf({}))).toBe(1);
  });

  it('says where the source is wrong', () => {
    expect(() => evaluateExpression('1 + (2', scopeOf({}))).toThrow(expect.objectContaining({ position: 6 }));
    expect(() => evaluateExpression('1 + foo', scopeOf({}))).toThrow(
      expect.objectContaining({ position: 4 }),
    );
  });

  it('says what to write instead', () => {
    expect(() => evaluateExpression('inputs.nmae', scopeOf({ name: 'x' }))).toThrow('Did you mean "name"?');
    expect(() => evaluateExpression('"n" + inputs.n', scopeOf({ n: 1 }))).toThrow('string(…)');
    expect(() => evaluateExpression('inputs.s.startWith("a")', scopeOf({ s: 'a' }))).toThrow('"startsWith"');
  });
});
