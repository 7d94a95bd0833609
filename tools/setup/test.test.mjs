import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Stands for Jest: writes down what it was given, and reports one passed and, in `unit`, one skipped test. */
const JEST = `
  const fs = require('node:fs'), project = process.argv[process.argv.indexOf('--selectProjects') + 1];
  const { TEST_TEMPORAL_ADDRESS, EMBEDDED_MODEL_PATH, LLM_MODEL } = process.env;
  fs.appendFileSync('given', JSON.stringify({ project, TEST_TEMPORAL_ADDRESS, EMBEDDED_MODEL_PATH, LLM_MODEL }) + '\\n');
  if (project === 'kill') process.exit(1);
  if (project === 'e2e') return;
  const skipped = project === 'unit' ? [{ status: 'pending', fullName: 'needs PostgreSQL' }] : [];
  const report = { numPassedTests: 1, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [{ assertionResults: skipped }] };
  fs.writeFileSync(process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13), JSON.stringify(report));`;

/** A clone with these tools, and stand-ins for the checkers, Jest, the compiler and Temporal. */
function clone(t) {
  const folder = temporaryFolder(t);
  cpSync(HERE, join(folder, 'tools', 'setup'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.mjs'),
  });
  writeFile(folder, 'tools/setup/own.test.mjs', `import { test } from 'node:test'; test('works', () => {});`);
  writeFile(folder, 'package-lock.json', '{"packages":{}}');
  writeFile(folder, '.env.example', 'LLM_MODEL=');
  const scripts = {
    lint: 'echo a complaint; exit 1',
    typecheck: 'true',
    boundaries: 'true',
    'dead-code': 'true',
  };
  writeFile(folder, 'package.json', JSON.stringify({ scripts }));
  writeFile(folder, 'node_modules/.package-lock.json', '{"packages":{}}');
  writeFile(folder, 'node_modules/prettier/bin/prettier.cjs', '');
  writeFile(folder, 'node_modules/jest/bin/jest.js', JEST);
  const env = withCommands(folder, {
    nest: '',
    temporal: `
      const port = process.argv[process.argv.indexOf('--port') + 1];
      if (process.argv.includes('start-dev')) require('node:net').createServer().listen(port, '127.0.0.1');`,
  });
  const model = writeFile(folder, 'model.gguf', '');
  return { folder, env: { ...env, EMBEDDED_MODEL_PATH: model, LLM_MODEL: 'openai:mine' }, model };
}

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

const given = (folder) =>
  readFileSync(join(folder, 'given'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('goes on after a failed step, and closes with one line over all', async (t) => {
  const place = clone(t);
  const { code, stdout, lastLine } = await npmTest(place);
  // build, model, Temporal, format, typecheck, boundaries, dead code; one set-up test; unit, architecture, replay, integration
  assert.equal(lastLine, '12 passed, 2 failed, 1 skipped');
  assert.equal(code, 1);
  assert.match(stdout, /a complaint\n✗ lint, /);
  assert.match(stdout, / {2}skipped: needs PostgreSQL\n✓ unit, 1 passed, 0 failed, /);
  assert.match(stdout, /✓ e2e, no tests, /);
  assert.match(stdout, /✗ kill, ended with exit code 1 without a failed test, /);
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
  assert.deepEqual([code, lastLine], [0, '4 passed, 0 failed']);
  assert.deepEqual(
    given(place.folder).map(({ project }) => project),
    ['full'],
  );
});

test('a step that is none is refused with those that are', async (t) => {
  const { code, stderr } = await npmTest(clone(t), 'units');
  assert.equal(code, 1);
  assert.match(stderr, /^✗ No step is called units; there are format, lint, .*kill\.\n$/);
});
