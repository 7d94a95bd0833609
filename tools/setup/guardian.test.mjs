import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { startNode, until } from './fixtures.mjs';
import { identify, isSameProcess } from './process-identity.mjs';

const MODULE = new URL('run-command.mjs', import.meta.url).href;
const STUBBORN = `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)`;

/** A parent that starts a program under the guardian and passes its output on. */
async function startGuarded(t, program) {
  const parent = `
    import { spawnGuarded } from ${JSON.stringify(MODULE)};
    const child = spawnGuarded(process.execPath, ['-e', ${JSON.stringify(program)}]);
    child.stdout.pipe(process.stdout);
    process.on('SIGUSR2', () => child.kill('SIGTERM'));
    child.on('exit', (code) => console.log('exit ' + code));`;
  const child = startNode(t, ['--input-type=module', '-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [pid] = await once(child.stdout, 'data');
  return { parent: child, guarded: identify(Number(pid)) };
}

test('a program whose parent vanished is ended, even one that refuses to', async (t) => {
  const { parent, guarded } = await startGuarded(t, STUBBORN);
  assert.ok(isSameProcess(guarded));
  parent.kill('SIGKILL');
  await until(() => !isSameProcess(guarded));
});

test('a request to end reaches the program, and its exit code comes back', async (t) => {
  const program = `process.on('SIGTERM', () => process.exit(7)); console.log(process.pid); setInterval(() => {}, 1000)`;
  const { parent } = await startGuarded(t, program);
  const line = once(parent.stdout, 'data');
  parent.kill('SIGUSR2');
  assert.equal(String(await line).trim(), 'exit 7');
});
