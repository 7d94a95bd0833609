import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { clone, given } from './clone.fixture.mjs';

const npmTest = ({ folder, env }, ...args) =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, 'tools/setup/test.mjs'), ...args],
      { cwd: folder, env },
      (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) }),
    );
  });

test('goes on after a failed step, and closes with one line over all', async (t) => {
  const place = clone(t);
  const { code, stdout, lastLine } = await npmTest(place);
  // build, model, Temporal, format, typecheck, boundaries, dead code, bench; one set-up test; unit, architecture, replay, integration
  assert.equal(lastLine, '13 passed, 2 failed, 1 skipped');
  assert.equal(code, 1);
  assert.match(stdout, /a complaint\n✗ lint, /);
  assert.match(stdout, / {2}skipped: needs PostgreSQL\n✓ unit, 1 passed, 0 failed, /);
  assert.match(stdout, /✓ e2e, no tests, /);
  assert.match(stdout, /✗ kill, ended with exit code 1 without a failed test, /);
  assert.match(
    stdout,
    /What failed:\n\n✗ lint\na complaint\n\n✗ kill: ended with exit code 1 without a failed test\n\nTook /,
  );
});

test('gives tests one Temporal server and the model, and keeps a developer’s settings from them', async (t) => {
  const place = clone(t);
  await npmTest(place, 'unit', 'integration', 'e2e');
  const [unit, integration, e2e] = given(place.folder);
  assert.deepEqual(unit, { project: 'unit', EMBEDDED_MODEL_PATH: place.model });
  assert.match(integration.TEST_TEMPORAL_ADDRESS, /^127\.0\.0\.1:\d+$/);
  assert.equal(e2e.TEST_TEMPORAL_ADDRESS, integration.TEST_TEMPORAL_ADDRESS);
});

test('named steps only, with their own sum', async (t) => {
  const { code, lastLine } = await npmTest(clone(t), 'typecheck', 'set-up');
  assert.deepEqual([code, lastLine], [0, '3 passed, 0 failed']);
});

test('the long suites apart', async (t) => {
  const place = clone(t);
  const { code, lastLine } = await npmTest(place, '--full');
  assert.deepEqual([code, lastLine], [0, '6 passed, 0 failed']);
  assert.deepEqual(
    given(place.folder).map(({ project }) => project),
    ['deep', 'full', 'chaos'],
  );
});

test('a step that is none is refused with those that are', async (t) => {
  const { code, stderr } = await npmTest(clone(t), 'units');
  assert.equal(code, 1);
  assert.match(stderr, /^✗ No step is called units; there are format, lint, .*kill\.\n$/);
});
