/**
 * `npm run record-histories`: records the histories that `npm test` replays, on a Temporal server of its own.
 */
import { requireSetupNode } from './node-runtime.mjs';
import { withOwnTemporal } from './own-temporal.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { ensureBuilt, ensureInstalled } from './set-up.mjs';
import { runEntryPoint } from './setup-error.mjs';
import { ensureTemporal } from './temporal-binary.mjs';
import { withoutSettings } from './test-servers.mjs';

const HELP = `npm run record-histories [-- name …]

Runs a graph of every kind (test/replay/recordings), or of the named kinds only, on the engine of this checkout with a
scripted model, and writes what Temporal recorded to test/replay/histories, into the folder of the version in package.json.
"npm test" replays all of it on the workflow code. Histories of released versions are never recorded again.`;

const JEST = '--experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js';
const MINUTES_MS = 15 * 60_000;

await runEntryPoint(async (signal) => {
  const names = process.argv.slice(2);
  if (names.includes('--help') || names.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  requireSetupNode();
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  await ensureBuilt(PROJECT_ROOT, env, { signal });
  const temporal = await ensureTemporal(env, { signal });
  const only = names.length === 0 ? [] : ['--testNamePattern', `^(${names.join('|')})$`];
  return withOwnTemporal(temporal, env, signal, async ({ address }) => {
    const { code } = await runCommand(
      'node',
      [...JEST.split(' '), '--config', 'jest.record.config.cjs', ...only],
      {
        cwd: PROJECT_ROOT,
        env: { ...env, TEST_TEMPORAL_ADDRESS: address },
        signal,
        timeoutMs: MINUTES_MS,
        onOutput: (chunk) => process.stdout.write(chunk),
      },
    );
    return code ?? 1;
  });
});
