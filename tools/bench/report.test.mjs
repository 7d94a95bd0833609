import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROJECT_ROOT } from '../setup/project.mjs';
import { document, isSealed, table } from './report.mjs';

const ROWS = [
  {
    what: 'a step',
    unit: 'ms',
    aim: { ratio: 1.15 },
    ours: [30, 29, 33.333],
    bound: [28, 28, 28],
    ratios: [1.07, 1.04, 1.19],
  },
  { what: 'memory', unit: 'MB', aim: { most: 100 }, ours: [212.4] },
  { what: 'p99', unit: 'ms', ours: [3], bound: [2], ratios: [1.5] },
];
const ABOUT = { date: '2026-01-01', machine: 'a machine', node: '24', temporal: '1', commit: 'abc' };

test('tells median, spread, ratio, and whether the aim is met', () => {
  const [, , first, second, third] = table(ROWS).split('\n');
  assert.match(
    first,
    /a step .*≤ 1.15 × bound .*30 ms \(29 – 33\.3\) .*28 ms \(28 – 28\) .*1\.07 \(1\.04 – 1\.19\) .*met/,
  );
  assert.match(second, /memory .*≤ 100 MB .*212 MB .*missed/);
  assert.match(third, /p99 .*3 ms .*2 ms .*1\.5/);
});

test('a changed figure breaks the seal, another layout does not', () => {
  const text = document([{ title: 'steps', rows: ROWS }], ABOUT);
  assert.equal(isSealed(text), true);
  assert.equal(isSealed(text.replaceAll('  ', ' ').replaceAll('---', '-----')), true);
  assert.equal(isSealed(text.replace('30 ms', '20 ms')), false);
  assert.equal(isSealed(text.replace(/<!-- seal.*/, '')), false);
});

const WRITTEN = join(PROJECT_ROOT, 'docs', 'benchmarks.md');

test('docs/benchmarks.md is as the bench wrote it', () => {
  assert.ok(
    isSealed(readFileSync(WRITTEN, 'utf8')),
    'a figure was changed by hand: npm run bench writes docs/benchmarks.md',
  );
});
