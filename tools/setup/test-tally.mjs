/**
 * Adds up what passed and failed over all kinds of checks.
 */

export class TestTally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  /** A check without tests of its own, such as the linter, counts as one. */
  addCheck(passed) {
    this.add(passed ? { passed: 1 } : { failed: 1 });
  }

  add({ passed = 0, failed = 0, skipped = 0 }) {
    this.#passed += passed;
    this.#failed += failed;
    this.#skipped += skipped;
  }

  get hasFailed() {
    return this.#failed > 0;
  }

  /** `12 passed, 0 failed`, and `, 1 skipped` where something was. */
  closingLine() {
    const line = `${this.#passed} passed, ${this.#failed} failed`;
    return this.#skipped > 0 ? `${line}, ${this.#skipped} skipped` : line;
  }
}

/**
 * Counts of a Jest report (`--json`). A file that could not run at all is one failure: it holds no results.
 *
 * @returns counts, and the full names of tests that were skipped or are yet to be written
 */
export function countJestReport(report) {
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = results.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: skipped.length,
    skippedNames: skipped.map(({ fullName }) => fullName),
  };
}

/** Counts of a TAP report of Node's test runner, from its closing comments and the lines of its skipped tests. */
export function countTapReport(report) {
  const total = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: total('skipped') + total('todo'),
    skippedNames: [...report.matchAll(/^\s*(?:not )?ok \d+ - (.*?) # (?:SKIP|TODO)/gim)].map(
      ([, name]) => name,
    ),
  };
}
