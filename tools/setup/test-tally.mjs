/**
 * Adds up what passed and failed over all kinds of checks.
 */
import { stripVTControlCharacters } from 'node:util';

/** Characters of one failure that are told again at the end: enough for an assertion and where it stands. */
const TOLD_AGAIN = 1_500;

export class TestTally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #failures = [];

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

  /** Keeps what failed, to tell it again at the end. @param why its message, or what its check printed */
  addFailure(name, why = '') {
    const told = stripVTControlCharacters(why).trim().slice(0, TOLD_AGAIN);
    this.#failures.push(`✗ ${name}\n${told}`.trimEnd());
  }

  /** All that failed, so that nobody has to look for it in thousands of lines; empty where nothing did. */
  failures() {
    return this.#failures.length > 0 ? ['What failed:', ...this.#failures].join('\n\n') : '';
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
 * @returns counts, the full names of tests that were skipped or are yet to be written, and each failure with its message
 */
export function countJestReport(report) {
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = results.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: skipped.length,
    skippedNames: skipped.map(({ fullName }) => fullName),
    failures: report.testResults.flatMap(jestFailures),
  };
}

/** The failed tests of a file, or the file itself where it has none and failed: it could not run. */
function jestFailures({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [{ name, why: message }] : [];
  return failed.map(({ fullName, failureMessages }) => ({
    name: `${fullName} (${name})`,
    why: failureMessages.join('\n'),
  }));
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
    failures: [...report.matchAll(/^( *)not ok \d+ - (.*)\n((?:\1  .*\n)*)/gm)]
      .filter(([, , name]) => !/ # (?:SKIP|TODO)/i.test(name))
      .map(([, , name, why]) => ({ name, why })),
  };
}
