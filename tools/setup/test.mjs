/**
 * `npm test` and `npm run test:full`: sets up what is missing, runs every check, goes on after a failed one, and closes
 * with one line over all. `npm test -- unit e2e` runs the named steps only.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { parseEnvFile } from './env-file.mjs';
import { requireSetupNode } from './node-runtime.mjs';
import { freePort } from './ports.mjs';
import { formatDuration, step as withProgress } from './progress.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { ensureBuilt, ensureInstalled } from './set-up.mjs';
import { describeFailure, runEntryPoint, SetupError } from './setup-error.mjs';
import { temporalProcess } from './stack.mjs';
import { superviseDuring } from './supervisor.mjs';
import { ensureTemporal } from './temporal-binary.mjs';
import { FULL_STEPS, runStep, TEST_STEPS } from './test-steps.mjs';
import { TestTally } from './test-tally.mjs';

/** The asked-for steps. @throws SetupError for a name that is none */
function chooseSteps([...args]) {
  const all = args.includes('--full') ? FULL_STEPS : TEST_STEPS;
  const names = args.filter((arg) => arg !== '--full');
  const unknown = names.find((name) => !all.some((step) => step.name === name));
  if (unknown)
    throw new SetupError(
      `No step is called ${unknown}; there are ${all.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/** The shell's environment without the product's settings: a developer's key or port must not decide a test. */
function withoutSettings(env) {
  const example = join(PROJECT_ROOT, '.env.example');
  const settings = existsSync(example)
    ? parseEnvFile(readFileSync(example, 'utf8').replaceAll(/^# ?/gm, ''))
    : {};
  return Object.fromEntries(Object.entries(env).filter(([name]) => !(name in settings)));
}

/** Builds, and fetches what tests with servers need; each that fails is one failed check, and the rest goes on. */
async function provide(steps, env, signal, tally) {
  const attempt = async (name, work) => {
    try {
      const result = await work();
      tally.addCheck(true);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      console.error(`✗ ${name}: ${describeFailure(error)}`);
      tally.addCheck(false);
      return undefined;
    }
  };
  await attempt('build', () => ensureBuilt(PROJECT_ROOT, env, { signal }));
  if (!steps.some(({ needsTemporal }) => needsTemporal)) return {};
  return {
    model: await attempt('embedded model', () => ensureEmbeddedModel(process.env, { signal })),
    temporal: await attempt('Temporal', () => ensureTemporal(env, { signal })),
  };
}

async function runSteps(steps, env, signal, tally) {
  for (const step of steps) {
    const startedAt = Date.now();
    console.log(`\n▶ ${step.name}`);
    const run = (command, args, { timeoutMs, quiet }) => {
      const onOutput = quiet ? undefined : (chunk) => process.stdout.write(chunk);
      const work = () => runCommand(command, args, { cwd: PROJECT_ROOT, env, signal, timeoutMs, onOutput });
      return quiet ? withProgress(step.name, 'its checker', work) : work();
    };
    const { ok, problem, counts, output } = await runStep(step, run);
    if (step.quiet && !ok) process.stdout.write(output);
    if (counts) tally.add(counts);
    if (problem || (step.quiet && !counts)) tally.addCheck(ok);
    for (const name of counts?.skippedNames ?? []) console.log(`  skipped: ${name}`);
    const verdict = counts
      ? `${counts.passed} passed, ${counts.failed} failed`
      : step.quiet
        ? ''
        : 'no tests';
    console.log(
      `${ok ? '✓' : '✗'} ${[step.name, verdict, problem, formatDuration(Date.now() - startedAt)].filter(Boolean).join(', ')}`,
    );
  }
}

/** One server in memory, on a free port, for all steps that need one. */
async function withTemporal(command, env, signal, body) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-temporal-'));
  const port = await freePort();
  const server = temporalProcess(command, { host: '127.0.0.1', port, cwd: folder, env });
  const output = {
    records: join(folder, 'processes.json'),
    line: () => {},
    say: (text) => console.log(`… ${text}`),
  };
  try {
    await superviseDuring([server], { ...output, signal }, () => body(`127.0.0.1:${port}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runEntryPoint(async (signal) => {
  requireSetupNode();
  const steps = chooseSteps(process.argv.slice(2));
  const tally = new TestTally();
  const startedAt = Date.now();
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  const { model, temporal } = await provide(steps, env, signal, tally);

  await runSteps(
    steps.filter(({ needsTemporal }) => !needsTemporal),
    env,
    signal,
    tally,
  );
  const withServers = steps.filter(({ needsTemporal }) => needsTemporal);
  if (!temporal) {
    for (const { name } of withServers)
      console.log(`\n  skipped: ${name}, since there is no Temporal server`);
    tally.add({ skipped: withServers.length });
  } else if (withServers.length > 0) {
    const serverEnv = { ...env, ...(model && { EMBEDDED_MODEL_PATH: model }) };
    await withTemporal(temporal, env, signal, (address) =>
      runSteps(withServers, { ...serverEnv, TEST_TEMPORAL_ADDRESS: address }, signal, tally),
    );
  }
  console.log(`\nTook ${formatDuration(Date.now() - startedAt)}.`);
  console.log(tally.closingLine());
  return tally.hasFailed ? 1 : 0;
});
