import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Stands for Jest: tells what it was given. */
const JEST = `
  const { TEST_TEMPORAL_ADDRESS, LLM_MODEL } = process.env;
  console.log('given ' + JSON.stringify({ args: process.argv.slice(2), TEST_TEMPORAL_ADDRESS, LLM_MODEL }));
  process.exitCode = process.argv.includes('^(fails)$') ? 1 : 0;`;

/** A clone with these tools, and stand-ins for Jest, the compiler and Temporal's server. */
function clone(t) {
  const folder = temporaryFolder(t);
  cpSync(HERE, join(folder, 'tools', 'setup'), { recursive: true });
  writeFile(folder, 'package-lock.json', '{"packages":{}}');
  writeFile(folder, '.env.example', 'LLM_MODEL=');
  writeFile(folder, 'node_modules/.package-lock.json', '{"packages":{}}');
  writeFile(folder, 'node_modules/jest/bin/jest.js', JEST);
  const env = withCommands(folder, {
    nest: '',
    temporal: `
      const port = process.argv[process.argv.indexOf('--port') + 1];
      if (process.argv.includes('start-dev')) require('node:net').createServer().listen(port, '127.0.0.1');`,
  });
  return (...args) =>
    spawnSync(process.execPath, [join(folder, 'tools/setup/record-histories.mjs'), ...args], {
      cwd: folder,
      env: { ...env, LLM_MODEL: 'openai:mine' },
      encoding: 'utf8',
    });
}

const given = ({ stdout }) => JSON.parse(/^given (.*)$/m.exec(stdout)[1]);

test('records every kind on a server of its own, without anybody’s settings', (t) => {
  const result = clone(t)();
  assert.equal(result.status, 0);
  const { args, TEST_TEMPORAL_ADDRESS, LLM_MODEL } = given(result);
  assert.deepEqual(args, ['--config', 'jest.record.config.cjs']);
  assert.match(TEST_TEMPORAL_ADDRESS, /^127\.0\.0\.1:\d+$/);
  assert.equal(LLM_MODEL, undefined);
});

test('records the named kinds only, and fails where the recording does', (t) => {
  const record = clone(t);
  assert.deepEqual(given(record('loop', 'map')).args.slice(2), ['--testNamePattern', '^(loop|map)$']);
  assert.equal(record('fails').status, 1);
});

test('says what it does', (t) => {
  const { status, stdout } = clone(t)('--help');
  assert.equal(status, 0);
  assert.match(stdout, /test\/replay\/histories/);
});
