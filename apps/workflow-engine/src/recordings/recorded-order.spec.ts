import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { RecordedOrder } from './recorded-order';

const node = (path: string, status: RecordedNode['status'], more: Partial<RecordedNode> = {}) => ({
  node_id: path.split('/').at(-1) ?? '',
  path,
  status,
  ...more,
});

const completed = (...paths: string[]) => paths.map((path) => node(path, 'completed'));

const order = (path: RecordedNode[], run: Partial<RecordedRun> = {}) =>
  new RecordedOrder({ path, status: 'completed', error: null, definition: { name: 'x', nodes: [] }, ...run });

it('has a node wait for all that ended before it', () => {
  const recorded = order([...completed('nodes/a', 'nodes/each/items/0/nodes/b'), node('nodes/c', 'skipped')]);
  expect(recorded.before('nodes/c')).toEqual(['nodes/a', 'nodes/each/items/0/nodes/b']);
  expect(recorded.before('nodes/a')).toEqual([]);
  expect(recorded.before('nodes/new')).toEqual([]);
});

it('has nothing wait for a failure that stops its own graph, which is told last', () => {
  const error = { code: 'http_status', message: 'answered 500' };
  const recorded = order([
    node('nodes/kept', 'failed', { error, handled: true }),
    node('nodes/stops', 'failed', { error }),
    node('nodes/brokenOff', 'cancelled'),
    ...completed('nodes/each/items/0/nodes/b', 'nodes/irreversible'),
  ]);
  expect(recorded.before('nodes/irreversible')).toEqual(['nodes/kept', 'nodes/each/items/0/nodes/b']);
  expect(recorded.before('nodes/each/items/0/nodes/b')).toEqual([
    'nodes/kept',
    'nodes/stops',
    'nodes/brokenOff',
  ]);
});

it('tells a run that somebody cancelled or Temporal lost from one that its graph ended', () => {
  expect(order([], { status: 'cancelled' }).endedFromOutside).toBe(true);
  expect(order([], { status: 'failed', error: { code: 'terminated', message: '' } }).endedFromOutside).toBe(
    true,
  );
  expect(order([], { status: 'failed', error: { code: 'http_status', message: '' } }).endedFromOutside).toBe(
    false,
  );
  expect(order([]).endedFromOutside).toBe(false);
});

it('finds where a run was broken off, and what undid it', () => {
  const definition = {
    name: 'x',
    nodes: [],
    edges: [{ source: 'a', target: 'undo', kind: 'compensation' as const }],
  };
  const path = [
    ...completed('nodes/a'),
    node('nodes/each/items/0/nodes/b', 'cancelled'),
    node('nodes/each', 'cancelled'),
    ...completed('nodes/undo'),
  ];
  expect(order(path, { definition }).beforeTheEndOf('')).toEqual(['nodes/a']);
  const idle = [...completed('nodes/a', 'nodes/undo')];
  expect(order(idle, { definition }).beforeTheEndOf('')).toEqual(['nodes/a']);
});

it('finds where a time limit broke off what stood in a node, and leaves what failed in it before', () => {
  const error = { code: 'node_timeout', message: 'It took longer than its limit of 1 seconds' };
  const path = [
    node('nodes/each/items/0/nodes/inner/items/0/nodes/beside', 'cancelled'),
    ...completed('nodes/each/items/0/nodes/inner', 'nodes/other'),
    node('nodes/each/items/1/nodes/b', 'cancelled'),
    node('nodes/each', 'failed', { error }),
  ];
  expect(order(path).beforeTheEndOf('nodes/each')).toEqual([
    'nodes/each/items/0/nodes/inner/items/0/nodes/beside',
    'nodes/each/items/0/nodes/inner',
    'nodes/other',
  ]);
});
