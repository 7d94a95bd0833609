import { DEFINITION_CAPS, validateDefinition, type Problem } from '../index';
import { agent, call, edge, flow, loop, map, transform, type Fields } from './corpus/builders.fixture';

function problemsOf(candidate: unknown): Problem[] {
  const outcome = validateDefinition(candidate);
  return outcome.valid ? [] : outcome.problems;
}

const codesOf = (candidate: unknown): string[] => problemsOf(candidate).map((problem) => problem.code);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const node = (index: number): Fields => agent(`n${index}`);

/** Brackets `depth` deep, as a sender may write them. */
const brackets = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('validateDefinition and garbage', () => {
  it.each([
    undefined,
    null,
    true,
    0,
    NaN,
    'text',
    10n,
    Symbol('s'),
    () => 1,
    [],
    {},
    [[]],
    new Date(0),
    new Map(),
    Object.create(null),
    { name: null, nodes: null },
    { name: [], nodes: {} },
    { name: 'n', nodes: [null, [], 1, 'x'] },
    { name: 'n', nodes: [{}] },
    { name: 'n', nodes: [{ id: {}, type: [], config: null }] },
    { name: 'n', nodes: [{ id: 'a', type: 'agent', config: [] }] },
    { name: 'n', nodes: [{ id: 'a', type: 'crew', config: { agents: [null], tasks: [1] } }] },
    { name: 'n', nodes: [], edges: {} },
    { name: 'n', nodes: [], edges: [null] },
    { name: 'n', nodes: [], edges: [{ source: 1, target: {} }] },
    { name: 'n', nodes: [], inputs: [] },
    { name: 'n', nodes: [], inputs: { type: 'object', properties: [] } },
    { name: 'n', nodes: [], inputs: { type: 'object', properties: { a: null } } },
    { name: 'n', nodes: [], inputs: { type: 'object', required: [1] } },
    { name: 'n', nodes: [], inputs: { type: 'object', properties: { a: { items: 3, minLength: -1 } } } },
    { name: 'n', nodes: [], limits: 1 },
    { name: 'n', nodes: [], output: undefined },
    { name: 'n', nodes: [], output: Infinity },
    { name: 'n', nodes: [{ id: 'a', type: 'map', config: { items: '[]', body: null } }] },
    { name: 'n', nodes: [{ id: 'a', type: 'map', config: { items: '[]', body: { nodes: [null] } } }] },
    { name: 'n', nodes: [{ id: 'a', type: 'workflow', config: { definition: [] } }] },
    { name: 'n', nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p' }, output_schema: { type: [] } }] },
    { name: 'n', nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p' }, output_schema: { $ref: 1 } }] },
    {
      name: 'n',
      nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p' }, output_schema: { items: [{}] } }],
    },
  ])('%# yields problems, each of them whole', (candidate) => {
    const problems = problemsOf(candidate);
    expect(problems).not.toHaveLength(0);
    for (const problem of problems) {
      expect(problem.path).toMatch(/^(\/.*)?$/);
      expect(problem.message).not.toBe('');
      expect(problem.hint).not.toBe('');
    }
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s wherever it stands', (key) => {
    const texts = [
      `{"name": "n", "nodes": [], "${key}": {"polluted": true}}`,
      `{"name": "n", "nodes": [{"id": "a", "type": "transform", "config": {"value": {"x": {"${key}": 1}}}}]}`,
      `{"name": "n", "nodes": [], "inputs": {"type": "object", "properties": {"${key}": {"type": "string"}}}}`,
    ];
    for (const text of texts) expect(codesOf(JSON.parse(text))).toContain('forbidden_key');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['\0', 'a\ud800b', '\udc00'])('refuses the text %j, as a value and as a key', (text) => {
    expect(problemsOf({ name: text, nodes: [] })).toMatchObject([{ code: 'bad_text', path: '/name' }]);
    expect(problemsOf({ name: 'n', nodes: [], output: { [text]: 1 } })).toMatchObject([
      { code: 'bad_text', path: '/output' },
    ]);
    expect(problemsOf({ name: '😀', nodes: [] })).toStrictEqual([]);
  });

  it('refuses what nests too deep, at the depth it says', () => {
    // The definition itself is one level.
    const { maxJsonDepth } = DEFINITION_CAPS;
    expect(codesOf({ name: 'n', nodes: [], output: brackets(maxJsonDepth - 1) })).toStrictEqual([]);
    expect(codesOf({ name: 'n', nodes: [], output: brackets(maxJsonDepth) })).toStrictEqual(['too_deep']);
    expect(codesOf(brackets(100_000))).toStrictEqual(['too_deep']);
    expect(codesOf({ name: 'n', nodes: brackets(100_000) })).toStrictEqual(['too_deep']);
  });

  it('takes 1,000 nodes and refuses 1,001', () => {
    expect(codesOf(flow(many(1_000, node)))).toStrictEqual([]);
    expect(problemsOf(flow(many(1_001, node)))).toMatchObject([{ code: 'too_long', path: '/nodes' }]);
  });

  it('counts the nodes of bodies too, and those of a workflow inside on their own', () => {
    const half = (prefix: string): Fields[] => many(500, (i) => agent(`${prefix}${i}`));
    expect(codesOf(flow([map('m', half('a')), ...half('b').slice(1)]))).toStrictEqual([]);
    expect(codesOf(flow([map('m', half('a')), ...half('b')]))).toStrictEqual(['too_many_nodes']);
    const called = call('c', { definition: flow(half('b')) });
    expect(codesOf(flow([...half('a'), ...many(499, (i) => agent(`c${i}`)), called]))).toStrictEqual([]);
    expect(problemsOf(flow([call('c', { definition: flow([loop('l', many(1_000, node))]) })]))).toMatchObject(
      [{ code: 'too_many_nodes', path: '/nodes/0/config/definition/nodes' }],
    );
  });

  it('takes maps, loops and workflows eight deep in all, and no deeper', () => {
    const holders = [
      (id: string, inner: Fields): Fields => map(id, [inner]),
      (id: string, inner: Fields): Fields => loop(id, [inner]),
      (id: string, inner: Fields): Fields => call(id, { definition: flow([inner]) }),
    ];
    const nest = (depth: number): Fields =>
      depth === 0 ? transform('leaf', '1') : (holders[depth % 3]?.(`n${depth}`, nest(depth - 1)) ?? {});
    expect(codesOf(flow([nest(8)]))).toStrictEqual([]);
    expect(codesOf(flow([nest(9)]))).toStrictEqual(['too_nested']);
    expect(codesOf(flow([nest(12)]))).toStrictEqual(['too_nested']);
  });

  it('takes a fan-out of 500 and refuses 501', () => {
    const star = (count: number): Fields =>
      flow(
        many(count + 1, node),
        many(count, (i) => edge('n0', `n${i + 1}`)),
      );
    expect(codesOf(star(500))).toStrictEqual([]);
    expect(problemsOf(star(501))).toMatchObject([{ code: 'fan_out', path: '/nodes/0' }]);
  });

  it('takes 10,000 edges and refuses 10,001', () => {
    // Node i leads to the 10 after it; a further edge jumps over more of them.
    const dense = (extra: number): Fields =>
      flow(many(1_000, node), [
        ...many(1_000, (i) => many(Math.min(10, 999 - i), (j) => edge(`n${i}`, `n${i + j + 1}`))).flat(),
        ...many(55 + extra, (i) => edge(`n${i}`, `n${i + 20}`)),
      ]);
    expect(codesOf(dense(0))).toStrictEqual([]);
    expect(codesOf(dense(1))).toStrictEqual(['too_long']);
  });

  it('stops at 50 problems', () => {
    expect(problemsOf(flow(many(1_000, () => ({ id: '?', type: 'agent', x: 1 }))))).toHaveLength(50);
    expect(problemsOf(flow(many(200, () => agent('a'))))).toHaveLength(50);
    expect(problemsOf(many(200, () => undefined))).toHaveLength(50);
  });

  it('validates a chain of 1,000 nodes that each read all before', () => {
    const chain = flow(
      many(1_000, (i) =>
        agent(`n${i}`, i === 0 ? 'Start.' : `{{ nodes.n0.output.text }} {{ nodes.n${i - 1}.output.text }}`),
      ),
      many(999, (i) => edge(`n${i}`, `n${i + 1}`)),
    );
    expect(codesOf(chain)).toStrictEqual([]);
  });

  it('finds a cycle of 1,000 nodes', () => {
    const ring = flow(
      many(1_000, node),
      many(1_000, (i) => edge(`n${i}`, `n${(i + 1) % 1_000}`)),
    );
    expect(codesOf(ring)).toStrictEqual(['cycle']);
  });

  it('leaves what it is given untouched', () => {
    const candidate = flow([agent('a', '{{ inputs.x }}')], [], {
      inputs: { type: 'object', properties: { x: {} } },
    });
    const before = JSON.stringify(candidate);
    const outcome = validateDefinition(Object.freeze(candidate));
    expect(outcome.valid && outcome.definition).toBe(candidate);
    expect(JSON.stringify(candidate)).toBe(before);
  });
});
