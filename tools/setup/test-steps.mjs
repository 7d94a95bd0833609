/**
 * What `npm test` runs, in order, each with a bound on its time: a step that hangs fails, it doesn't stop the rest.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countJestReport, countTapReport } from './test-tally.mjs';

const MINUTE_MS = 60_000;

/** A command whose exit code is its verdict. `node --run` reads the command from package.json. */
const check = (name, args) => ({ name, args, minutes: 4, quiet: true });
const script = (name, scriptName = name) => check(name, ['--run', scriptName]);

/** A project of jest.config.cjs. Tests that count what a machine is busy with run one file at a time. */
const jest = (name, { minutes, workers = '1', needsTemporal = false }) => ({
  name,
  minutes,
  needsModel: true,
  needsTemporal,
  reportFile: 'jest.json',
  count: (text) => countJestReport(JSON.parse(text)),
  args: [
    ...'--experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js'.split(
      ' ',
    ),
    ...`--selectProjects ${name} --passWithNoTests --maxWorkers=${workers} --json`.split(' '),
  ],
  reportTo: (file) => [`--outputFile=${file}`],
});

const SETUP_TESTS = {
  name: 'set-up',
  minutes: 3,
  reportFile: 'report.tap',
  count: countTapReport,
  args: ['--test', '--test-reporter=dot', '--test-reporter-destination=stdout', '--test-reporter=tap'],
  reportTo: (file) => [`--test-reporter-destination=${file}`, 'tools/{setup,bench}/*.test.mjs'],
};

/** Our own prompts, planned without a model by the built gateway, among them. */
const EVAL_TESTS = {
  ...SETUP_TESTS,
  name: 'eval',
  reportTo: (file) => [`--test-reporter-destination=${file}`, 'tools/eval/**/*.test.mjs'],
};

/** That the bench runs, each measurement once and tiny; no figure is looked at. */
const BENCH_RUNS = check('bench', ['tools/bench/bench.mjs', '--smoke']);

export const TEST_STEPS = [
  check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  script('lint'),
  script('typecheck'),
  script('boundaries'),
  script('dead-code'),
  SETUP_TESTS,
  EVAL_TESTS,
  BENCH_RUNS,
  jest('unit', { minutes: 9, workers: '100%' }),
  jest('architecture', { minutes: 4, workers: '100%' }),
  jest('replay', { minutes: 4 }),
  jest('integration', { minutes: 11, workers: '2', needsTemporal: true }),
  jest('e2e', { minutes: 9, workers: '2', needsTemporal: true }),
  jest('kill', { minutes: 6, needsTemporal: true }),
];

/** Tests with servers of their own, which they kill and restart; runs so many seeds (CHAOS_RUNS, 20). */
export const CHAOS_STEP = { ...jest('chaos', { minutes: 14, needsTemporal: true }), needsModel: false };

export const FULL_STEPS = [
  jest('deep', { minutes: 16, workers: '2', needsTemporal: true }),
  jest('full', { minutes: 16, needsTemporal: true }),
  CHAOS_STEP,
];

/**
 * Runs one step to its end or its time limit.
 *
 * @param run runs Node with arguments and a time limit in milliseconds; answers like `runCommand`
 * @returns `{ ok, problem, counts, output }`; `problem` says in words what no count does; `counts` is absent where the
 * step has no tests of its own
 */
export async function runStep({ args, minutes, count, reportFile, reportTo }, run) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-test-'));
  const report = reportFile && join(folder, reportFile);
  try {
    const allArgs = report ? [...args, ...reportTo(report)] : args;
    const { code, output, timedOut } = await run(allArgs, minutes * MINUTE_MS);
    const counts = readCounts(report, count);
    const problem = timedOut ? `stopped after ${minutes} min` : explainExit(code, counts, Boolean(report));
    return { ok: code === 0 && !counts?.failed, problem, counts, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(report, count) {
  return report && existsSync(report) ? count(readFileSync(report, 'utf8')) : undefined;
}

/** A runner that failed and counted no failure, or counted nothing at all, has a problem of its own. */
function explainExit(code, counts, hasReport) {
  if (!hasReport || code === 0 || counts?.failed) return undefined;
  return `ended with exit code ${code} without a failed test`;
}
