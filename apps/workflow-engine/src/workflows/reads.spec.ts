import type { NodeDefinition } from '@aiwf/definition';
import { nodesReadBy } from './reads';

const node = (config: object, fields: object = {}) =>
  ({ id: 'n', type: 'transform', config, ...fields }) as unknown as NodeDefinition;

const readBy = (config: object, fields?: object) => {
  const read = nodesReadBy(node(config, fields));
  return read === 'all' ? read : [...read].toSorted();
};

it.each<[string, object, string[]]>([
  ['an expression', { expression: 'nodes.a.output + nodes["b"].output' }, ['a', 'b']],
  ['one with spaces and lines', { expression: "nodes\n .a .output + nodes [ 'b' ]" }, ['a', 'b']],
  [
    'templates, however deep',
    { value: { x: ['{{ nodes.a.output }} and {{ nodes.b.output }}'] } },
    ['a', 'b'],
  ],
  ['branches', { branches: [{ name: 'x', when: 'nodes.a.output' }] }, ['a']],
  [
    'a graph inside, and its edges',
    {
      items: 'nodes.a.output',
      body: {
        nodes: [{ id: 'in', type: 'transform', config: { value: '{{ nodes.b.output }}' } }],
        edges: [{ source: 'in', target: 'in', when: 'nodes.c.output' }],
      },
    },
    ['a', 'b', 'c'],
  ],
  ['no text that only speaks of nodes', { value: 'all nodes are equal', expression: '1' }, []],
  ['nothing', { value: { nodes: [1, 2] } }, []],
])('finds the nodes that are read by %s', (_what, config, expected) => {
  expect(readBy(config)).toEqual(expected);
});

it('reads the inputs of a node too', () => {
  expect(readBy({ expression: 'input.x' }, { inputs: { x: '{{ nodes.a.output }}' } })).toEqual(['a']);
});

it.each([
  'nodes[item].output',
  'size(nodes)',
  'nodes["a" + "b"]',
  'nodes["\\x61"].output',
  'nodes /* a */ .a',
])('takes %s to read any node', (expression) => {
  expect(readBy({ expression })).toBe('all');
  expect(readBy({ value: `see {{ ${expression} }}` })).toBe('all');
});
