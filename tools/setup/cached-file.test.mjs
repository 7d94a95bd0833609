import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeCachedFile } from './cached-file.mjs';
import { temporaryFolder, writeFile } from './fixtures.mjs';

test('the file appears whole, and nothing else stays', async (t) => {
  const cache = temporaryFolder(t);
  await makeCachedFile(join(cache, 'model'), async (folder) => {
    writeFile(folder, 'download', 'x');
    assert.ok(!readdirSync(cache).includes('model'));
    return writeFile(folder, 'made', 'whole');
  });
  assert.deepEqual(readdirSync(cache), ['model']);
  assert.equal(readFileSync(join(cache, 'model'), 'utf8'), 'whole');
});

test('a failure leaves nothing', async (t) => {
  const cache = temporaryFolder(t);
  const failing = makeCachedFile(join(cache, 'model'), () => Promise.reject(new Error('no network')));
  await assert.rejects(failing, /no network/);
  assert.deepEqual(readdirSync(cache), []);
});

test('what a killed process left is removed, what a live one makes is not', async (t) => {
  const cache = temporaryFolder(t);
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  writeFile(cache, `.making-${dead}-abc/half`, '');
  writeFile(cache, `.making-${process.ppid}-abc/half`, '');
  await makeCachedFile(join(cache, 'model'), async (folder) => writeFile(folder, 'made', ''));
  assert.deepEqual(readdirSync(cache).sort(), [`.making-${process.ppid}-abc`, 'model']);
});
