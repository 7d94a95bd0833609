import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process of this machine; the start time tells it from a later process that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque and comparable; `unknown` where the system doesn't tell. */
  startedAt: string;
}

/** The identity of the process that runs this code. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? 'unknown' };
}

/**
 * Whether that very process still runs. In doubt it does: a process that may not be inspected, or whose start time
 * can't be read, counts as running. Only pids of one pid namespace can be compared.
 */
export function isRunning(identity: ProcessIdentity): boolean {
  if (!acceptsSignals(identity.pid)) return false;
  const startedAt = startTimeOf(identity.pid);
  if (startedAt === 'dead') return false;
  return startedAt === undefined || identity.startedAt === 'unknown' || startedAt === identity.startedAt;
}

function acceptsSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `dead` for a zombie: it holds nothing any more, though it takes signals until its parent reaps it. */
function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStartTime(pid);
  if (process.platform === 'win32') return undefined;
  try {
    const printed = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 2_000,
    });
    return printed.replaceAll(/[^A-Za-z0-9]+/g, '') || undefined;
  } catch {
    return undefined;
  }
}

/** Fields of `/proc/<pid>/stat` as in proc_pid_stat(5), counted after the name, which may hold spaces and brackets. */
function linuxStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
  } catch {
    return undefined;
  }
}
