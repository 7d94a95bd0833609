/**
 * Runs a command to its end, in a process group of its own, under the guardian: neither Ctrl-C nor a killed parent
 * leaves it running.
 */
import { fileURLToPath } from 'node:url';
import { signalGroup, spawnInGroup, stopGroup } from './process-group.mjs';

const GUARDIAN = fileURLToPath(new URL('guardian.mjs', import.meta.url));
const STOP_GRACE_MS = 3_000;
const KEPT_OUTPUT_CHARACTERS = 400_000;

/** A process that exits, for whatever reason, takes its running commands with it. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) signalGroup(child.pid, 'SIGKILL');
});

/**
 * Starts a command under the guardian: it leads a new process group and doesn't outlive this process.
 *
 * @returns the guardian's child process; its exit code is the command's
 */
export function spawnGuarded(command, args, options) {
  return spawnInGroup(process.execPath, [GUARDIAN, command, ...args], options);
}

/**
 * @param options.cwd the folder to run in
 * @param options.env the whole environment of the command
 * @param options.signal aborts the command and rejects with the signal's reason
 * @param options.timeoutMs bound on the whole run; past it the group is ended and `timedOut` is true
 * @param options.onOutput receives each chunk of output as it comes
 * @returns exit code (null when ended by a signal), the last 400,000 characters of output, and whether time ran out
 */
export async function runCommand(command, args, { cwd, env, signal, timeoutMs, onOutput } = {}) {
  signal?.throwIfAborted();
  const child = spawnGuarded(command, args, { cwd, env });
  running.add(child);
  let output = '';
  let timedOut = false;
  const collect = (chunk) => {
    output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS);
    onOutput?.(String(chunk));
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);

  const end = () => void stopGroup(child, STOP_GRACE_MS);
  const timer = timeoutMs && setTimeout(() => ((timedOut = true), end()), timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exitCode) => {
        // A grandchild that keeps the pipes open must not keep us waiting for their end.
        signalGroup(child.pid, 'SIGKILL');
        setTimeout(() => resolve(exitCode), 500);
        child.on('close', () => resolve(exitCode));
      });
    });
    signal?.throwIfAborted();
    return { code: timedOut ? null : code, output, timedOut };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    running.delete(child);
  }
}

/** The last line of an output that says something; what a failed command is told by. */
export function lastLine(output) {
  const lines = output
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.at(-1) ?? 'it printed nothing';
}
