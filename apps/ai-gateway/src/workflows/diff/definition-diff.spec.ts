import type { WorkflowDefinition } from '@aiwf/definition';
import { diffDefinitions } from './definition-diff';

const before: WorkflowDefinition = {
  id: 'wf_1',
  name: 'Reply',
  nodes: [
    { id: 'draft', type: 'agent', config: { prompt: 'Draft a reply', tools: ['calculator'] } },
    { id: 'check', type: 'agent', config: { prompt: 'Check it' } },
  ],
  edges: [{ source: 'draft', target: 'check' }],
  output: { reply: '{{ nodes.draft.output.text }}' },
};

it('is empty for the same definition under another id', () => {
  const after = {
    ...(JSON.parse(JSON.stringify(before)) as WorkflowDefinition),
    id: 'wf_2',
    schema_version: 1 as const,
  };
  expect(diffDefinitions(before, after)).toEqual({
    nodes: { added: [], removed: [], changed: [] },
    edges: { added: [], removed: [] },
    fields: [],
  });
});

it('names what was added, removed and written otherwise, and where', () => {
  const after: WorkflowDefinition = {
    ...before,
    name: 'Reply, approved',
    nodes: [
      { id: 'draft', type: 'agent', name: 'Draft', config: { prompt: 'Draft a short reply', tools: [] } },
      { id: 'approve', type: 'approval', config: { message: 'Send it?' } },
    ],
    edges: [{ source: 'draft', target: 'approve' }],
    limits: { max_llm_calls: 3 },
  };
  expect(diffDefinitions(before, after)).toEqual({
    nodes: {
      added: ['approve'],
      removed: ['check'],
      changed: [{ id: 'draft', paths: ['/config/prompt', '/config/tools', '/name'] }],
    },
    edges: {
      added: [{ source: 'draft', target: 'approve' }],
      removed: [{ source: 'draft', target: 'check' }],
    },
    fields: ['name', 'limits'],
  });
});

it('counts edges that are written twice', () => {
  const twice = { ...before, edges: [...(before.edges ?? []), { source: 'draft', target: 'check' }] };
  expect(diffDefinitions(before, twice).edges).toEqual({
    added: [{ source: 'draft', target: 'check' }],
    removed: [],
  });
});

it('escapes names in pointers, and tells a bounded number of them', () => {
  const node = (inputs: Record<string, string>): WorkflowDefinition => ({
    name: 'n',
    nodes: [{ id: 'a', type: 'transform', inputs, config: { value: 1 } }],
  });
  expect(diffDefinitions(node({ 'x/y~z': 'a' }), node({ 'x/y~z': 'b' })).nodes.changed).toEqual([
    { id: 'a', paths: ['/inputs/x~1y~0z'] },
  ]);
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`n${index}`, 'v']));
  expect(diffDefinitions(node({}), node(many)).nodes.changed[0]?.paths).toHaveLength(50);
});
