import {
  Budget,
  ExpressionError,
  findReferences,
  renderTemplate,
  renderText,
  type Json,
  type Scope,
} from '../index';

const scope: Scope = {
  inputs: { name: 'Ann', n: 2, price: 2.5, list: [1, 'a'], map: { k: null }, nothing: null, yes: true },
  nodes: { a: { output: { text: 'out' } }, skipped: { output: null } },
  execution: { id: 'exec_1' },
};

function codeOf(template: Json): string {
  try {
    renderTemplate(template, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
  return 'none';
}

describe('renderTemplate', () => {
  it.each<[string, Json]>([
    ['{{ inputs.n }}', 2],
    ['{{inputs.price}}', 2.5],
    ['{{ inputs.list }}', [1, 'a']],
    ['{{ inputs.map }}', { k: null }],
    ['{{ inputs.nothing }}', null],
    ['{{ inputs.yes }}', true],
    ['{{ nodes.skipped.output }}', null],
    ['{{ inputs.n }} ', '2 '],
    ['{{ inputs.n }}{{ inputs.n }}', '22'],
    ['Hello {{ inputs.name }}!', 'Hello Ann!'],
    ['{{ inputs.list }} and {{ inputs.map }}', '[1,"a"] and {"k":null}'],
    ['<{{ inputs.nothing }}>', '<>'],
    ['<{{ inputs.yes }}>', '<true>'],
    ['', ''],
    ['no substitution } } { {', 'no substitution } } { {'],
    ['}} {', '}} {'],
    ['{{ "}}" }}', '}}'],
    ["{{ '}}' }}x", '}}x'],
    ['{{ "{{" }}', '{{'],
    ['{{ "{{" }} {{ inputs.n }}', '{{ 2'],
    ['{{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['{{{"a": 1}}}', { a: 1 }],
    ['{{ {"a": {"b": 1}}.a.b }}!', '1!'],
    ['{{ "a\\"}}" }}', 'a"}}'],
    ['{{ """}}"x""" }}', '}}"x'],
    ['{{ inputs.n > 1 ? "many" : "one" }}', 'many'],
    ['{{\ninputs.n\n}}', 2],
  ])('%j gives %j', (template, expected) => {
    expect(renderTemplate(template, scope)).toStrictEqual(expected);
  });

  it('renders the strings of lists and objects, not their keys, and leaves other values', () => {
    const template = { '{{ inputs.n }}': ['{{ inputs.n }}', 1, null, { deep: 'a{{ inputs.n }}' }] };
    expect(renderTemplate(template, scope)).toStrictEqual({ '{{ inputs.n }}': [2, 1, null, { deep: 'a2' }] });
  });

  it.each<[Json, string]>([
    ['{{ inputs.n', 'syntax'],
    ['{{ inputs.n }', 'syntax'],
    ['{{ "open }}', 'syntax'],
    ['{{ }}', 'syntax'],
    ['{{}}', 'syntax'],
    ['{{ {"a": 1 }}', 'syntax'],
    ['{{#if inputs.n}}', 'syntax'],
    ['{{ inputs.n | upper }}', 'syntax'],
    ['{{ inputs.missing }}', 'missing_key'],
    [['{{ 1 / 0 }}'], 'division_by_zero'],
  ])('refuses %j: %s', (template, code) => {
    expect(codeOf(template)).toBe(code);
  });

  it('gives a substitution its result, not a reference to the scope', () => {
    const rendered = renderTemplate('{{ inputs.map }}', scope);
    expect(rendered).not.toBe(scope.inputs.map);
  });

  it('renders a template of 1 MB in time that grows with its length alone', () => {
    // Were any step quadratic in the 1,000,000 characters, these would take minutes.
    expect(renderText('x'.repeat(1_000_000), scope)).toHaveLength(1_000_000);
    expect(renderText('{ } '.repeat(250_000), scope)).toHaveLength(1_000_000);
    expect(renderText('{{1}}'.repeat(200_000), scope)).toHaveLength(200_000);
    expect(codeOf('{'.repeat(1_000_000))).toBe('syntax');
    expect(codeOf(`{{ "${'\\"'.repeat(500_000)}`)).toBe('syntax');
    expect(codeOf(`{{ "${'a'.repeat(1_000_000)}" }}`)).toBe('too_large');
  });

  it('refuses to build more than 32 MiB', () => {
    const big = { ...scope, inputs: { text: 'x'.repeat(10_000_000) } };
    const texts = Array<string>(4).fill('{{ inputs.text }}');
    expect(renderText(texts.slice(1).join(''), big)).toHaveLength(30_000_000);
    expect(() => renderText(texts.join(''), big)).toThrow('larger than');
    expect(() => renderTemplate(texts, big)).toThrow('larger than');
  });

  it('builds no more than a smaller budget lets it', () => {
    const big = { ...scope, inputs: { text: 'x'.repeat(600) } };
    const texts = ['{{ inputs.text }}', '{{ inputs.text }}'];
    expect(() => renderText(texts.join(''), big, new Budget(100, undefined, 1_000))).toThrow('than 1000');
    expect(() => renderTemplate(texts, big, new Budget(100, undefined, 1_000))).toThrow('than 1000');
    expect(() => renderTemplate(texts, big, new Budget(3))).toThrow('3 steps');
  });

  it('bounds the expressions of a template together', () => {
    const xs = Array.from({ length: 20_000 }, (_, i) => i);
    const busy = { ...scope, inputs: { xs } };
    expect(renderText('{{ inputs.xs.all(x, x >= 0) }}'.repeat(10), busy)).toBe('true'.repeat(10));
    expect(() => renderText('{{ inputs.xs.all(x, x >= 0) }}'.repeat(20), busy)).toThrow('steps');
    expect(() => renderTemplate(Array<string>(20).fill('{{ inputs.xs.all(x, x >= 0) }}'), busy)).toThrow(
      'steps',
    );
  });

  it('refuses a template that nests too deep, without exhausting the stack', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(codeOf(deep)).toBe('too_deep');
  });
});

describe('findReferences', () => {
  it('lists what a template reads, in order', () => {
    const template = {
      a: 'Hi {{ inputs.name }} and {{ nodes.a.output.items[0].x + nodes["b"].output }}',
      b: [
        '{{ inputs.xs.map(x, x + input.k) }}',
        '{{ execution.id }}',
        '{{ has(nodes.c.output.d) ? 1 : size(inputs) }}',
      ],
    };
    expect(findReferences(template).map(({ root, path }) => [root, ...path].join('.'))).toStrictEqual([
      'inputs.name',
      'nodes.a.output.items',
      'nodes.b.output',
      'inputs.xs',
      'input.k',
      'execution.id',
      'nodes.c.output.d',
      'inputs',
    ]);
  });
});
