import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOf, median, percentile, sideBySide, spread } from './statistics.mjs';

test('the middle, the edges and what lies between', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(percentile([1, 2, 3, 4, 5], 95), 4.8);
  assert.equal(percentile([7], 95), 7);
  assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3 });
});

test('several measurements count as one, made one after another', async () => {
  const values = [1, 2, 6];
  assert.equal(await meanOf(3, () => Promise.resolve(values.shift())), 3);
  assert.deepEqual(values, []);
});

test('two things are measured in turn, the first one last every second time', async () => {
  const calls = [];
  const measure = (name, value) => () => {
    calls.push(name);
    return Promise.resolve(value);
  };
  const { ratios } = await sideBySide(2, { ours: measure('ours', 6), bound: measure('bound', 4) });
  assert.deepEqual(calls, ['bound', 'ours', 'ours', 'bound']);
  assert.deepEqual(ratios, [1.5, 1.5]);
});
