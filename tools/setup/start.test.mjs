import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startNode, temporaryFolder, until, withCommands, writeFile } from './fixtures.mjs';
import { answersOnPort, freePort } from './ports.mjs';
import { isSameProcess } from './process-identity.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Stands for both apps: healthy at once, gone when asked or when its supervisor vanished. */
const APP = `
  const port = process.env[__filename.includes('ai-gateway') ? 'AI_SERVICE_PORT' : 'WORKFLOW_SERVICE_PORT'];
  const body = JSON.stringify({ status: 'ok', details: { workflow_engine: {}, model: { model: 'embedded:small' }, planner: { planner: 'outline' } } });
  require('node:http').createServer((request, response) => response.end(body)).listen(port);
  process.on('disconnect', () => process.exit());`;

/** A clone with these tools, and stand-ins for npm, the compiler and Temporal's server. */
async function clone(t) {
  const folder = temporaryFolder(t);
  cpSync(HERE, join(folder, 'tools', 'setup'), { recursive: true });
  writeFile(folder, 'package-lock.json', '{"packages":{}}');
  const commands = withCommands(folder, {
    npm: `require('node:fs').mkdirSync('node_modules', { recursive: true });`,
    nest: `
      const fs = require('node:fs'), app = process.argv[3], at = 'dist/' + app + '/apps/' + app + '/src';
      fs.mkdirSync(at, { recursive: true });
      fs.writeFileSync(at + '/main.js', ${JSON.stringify(APP)});`,
    temporal: `
      const port = process.argv[process.argv.indexOf('--port') + 1];
      if (process.argv.includes('start-dev')) require('node:net').createServer().listen(port, '127.0.0.1');`,
  });
  const env = {
    ...commands,
    EMBEDDED_MODEL_PATH: writeFile(folder, 'model.gguf', ''),
    AI_SERVICE_PORT: String(await freePort()),
    WORKFLOW_SERVICE_PORT: String(await freePort()),
    TEMPORAL_PORT: String(await freePort()),
  };
  return {
    folder,
    env,
    ports: [env.AI_SERVICE_PORT, env.WORKFLOW_SERVICE_PORT, env.TEMPORAL_PORT].map(Number),
  };
}

function npmStart(t, { folder, env }) {
  const child = startNode(t, [join(folder, 'tools/setup/start.mjs')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const collect = (chunk) => (text += chunk);
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, text: () => text, exit: once(child, 'exit') };
}

const recorded = (folder) => JSON.parse(readFileSync(join(folder, '.data', 'processes.json'), 'utf8'));
const anyListens = async (ports) =>
  (await Promise.all(ports.map((port) => answersOnPort(port, '127.0.0.1')))).includes(true);

test('sets up, serves, prints what to do next, and Ctrl-C leaves nothing behind', async (t) => {
  const place = await clone(t);
  const { child, text, exit } = npmStart(t, place);
  await until(() => text().includes('Connect a stronger model') || child.exitCode !== null);
  assert.match(text(), /✓ Ready/);
  assert.match(text(), /Model +embedded:small/);
  assert.match(text(), /Planner +outline/);

  const curl = /^ +(curl .*)$/m.exec(text())[1];
  const { stdout } = await promisify(execFile)('sh', ['-c', `${curl} --silent`]);
  assert.equal(JSON.parse(stdout).status, 'ok');

  const processes = recorded(place.folder);
  child.kill('SIGINT');
  child.kill('SIGINT');
  assert.deepEqual(await exit, [0, null]);
  assert.match(text(), /✓ Stopped\.\n$/);
  assert.ok(!processes.some(isSameProcess));
  assert.ok(!(await anyListens(place.ports)));
});

test('a killed supervisor takes everything with it, and a new start works', async (t) => {
  const place = await clone(t);
  const first = npmStart(t, place);
  await until(() => first.text().includes('✓ Ready'));
  const processes = recorded(place.folder);
  assert.equal(processes.length, 4);
  first.child.kill('SIGKILL');
  await until(() => !processes.some(isSameProcess));
  const second = npmStart(t, place);
  await until(() => second.text().includes('✓ Ready'));
  second.child.kill('SIGTERM');
  assert.deepEqual(await second.exit, [0, null]);
});

test('a second instance, and a busy port, are one line and exit code 1', async (t) => {
  const place = await clone(t);
  const first = npmStart(t, place);
  await until(() => first.text().includes('✓ Ready'));
  const second = npmStart(t, place);
  assert.deepEqual(await second.exit, [1, null]);
  assert.match(second.text(), /^✗ Already running on .*\n$/);
  first.child.kill('SIGINT');
  await first.exit;

  const stranger = createServer().listen(place.ports[0], '127.0.0.1');
  t.after(() => stranger.close());
  const blocked = npmStart(t, place);
  assert.deepEqual(await blocked.exit, [1, null]);
  assert.equal(
    blocked.text(),
    `✗ Port ${place.ports[0]} (gateway) is in use: free it, or set AI_SERVICE_PORT to another.\n`,
  );
  assert.ok(!existsSync(join(place.folder, '.data', 'supervisor.lock')));
});
