/**
 * Runs one command for a parent that may vanish: `node guardian.mjs <command> [args…]`.
 *
 * A program of someone else's doesn't notice that its parent died. This process does (its channel closes), and then
 * ends the command and everything the command started. Signals go through to the command, its exit code comes back.
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 4_000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
let orphaned = false;

child.on('spawn', () => process.send?.({ childPid: child.pid }));
child.on('error', (error) => {
  console.error(`${command}: ${error.code === 'ENOENT' ? 'command not found' : error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (orphaned) endGroup();
  process.exit(code ?? (signal ? 128 : 1));
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));

process.on('disconnect', () => {
  orphaned = true;
  child.kill('SIGTERM');
  setTimeout(endGroup, GRACE_MS);
});

/** Ends what the command left behind; this process leads the group and goes with it. */
function endGroup() {
  if (process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-process.pid, 'SIGKILL');
}
