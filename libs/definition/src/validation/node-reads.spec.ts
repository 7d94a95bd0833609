import { NODE_TYPES, readsOf } from '../index';
import type { NodeDefinition } from '../types';

const node = (fields: object) => ({ id: 'n', ...fields }) as NodeDefinition;

it.each<[string, object, string[]]>([
  [
    'an agent',
    {
      type: 'agent',
      inputs: { mail: '{{ inputs.email }}' },
      config: {
        role: 'Clerk of {{ inputs.firm }}',
        prompt: 'Answer {{ input.mail }} by {{ nodes.facts.output.text }}, {{ input.mail }}',
        guardrail: { expression: 'output.text.size() < inputs.most' },
      },
    },
    ['inputs.email', 'inputs.firm', 'input.mail', 'nodes.facts.output.text', 'output.text', 'inputs.most'],
  ],
  [
    'a request, its secrets left out',
    {
      type: 'http_request',
      config: {
        method: 'POST',
        url: 'https://example.com/{{ inputs.id }}',
        headers: { a: { secret: 'key' }, b: '{{ execution.id }}' },
        body: { deep: ['{{ nodes.x.output }}'] },
      },
    },
    ['inputs.id', 'nodes.x.output', 'execution.id'],
  ],
  [
    'a map, its body left out',
    {
      type: 'map',
      config: {
        items: 'nodes.list.output',
        body: { nodes: [node({ type: 'agent', config: { prompt: '{{ item }}' } })] },
      },
    },
    ['nodes.list.output'],
  ],
  ['text that only looks like a reference', { type: 'agent', config: { prompt: 'Write inputs.x down' } }, []],
])('tells what %s reads', (_, fields, expected) => expect(readsOf(node(fields))).toEqual(expected));

it('reads every kind of node', () => {
  for (const { example } of NODE_TYPES)
    expect(readsOf(example as unknown as NodeDefinition)).toEqual(expect.any(Array));
});
