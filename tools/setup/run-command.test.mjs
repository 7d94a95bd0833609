import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { existsSync, readFileSync } from 'node:fs';
import { startNode, temporaryFolder, until } from './fixtures.mjs';
import { identify, isSameProcess } from './process-identity.mjs';
import { lastLine, runCommand } from './run-command.mjs';

const NODE = process.execPath;
const MODULE = new URL('run-command.mjs', import.meta.url).href;
/** Starts a grandchild that ignores every polite request, writes its number down, and waits. */
const familyProgram = (file) => `
  const child = require('node:child_process').spawn(process.execPath, ['-e', "process.on('SIGTERM',()=>{});console.log('up');setInterval(()=>{},1000)"], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid)));
  setInterval(() => {}, 1000);`;

async function grandchild(file) {
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  return identify(Number(readFileSync(file, 'utf8')));
}

test('answers with exit code and output', async () => {
  const result = await runCommand(NODE, ['-e', 'console.log("a"); console.error("b"); process.exitCode = 3']);
  assert.equal(result.code, 3);
  assert.deepEqual(result.output.trim().split('\n').sort(), ['a', 'b']);
});

test('a missing command is exit code 127, not an exception', async () => {
  assert.equal((await runCommand('no-such-command', [])).code, 127);
});

test('past its time limit, the command ends with all it started', async (t) => {
  const file = join(temporaryFolder(t), 'pid');
  const result = runCommand(NODE, ['-e', familyProgram(file)], { timeoutMs: 1_500 });
  const inner = await grandchild(file);
  assert.deepEqual(await result, { code: null, output: '', timedOut: true });
  await until(() => !isSameProcess(inner));
});

test('an interrupt ends the command with all it started', async (t) => {
  const file = join(temporaryFolder(t), 'pid');
  const interrupt = new AbortController();
  const result = runCommand(NODE, ['-e', familyProgram(file)], { signal: interrupt.signal });
  const inner = await grandchild(file);
  interrupt.abort(new Error('Ctrl-C'));
  await assert.rejects(result, /Ctrl-C/);
  await until(() => !isSameProcess(inner));
});

test('a command whose caller was killed ends with all it started', async (t) => {
  const file = join(temporaryFolder(t), 'pid');
  const caller = `import { runCommand } from ${JSON.stringify(MODULE)}; await runCommand(process.execPath, ['-e', ${JSON.stringify(familyProgram(file))}]);`;
  const child = startNode(t, ['--input-type=module', '-e', caller], { stdio: 'ignore' });
  const inner = await grandchild(file);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await until(() => !isSameProcess(inner));
});

test('the telling line of an output is its last one with text', () => {
  assert.equal(lastLine('first\n\u001b[31mlast\u001b[0m\n\n'), 'last');
  assert.equal(lastLine(''), 'it printed nothing');
});
