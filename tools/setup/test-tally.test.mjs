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

test('tells again what failed, plainly and not at any length', () => {
  const tally = new TestTally();
  assert.equal(tally.failures(), '');
  tally.addFailure('unit: breaks', '\u001b[31mExpected 1\u001b[39m\n');
  tally.addFailure('lint', 'x'.repeat(10_000));
  const told = tally.failures();
  assert.ok(told.startsWith('What failed:\n\n✗ unit: breaks\nExpected 1\n\n✗ lint\nxxx'));
  assert.ok(told.length < 2_000);
});

test('a Jest report: pending and todo are skipped by name, a file that could not run is a failure', () => {
  const result = (status, fullName) => ({ status, fullName, failureMessages: ['Expected 1', 'at b.ts:1'] });
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    testResults: [
      {
        name: 'b.spec.ts',
        status: 'failed',
        assertionResults: [
          result('passed', 'a'),
          result('pending', 'needs PostgreSQL'),
          result('failed', 'b'),
        ],
      },
      { status: 'passed', assertionResults: [result('todo', 'later'), result('passed', 'c')] },
      { name: 'd.spec.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
    ],
  };
  assert.deepEqual(countJestReport(report), {
    passed: 2,
    failed: 2,
    skipped: 2,
    skippedNames: ['needs PostgreSQL', 'later'],
    failures: [
      { name: 'b (b.spec.ts)', why: 'Expected 1\nat b.ts:1' },
      { name: 'd.spec.ts', why: 'Cannot find module' },
    ],
  });
});

test('a TAP report: cancelled tests are failures, skipped ones are named', () => {
  const report = `TAP version 13
ok 1 - works
not ok 2 - breaks
  ---
  error: 'Expected 1'
  ...
not ok 2 - will work # TODO
ok 3 - needs Windows # SKIP no such system
# tests 5
# pass 1
# fail 1
# cancelled 1
# skipped 1
# todo 1`;
  assert.deepEqual(countTapReport(report), {
    passed: 1,
    failed: 2,
    skipped: 2,
    skippedNames: ['will work', 'needs Windows'],
    failures: [{ name: 'breaks', why: "  ---\n  error: 'Expected 1'\n  ...\n" }],
  });
});
