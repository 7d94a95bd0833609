import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countJestReport, countTapReport, TestTally } from './test-tally.mjs';

test('checks count as one each, tests by their own results', () => {
  const tally = new TestTally();
  tally.addCheck(true);
  tally.addCheck(false);
  tally.add({ passed: 10, failed: 1 });
  assert.equal(tally.closingLine(), '11 passed, 2 failed');
  assert.ok(tally.hasFailed);
});

test('the closing line names skipped tests only where there are some', () => {
  const tally = new TestTally();
  tally.add({ passed: 3, failed: 0, skipped: 0 });
  assert.equal(tally.closingLine(), '3 passed, 0 failed');
  tally.add({ skipped: 2 });
  assert.equal(tally.closingLine(), '3 passed, 0 failed, 2 skipped');
  assert.ok(!tally.hasFailed);
});

test('a Jest report: pending and todo are skipped by name, a file that could not run is a failure', () => {
  const result = (status, fullName) => ({ status, fullName });
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    testResults: [
      {
        assertionResults: [
          result('passed', 'a'),
          result('pending', 'needs PostgreSQL'),
          result('failed', 'b'),
        ],
      },
      { assertionResults: [result('todo', 'later'), result('passed', 'c')] },
      { assertionResults: [] },
    ],
  };
  assert.deepEqual(countJestReport(report), {
    passed: 2,
    failed: 2,
    skipped: 2,
    skippedNames: ['needs PostgreSQL', 'later'],
  });
});

test('a TAP report: cancelled tests are failures, skipped ones are named', () => {
  const report = `TAP version 13
ok 1 - works
not ok 2 - breaks
ok 3 - needs Windows # SKIP no such system
# tests 5
# pass 1
# fail 1
# cancelled 1
# skipped 1
# todo 0`;
  assert.deepEqual(countTapReport(report), {
    passed: 1,
    failed: 2,
    skipped: 1,
    skippedNames: ['needs Windows'],
  });
});
