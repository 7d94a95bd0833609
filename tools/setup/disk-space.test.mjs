import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireDiskSpace } from './disk-space.mjs';
import { temporaryFolder } from './fixtures.mjs';

test('enough space: the folder is there afterwards', async (t) => {
  const folder = join(temporaryFolder(t), 'a', 'b');
  await requireDiskSpace(folder, 1, 'a test');
  assert.ok(existsSync(folder));
});

test('too little space is one line with what is needed, where, and what is free', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(requireDiskSpace(folder, 1e12, 'the data folder'), (error) => {
    assert.match(
      error.message,
      /^No space: the data folder needs 1000000000000 MB in .*, and \d+ MB are free\.$/,
    );
    return error.message.includes(folder);
  });
});
