import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnvFile, withEnvFile } from './env-file.mjs';
import { temporaryFolder, writeFile } from './fixtures.mjs';

test('reads names, values, quotes and comments', () => {
  const text = [
    '# a comment',
    'PLAIN=value',
    'export EXPORTED = spaced ',
    'TRAILING=value # comment',
    'HASH=a#b',
    "SINGLE='$not # expanded'",
    'DOUBLE="two\\nlines" # comment',
    'EMPTY=',
    'URL=http://localhost:8002/a=b',
    'not a setting',
    '1BAD=x',
  ].join('\r\n');
  assert.deepEqual(parseEnvFile(text), {
    PLAIN: 'value',
    EXPORTED: 'spaced',
    TRAILING: 'value',
    HASH: 'a#b',
    SINGLE: '$not # expanded',
    DOUBLE: 'two\nlines',
    EMPTY: '',
    URL: 'http://localhost:8002/a=b',
  });
});

test('what the shell sets wins, even when it is empty', (t) => {
  const file = writeFile(temporaryFolder(t), '.env', 'A=file\nB=file\nC=file');
  assert.deepEqual(withEnvFile(file, { A: 'shell', B: '' }), { A: 'shell', B: '', C: 'file' });
});

test('a missing file sets nothing', (t) => {
  assert.deepEqual(withEnvFile(join(temporaryFolder(t), '.env'), { A: 'shell' }), { A: 'shell' });
});
