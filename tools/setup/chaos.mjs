/**
 * `npm run test:chaos -- --runs 100 --seed 4711`: kills the engine and restarts its servers while runs go on, and holds what
 * came of them against what is promised.
 */
import { parseArgs } from 'node:util';
import { requireSetupNode } from './node-runtime.mjs';
import { formatDuration } from './progress.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { ensureInstalled } from './set-up.mjs';
import { runEntryPoint, SetupError } from './setup-error.mjs';
import { provideForTests, withoutSettings } from './test-servers.mjs';
import { runSteps } from './test-run.mjs';
import { CHAOS_STEP } from './test-steps.mjs';
import { TestTally } from './test-tally.mjs';

const HELP = `npm run test:chaos -- [--runs N] [--seed S]

Starts a Temporal and a PostgreSQL server, the engine, and a scripted model. Each chaos run starts several workflows of a
seed's choice, kills the engine at moments of its choice (at least a third of them during a call), in some runs restarts
Temporal and PostgreSQL too, and then counts: every workflow ends as it should, nothing recorded is paid twice, no effect is
doubled, no step is told twice.

  --runs N   how many chaos runs, 1 to 10000 (20)
  --seed S   the first one's seed, 0 to 4294967295 (of the clock); each next run takes the next number

A run that breaks a promise prints its seed: repeat it with --runs 1 --seed S. Exits with 1 then.`;

/** A run takes some 20 s; past this something hangs. */
const MINUTES_A_RUN = 2;
const MINUTES_TO_START = 5;

/** @throws SetupError for options that are none */
function readOptions(args) {
  const options = {
    runs: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  };
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new SetupError(`${error.message} See npm run test:chaos -- --help`);
  }
  return {
    help: values.help,
    runs: wholeNumber('--runs', values.runs ?? '20', 1, 10_000),
    seed: values.seed === undefined ? undefined : wholeNumber('--seed', values.seed, 0, 2 ** 32 - 1),
  };
}

function wholeNumber(name, text, min, max) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  throw new SetupError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}

await runEntryPoint(async (signal) => {
  const { help, runs, seed } = readOptions(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return 0;
  }
  requireSetupNode();
  const startedAt = Date.now();
  const tally = new TestTally();
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  const step = { ...CHAOS_STEP, minutes: MINUTES_TO_START + runs * MINUTES_A_RUN };
  const { temporal } = await provideForTests([step], env, signal, tally);
  if (temporal) {
    const chosen = { CHAOS_RUNS: String(runs), ...(seed === undefined ? {} : { CHAOS_SEED: String(seed) }) };
    await runSteps([step], { ...env, ...chosen }, signal, tally);
  }
  console.log(`\nTook ${formatDuration(Date.now() - startedAt)}.`);
  console.log(tally.closingLine());
  return tally.hasFailed ? 1 : 0;
});
