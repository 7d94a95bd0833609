/**
 * `npm run eval`: plans prompts through the built gateway and checks the graphs.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '../setup/launch.mjs';
import { PROJECT_ROOT } from '../setup/project.mjs';
import { ensureBuilt, ensureInstalled } from '../setup/set-up.mjs';
import { runEntryPoint } from '../setup/setup-error.mjs';
import { withoutSettings } from '../setup/test-servers.mjs';
import { compare, readBaseline, writeBaseline } from './baseline.mjs';
import { readFolder } from './benchmarks/read-folder.mjs';
import { chooseCases, loadCases } from './cases.mjs';
import { plannerSettings, withGateway } from './gateway.mjs';
import { HELP, readOptions } from './options.mjs';
import { asJson, failedChecks, table } from './report.mjs';
import { runAll } from './run-all.mjs';

await runEntryPoint(async (signal) => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { planner, repeat, folder, jsonFile } = options;
  const all = folder === undefined ? loadCases() : readFolder(resolve(folder));
  const chosen = chooseCases(all, options);
  const settings = plannerSettings(planner, readSettings());
  const env = await ensureInstalled(PROJECT_ROOT, withoutSettings(process.env), { signal });
  await ensureBuilt(PROJECT_ROOT, env, { signal });

  const model = settings.LLM_MODEL ? ` with ${settings.LLM_MODEL}` : '';
  console.log(`${chosen.length} cases, planner ${settings.PLANNER}${model}
`);
  const results = await withGateway({ env, settings, signal }, (gateway) =>
    runAll(chosen, gateway, { repeat, signal, tell: (line) => console.log(line) }),
  );
  const failed = failedChecks(results);
  if (failed.length > 0) console.log(`\nFailed checks\n${failed.join('\n')}`);
  console.log(`\n${table(results, repeat)}`);
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(asJson(results, options), undefined, 2)}\n`);
  const hasBaseline = folder === undefined && planner === 'outline';
  return hasBaseline ? holdAgainstBaseline(results, all, options) : 0;
});

/** @returns the exit code */
function holdAgainstBaseline(results, all, { updateBaseline }) {
  if (updateBaseline) {
    writeBaseline(results);
    console.log('\nWritten to tools/eval/baseline/outline.json.');
    return 0;
  }
  const { fallen, risen, unknown, gone } = compare(
    results,
    readBaseline(),
    all.map(({ id }) => id),
  );
  const tell = (title, ids) => ids.length > 0 && console.log(`\n${title}: ${ids.join(', ')}`);
  tell('Passed before, fail now', fallen);
  tell('Pass now, failed before; take it on with --update-baseline', risen);
  tell('Not in the baseline; take them on with --update-baseline', unknown);
  tell('Only in the baseline; take them out with --update-baseline', gone);
  return fallen.length > 0 ? 1 : 0;
}
