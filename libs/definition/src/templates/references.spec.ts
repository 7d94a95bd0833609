import { ExpressionError, findExpressionReferences, findReferences } from '../index';

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

  it('finds `nodes` without steps where which node is read can’t be told', () => {
    for (const source of ['size(nodes)', 'nodes[inputs.id].output', 'cel.bind(n, nodes, n.a.output)']) {
      expect(findExpressionReferences(source)).toContainEqual({
        root: 'nodes',
        path: [],
        position: source.indexOf('nodes'),
      });
    }
  });

  it('reads an expression as it stands, whatever braces it has', () => {
    const source = '{"k": {"l": nodes.b.output}}';
    expect(findExpressionReferences(source).map(({ path }) => path)).toStrictEqual([['b', 'output']]);
    expect(findReferences(source)).toStrictEqual([]);
  });

  it('throws for what does not compile', () => {
    expect(() => findExpressionReferences('1 +')).toThrow(ExpressionError);
    expect(() => findReferences(['{{ 1 + }}'])).toThrow(ExpressionError);
  });
});
