import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, withCommands } from './fixtures.mjs';
import { PROJECT_ROOT } from './project.mjs';

/** Runs `.ci/run` with a stand-in for npm. */
function ciRun(t, npm) {
  const folder = temporaryFolder(t);
  cpSync(join(PROJECT_ROOT, '.ci'), join(folder, '.ci'), { recursive: true });
  const env = withCommands(folder, { npm });
  return spawnSync(join(folder, '.ci/run'), { env, encoding: 'utf8' });
}

const npm = (quick) => `
  const full = process.argv.includes('test:full');
  console.log(full ? '330 passed' : ${JSON.stringify(quick)});
  process.exit(full || ${quick.endsWith('0 failed')} ? 0 : 1);`;

test('runs both suites and passes with both', (t) => {
  const { status, stdout } = ciRun(t, npm('1 passed, 0 failed'));
  assert.deepEqual([status, stdout], [0, '1 passed, 0 failed\n330 passed\n']);
});

test('fails with the quick suites, runs the long ones nonetheless, and ends with what failed', (t) => {
  const { status, stdout } = ciRun(t, npm('much\nWhat failed:\n\n✗ b\n\n1 failed'));
  assert.equal(status, 1);
  assert.match(stdout, /330 passed\n\nBefore that, of npm test:\n\nWhat failed:\n\n✗ b\n\n1 failed\n$/);
});

test('ends with the last lines of quick suites that never came to their end', (t) => {
  const { status, stdout } = ciRun(t, npm('✗ No Node'));
  assert.equal(status, 1);
  assert.match(stdout, /330 passed\n\nBefore that, of npm test:\n\n✗ No Node\n$/);
});
