import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration, step } from './progress.mjs';

test('a quick step is silent', async () => {
  assert.equal(await step('Quick', 'nothing', () => 42, { write: assert.fail }), 42);
});

test('a slow step says what it waits for and that it is done; a failed one leaves that to its caller', async () => {
  const lines = [];
  const options = { write: (line) => lines.push(line.replace(/\d+\.\d/, '0.0')), firstNoticeMs: 5 };
  await step('Installing', 'npm', () => delay(50), options);
  await assert.rejects(
    step(
      'Building',
      'tsc',
      async () => (await delay(50), Promise.reject(new Error('broken\nstack'))),
      options,
    ),
  );
  assert.deepEqual(lines, [
    '… Installing: waiting for npm (0.0 s)',
    '✓ Installing (0.0 s)',
    '… Building: waiting for tsc (0.0 s)',
  ]);
});

test('durations read as people say them', () => {
  assert.deepEqual([1_234, 59_900, 65_400].map(formatDuration), ['1.2 s', '59.9 s', '1 min 05 s']);
});
