import type { RecordedRun } from '@aiwf/contracts';
import { differenceLines, sameLine } from './report';

const record = {
  status: 'completed',
  definition: { name: 'Letter', nodes: [] },
  path: [{ output: 'x' }, {}],
  model_calls: [{}, {}],
  tool_calls: [],
  decisions: [{}],
} as unknown as RecordedRun;

const difference = { kind: 'path' as const, what: 'node "a"', recorded: 'completed', now: 'failed (x: y)' };

it('says in one line what was the same, and from what', () => {
  expect(sameLine('run.json', record)).toBe(
    '✓ run.json "Letter": completed, as recorded (compared 2 nodes, 1 output, the run\'s end, given 2 model replies, 1 decision)',
  );
  expect(sameLine('run.json', { ...record, model_calls: [], decisions: [] })).toMatch(/the run's end\)$/);
});

it('says what differs, and what to do about it', () => {
  const lines = differenceLines('run.json', record, difference, undefined).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '✗ run.json "Letter": differs from its record',
    '  path: node "a"',
    '    recorded: completed',
    '    now:      failed (x: y)',
  ]);
  expect(lines).toHaveLength(5);
  expect(lines[4]).toMatch(/Changed on purpose\?/);
});

it.each([
  [{ ...difference, code: 'not_recorded' }, undefined, /is not what it was when the reply was recorded/],
  [
    difference,
    { kind: 'refused' as const, requestId: 'nodes.a', decision: 'approve', reason: 'not yours' },
    /^ {2}The request nodes\.a refuses the recorded "approve": not yours$/m,
  ],
  [difference, { kind: 'unanswered' as const, requestIds: ['nodes.a', 'nodes.b'] }, /: nodes\.a, nodes\.b$/m],
  [difference, { kind: 'unanswered' as const, requestIds: [] }, /stood still/],
])('gives the reason where there is one', (differs, hindrance, expected) => {
  expect(differenceLines('run.json', record, differs, hindrance)).toMatch(expected);
});
