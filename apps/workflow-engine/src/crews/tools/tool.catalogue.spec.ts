import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { EgressClient } from '../../egress';
import { ToolCatalogue, ToolError } from '.';

const signal = new AbortController().signal;
const server = http.createServer((request, response) => answer(request, response));
let answer: http.RequestListener;
let catalogue: ToolCatalogue;
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}/page`;
  catalogue = new ToolCatalogue(new EgressClient({ allowedHosts: [host] }));
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const run = (name: string, args: Json) => catalogue.run(name, args, { signal });

async function failure(promise: Promise<unknown>): Promise<ToolError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ToolError);
  return error as ToolError;
}

describe('ToolCatalogue', () => {
  it.each(BUILT_IN_TOOLS)('describes %s as plain data, named to models as it is', (name) => {
    const tool = catalogue.describe(name);
    expect(JSON.parse(JSON.stringify(tool))).toEqual(tool);
    expect(tool).toMatchObject({
      name,
      function_name: name,
      effect: 'read',
      needs_approval: false,
      parameters: { type: 'object', additionalProperties: false },
    });
  });

  it.each(['shell', 'constructor', '__proto__', ''])(
    'knows no tool %j and names those it knows',
    async (name) => {
      const error = await failure(run(name, {}));
      expect(error).toMatchObject({ code: 'unknown_tool', retryable: false });
      expect(error.message).toContain('fetch_url, calculator, current_time');
      expect(() => catalogue.describe(name)).toThrow(ToolError);
    },
  );

  it.each([
    ['calculator', {}, 'expression'],
    ['calculator', { expression: 5 }, '/expression'],
    ['calculator', { expression: '1', precision: 2 }, 'precision'],
    ['calculator', { expression: '' }, '/expression'],
    ['calculator', '1 + 1', 'not "object"'],
    ['calculator', null, 'not "object"'],
    ['current_time', ['UTC'], 'not "object"'],
    ['fetch_url', { url: 'x'.repeat(3_000) }, '/url'],
  ])('refuses arguments of %s: %j', async (name, args, hint) => {
    const error = await failure(run(name, args));
    expect(error).toMatchObject({ code: 'invalid_arguments', retryable: false });
    expect(error.message).toContain(hint);
    expect(error.message.length).toBeLessThan(1_000);
  });

  it('runs a tool', async () => {
    await expect(run('calculator', { expression: '6 * 7' })).resolves.toEqual({ result: 42 });
  });
});

describe('fetch_url', () => {
  it.each([
    [
      'text/html; charset=utf-8',
      '<h1>Title</h1><script>x()</script><p>Text &amp; more</p>',
      'Title\nText & more',
    ],
    ['text/plain', '<b>kept</b>', '<b>kept</b>'],
    ['application/json', '{ "a": [1, 2] }', '{"a":[1,2]}'],
  ])('returns %s as text', async (contentType, body, text) => {
    answer = (_request, response) => response.writeHead(200, { 'content-type': contentType }).end(body);
    await expect(run('fetch_url', { url })).resolves.toBe(text);
  });

  it('cuts a long text to 8,000 characters, marked, without splitting a character', async () => {
    answer = (_request, response) => response.end('😀'.repeat(10_000));
    const text = (await run('fetch_url', { url })) as string;
    expect(text.length).toBeGreaterThan(7_900);
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(text).toMatch(/^(😀)+\n… \[cut\]$/u);
  });

  it.each([
    [404, false],
    [429, true],
    [503, true],
  ])('fails on status %i', async (status, retryable) => {
    answer = (_request, response) => response.writeHead(status).end('secret details');
    const error = await failure(run('fetch_url', { url }));
    expect(error).toMatchObject({ code: 'tool_failed', retryable });
    expect(error.message).toContain(`answered with status ${status}`);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'tool_failed', 'not a public address'],
    ['http://[::127.0.0.1]/', 'tool_failed', 'not a public address'],
    ['file:///etc/passwd', 'invalid_arguments', 'http: or https:'],
    ['example.com/page', 'invalid_arguments', 'absolute http'],
  ])('refuses %s', async (target, code, message) => {
    const error = await failure(run('fetch_url', { url: target }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("rejects with the signal's reason once aborted", async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    answer = () => controller.abort(reason);
    await expect(catalogue.run('fetch_url', { url }, { signal: controller.signal })).rejects.toBe(reason);
  });
});
