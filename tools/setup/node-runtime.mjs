/**
 * Finds the Node that everything after the install runs on. npm's own Node may be older: the lockfile brings a current
 * one for the common platforms.
 */
import { execFileSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { versionAtLeast } from './project.mjs';
import { SetupError } from './setup-error.mjs';

/** What the set-up itself runs on; `engines` of package.json says the same. */
const SETUP_MINIMUM = [20, 19];
/** What the apps and tests run on: Jest's `require(esm)` and several dependencies need it. */
const RUNTIME_MINIMUM = [24, 9];

const text = (version) => version.join('.');

/** Refuses a Node too old for the set-up itself. */
export function requireSetupNode(version = process.versions.node) {
  if (!versionAtLeast(version, SETUP_MINIMUM)) {
    throw new SetupError(`Node ${version} is not supported: install Node >= ${text(SETUP_MINIMUM)}.`);
  }
}

/** The Node that the lockfile brings, then our own, then the one on PATH: the first that is new enough. */
export function findRuntime(root, env, own = process.execPath) {
  const candidates = [join(root, 'node_modules', '.bin', 'node'), own, 'node'];
  const found = candidates.find((candidate) => versionAtLeast(versionOf(candidate, env), RUNTIME_MINIMUM));
  if (found) return found;
  throw new SetupError(
    `Node >= ${text(RUNTIME_MINIMUM)} is needed to run: the lockfile brings none for ${process.platform}-${process.arch}, ` +
      `and this is ${process.versions.node}. Install Node 24.`,
  );
}

function versionOf(executable, env) {
  try {
    return execFileSync(executable, ['--version'], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

/** The environment in which `node` is the found runtime and the project's tools are on PATH. */
export function runtimeEnvironment(root, runtime, env) {
  const folders = [join(root, 'node_modules', '.bin'), ...(runtime === 'node' ? [] : [dirname(runtime)])];
  return { ...env, PATH: [...new Set(folders), env.PATH].join(delimiter) };
}
