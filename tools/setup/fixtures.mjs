/**
 * What the tests of this folder stand on: folders and commands that are gone when a test ends.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A folder of the test's own. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-set-up-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFile(folder, path, text) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** An environment in which the given commands, Node programs, stand before all others on PATH. */
export function withCommands(folder, commands, env = process.env) {
  const bin = join(folder, 'fake-bin');
  for (const [name, program] of Object.entries(commands)) {
    chmodSync(writeFile(bin, name, `#!${process.execPath}\n${program}`), 0o755);
  }
  return { PATH: [bin, env.PATH].join(delimiter), HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
}

/** Starts a Node process that ends with the test at the latest. */
export function startNode(t, args, options) {
  const child = spawn(process.execPath, args, options);
  t.after(() => child.kill('SIGKILL'));
  return child;
}

/** Waits until the condition holds: for what another process does, there is no event. */
export async function until(condition, timeoutMs = 10_000) {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    await delay(20);
  }
}
