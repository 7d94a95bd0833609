import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lock, tryLock } from './file-lock.mjs';
import { startNode, temporaryFolder, writeFile } from './fixtures.mjs';

const MODULE = new URL('file-lock.mjs', import.meta.url).href;

/** A process that takes the lock and holds it until it ends. */
async function holder(t, path) {
  const program = `import { tryLock } from ${JSON.stringify(MODULE)}; tryLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = startNode(t, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('names the live holder, and is free again when that one died', async (t) => {
  const path = join(temporaryFolder(t), 'a.lock');
  const child = await holder(t, path);
  assert.equal(tryLock(path).holder, child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { release } = tryLock(path);
  assert.ok(release);
  release();
  assert.deepEqual(readdirSync(join(path, '..')), []);
});

test('waits for the holder to end, or to be told to stop waiting', async (t) => {
  const path = join(temporaryFolder(t), 'a.lock');
  const child = await holder(t, path);
  const interrupt = new AbortController();
  const refused = lock(path, { signal: interrupt.signal, onWait: () => interrupt.abort() });
  await assert.rejects(refused, { name: 'AbortError' });
  const release = await lock(path, { onWait: () => child.kill('SIGKILL') });
  release();
});

test('a damaged lock file holds nothing', (t) => {
  const path = writeFile(temporaryFolder(t), 'a.lock', '{"pid"');
  assert.ok(tryLock(path).release);
});
