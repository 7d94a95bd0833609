import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { freePort } from '@aiwf/testing';
import { McpServers } from '.';
import { mcpServers } from './mcp-servers.fixture';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;

interface Asked {
  id?: number;
  method: string;
  params?: { name?: string };
}

/** What a tool call is answered with; everything else is answered as it should be. */
let onCall: (asked: Asked, response: http.ServerResponse) => void;
let session: string;
let initialized: number;
let headers: http.IncomingHttpHeaders;
let servers: McpServers;

const server = http.createServer(async (request, response) => {
  headers = request.headers;
  const asked = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Asked;
  const known = request.headers['mcp-session-id'] === session;
  if (asked.method === 'initialize') {
    initialized += 1;
    const result = {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'x', version: '1' },
    };
    json(response, { jsonrpc: '2.0', id: asked.id, result }, { 'mcp-session-id': session });
  } else if (!known) response.writeHead(404).end('no such session');
  else if (asked.id === undefined) response.writeHead(202).end();
  else onCall(asked, response);
});

const json = (response: http.ServerResponse, body: unknown, more = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body));

const answer = ({ id }: Asked, text: string) => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text }] },
});

const stream = (response: http.ServerResponse, data: string) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(data);

const event = (body: unknown) => `event: message\ndata: ${JSON.stringify(body)}\n\n`;

const call = (tool = 'any') => servers.call('remote', { tool, args: {} }, signal);

beforeAll(async () => {
  Logger.overrideLogger(false);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

beforeEach(() => {
  session = 'first';
  initialized = 0;
  const { port } = server.address() as AddressInfo;
  servers = mcpServers({
    remote: {
      transport: {
        kind: 'http',
        url: `http://127.0.0.1:${port}/mcp`,
        headers: { authorization: 'Bearer s' },
      },
    },
  });
});

afterEach(() => servers.onApplicationShutdown());

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

it('takes answers as JSON and as an event stream, with the configured headers, over one session', async () => {
  onCall = (asked, response) => json(response, answer(asked, 'as json'));
  expect(await call()).toBe('as json');
  expect(headers).toMatchObject({ authorization: 'Bearer s', 'mcp-session-id': 'first' });
  onCall = (asked, response) => {
    stream(response, event({ jsonrpc: '2.0', method: 'notifications/message', params: {} }));
    response.end(event(answer(asked, 'as stream')));
  };
  expect(await call()).toBe('as stream');
  expect(initialized).toBe(1);
});

it('opens another session when the server has forgotten its own, and makes the call once', async () => {
  let calls = 0;
  onCall = (asked, response) => {
    calls += 1;
    json(response, answer(asked, 'done'));
  };
  await call();
  session = 'second';
  expect(await call()).toBe('done');
  expect({ initialized, calls }).toEqual({ initialized: 2, calls: 2 });
});

it.each([
  ['before it began', (response: http.ServerResponse) => void response.destroy()],
  [
    'in the middle of JSON',
    (response: http.ServerResponse) => breakOff(response, 'application/json', '{"jsonrpc"'),
  ],
  [
    'in the middle of an event',
    (response: http.ServerResponse) => breakOff(response, 'text/event-stream', 'data: {'),
  ],
  [
    'by ending the stream without it',
    (response: http.ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
  ],
])('tells at once that an answer broke off %s, and can be asked again', async (_when, end) => {
  onCall = (_asked, response) => end(response);
  await expect(call()).rejects.toMatchObject({ name: 'McpUnavailableError', begun: true });
  onCall = (asked, response) => json(response, answer(asked, 'back'));
  expect(await call()).toBe('back');
});

function breakOff(response: http.ServerResponse, contentType: string, begun: string): void {
  response.writeHead(200, { 'content-type': contentType });
  response.write(begun, () => response.destroy());
}

it.each(['application/json', 'text/event-stream'])(
  'refuses an answer of 20 MiB as %s',
  async (contentType) => {
    onCall = (asked, response) => {
      const body = answer(asked, 'x'.repeat(20 * MIB));
      response.writeHead(200, { 'content-type': contentType });
      response.end(contentType === 'application/json' ? JSON.stringify(body) : event(body));
    };
    await expect(call()).rejects.toMatchObject({
      name: 'McpRefusedError',
      message: expect.stringContaining('larger than 5 MiB'),
    });
  },
);

it.each([
  [401, 'McpRefusedError', '"remote" refuses the call with status 401.'],
  [503, 'McpUnavailableError', 'The MCP server "remote" can\'t be reached: it answered with status 503'],
])('tells a refusal from what may pass: %i', async (status, name, message) => {
  onCall = (_asked, response) => void response.writeHead(status).end('internal details');
  await expect(call()).rejects.toMatchObject({ name, message });
});

it('makes no more than eight calls at the same time', async () => {
  let atOnce = 0;
  let most = 0;
  onCall = (asked, response) => {
    most = Math.max(most, ++atOnce);
    setTimeout(() => {
      atOnce -= 1;
      json(response, answer(asked, 'done'));
    }, 20);
  };
  await Promise.all(Array.from({ length: 20 }, () => call()));
  expect(most).toBe(8);
});

it('says that nothing was begun where nobody listens', async () => {
  servers = mcpServers({
    remote: { transport: { kind: 'http', url: `http://127.0.0.1:${await freePort()}/mcp`, headers: {} } },
  });
  await expect(call()).rejects.toMatchObject({
    name: 'McpUnavailableError',
    message: 'The MCP server "remote" can\'t be reached: ECONNREFUSED',
    begun: false,
  });
});
