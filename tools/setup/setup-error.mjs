/**
 * The two ways a command of this folder ends early, and how each becomes one line and an exit code.
 */

/** A failure that a person can act on: its message is the one line they read. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** The person asked to stop (Ctrl-C) while something was under way. */
class Interrupted extends Error {
  name = 'Interrupted';
}

const SYSTEM_REASONS = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
};

/**
 * The one line that tells a failure: a system error is named with the path it met, anything unforeseen keeps its
 * first line.
 */
export function describeFailure(error) {
  if (error instanceof SetupError) return error.message;
  const reason = SYSTEM_REASONS[error?.code];
  if (reason) return `${reason}${error.path ? `: ${error.path}` : ''}`;
  return String(error?.message ?? error).split('\n', 1)[0];
}

/**
 * Runs the body of a command with one abort signal fed by Ctrl-C, `kill` and a closed terminal, and turns its end into
 * the process's exit code: the body's own number (0 when none), 130 when interrupted, 1 after one line on stderr.
 *
 * A second Ctrl-C changes nothing: npm forwards the terminal's signal, so one key press arrives here twice.
 */
export async function runEntryPoint(body) {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interrupt.abort(new Interrupted(signal)));
  }
  // A terminal that closed must not end us in the middle of an orderly stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const watch = watchNpm(interrupt);
  try {
    process.exitCode = (await body(interrupt.signal)) ?? 0;
  } catch (error) {
    if (interrupt.signal.aborted) {
      process.exitCode = 130;
    } else {
      console.error(`✗ ${describeFailure(error)}`);
      process.exitCode = 1;
    }
  }
  clearInterval(watch);
  process.exit();
}

/** Under npm, a vanished parent means that npm was killed: nobody is left to press Ctrl-C, so stop as if they had. */
function watchNpm(interrupt) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) interrupt.abort(new Interrupted('the parent process vanished'));
  }, 500);
  watch.unref();
  return watch;
}
