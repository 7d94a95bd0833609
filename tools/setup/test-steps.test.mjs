import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { FULL_STEPS, runStep, TEST_STEPS } from './test-steps.mjs';

const UNIT = TEST_STEPS.find(({ name }) => name === 'unit');
const LINT = TEST_STEPS.find(({ name }) => name === 'lint');
const REPORT = { numPassedTests: 2, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] };

/** Stands for the command: writes the report, if it has one, where it is told to. */
const ending = (end, report) => (args) => {
  const file = args.find((arg) => arg.startsWith('--outputFile='))?.slice('--outputFile='.length);
  if (report) writeFileSync(file, JSON.stringify(report));
  return Promise.resolve({ code: 0, output: '', timedOut: false, ...end });
};

test('every suite of the project is run, the long ones apart', () => {
  assert.deepEqual(
    TEST_STEPS.map(({ name }) => name),
    [
      'format',
      'lint',
      'typecheck',
      'boundaries',
      'dead-code',
      'set-up',
      'eval',
      'bench',
      'unit',
      'architecture',
      'replay',
      'integration',
      'e2e',
      'kill',
    ],
  );
  assert.deepEqual(
    FULL_STEPS.map(({ name }) => name),
    ['deep', 'full', 'chaos'],
  );
});

test('a check is judged by its exit code', async () => {
  assert.equal((await runStep(LINT, ending({ code: 0 }))).ok, true);
  const failed = await runStep(LINT, ending({ code: 1, output: 'a complaint' }));
  assert.deepEqual([failed.ok, failed.problem, failed.output], [false, undefined, 'a complaint']);
});

test('a suite is judged by its report', async () => {
  const passed = await runStep(UNIT, ending({}, REPORT));
  assert.deepEqual([passed.ok, passed.problem, passed.counts.passed], [true, undefined, 2]);
  const failed = await runStep(UNIT, ending({ code: 1 }, { ...REPORT, numFailedTests: 1 }));
  assert.deepEqual([failed.ok, failed.problem, failed.counts.failed], [false, undefined, 1]);
});

test('a suite that hangs, crashes or fails without a failed test has a problem of its own', async () => {
  const hung = await runStep(UNIT, ending({ code: null, timedOut: true }, REPORT));
  assert.deepEqual([hung.ok, hung.problem], [false, `stopped after ${UNIT.minutes} min`]);
  assert.match((await runStep(UNIT, ending({ code: 134 }))).problem, /exit code 134/);
  assert.match((await runStep(UNIT, ending({ code: 1 }, REPORT))).problem, /without a failed test/);
});

test('a suite without files has nothing to count', async () => {
  const { ok, problem, counts } = await runStep(UNIT, ending({}));
  assert.deepEqual([ok, problem, counts], [true, undefined, undefined]);
});
