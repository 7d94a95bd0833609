/**
 * Builds both apps into `dist/`, beside them the Temporal workflow bundle and what new embedded databases are copied
 * from, when a source changed since.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDiskSpace } from './disk-space.mjs';
import { filesUnder, fingerprint } from './fingerprint.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const APPS = ['ai-gateway', 'workflow-engine'];
const SOURCES = [
  'apps',
  'libs',
  'package-lock.json',
  'tsconfig.json',
  'nest-cli.json',
  'tools/setup/app-build.mjs',
  'tools/setup/bundle-workflows.mjs',
  'tools/setup/prepare-database.mjs',
];
const ENGINE = 'apps/workflow-engine/src';
const BUNDLER = fileURLToPath(new URL('bundle-workflows.mjs', import.meta.url));
const DATABASE_MAKER = fileURLToPath(new URL('prepare-database.mjs', import.meta.url));
const PGLITE = 'node_modules/@electric-sql/pglite';
const DATABASE = 'dist/embedded-database';
const COMPILE_CACHE = 'dist/compile-cache';
const BUILD_MEGABYTES = 150;

/** The file that starts a built app, or another program of its. */
export function appEntry(root, app, program = 'main') {
  return join(root, 'dist', app, 'apps', app, 'src', `${program}.js`);
}

/** Less room for young objects than Node gives them on a large machine, in MB: 30 MB less at rest, and 40 for the gateway. */
const SEMI_SPACE = { 'ai-gateway': 8, 'workflow-engine': 16 };

const nodeFlags = (app) => [`--max-semi-space-size=${SEMI_SPACE[app]}`];

/** Each thread of Temporal's native core would have one of its own, and keep what bursts of work took: 70 MB after 5,000 runs. */
const MALLOC_ARENAS = '2';

/**
 * How a built app is started: its arguments to `node`, and variables for it. What Node compiles, it keeps beside the build for
 * the next start; where that can't be written, it goes without.
 */
export function appStart(root, app) {
  const env = { NODE_COMPILE_CACHE: join(root, COMPILE_CACHE), MALLOC_ARENA_MAX: MALLOC_ARENAS };
  return { args: [...nodeFlags(app), appEntry(root, app)], env };
}

/**
 * Builds unless `dist/` is of these very sources. The stamp is removed first and written last, so an interrupted or
 * failed build is done again.
 *
 * @param env an environment whose PATH has the project's tools and runtime
 */
export async function ensureBuild(root, env, { signal } = {}) {
  const stamp = join(root, 'dist', '.sources');
  const wanted = fingerprint(root, SOURCES, (path) => !/\.(spec|fixture)\.ts$/.test(path));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  await requireDiskSpace(join(root, 'dist'), BUILD_MEGABYTES, 'building');
  rmSync(stamp, { force: true });
  await step('Building both apps', 'the TypeScript compiler', () => buildApps(root, env, signal));
  if (existsSync(join(root, ENGINE, 'workflows', 'index.ts'))) {
    await step('Bundling the workflow code', 'webpack', () => bundleWorkflows(root, env, signal));
  }
  if (existsSync(join(root, PGLITE))) {
    await step('Preparing the embedded database', 'PGlite', () => prepareDatabase(root, env, signal));
  }
  if (existsSync(appEntry(root, 'ai-gateway', 'app.module'))) {
    await step('Compiling for the first start', 'Node', () => fillCompileCache(root, env, signal));
  }
  writeFileSync(stamp, wanted);
}

async function buildApps(root, env, signal) {
  const builds = APPS.map(async (app) => {
    rmSync(join(root, 'dist', app), { recursive: true, force: true });
    await run('nest', ['build', app], { root, env, signal, what: `Building ${app}` });
    copyMigrations(root, app);
  });
  const failed = (await Promise.allSettled(builds)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

/** SQL is no output of the compiler; the apps look for it beside their compiled code. */
function copyMigrations(root, app) {
  const source = join('apps', app, 'src');
  const migrations = filesUnder(root, source).filter(
    (path) => /[\\/]migrations[\\/]/.test(path) && !path.endsWith('.ts'),
  );
  for (const path of migrations) {
    const target = join(root, 'dist', app, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, path), target);
  }
}

async function bundleWorkflows(root, env, signal) {
  const built = join(root, 'dist', 'workflow-engine');
  const args = [BUNDLER, join(built, ENGINE), join(built, 'workflow-bundle.js')];
  await run('node', args, { root, env, signal, what: 'Bundling the workflow code' });
}

async function prepareDatabase(root, env, signal) {
  const args = [DATABASE_MAKER, join(root, DATABASE)];
  await run('node', args, { root, env, signal, what: 'Preparing the embedded database' });
}

/** Loads all that an app is made of, with the flags it is started with: what was compiled under others is of no use to it. */
async function fillCompileCache(root, env, signal) {
  rmSync(join(root, COMPILE_CACHE), { recursive: true, force: true });
  for (const app of APPS) {
    const { env: startEnv } = appStart(root, app);
    const modules = JSON.stringify(appEntry(root, app, 'app.module'));
    // What was loaded may have timers of its own.
    const load = [...nodeFlags(app), '--eval', `require(${modules}); process.exit()`];
    const about = { root, env: { ...env, ...startEnv }, signal, what: `Loading ${app}` };
    await run('node', load, about);
  }
}

/** A compiler's complaints are for the developer: they are shown whole, and the one line follows. */
async function run(command, args, { root, env, signal, what }) {
  const { code, output } = await runCommand(command, args, { cwd: root, env, signal });
  if (code === 0) return;
  process.stderr.write(output);
  throw new SetupError(`${what} failed; the messages above say why.`);
}
