import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { startNode } from './fixtures.mjs';
import { identify, isSameProcess } from './process-identity.mjs';

test('a live process is found again, a dead one is not', async (t) => {
  const child = startNode(t, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identify(child.pid);
  assert.ok(isSameProcess(identity));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(!isSameProcess(identity));
});

test('a process with the number of another is not that other', () => {
  assert.ok(!isSameProcess({ pid: process.pid, start: `${identify(process.pid).start}0` }));
  assert.ok(!isSameProcess({ pid: process.pid }));
});
