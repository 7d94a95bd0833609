import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startNode, temporaryFolder, writeFile } from './fixtures.mjs';
import { reapOrphans, recordProcesses } from './orphans.mjs';
import { identify, isSameProcess } from './process-identity.mjs';

const WAIT = 'setInterval(() => {}, 1000); console.log("up")';

async function startLeader(t, program) {
  const child = startNode(t, ['-e', program], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('ends what was recorded and still runs', async (t) => {
  const records = join(temporaryFolder(t), 'processes.json');
  const child = await startLeader(t, WAIT);
  const exit = once(child, 'exit');
  recordProcesses(records, [{ name: 'engine', leader: true, ...identify(child.pid) }]);
  assert.deepEqual(await reapOrphans(records), ['engine']);
  assert.deepEqual(await exit, [null, 'SIGTERM']);
  assert.ok(!existsSync(records));
});

test('never ends a process that merely has the number', async (t) => {
  const records = join(temporaryFolder(t), 'processes.json');
  const stranger = await startLeader(t, WAIT);
  const { pid, start } = identify(stranger.pid);
  recordProcesses(records, [
    { name: 'engine', leader: true, pid, start: start.replace(/\d$/, (digit) => String(9 - digit)) },
    { name: 'gateway', leader: true, pid },
  ]);
  assert.deepEqual(await reapOrphans(records), []);
  assert.ok(isSameProcess({ pid, start }));
});

test('a missing or damaged record reaps nothing', async (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual(await reapOrphans(join(folder, 'absent.json')), []);
  assert.deepEqual(await reapOrphans(writeFile(folder, 'damaged.json', '[{"pid":')), []);
});
