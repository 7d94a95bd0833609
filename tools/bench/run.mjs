/**
 * Measures, with everything set up: what `npm run bench` runs on the project's own Node.
 *
 * Arguments: `--smoke` (each measurement once and tiny), `--only NAME,NAME`, `--repeat N`. Environment: `BENCH_TEMPORAL` is
 * the command of Temporal's server. Prints a table a scenario; without `--smoke` and `--only` it writes docs/benchmarks.md.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../setup/project.mjs';
import { GROUPS } from './groups.mjs';
import { document, machine, table } from './report.mjs';
import { postgresPrograms } from './servers/postgres.mjs';
import { withStage } from './servers/stage.mjs';
import { meetsAim } from './verdict.mjs';

const { values } = parseArgs({
  options: { smoke: { type: 'boolean' }, only: { type: 'string' }, repeat: { type: 'string' } },
});
const smoke = values.smoke ?? false;
const { BENCH_TEMPORAL: temporal, ...env } = process.env;
const aborting = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => aborting.abort());
const options = {
  smoke,
  repetitions: smoke ? 1 : Number(values.repeat ?? 5),
  temporal,
  env,
  signal: aborting.signal,
};

const measured = [];
const measuredOn = about();
for (const group of smoke ? sharingStages(chosen()) : chosen()) {
  if (group.postgres && !postgresPrograms()) {
    console.log(`\n${group.name}: left out, there is no PostgreSQL here`);
    continue;
  }
  await inStage(group, async (stage) => {
    for (const scenario of group.scenarios) await measure(scenario, stage);
  });
  // After each group: what takes more than an hour is not lost when a later one fails.
  if (!smoke && !values.only) {
    writeFileSync(join(PROJECT_ROOT, 'docs', 'benchmarks.md'), document(measured, measuredOn));
    console.log('\nWritten to docs/benchmarks.md.');
  }
}
const missed = measured.flatMap(({ rows }) => rows.filter((row) => meetsAim(row) === false));
console.log(`\n${measured.length} scenarios measured${smoke ? '' : `, ${missed.length} aims missed`}.`);
process.exit(0);

function chosen() {
  const names = values.only?.split(',');
  const unknown = names?.find((name) => !GROUPS.some((group) => group.name === name));
  if (unknown) {
    console.error(`No group is called ${unknown}; there are ${GROUPS.map(({ name }) => name).join(', ')}.`);
    process.exit(1);
  }
  return names ? GROUPS.filter(({ name }) => names.includes(name)) : GROUPS;
}

/** Figures of a smoke run mean nothing, so all that needs no PostgreSQL is measured on the same servers. */
function sharingStages(groups) {
  const shared = groups.filter(({ postgres }) => !postgres);
  const scenarios = shared.flatMap((group) => group.scenarios);
  const together = { name: 'all on PGlite', stage: { gateway: true }, scenarios };
  return [...(shared.length > 0 ? [together] : []), ...groups.filter(({ postgres }) => postgres)];
}

/** A group without a stage makes its own. */
async function inStage({ stage }, body) {
  if (!stage) return body(options);
  return withStage({ ...options, ...stage }, body);
}

async function measure({ title, run }, stage) {
  console.log(`\n${title}`);
  const rows = await run(stage, options).catch((error) => {
    // At once: what its servers' end brings may end this process too.
    console.error(error);
    throw error;
  });
  console.log(table(rows));
  measured.push({ title, rows });
}

function about() {
  const output = (command, args) =>
    execFileSync(command, args, { cwd: PROJECT_ROOT, encoding: 'utf8' }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    node: process.versions.node,
    temporal: /\d+\.\d+\.\d+/.exec(output(temporal, ['--version']))?.[0] ?? 'unknown',
    commit: output('git', ['rev-parse', '--short', 'HEAD']),
  };
}
