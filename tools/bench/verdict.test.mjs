import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aimText, meetsAim } from './verdict.mjs';

const row = (aim, figures) => ({ aim, unit: 'ms', ...figures });

test('a ratio has a most or a least, by its median', () => {
  assert.equal(meetsAim(row({ ratio: 1.15 }, { ours: [1], ratios: [1, 1.1, 9] })), true);
  assert.equal(meetsAim(row({ ratio: 1.15 }, { ours: [1], ratios: [1, 1.2, 1.3] })), false);
  assert.equal(meetsAim(row({ atLeastRatio: 0.9 }, { ours: [1], ratios: [0.8, 0.95] })), false);
  assert.equal(meetsAim(row({ ratio: 0.4, andMost: 10 }, { ours: [11], ratios: [0.3] })), false);
});

test('a figure has a most, which the bound may excuse', () => {
  assert.equal(meetsAim(row({ most: 20 }, { ours: [19, 20, 50] })), true);
  assert.equal(meetsAim(row({ most: 1.1, orBoundPlus: 0.03 }, { ours: [1.12], bound: [1.1] })), true);
  assert.equal(meetsAim(row({ most: 1.1, orBoundPlus: 0.03 }, { ours: [1.14], bound: [1.1] })), false);
  assert.equal(meetsAim(row(undefined, { ours: [1] })), undefined);
});

test('an aim is told in words', () => {
  assert.equal(aimText(row({ ratio: 0.4, andMost: 10 })), '≤ 0.4 × bound, ≤ 10 ms');
  assert.equal(aimText(row({ atLeastRatio: 2 })), '≥ 2 × bound');
  assert.equal(aimText(row({ most: 1.1, orBoundPlus: 0.03 })), '≤ 1.1 ms, or bound + 0.03');
  assert.equal(aimText(row(undefined)), '');
});
