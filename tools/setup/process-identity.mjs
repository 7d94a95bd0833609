/**
 * Tells a process from a later one that got the same number: by the moment it started.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Field 22 of `/proc/<pid>/stat` (proc(5)): start time in clock ticks since boot. */
const START_TIME_FIELD = 22;

/**
 * A text that no two processes with this number share, or `undefined` when no such process is alive. A zombie counts
 * as dead: it runs nothing and holds nothing but its number.
 */
export function processStart(pid) {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

function startFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[START_TIME_FIELD - 3]}`;
  } catch {
    return undefined;
  }
}

function startFromPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** The number and the start of a process: enough to find it again, or to know that it is gone. */
export function identify(pid) {
  return { pid, start: processStart(pid) };
}

/** The very process that was identified is still alive. */
export function isSameProcess({ pid, start }) {
  return start !== undefined && processStart(pid) === start;
}
