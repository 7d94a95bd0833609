import type { Json } from '@aiwf/definition';
import type { Checkpoint, Stored } from '../workflows';
import { compact, valuesOfCheckpoint, valuesOfScope } from './compaction';

const text = (characters: number): Stored => ({ json: 'x'.repeat(characters) });
const put = async (json: Json): Promise<Stored> => ({ blob: 'b', size: JSON.stringify(json).length });

function checkpoint(nodes: number, characters: number): Checkpoint {
  const settled = Array.from({ length: nodes }, (_, index) => [
    `nodes/n${index}`,
    { status: 'completed' as const, output: text(characters), taken: [index] },
  ]);
  const at = '2026-01-01T00:00:00.000Z';
  const request = {
    request_id: 'nodes.ok',
    kind: 'approval' as const,
    workflow_id: 'exec_1',
    node_id: 'ok',
    message: 'Fine?',
    decisions: [],
    data: text(characters),
    required: 2,
  };
  const said = {
    request_id: 'nodes.ok',
    user_id: 'ann',
    decision: 'edit' as const,
    data: text(characters),
    at,
  };
  return {
    nodes: {
      ...(Object.fromEntries(settled) as Checkpoint['nodes']),
      'nodes/skipped': { status: 'skipped' },
      'nodes/failed': { status: 'failed', error: { code: 'x', message: 'x'.repeat(characters) } },
    },
    steps: { 'nodes/loop/rounds': { round: 1, met: false, previous: text(characters) } },
    requests: { 'nodes.ok': { request, decisions: [said], settled: false } },
    children: {
      'nodes/each': { status: 'completed', output: text(characters) },
      'nodes/other': { status: 'cancelled' },
    },
    paused: false,
    started_at: 0,
  };
}

it('leaves what is small as it is', async () => {
  const state = checkpoint(10, 1_000);
  await compact(state, valuesOfCheckpoint(state), put);
  expect(state).toEqual(checkpoint(10, 1_000));
});

it('puts the values of a large checkpoint elsewhere, all but the smallest, and nothing else', async () => {
  const state = checkpoint(300, 1_000);
  await compact(state, valuesOfCheckpoint(state), put);
  const kept = { blob: 'b', size: 1_002 };
  expect(state.nodes['nodes/n299']).toEqual({ status: 'completed', output: kept, taken: [299] });
  expect(state.nodes['nodes/failed']).toMatchObject({ error: { message: 'x'.repeat(1_000) } });
  expect(state.steps).toEqual({ 'nodes/loop/rounds': { round: 1, met: false, previous: kept } });
  expect(state.requests['nodes.ok']).toMatchObject({ request: { data: kept }, decisions: [{ data: kept }] });
  expect(state.children['nodes/each']).toEqual({ status: 'completed', output: kept });

  const small = checkpoint(3_000, 150);
  await compact(small, valuesOfCheckpoint(small), put);
  expect(small).toEqual(checkpoint(3_000, 150));
});

it('finds all values of a scope', () => {
  const scope = {
    inputs: text(1),
    nodes: { a: { output: text(2) }, b: { output: text(3), error: { code: 'x', message: 'x' } } },
    execution: { id: 'exec_1' },
    item: text(4),
    index: 5,
    previous: text(6),
  };
  const found = valuesOfScope(scope).map((value) => ('json' in value ? (value.json as string).length : 0));
  expect(found.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 6]);
});
