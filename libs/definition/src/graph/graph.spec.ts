import {
  incomingEdges,
  leafNodes,
  outgoingEdges,
  successors,
  topologicalOrder,
  upstreamOf,
  type Graph,
} from '../index';
import { compensationEdges, compensationTargets } from './edges';

const edge = (source: string, target: string): { source: string; target: string } => ({ source, target });
const graph = (ids: string, ...edges: [string, string][]): Graph => ({
  nodes: ids.split('').map((id) => ({ id })),
  edges: edges.map(([source, target]) => edge(source, target)),
});

const diamond = graph('dabc', ['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']);

describe('graph', () => {
  it('groups edges by their ends and has an entry for every node', () => {
    expect(incomingEdges(diamond).get('d')).toStrictEqual([edge('b', 'd'), edge('c', 'd')]);
    expect(incomingEdges(diamond).get('a')).toStrictEqual([]);
    expect(outgoingEdges(diamond).get('a')).toStrictEqual([edge('a', 'b'), edge('a', 'c')]);
    expect(outgoingEdges({ nodes: [{ id: 'x' }] })).toStrictEqual(new Map([['x', []]]));
  });

  it('names each successor once', () => {
    expect(successors(graph('ab', ['a', 'b'], ['a', 'b']), 'a')).toStrictEqual(['b']);
    expect(successors(diamond, 'd')).toStrictEqual([]);
  });

  it('orders sources before targets, whatever the order of the definition', () => {
    expect(topologicalOrder(diamond)).toStrictEqual(['a', 'b', 'c', 'd']);
    expect(topologicalOrder(graph('cba'))).toStrictEqual(['c', 'b', 'a']);
    expect(topologicalOrder(graph('ab', ['a', 'b'], ['a', 'b']))).toStrictEqual(['a', 'b']);
  });

  it('leaves out what lies on a cycle or after one', () => {
    expect(topologicalOrder(graph('abcd', ['a', 'b'], ['b', 'c'], ['c', 'b'], ['c', 'd']))).toStrictEqual([
      'a',
    ]);
  });

  it('finds all that is upstream', () => {
    expect([...upstreamOf(diamond, 'd')].toSorted()).toStrictEqual(['a', 'b', 'c']);
    expect(upstreamOf(diamond, 'a').size).toBe(0);
    expect([...upstreamOf(graph('ab', ['a', 'b'], ['b', 'a']), 'a')].toSorted()).toStrictEqual(['a', 'b']);
  });

  it('finds the nodes that nothing follows', () => {
    expect(leafNodes(diamond)).toStrictEqual(['d']);
    expect(leafNodes(graph('ab'))).toStrictEqual(['a', 'b']);
  });

  it('ignores ends that are no nodes', () => {
    const dangling = graph('a', ['a', 'x'], ['y', 'a']);
    expect(topologicalOrder({ nodes: dangling.nodes, edges: [edge('a', 'x')] })).toStrictEqual(['a']);
    expect([...upstreamOf(dangling, 'a')]).toStrictEqual(['y']);
  });

  it('goes on along flow edges alone, and lets what undoes a node read what was before', () => {
    const undo = { ...edge('b', 'u'), kind: 'compensation' as const };
    const undone: Graph = { nodes: [...'abu'].map((id) => ({ id })), edges: [edge('a', 'b'), undo] };
    expect(incomingEdges(undone).get('u')).toStrictEqual([]);
    expect(outgoingEdges(undone).get('b')).toStrictEqual([]);
    expect(successors(undone, 'b')).toStrictEqual([]);
    expect(leafNodes(undone)).toStrictEqual(['b']);
    expect(compensationEdges(undone)).toStrictEqual([undo]);
    expect(compensationTargets(undone)).toStrictEqual(new Set(['u']));
    expect(upstreamOf(undone, 'u')).toStrictEqual(new Set(['a', 'b']));
  });

  it('takes a node that only error edges leave for one that nothing follows', () => {
    const failing: Graph = {
      nodes: [{ id: 'a' }, { id: 'b' }],
      edges: [{ ...edge('a', 'b'), kind: 'error' }],
    };
    expect(leafNodes(failing)).toStrictEqual(['a', 'b']);
    expect(incomingEdges(failing).get('b')).toHaveLength(1);
  });
});
