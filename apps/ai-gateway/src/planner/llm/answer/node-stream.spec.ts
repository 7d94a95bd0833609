import { NodeStream } from './node-stream';

/** The nodes found in an answer that arrives in parts of so many characters. */
function nodesIn(answer: string, length: number): unknown[] {
  const found: unknown[] = [];
  const stream = new NodeStream((node) => found.push(node));
  for (let at = 0; at < answer.length; at += length) stream.push(answer.slice(at, at + length));
  return found;
}

const NODES = [
  { id: 'a', config: { prompt: 'Say "}]{[" and \\ and \\" and 😀', list: [[{ nodes: [1] }], '{'] } },
  { id: 'each', config: { body: { nodes: [{ id: 'inner' }], edges: [] } } },
  {},
];

describe.each([1, 2, 7, 10_000])('an answer in parts of %i characters', (length) => {
  it.each<[string, string]>([
    [
      'by itself',
      JSON.stringify({ name: 'nodes', inputs: { nodes: [{ no: 1 }] }, nodes: NODES, edges: [{ a: 1 }] }),
    ],
    ['indented', JSON.stringify({ nodes: NODES }, null, 2)],
    ['wrapped', JSON.stringify({ workflow: { name: 'x', nodes: NODES } })],
    ['as a patch', JSON.stringify({ patch: { remove_nodes: ['x'], nodes: NODES } })],
    [
      'in prose with a fence',
      `As you {say} [so]: "well"\n\`\`\`json\n${JSON.stringify({ nodes: NODES })}\n\`\`\` Done: {"nodes": 1}`,
    ],
    ['cut off after its last node', `{"nodes": ${JSON.stringify(NODES).slice(0, -1)}, {"id": "cut`],
  ])('has its nodes found: %s', (_how, answer) => {
    expect(nodesIn(answer, length)).toEqual(NODES);
  });

  it.each(['', 'no JSON', '{"nodes": [1, "a", [2]]}', '}}]]{"nodes"', '{"other": {"nodes": [{"id": "x"}]}}'])(
    'has none in %j',
    (answer) => {
      expect(nodesIn(answer, length)).toEqual([]);
    },
  );
});

it('leaves out a node that is longer than any can be, and goes on', () => {
  const long = { id: 'long', config: { prompt: 'x'.repeat(200_000) } };
  expect(nodesIn(JSON.stringify({ nodes: [long, { id: 'next' }] }), 1_000)).toEqual([{ id: 'next' }]);
});
