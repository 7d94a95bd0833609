import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { changedNodes } from './changed-nodes';
import { planFork, type ForkSeeds, type ParentNode } from './fork-plan';
import { nodesReadingInputs } from './input-readers';

const node = (id: string, fields: Partial<NodeDefinition> = {}): NodeDefinition =>
  ({ id, type: 'transform', config: { expression: '1' }, ...fields }) as NodeDefinition;

const graph = (nodes: NodeDefinition[], ...edges: (string | EdgeDefinition)[]): WorkflowDefinition => ({
  name: 'graph',
  nodes,
  edges: edges.map((edge) => {
    if (typeof edge !== 'string') return edge;
    const [source = '', target = ''] = edge.split('>');
    return { source, target };
  }),
});

const ended = (id: string, status: ParentNode['status'] = 'completed', undone = false): ParentNode => ({
  id,
  status,
  output: { json: id },
  error: { code: 'broken', message: 'it broke' },
  undone,
});

const seeds = (again: string[] = [], edited: Record<string, string> = {}): ForkSeeds => ({
  again: new Set(again),
  edited: new Map(Object.entries(edited).map(([id, json]) => [id, { json }])),
});

const letters = (text: string) => [...text].map((id) => node(id));

/** a leads to b and c, both to d. */
const DIAMOND = graph(letters('abcd'), 'a>b', 'a>c', 'b>d', 'c>d');
const DONE = ['a', 'c', 'b', 'd'].map((id) => ended(id));

const keptOf = (...args: Parameters<typeof planFork>) => [...planFork(...args).kept.keys()];

describe('a fork', () => {
  it('from a node runs it and what is downstream of it again', () => {
    expect(keptOf(DIAMOND, DONE, seeds(['b']))).toEqual(['a', 'c']);
    expect(keptOf(DIAMOND, DONE, seeds(['a']))).toEqual([]);
  });

  it('keeps nodes in the order in which they settled', () => {
    expect(keptOf(DIAMOND, DONE, seeds(['d']))).toEqual(['a', 'c', 'b']);
  });

  it('settles an edited node with its new output, and runs what follows it again', () => {
    const { kept } = planFork(DIAMOND, DONE, seeds([], { b: 'other' }));
    expect([...kept]).toEqual([
      ['a', { status: 'completed', output: { json: 'a' } }],
      ['c', { status: 'completed', output: { json: 'c' } }],
      ['b', { status: 'completed', output: { json: 'other' } }],
    ]);
  });

  it('gives a node that failed an output by hand', () => {
    const parent = [ended('a'), ended('b', 'failed'), ended('c'), ended('d', 'cancelled')];
    expect(keptOf(DIAMOND, parent, seeds([], { b: 'by hand' }))).toEqual(['a', 'b', 'c']);
  });

  it('tells which edited outputs would be made anew', () => {
    expect(planFork(DIAMOND, DONE, seeds(['a'], { b: 'x' })).contradicted).toEqual(['b']);
    expect(planFork(DIAMOND, DONE, seeds([], { a: 'x', d: 'y' })).contradicted).toEqual(['d']);
    expect(planFork(DIAMOND, DONE, seeds([], { a: 'x', b: 'y' })).contradicted).toEqual([]);
  });

  it('keeps what was skipped, and failures the run went on from, but no others', () => {
    const tolerant = graph([node('a', { on_error: 'continue' }), ...letters('bcd')], 'a>b', 'a>c', 'b>d');
    const parent = [ended('a', 'failed'), ended('b', 'skipped'), ended('c', 'failed'), ended('d', 'skipped')];
    expect([...planFork(tolerant, parent, seeds()).kept]).toEqual([
      ['a', { status: 'failed', error: { code: 'broken', message: 'it broke' } }],
      ['b', { status: 'skipped' }],
      ['d', { status: 'skipped' }],
    ]);
  });

  it('keeps a join that ended without one of its branches, and leaves the branch that lost', () => {
    const race = graph(
      [...letters('abc'), node('d', { join: 'any' }), node('e')],
      'a>b',
      'a>c',
      'b>d',
      'c>d',
      'd>e',
    );
    const parent = [ended('a'), ended('b'), ended('d'), ended('c', 'cancelled'), ended('e', 'failed')];
    const { kept } = planFork(race, parent, seeds());
    expect([...kept.keys()]).toEqual(['a', 'b', 'd', 'c']);
    expect(kept.get('c')).toEqual({ status: 'skipped' });
    expect(keptOf(race, parent, seeds(['d']))).toEqual(['a', 'b']);
  });

  it('never keeps a compensation, and runs again what one has undone', () => {
    const booking = graph(letters('abu'), 'a>b', { source: 'a', target: 'u', kind: 'compensation' });
    const parent = [ended('a', 'completed', true), ended('b'), ended('u')];
    expect(keptOf(booking, parent, seeds())).toEqual([]);
    expect(keptOf(booking, [ended('a'), ended('b'), ended('u', 'skipped')], seeds())).toEqual(['a', 'b']);
  });

  it('walks a chain of a thousand nodes', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const chain = graph(
      ids.map((id) => node(id)),
      ...ids.slice(1).map((id, index) => `${ids[index]}>${id}`),
    );
    const parent = ids.map((id) => ended(id));
    expect(keptOf(chain, parent, seeds(['n500']))).toHaveLength(500);
  });
});

