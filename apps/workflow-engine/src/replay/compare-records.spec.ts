import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { firstDifference } from './compare-records';

const node = (id: string, more: Partial<RecordedNode> = {}): RecordedNode => ({
  node_id: id,
  path: `nodes/${id}`,
  status: 'completed',
  output: `of ${id}`,
  ...more,
});

const error = { code: 'http_status', message: 'answered 500' };
const failed = (id: string, more: Partial<RecordedNode> = {}) =>
  ({ node_id: id, path: `nodes/${id}`, status: 'failed', error, ...more }) as RecordedNode;

function run(path: RecordedNode[], more: Partial<RecordedRun> = {}): RecordedRun {
  return {
    format: 'aiwf-recorded-run',
    version: 1,
    execution_id: 'exec_1',
    user_id: 'u',
    definition: { name: 'x', nodes: [] },
    inputs: {},
    status: 'completed',
    error: null,
    output: { result: 1 },
    kept: [],
    path,
    model_calls: [],
    tool_calls: [],
    decisions: [],
    expired: [],
    tool_snapshots: [],
    ...more,
  };
}

it('finds none between runs whose nodes ended in another order', () => {
  expect(firstDifference(run([node('a'), node('b')]), run([node('b'), node('a')]))).toBeUndefined();
});

it('reports the first node in the recorded order, by its path before its data', () => {
  const recorded = run([node('a'), node('b'), node('c')]);
  expect(firstDifference(recorded, run([node('a'), failed('c'), node('b', { output: 'other' })]))).toEqual({
    kind: 'data',
    what: 'the output of node "b"',
    recorded: '"of b"',
    now: '"other"',
  });
  expect(firstDifference(recorded, run([node('a', { output: 'other' }), failed('b')]))?.what).toBe(
    'the output of node "a"',
  );
});

it('tells how a node ended now, with the reason', () => {
  expect(firstDifference(run([node('a')]), run([failed('a')], { status: 'failed' }))).toEqual({
    kind: 'path',
    what: 'node "a"',
    recorded: 'completed',
    now: 'failed (http_status: answered 500)',
    code: 'http_status',
  });
});

it('finds nodes that only one of them has, with their place', () => {
  const inside = node('b', { path: 'nodes/each/items/3/nodes/b' });
  expect(firstDifference(run([node('a'), inside]), run([node('a')]))).toMatchObject({
    what: 'node "b" (nodes/each/items/3/nodes/b)',
    recorded: 'completed',
    now: 'did not run',
  });
  expect(firstDifference(run([node('a')]), run([node('a'), node('b', { status: 'skipped' })]))).toMatchObject(
    {
      what: 'node "b"',
      recorded: 'did not run',
      now: 'skipped',
    },
  );
});

it('compares nodes that ended several times one by one', () => {
  const twice = (second: string) => run([node('undo'), node('undo', { output: second })]);
  expect(firstDifference(twice('x'), twice('x'))).toBeUndefined();
  expect(firstDifference(twice('x'), twice('y'))?.now).toBe('"y"');
});

it('finds other errors, and where in an output the difference is', () => {
  const other = { code: 'http_status', message: 'answered 502' };
  expect(firstDifference(run([failed('a')]), run([failed('a', { error: other })]))).toMatchObject({
    kind: 'data',
    what: 'the error of node "a" at /message',
  });
  expect(
    firstDifference(run([node('a', { output: { x: [1] } })]), run([node('a', { output: { x: [2] } })])),
  ).toMatchObject({ what: 'the output of node "a" at /x/0', recorded: '1', now: '2' });
});

it('compares the end of the run last', () => {
  const ended = (more: Partial<RecordedRun>) => firstDifference(run([node('a')]), run([node('a')], more));
  expect(ended({ status: 'failed', error, output: null })).toMatchObject({
    kind: 'path',
    what: 'the run',
    recorded: 'completed',
    now: 'failed (http_status: answered 500)',
  });
  expect(ended({ output: { result: 2 } })).toMatchObject({ what: 'the output of the run at /result' });
  const failedRun = run([failed('a')], { status: 'failed', error, output: null });
  expect(firstDifference(failedRun, { ...failedRun, error: { code: 'x', message: '' } })?.what).toBe(
    'the error of the run at /code',
  );
});

it('takes what a run that was cancelled came to besides as no difference', () => {
  const cancelled = run([node('a'), node('b', { status: 'cancelled' })], {
    status: 'cancelled',
    output: null,
  });
  const now = { ...cancelled, path: [...cancelled.path, node('c', { status: 'cancelled' })] };
  expect(firstDifference(cancelled, now)).toBeUndefined();
  expect(firstDifference(cancelled, { ...now, path: [node('a'), node('b')] })).toMatchObject({
    what: 'node "b"',
    recorded: 'cancelled',
    now: 'completed',
  });
});
