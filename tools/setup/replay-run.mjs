/**
 * `npm run replay-run -- FILE …`: runs recorded runs again, with no model, on an engine and a Temporal server of its own.
 */
import { join } from 'node:path';
import { appEntry } from './app-build.mjs';
import { requireSetupNode } from './node-runtime.mjs';
import { withOwnTemporal } from './own-temporal.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { requireRecordedRuns } from './recorded-files.mjs';
import { runCommand } from './run-command.mjs';
import { ensureBuilt, ensureInstalled } from './set-up.mjs';
import { runEntryPoint, SetupError } from './setup-error.mjs';
import { ensureTemporal } from './temporal-binary.mjs';
import { withoutSettings } from './test-servers.mjs';

const HELP = `npm run replay-run -- run.json [more.json …]

Runs each recorded run (GET …/export) again: the graph in the file, with the recorded replies of models, tools and HTTP
calls and the recorded decisions. Nothing is called and nothing is paid. Then it is compared with its record: how each
node ended, and what it gave.

Needs no running stack and leaves one alone. Exits with 0 when every run is the same as its record, and with 1, telling
the first difference, when one is not or can't be run.`;

/** The engine's settings: what is not said here is as it is by default, whatever the shell and .env say. */
const SETTINGS = { LOG_LEVEL: 'FATAL', ACTIVITY_HEARTBEAT_SECONDS: '1', RECONCILE_INTERVAL_SECONDS: '1' };

await runEntryPoint(async (signal) => {
  const files = process.argv.slice(2);
  if (files.includes('--help') || files.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  if (files.length === 0) throw new SetupError('A file is missing: npm run replay-run -- run.json');
  requireSetupNode();
  // npm runs scripts in the checkout; a relative path is meant from where it was typed.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  requireRecordedRuns(files, cwd);
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  await ensureBuilt(PROJECT_ROOT, env, { signal });
  const temporal = await ensureTemporal(env, { signal });
  return withOwnTemporal(temporal, env, signal, async ({ address, folder }) => {
    const settings = { ...SETTINGS, TEMPORAL_ADDRESS: address, DATA_DIR: join(folder, 'data') };
    const { code } = await runCommand(
      'node',
      [appEntry(PROJECT_ROOT, 'workflow-engine', 'replay/main'), ...files],
      {
        cwd,
        env: { ...env, ...settings },
        signal,
        onOutput: (chunk) => process.stdout.write(chunk),
      },
    );
    return code ?? 1;
  });
});
