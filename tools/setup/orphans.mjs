/**
 * Remembers which processes a start has, so that the next one can end those it left behind, and no others.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { signalGroup } from './process-group.mjs';
import { isSameProcess } from './process-identity.mjs';

const TERM_GRACE_MS = 8_000;
const KILL_GRACE_MS = 2_000;
const POLL_MS = 50;

/**
 * Writes down the processes that are alive now, each as `{ name, pid, start, leader }`; `leader` says that it leads a
 * process group.
 */
export function recordProcesses(path, records) {
  writeFileSync(`${path}.new`, JSON.stringify(records));
  renameSync(`${path}.new`, path);
}

/**
 * Ends what an earlier start recorded and left running. A process is ended only if it started at the recorded moment:
 * its number may belong to a stranger by now.
 *
 * @returns the names of those that were still running
 */
export async function reapOrphans(path) {
  const orphans = readRecords(path).filter(isSameProcess);
  orphans.forEach(({ pid }) => send(pid, 'SIGTERM'));
  const stubborn = await stillRunning(orphans, TERM_GRACE_MS);
  stubborn.forEach(({ pid, leader }) => (leader ? signalGroup(pid, 'SIGKILL') : send(pid, 'SIGKILL')));
  await stillRunning(stubborn, KILL_GRACE_MS);
  rmSync(path, { force: true });
  return orphans.map(({ name }) => name);
}

function readRecords(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Waits until all have ended or the time is over; they are no children of ours, so there is no event to wait for. */
async function stillRunning(processes, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const alive = processes.filter(isSameProcess);
    if (alive.length === 0 || Date.now() >= deadline) return alive;
    await delay(POLL_MS);
  }
}
