import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { portsToCheck, readAddresses, stackProcesses } from './stack.mjs';

const processes = (env) =>
  stackProcesses('/root', { env, temporal: '/cache/temporal', addresses: readAddresses(env) });

test('Temporal, the engine, the gateway, on the ports of the contract', () => {
  assert.deepEqual(
    portsToCheck(readAddresses({})).map(({ name, port }) => [name, port]),
    [
      ['temporal', 7233],
      ['engine', 8002],
      ['gateway', 8001],
    ],
  );
  const [temporal, engine, gateway] = processes({ DATA_DIR: '/data' });
  assert.deepEqual([temporal.name, engine.name, gateway.name], ['temporal', 'engine', 'gateway']);
  assert.ok(temporal.args.includes(join('/data', 'temporal.db')));
  assert.ok(temporal.guarded);
  assert.equal(engine.env.TEMPORAL_ADDRESS, '127.0.0.1:7233');
  assert.equal(gateway.env.WORKFLOW_SERVICE_URL, 'http://localhost:8002');
  assert.equal(gateway.env.SUPERVISED, '1');
});

test('a given Temporal is used, not started', () => {
  const env = { TEMPORAL_ADDRESS: 'temporal.example:7233' };
  assert.deepEqual(
    processes(env).map(({ name }) => name),
    ['engine', 'gateway'],
  );
  assert.equal(processes(env)[0].env.TEMPORAL_ADDRESS, 'temporal.example:7233');
  assert.deepEqual(
    portsToCheck(readAddresses(env)).map(({ name }) => name),
    ['engine', 'gateway'],
  );
});

test('the gateway follows a moved engine, unless it is told otherwise', () => {
  const moved = { WORKFLOW_SERVICE_PORT: '9002', WORKFLOW_SERVICE_HOST: '::1', TEMPORAL_PORT: '9233' };
  assert.equal(processes(moved)[2].env.WORKFLOW_SERVICE_URL, 'http://[::1]:9002');
  assert.equal(processes(moved)[1].env.TEMPORAL_ADDRESS, '127.0.0.1:9233');
  const told = { ...moved, WORKFLOW_SERVICE_URL: 'http://elsewhere:80' };
  assert.equal(processes(told)[2].env.WORKFLOW_SERVICE_URL, 'http://elsewhere:80');
});
