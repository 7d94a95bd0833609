import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { HttpProblem } from '@aiwf/platform';
import type { ParentNode } from './fork-plan';
import { assertForkable, inputsOfFork } from './fork.checks';
import { forkSeeds, type ForkChange } from './fork-seeds';

const node = (id: string, expression = '1'): NodeDefinition => ({
  id,
  type: 'transform',
  config: { expression },
});

const graph = (...nodes: NodeDefinition[]): WorkflowDefinition => ({
  name: 'graph',
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]?.id ?? '', target: id })),
});

const GRAPH = graph(node('a', 'inputs.x'), node('b'), node('c'), node('d'));

const nodes = (['completed', 'completed', 'skipped', 'cancelled'] as const).map(
  (status, index): ParentNode => ({
    id: 'abcd'.charAt(index),
    status,
    output: { json: null },
    error: { code: '', message: '' },
    undone: false,
  }),
);

const change = (fields: Partial<ForkChange>): ForkChange => ({ before: GRAPH, after: GRAPH, ...fields });

function problemOf(fields: Partial<ForkChange>): HttpProblem | undefined {
  try {
    assertForkable(change(fields), nodes);
    return undefined;
  } catch (error) {
    return error as HttpProblem;
  }
}

describe('a fork that is asked for', () => {
  it.each<[string, Partial<ForkChange>]>([
    ['a node that ran', { from_node: 'b' }],
    ['outputs of nodes that ran', { outputs: { a: 1, b: null } }],
    ['other inputs', { inputs: {} }],
    ['another definition', { definition: {} }],
  ])('may name %s', (_what, fields) => {
    expect(problemOf(fields)).toBeUndefined();
  });

  it.each<[string, Partial<ForkChange>, string, RegExp]>([
    ['nothing', {}, 'invalid_fork', /send from_node, outputs, inputs or definition/],
    [
      'a node there is not',
      { from_node: 'z' },
      'invalid_fork',
      /no node "z" in the graph: name one of a, b, c, d/,
    ],
    ['an output of such a node', { outputs: { z: 1 } }, 'invalid_fork', /no node "z"/],
    [
      'a skipped node',
      { from_node: 'c' },
      'node_never_ran',
      /"c" was skipped .* before it that ran \(.*b.*\)/,
    ],
    [
      'a node it never came to',
      { from_node: 'd' },
      'node_never_ran',
      /"d" has not run .* fork from a node before/,
    ],
    ['a node as both', { from_node: 'a', outputs: { a: 1 } }, 'invalid_fork', /both run again and/],
  ])('may not name %s', (_what, fields, code, says) => {
    expect(problemOf(fields)).toMatchObject({ code, detail: expect.stringMatching(says) });
  });
});

describe('where a fork begins', () => {
  const seeds = (fields: Partial<ForkChange>, before = {}, after = {}) => {
    const { again, edited } = forkSeeds(change(fields), { before, after });
    return [...again, ...[...edited.keys()].map((id) => `${id}!`)];
  };

  it('is the named node, edited outputs, changed nodes, and readers of changed inputs', () => {
    expect(seeds({ from_node: 'b' })).toEqual(['b']);
    expect(seeds({ outputs: { b: 1 } })).toEqual(['b!']);
    expect(seeds({ after: graph(node('a', 'inputs.x'), node('b', '2'), node('c'), node('d')) })).toEqual([
      'b',
    ]);
    expect(seeds({}, { x: 1, y: 1 }, { x: 2, y: 1 })).toEqual(['a']);
    expect(seeds({}, { x: 1, y: 1 }, { x: 1, y: 2 })).toEqual([]);
  });
});

describe('the inputs of a fork', () => {
  it('are the parent’s with those given, without what another definition does not know', () => {
    const definition = { ...GRAPH, inputs: { type: 'object', properties: { x: {}, y: {} } } };
    expect(inputsOfFork({ x: 1, gone: 2 }, { y: 3 }, definition)).toEqual({ x: 1, y: 3 });
    expect(inputsOfFork({ x: 1 }, undefined, GRAPH)).toEqual({ x: 1 });
  });
});
