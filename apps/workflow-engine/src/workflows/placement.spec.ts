import type { NodeDefinition, Subgraph } from '@aiwf/definition';
import { nodesAlone } from './placement';

const agents = (...ids: string[]): NodeDefinition[] =>
  ids.map((id) => ({ id, type: 'agent', config: { prompt: 'x' } }));

const edges = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [source = '', target = ''] = pair.split('>');
    return { source, target };
  });

const alone = (graph: Subgraph) => [...nodesAlone(graph)].toSorted().join(' ');

describe('nodes that nothing works beside', () => {
  it.each([
    ['a chain: all', agents('a', 'b', 'c'), edges('a>b', 'b>c'), 'a b c'],
    ['one node', agents('a'), [], 'a'],
    ['two that nothing joins: none', agents('a', 'b'), [], ''],
    ['a fan: its first and last', agents('a', 'b', 'c', 'd'), edges('a>b', 'a>c', 'b>d', 'c>d'), 'a d'],
    [
      'a branch that is left behind: what comes after it stands beside it',
      agents('a', 'b', 'c', 'd'),
      edges('a>b', 'a>c', 'c>d'),
      'a',
    ],
    ['a shortcut changes nothing', agents('a', 'b', 'c'), edges('a>b', 'b>c', 'a>c'), 'a b c'],
    ['two edges between two nodes', agents('a', 'b'), edges('a>b', 'a>b'), 'a b'],
    ['two roots, then one', agents('a', 'b', 'c'), edges('a>c', 'b>c'), 'c'],
    [
      'two fans one after another',
      agents('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      edges('a>b', 'a>c', 'b>d', 'c>d', 'd>e', 'd>f', 'e>g', 'f>g'),
      'a d g',
    ],
  ])('%s', (_name, nodes, given, expected) => {
    expect(alone({ nodes, edges: given })).toBe(expected);
    // It doesn't depend on how the graph is written down.
    expect(alone({ nodes: nodes.toReversed(), edges: given.toReversed() })).toBe(expected);
  });

  it('a graph with a join that doesn’t wait for all has none', () => {
    const nodes = agents('a', 'b').map((node) =>
      node.id === 'b' ? { ...node, join: 'any' as const } : node,
    );
    expect(alone({ nodes, edges: edges('a>b') })).toBe('');
  });

  it('a node with a time limit isn’t among them', () => {
    const nodes = agents('a', 'b').map((node) => (node.id === 'b' ? { ...node, timeout_seconds: 5 } : node));
    expect(alone({ nodes, edges: edges('a>b') })).toBe('a');
  });

  it.each([
    ['a crew whose tasks follow one another is', {}, {}, 'crew'],
    ['one with a task beside others isn’t', {}, { async: true }, ''],
    ['one with a manager isn’t', { process: 'hierarchical' as const }, {}, ''],
  ])('%s', (_name, config, task, expected) => {
    const crew: NodeDefinition = {
      id: 'crew',
      type: 'crew',
      config: {
        agents: [{ id: 'w', role: 'Writer', goal: 'write' }],
        tasks: [{ id: 't', agent: 'w', description: 'Do it', expected_output: 'text', ...task }],
        ...config,
      },
    };
    expect(alone({ nodes: [crew] })).toBe(expected);
  });
});