describe('nodes that changed', () => {
  it('are those that are new, written otherwise, or reached otherwise', () => {
    const after = graph(
      [node('a'), node('b', { name: 'B' }), node('c'), node('d'), node('e')],
      'c>d',
      'a>b',
      'a>c',
      'b>d',
      'e>c',
    );
    expect(changedNodes(DIAMOND, after)).toEqual(['b', 'c', 'e']);
  });

  it('are none when nodes and edges only stand elsewhere', () => {
    const after = graph(letters('dcba'), 'c>d', 'b>d', 'a>c', 'a>b');
    expect(changedNodes(DIAMOND, after)).toEqual([]);
  });

  it('are those that lost an edge', () => {
    expect(changedNodes(DIAMOND, graph(letters('acd'), 'a>c', 'c>d'))).toEqual(['d']);
  });
});

describe('nodes that read changed inputs', () => {
  const readers = (...nodes: NodeDefinition[]) => nodesReadingInputs(graph(nodes), new Set(['name']));
  const transform = (id: string, config: object) => node(id, { config });

  it('are found in templates and expressions, at any depth', () => {
    const found = readers(
      transform('expression', { expression: 'inputs.name + "!"' }),
      transform('template', { value: { deep: ['Hello {{ inputs.name }}'] } }),
      transform('whole', { expression: 'inputs' }),
      transform('key', { expression: 'inputs["name"]' }),
      transform('braces', { expression: '"{{" + inputs.name' }),
      transform('other', { expression: 'inputs.size' }),
      transform('prose', { value: 'the inputs of name' }),
      transform('input', { expression: 'input.name' }),
      node('inputs', { inputs: { x: '{{ inputs.name }}' } }),
      {
        id: 'map',
        type: 'map',
        config: { items: '[1]', body: { nodes: [transform('in', { expression: 'inputs.name' })] } },
      },
    );
    expect(found).toEqual(['expression', 'template', 'whole', 'key', 'braces', 'inputs', 'map']);
  });

  it('are not those of another workflow inside, which has inputs of its own', () => {
    const definition = graph([transform('inner', { expression: 'inputs.name' })]);
    const call = (inputs: object) =>
      ({ id: 'w', type: 'workflow', config: { definition, inputs } }) as NodeDefinition;
    expect(readers(call({}))).toEqual([]);
    expect(readers(call({ name: '{{ inputs.name }}' }))).toEqual(['w']);
  });

  it('are targets of edges that do', () => {
    const edges = { source: 'a', target: 'b', when: 'inputs.name == "x"' };
    expect(nodesReadingInputs(graph(letters('ab'), edges), new Set(['name']))).toEqual(['b']);
  });
});
