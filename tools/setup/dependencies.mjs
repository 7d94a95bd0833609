/**
 * Installs the dependencies from the lockfile, once for each state of the lockfile.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { requireDiskSpace } from './disk-space.mjs';
import { step } from './progress.mjs';
import { lastLine, runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const INSTALL_MEGABYTES = 1_500;

/**
 * Installs unless the installed tree is complete and the lockfile's. The stamp that says so is written last and removed
 * first, so an interrupted install is done again.
 *
 * No install script runs: every native package here ships its binary for the platform, and a script is what a hostile
 * release would use.
 */
export async function ensureDependencies(root, env, { signal } = {}) {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, '.aiwf-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  if (!isInstalledByNpm(root)) {
    await requireDiskSpace(root, INSTALL_MEGABYTES, 'installing the dependencies');
    rmSync(stamp, { force: true });
    // npm writes this list when it is done; an old one beside half-deleted packages would pass for a whole install.
    rmSync(join(modules, '.package-lock.json'), { force: true });
    await step('Installing the dependencies from the lockfile', 'npm', () =>
      installWithNpm(root, env, signal),
    );
  }
  writeFileSync(stamp, wanted);
}

async function installWithNpm(root, env, signal) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...before] = npmCommand(env);
  const npmEnv = { ...env, PATH: withoutModules(root, env.PATH) };
  const { code, output } = await runCommand(command, [...before, ...args], {
    cwd: root,
    env: npmEnv,
    signal,
  });
  if (code === 0) return;
  if (code === 127) throw new SetupError('npm is missing: install Node with npm.');
  if (output.includes('ENOSPC'))
    throw new SetupError(`No space left on the disk while installing into ${root}.`);
  throw new SetupError(`npm ci failed: ${tellingLine(output)}`);
}

/** The npm that runs us, with the Node it runs on: that Node doesn't live in the folder npm is about to delete. */
function npmCommand({ npm_execpath: npm, npm_node_execpath: node }) {
  return npm?.endsWith('.js') && node ? [node, npm] : ['npm'];
}

function withoutModules(root, path = '') {
  const own = join(root, 'node_modules', '.bin');
  return path
    .split(delimiter)
    .filter((folder) => folder !== own && folder !== dirname(own))
    .join(delimiter);
}

/** npm's first line that says what went wrong; those before and after it hold codes and the log's whereabouts. */
function tellingLine(output) {
  const errors = output.split('\n').map((line) => /^npm (?:error|ERR!)\s+(.*)$/.exec(line)?.[1] ?? '');
  return errors.find((line) => line !== '' && !/^code \w+$|complete log/.test(line)) ?? lastLine(output);
}

/** A person ran `npm ci` themselves: npm's list of what it installed has every package that is not optional. */
function isInstalledByNpm(root) {
  try {
    const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
    const installed = read('node_modules/.package-lock.json');
    return Object.entries(read('package-lock.json'))
      .filter(([path, entry]) => path !== '' && !entry.optional && !entry.link && !entry.devOptional)
      .every(([path, entry]) => installed[path]?.version === entry.version && existsSync(join(root, path)));
  } catch {
    return false;
  }
}
