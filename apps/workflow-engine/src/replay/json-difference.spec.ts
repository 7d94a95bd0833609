import type { Json } from '@aiwf/definition';
import { jsonDifference, shownValues } from './json-difference';

it.each<[Json, Json]>([
  [null, null],
  [
    { a: [1, { b: null }], c: 'x' },
    { c: 'x', a: [1, { b: null }] },
  ],
  [[], []],
])('finds none between %j and %j', (recorded, now) => {
  expect(jsonDifference(recorded, now)).toBeUndefined();
});

it.each<[Json, Json, string]>([
  [1, '1', ''],
  [{ a: { 'b/c~d': [1, 2] } }, { a: { 'b/c~d': [1, 3] } }, '/a/b~1c~0d/1'],
  [{ first: 1, second: 2 }, { second: 3, first: 4 }, '/first'],
  [{ a: 1 }, { a: 1, more: null }, '/more'],
  [[1, 2], [1], '/1'],
  [[1], { 0: 1 }, ''],
  [{ a: {} }, { a: null }, '/a'],
])('between %j and %j finds it at the right place', (recorded, now, pointer) => {
  expect(jsonDifference(recorded, now)?.pointer).toBe(pointer);
});

it('shows short values whole, and what is not there as nothing', () => {
  expect(shownValues({ pointer: '', recorded: { a: 'b' }, now: undefined })).toEqual({
    recorded: '{"a":"b"}',
    now: 'nothing',
  });
});

it('shows of long texts the place at which they differ', () => {
  const long = 'x'.repeat(1_000);
  const { recorded, now } = shownValues({ pointer: '', recorded: `${long}one${long}`, now: `${long}two` });
  expect(recorded).toMatch(/^"…x{30}onex+…$/);
  expect(recorded.length).toBeLessThan(125);
  expect(now).toBe(`"…${'x'.repeat(30)}two"`);
});

it('shows the beginning of other long values', () => {
  const { recorded } = shownValues({ pointer: '', recorded: Array(500).fill(1), now: null });
  expect(recorded).toHaveLength(121);
});
