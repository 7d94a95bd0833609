/**
 * Process groups: every child leads its own, so that Ctrl-C in the terminal reaches only us, and so that what a child
 * left behind can be ended with it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a command as the leader of a new process group, with a channel to us: when we vanish, the channel closes and
 * the child knows.
 */
export function spawnInGroup(command, args, options) {
  return spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], ...options });
}

/** Sends a signal to every process of a group; a group that is gone is fine. Windows has no groups: the leader alone. */
export function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/**
 * Ends a child and its group: the leader is asked (SIGTERM) and given `graceMs`, then the whole group is killed.
 *
 * @returns when the leader has been reaped; `false` when it had to be killed.
 */
export async function stopGroup(child, graceMs) {
  if (hasEnded(child)) return true;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  let willing = true;
  const timer = setTimeout(() => {
    willing = false;
    signalGroup(child.pid, 'SIGKILL');
  }, graceMs);
  await exit;
  clearTimeout(timer);
  signalGroup(child.pid, 'SIGKILL');
  return willing;
}
