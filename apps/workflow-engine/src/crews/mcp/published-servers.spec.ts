/** Real: the servers that the protocol's authors publish, as child processes, over both transports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { freePort } from '@aiwf/testing';
import type { McpServers } from '.';
import { mcpServers } from './mcp-servers.fixture';

const EVERYTHING = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');
const FILESYSTEM = require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js');

const signal = new AbortController().signal;
const stdio = (...args: string[]) =>
  ({ transport: { kind: 'stdio', command: process.execPath, args, env: {} } }) as const;

let remote: ChildProcess;
let folder: string;
let servers: McpServers;

beforeAll(async () => {
  Logger.overrideLogger(false);
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mcp-')));
  const port = await freePort();
  remote = spawn(process.execPath, [EVERYTHING, 'streamableHttp'], {
    env: { PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(remote.stderr as NodeJS.ReadableStream, 'data');
  servers = mcpServers({
    local: stdio(EVERYTHING),
    remote: { transport: { kind: 'http', url: `http://127.0.0.1:${port}/mcp`, headers: {} } },
    files: stdio(FILESYSTEM, folder),
  });
});

afterAll(async () => {
  await servers.onApplicationShutdown();
  remote.kill();
  await once(remote, 'exit');
  await rm(folder, { recursive: true });
});

describe.each(['local', 'remote'])('the everything server, %s', (name) => {
  it('lists its tools with what they do', async () => {
    const tools = await servers.tools(name, signal);
    const effects = new Map(tools.map(({ tool, effect }) => [tool, effect]));
    expect(effects.get('echo')).toBe('read');
    expect(effects.get('get-sum')).toBe('read');
    expect(effects.get('toggle-simulated-logging')).toBe('irreversible');
    expect(tools.find(({ tool }) => tool === 'echo')?.parameters).toMatchObject({
      type: 'object',
      required: ['message'],
    });
  });

  it('leaves out what takes part in long-running tasks only', async () => {
    const tools = await servers.tools(name, signal);
    expect(tools.map(({ tool }) => tool)).not.toContain('simulate-research-query');
  });

  it('answers calls at the same time', async () => {
    const call = (tool: string, args: Record<string, string | number>) =>
      servers.call(name, { tool, args }, signal);
    expect(
      await Promise.all([
        call('echo', { message: 'one' }),
        call('echo', { message: 'two' }),
        call('get-sum', { a: 2, b: 3 }),
      ]),
    ).toEqual(['Echo: one', 'Echo: two', expect.stringContaining('5')]);
  });

  it('gives an image as a description', async () => {
    const text = await servers.call(name, { tool: 'get-tiny-image', args: {} }, signal);
    expect(text).toMatch(/\[image: image\/png, \d+ bytes, not shown\]/);
  });

  it('refuses an unknown tool and wrong arguments, for the model to read', async () => {
    const refused = { name: 'McpRefusedError', message: expect.stringContaining('nothing') };
    await expect(servers.call(name, { tool: 'nothing', args: {} }, signal)).rejects.toMatchObject(refused);
    const wrong = servers.call(name, { tool: 'echo', args: { message: 5 } }, signal);
    await expect(wrong).rejects.toMatchObject({
      name: 'McpRefusedError',
      message: expect.stringContaining('message'),
    });
  });
});

it('derives the effects of the file system server, and writes and moves a file', async () => {
  const tools = await servers.tools('files', signal);
  const of = (name: string) => tools.find(({ tool }) => tool === name);
  expect(of('read_text_file')).toMatchObject({ effect: 'read', needsApproval: false });
  expect(of('write_file')).toMatchObject({ effect: 'idempotent', needsApproval: false });
  expect(of('move_file')).toMatchObject({ effect: 'irreversible', needsApproval: true });

  await servers.call(
    'files',
    { tool: 'write_file', args: { path: join(folder, 'a.txt'), content: 'a' } },
    signal,
  );
  const move = { source: join(folder, 'a.txt'), destination: join(folder, 'b.txt') };
  await servers.call('files', { tool: 'move_file', args: move }, signal);
  expect(await readdir(folder)).toEqual(['b.txt']);
});
