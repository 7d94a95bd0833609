import type { NodeUsage } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { compareRuns, type ComparedNode, type ComparedRun } from './compare-runs';
import { shownValue } from './shown-value';

const usage = (node_id: string, llm_calls: number): NodeUsage => ({
  node_id,
  llm_calls,
  tool_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  reused_calls: 0,
});

const node = (status: ComparedNode['status'], output?: Json): ComparedNode => ({
  status,
  output: output === undefined ? null : shownValue(output),
});

function run(executionId: string, nodes: Record<string, ComparedNode>, output: Json): ComparedRun {
  const { node_id: _, ...total } = usage('', 1);
  return { executionId, nodes: new Map(Object.entries(nodes)), output: shownValue(output), total, usage: [] };
}

it('tells which nodes ended otherwise, and which gave something else', () => {
  const diff = compareRuns(
    run('exec_a', { a: node('completed', 1), b: node('failed'), c: node('completed', { x: 1, y: 2 }) }, 'x'),
    run(
      'exec_b',
      { a: node('completed', 2), b: node('completed', 3), c: node('completed', { y: 2, x: 1 }) },
      'x',
    ),
  );
  expect(diff.path).toEqual([
    { node_id: 'a', status: 'completed', other_status: 'completed', differs: false },
    { node_id: 'b', status: 'failed', other_status: 'completed', differs: true },
    { node_id: 'c', status: 'completed', other_status: 'completed', differs: false },
  ]);
  expect(diff.outputs).toEqual([
    { node_id: 'a', differs: true, value: shownValue(1), other_value: shownValue(2) },
    { node_id: 'b', differs: true, value: null, other_value: shownValue(3) },
  ]);
  expect(diff.output_data).toEqual({ differs: false, value: null, other_value: null });
});

it('tells nodes that only one of them has', () => {
  const diff = compareRuns(
    run('exec_a', { a: node('completed', 1) }, 1),
    run('exec_b', { b: node('skipped') }, 2),
  );
  expect(diff.path.map(({ node_id, status, other_status }) => [node_id, status, other_status])).toEqual([
    ['a', 'completed', null],
    ['b', null, 'skipped'],
  ]);
  expect(diff.output_data.differs).toBe(true);
});

it('sets usage side by side, with nothing where one made no calls', () => {
  const one = { ...run('exec_a', {}, 1), usage: [usage('a', 2)] };
  const other = { ...run('exec_b', {}, 1), usage: [usage('b', 3)] };
  const { nodes, total } = compareRuns(one, other);
  expect(nodes.map((each) => [each.node_id, each.usage.llm_calls, each.other_usage.llm_calls])).toEqual([
    ['a', 2, 0],
    ['b', 0, 3],
  ]);
  expect(total.usage.llm_calls).toBe(1);
});

it('shows small values whole, and of large ones the beginning', () => {
  expect(shownValue({ a: 1 })).toMatchObject({ characters: 7, value: { a: 1 }, preview: null });
  const large = shownValue('x'.repeat(5_000));
  expect(large).toMatchObject({ characters: 5_002, value: null });
  expect(large.preview).toHaveLength(500);
  expect(large.digest).toMatch(/^[0-9a-f]{64}$/);
});
