import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { answersOnPort, freePort, readPort, requireFreePorts } from './ports.mjs';

const wanted = (port) => ({ port, host: '0.0.0.0', variable: 'AI_SERVICE_PORT', name: 'gateway' });

test('a busy port is one line that names it, its purpose and the variable that moves it', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address();
  await assert.rejects(requireFreePorts([wanted(await freePort()), wanted(port)]), {
    message: `Port ${port} (gateway) is in use: free it, or set AI_SERVICE_PORT to another.`,
  });
  assert.ok(await answersOnPort(port, '127.0.0.1'));
});

test('free ports pass and are free afterwards', async () => {
  const port = await freePort();
  await requireFreePorts([wanted(port)]);
  assert.ok(!(await answersOnPort(port, '127.0.0.1')));
});

test('two services on one port are refused', async () => {
  const port = await freePort();
  const engine = { ...wanted(port), variable: 'WORKFLOW_SERVICE_PORT' };
  await assert.rejects(
    requireFreePorts([wanted(port), engine]),
    /AI_SERVICE_PORT and WORKFLOW_SERVICE_PORT both/,
  );
});

test('a setting that is no port is named', () => {
  assert.equal(readPort({ P: ' 80 ' }, 'P', 1), 80);
  assert.equal(readPort({ P: '' }, 'P', 8001), 8001);
  for (const text of ['0', '65536', '80a', '-1', '1.5'])
    assert.throws(() => readPort({ P: text }, 'P', 1), /^SetupError: P must be/);
});
