import {
  ExpressionError,
  findExpressionReferences,
  findReferences,
  outputsReadByExpression,
  outputsReadByTemplate,
} from '../index';

describe('findReferences', () => {
  it('tells the roots and the steps that are written out, in order', () => {
    const template = { a: 'x {{ nodes.b["output"].text + inputs.t }}', c: ['{{ item.name }}', 1, null] };
    expect(findReferences(template).map(({ root, path }) => [root, ...path])).toStrictEqual([
      ['nodes', 'b', 'output', 'text'],
      ['inputs', 't'],
      ['item', 'name'],
    ]);
  });

  it('leaves out what a variable hides, and finds it again outside', () => {
    const roots = findExpressionReferences('item.list.map(item, item.x + index) == [output].map(x, x)');
    expect(roots.map(({ root, path }) => [root, ...path])).toStrictEqual([
      ['item', 'list'],
      ['index'],
      ['output'],
    ]);
  });
});

describe('outputsRead…', () => {
  it.each([
    ['1 + 2', []],
    ['nodes.a.output.x + nodes.b.output', ['a', 'b']],
    ['nodes["a"].output', ['a']],
    ['nodes.a', ['a']],
    ['has(nodes.a.output)', ['a']],
    ['nodes.a.error.code', []],
    ['has(nodes.a.error) ? nodes.b.output : null', ['b']],
    ['{"a": {"b": nodes.a.output}}', ['a']],
    ['inputs.xs.map(x, nodes.a.output[x])', ['a']],
  ])('tells whose outputs %s reads', (source, ids) => {
    expect(outputsReadByExpression(source)).toStrictEqual(new Set(ids));
  });

  it.each([
    'size(nodes)',
    'nodes[inputs.id].output',
    'nodes.map(id, nodes[id])',
    'cel.bind(n, nodes, n.a.output)',
  ])('tells that %s may read any', (source) => {
    expect(outputsReadByExpression(source)).toBe('all');
    expect(outputsReadByTemplate({ a: [`x {{ ${source} }}`] })).toBe('all');
  });

  it('reads a template’s substitutions, wherever they stand, and no other text', () => {
    const template = {
      a: 'nodes.x.output {{ nodes.a.output.text }}',
      b: ['{{ {"k": {"l": nodes.b.output}} }}', '{{ nodes.c.error }}'],
    };
    expect(outputsReadByTemplate(template)).toStrictEqual(new Set(['a', 'b']));
    expect(outputsReadByTemplate({ a: 1, b: null })).toStrictEqual(new Set());
  });

  it('throws for what does not compile', () => {
    expect(() => outputsReadByExpression('1 +')).toThrow(ExpressionError);
    expect(() => outputsReadByTemplate('{{ 1 + }}')).toThrow(ExpressionError);
  });
});
