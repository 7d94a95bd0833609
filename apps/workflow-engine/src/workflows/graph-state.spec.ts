import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { GraphState } from './graph-state';

function graph(
  ids: string[],
  edges: [source: string, target: string, branch?: string][],
): WorkflowDefinition {
  return {
    name: 'graph',
    nodes: ids.map((id) => ({ id, type: 'transform', config: { value: id } })),
    edges: edges.map(([source, target, branch]) => ({ source, target, ...(branch ? { branch } : {}) })),
  };
}

const ids = (nodes: NodeDefinition[]) => nodes.map((node) => node.id);
const always = () => true;
const branch = (name: string) => (edge: EdgeDefinition) => edge.branch === name;

describe('GraphState', () => {
  it('starts with the nodes nothing leads to, in the order of the definition', () => {
    expect(ids(new GraphState(graph(['c', 'a', 'b'], [['a', 'b']])).roots())).toEqual(['c', 'a']);
  });

  it('holds a join back until each of its branches is settled', () => {
    const state = new GraphState(
      graph(
        ['a', 'b', 'join'],
        [
          ['a', 'join'],
          ['b', 'join'],
        ],
      ),
    );
    expect(state.settle('a', always)).toEqual({ ready: [], skipped: [] });
    expect(ids(state.settle('b', always).ready)).toEqual(['join']);
  });

  it('skips a branch not taken, with all that only it leads to, and still meets at the join', () => {
    const state = new GraphState(
      graph(
        ['if', 'yes', 'no', 'after_no', 'join'],
        [
          ['if', 'yes', 'yes'],
          ['if', 'no', 'no'],
          ['no', 'after_no'],
          ['yes', 'join'],
          ['after_no', 'join'],
        ],
      ),
    );
    const first = state.settle('if', branch('yes'));
    expect(ids(first.ready)).toEqual(['yes']);
    expect(ids(first.skipped)).toEqual(['no', 'after_no']);
    expect(ids(state.settle('yes', always).ready)).toEqual(['join']);
  });

  it('skips a join when none of its branches was taken', () => {
    const state = new GraphState(
      graph(
        ['if', 'a', 'b', 'join'],
        [
          ['if', 'a', 'a'],
          ['if', 'b', 'b'],
          ['a', 'join'],
          ['b', 'join'],
        ],
      ),
    );
    expect(ids(state.settle('if', () => false).skipped)).toEqual(['a', 'b', 'join']);
  });

  it('orders nodes that become ready together by the definition, not by the edges', () => {
    const state = new GraphState(
      graph(
        ['root', 'first', 'second'],
        [
          ['root', 'second'],
          ['root', 'first'],
        ],
      ),
    );
    expect(ids(state.settle('root', always).ready)).toEqual(['first', 'second']);
  });

  it('skips a chain of a thousand nodes without running out of stack', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const state = new GraphState(
      graph(
        names,
        names.slice(1).map((name, index) => [`n${index}`, name]),
      ),
    );
    expect(state.settle('n0', () => false).skipped).toHaveLength(999);
  });
});
