/**
 * `npm run bench`: sets up what is missing, then measures on the project's own Node.
 */
import { fileURLToPath } from 'node:url';
import { requireSetupNode } from '../setup/node-runtime.mjs';
import { PROJECT_ROOT } from '../setup/project.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { setUp } from '../setup/set-up.mjs';
import { runEntryPoint } from '../setup/setup-error.mjs';
import { withoutSettings } from '../setup/test-servers.mjs';

const HELP = `npm run bench -- [--smoke] [--only NAME,NAME] [--repeat N]

Measures steps, throughput, latencies, memory and start-up beside a hand-written Temporal workflow, on this machine.
Takes one to two hours on two cores; leave the machine alone meanwhile. Writes docs/benchmarks.md unless told --smoke or --only.

  --smoke     each measurement once and tiny: shows that it runs
  --only      the named groups: activities, events, placement, sizes, gateway, scaling, postgres, pglite, load
  --repeat    repetitions of each measurement; 5 when absent`;

await runEntryPoint(async (signal) => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  requireSetupNode();
  const own = withoutSettings(process.env);
  const { env, temporal } = await setUp(PROJECT_ROOT, own, {
    needsTemporal: true,
    needsModel: false,
    signal,
  });
  const run = fileURLToPath(new URL('run.mjs', import.meta.url));
  const { code } = await runCommand('node', [run, ...args], {
    cwd: PROJECT_ROOT,
    env: { ...env, BENCH_TEMPORAL: temporal },
    signal,
    onOutput: (chunk) => process.stdout.write(chunk),
  });
  return code ?? 1;
});
