import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFile } from './fixtures.mjs';
import { extractZipEntry } from './zip-entry.mjs';
import { zipArchive } from './zip.fixture.mjs';

const FILES = { 'pkg/notes.txt': 'small', 'pkg/model.gguf': 'weights '.repeat(50_000) };

test('takes a compressed file out of an archive of several', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.zip'), zipArchive(FILES));
  await extractZipEntry(join(folder, 'a.zip'), 'pkg/model.gguf', join(folder, 'out'));
  assert.equal(readFileSync(join(folder, 'out'), 'utf8'), FILES['pkg/model.gguf']);
});

test('takes a stored file, behind an archive comment', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.zip'), zipArchive(FILES, { stored: true, comment: 'made for a test' }));
  await extractZipEntry(join(folder, 'a.zip'), 'pkg/notes.txt', join(folder, 'out'));
  assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'small');
});

test('says what is missing, and what is no archive', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.zip'), zipArchive(FILES));
  await assert.rejects(
    extractZipEntry(join(folder, 'a.zip'), 'absent', join(folder, 'out')),
    /holds no absent/,
  );
  const text = writeFile(folder, 'b.zip', 'a page that says "not found"');
  await assert.rejects(extractZipEntry(text, 'absent', join(folder, 'out')), /not a ZIP archive/);
});
