import { framesOf, graphOf, nodePathOf, nodePathOfRequest } from './node-paths';

it.each([
  ['nodes/reply', 'nodes/reply'],
  ['nodes/crew/tasks/draft/delegations/0.1/judge/2', 'nodes/crew'],
  ['nodes/each/items/3/nodes/crew/tasks/nodes/calls/0.0/outcome/1', 'nodes/each/items/3/nodes/crew'],
  ['nodes/a/rounds/0/nodes/b/workflow/nodes/c', 'nodes/a/rounds/0/nodes/b/workflow/nodes/c'],
  ['nodes/items/items/0/nodes/items', 'nodes/items/items/0/nodes/items'],
])('finds the node of %s', (path, node) => {
  expect(nodePathOf(path)).toBe(node);
});

it('finds the node that asks', () => {
  expect(nodePathOfRequest('nodes.ask')).toBe('nodes/ask');
  expect(nodePathOfRequest('nodes.each.items.3.nodes.crew.tasks.draft.budget.0.1')).toBe(
    'nodes/each/items/3/nodes/crew',
  );
});

it('finds what a node stands in', () => {
  expect(graphOf('nodes/a')).toBe('');
  expect(graphOf('nodes/each/items/3/nodes/a')).toBe('nodes/each/items/3/');
  expect(framesOf('nodes/a')).toEqual([]);
  expect(framesOf('nodes/a/rounds/0/nodes/b/workflow/nodes/c')).toEqual([
    'nodes/a',
    'nodes/a/rounds/0/nodes/b',
  ]);
});
