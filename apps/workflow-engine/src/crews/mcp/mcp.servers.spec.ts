import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { McpServerConfig } from '@aiwf/platform';
import { waitFor } from '@aiwf/testing';
import { McpRefusedError, McpTimeoutError, McpUnavailableError, type McpServers } from '.';
import { mcpServers } from './mcp-servers.fixture';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;
let servers: McpServers;

function start(args: string[] = [], more: Partial<McpServerConfig> = {}): void {
  const fixture = [join(__dirname, 'faulty-server.fixture.mjs'), ...args];
  servers = mcpServers({
    faulty: { transport: { kind: 'stdio', command: process.execPath, args: fixture, env: {} }, ...more },
  });
}

const call = (tool: string, args = {}, idempotencyKey?: string) =>
  servers.call('faulty', { tool, args, idempotencyKey }, signal);

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeEach(() => Logger.overrideLogger(false));
afterEach(() => servers.onApplicationShutdown());

it('lists all pages, with effects by annotation and approval where one is needed', async () => {
  start();
  const listed = await servers.tools('faulty', signal);
  expect(listed.map(({ tool, effect, needsApproval }) => [tool, effect, needsApproval])).toEqual([
    ['pid', 'read', false],
    ['key', 'idempotent', false],
    ['crash', 'irreversible', true],
    ['silent', 'irreversible', true],
    ['huge', 'irreversible', true],
    ['picture', 'irreversible', true],
    ['fail', 'irreversible', true],
  ]);
});

it('lets the operator say what tools do and which need no approval', async () => {
  start([], { effects: { crash: 'read', pid: 'irreversible' }, approval: { silent: 'never' } });
  const listed = await servers.tools('faulty', signal);
  const of = (name: string) => listed.find(({ tool }) => tool === name);
  expect(of('crash')).toMatchObject({ effect: 'read', needsApproval: false });
  expect(of('pid')).toMatchObject({ effect: 'irreversible', needsApproval: true });
  expect(of('silent')).toMatchObject({ effect: 'irreversible', needsApproval: false });
  expect(of('fail')).toMatchObject({ effect: 'irreversible', needsApproval: true });
});

it('connects once for all calls, and starts the server again after it crashed', async () => {
  start();
  const [first, second] = await Promise.all([call('pid'), call('pid')]);
  expect(second).toBe(first);
  await expect(call('crash')).rejects.toMatchObject({ name: 'McpUnavailableError', begun: true });
  const [third, fourth] = await Promise.all([call('pid'), call('pid')]);
  expect(third).not.toBe(first);
  expect(fourth).toBe(third);
});

it('connects again when the server was killed between two calls', async () => {
  start();
  const pid = Number(await call('pid'));
  process.kill(pid, 'SIGKILL');
  await waitFor(async () => !alive(pid), { what: 'the server to be gone' });
  expect(Number(await call('pid'))).not.toBe(pid);
});

it('ends a call that is not answered in time, and goes on with the same server', async () => {
  start([], { timeoutMs: 300 });
  const pid = await call('pid');
  await expect(call('silent')).rejects.toBeInstanceOf(McpTimeoutError);
  await expect(call('silent')).rejects.toThrow('did not answer within 0.3 s');
  expect(await call('pid')).toBe(pid);
});

it('ends a call that is no longer wanted, with the reason', async () => {
  start();
  const pid = await call('pid');
  const controller = new AbortController();
  const pending = servers.call('faulty', { tool: 'silent', args: {} }, controller.signal);
  const reason = new Error('cancelled');
  setImmediate(() => controller.abort(reason));
  await expect(pending).rejects.toBe(reason);
  expect(await call('pid')).toBe(pid);
});

it.each([
  ['over 5 MiB', 6 * MIB],
  ['over what one message may have', 20 * MIB],
])('refuses a result %s, and the calls beside it go on', async (_what, bytes) => {
  start();
  const pid = await call('pid');
  const [huge, beside] = await Promise.allSettled([call('huge', { bytes }), call('pid')]);
  expect(huge).toMatchObject({ status: 'rejected', reason: expect.any(McpRefusedError) });
  expect(huge).toMatchObject({ reason: { message: expect.stringContaining('larger than 5 MiB') } });
  expect(beside).toEqual({ status: 'fulfilled', value: pid });
});

it('takes a result of 5 MiB', async () => {
  start();
  expect(await call('huge', { bytes: 5 * MIB })).toHaveLength(5 * MIB);
});

it('describes what is no text', async () => {
  start();
  expect(await call('picture')).toBe(
    '[image: image/png, 300 bytes, not shown]\n[link: report, file:///report]\ndone',
  );
});

it('passes the idempotency key on, where the call has one', async () => {
  start();
  expect(await call('key', {}, 'run/nodes/a/0.0')).toBe('{"idempotencyKey":"run/nodes/a/0.0"}');
  expect(await call('key')).toBe('null');
});

it('gives a failed call and an unknown tool back in the words of the server', async () => {
  start();
  await expect(call('fail')).rejects.toEqual(new McpRefusedError('The disk is full'));
  await expect(call('vanished')).rejects.toMatchObject({
    name: 'McpRefusedError',
    message: 'The tool "vanished" of "faulty" refuses the call: no tool vanished',
  });
});

it('says that a server can not be reached, without what is not for users', async () => {
  start([], { transport: { kind: 'stdio', command: '/no/such/program', args: [], env: {} } });
  const failure = servers.tools('faulty', signal);
  await expect(failure).rejects.toBeInstanceOf(McpUnavailableError);
  await expect(failure).rejects.toMatchObject({
    message: 'The MCP server "faulty" can\'t be reached: ENOENT',
    begun: false,
  });
});

it('leaves no process behind, not even one that does not want to end', async () => {
  start(['stubborn']);
  const pid = Number(await call('pid'));
  expect(alive(pid)).toBe(true);
  await servers.onApplicationShutdown();
  expect(alive(pid)).toBe(false);
});
