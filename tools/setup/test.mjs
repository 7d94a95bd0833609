/**
 * `npm test` and `npm run test:full`: sets up what is missing, runs every check, goes on after a failed one, and closes
 * with what failed and one line over all. `npm test -- unit e2e` runs the named steps only.
 */
import { requireSetupNode } from './node-runtime.mjs';
import { withOwnTemporal } from './own-temporal.mjs';
import { formatDuration } from './progress.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { ensureInstalled } from './set-up.mjs';
import { runEntryPoint, SetupError } from './setup-error.mjs';
import { provideForTests, withoutSettings } from './test-servers.mjs';
import { runSteps } from './test-run.mjs';
import { FULL_STEPS, TEST_STEPS } from './test-steps.mjs';
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

await runEntryPoint(async (signal) => {
  requireSetupNode();
  const steps = chooseSteps(process.argv.slice(2));
  const tally = new TestTally();
  const startedAt = Date.now();
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  const { model, temporal } = await provideForTests(steps, env, signal, tally);

  const modelEnv = { ...env, ...(model && { EMBEDDED_MODEL_PATH: model }) };
  await runSteps(
    steps.filter(({ needsTemporal }) => !needsTemporal),
    modelEnv,
    signal,
    tally,
  );
  const withServers = steps.filter(({ needsTemporal }) => needsTemporal);
  if (!temporal) {
    for (const { name } of withServers)
      console.log(`\n  skipped: ${name}, since there is no Temporal server`);
    tally.add({ skipped: withServers.length });
  } else if (withServers.length > 0) {
    await withOwnTemporal(temporal, env, signal, ({ address }) =>
      runSteps(withServers, { ...modelEnv, TEST_TEMPORAL_ADDRESS: address }, signal, tally),
    );
  }
  if (tally.hasFailed) console.log(`\n${tally.failures()}`);
  console.log(`\nTook ${formatDuration(Date.now() - startedAt)}.`);
  console.log(tally.closingLine());
  return tally.hasFailed ? 1 : 0;
});
