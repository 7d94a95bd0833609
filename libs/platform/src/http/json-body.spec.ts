import { gzipSync } from 'node:zlib';
import { type RunningApp, startApp } from './http-app.fixture';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});

afterAll(() => running.app.close());

function send(body: string | Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  return running.send('/things/engine', { method: 'POST', headers: all, body });
}

const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

describe('a body that is refused with 422', () => {
  it.each<[string, string, RegExp]>([
    ['malformed JSON', '{"user_id": ', /not valid JSON/],
    ['white space', '  ', /not valid JSON/],
    ['a list', '[]', /must be a JSON object/],
    ['a string', '"text"', /must be a JSON object/],
    ['null', 'null', /must be a JSON object/],
    ['65 levels', `{"workflow_data":${nested(64)},"user_id":"u"}`, /deeper than 64/],
    ['100,000 levels', '['.repeat(100_000), /deeper than 64/],
    ['100,000 levels of objects', '{"a":'.repeat(100_000), /deeper than 64/],
    [
      'a __proto__ key',
      '{"user_id":"u","workflow_data":{"a":[{"__proto__":{"admin":true}}]}}',
      /\/workflow_data\/a\/0\/__proto__/,
    ],
    ['an escaped __proto__ key', '{"user_id":"u","workflow_data":{"\\u005f_proto__":1}}', /__proto__/],
    ['a constructor key', '{"user_id":"u","workflow_data":{"constructor":{"prototype":1}}}', /constructor/],
    ['a prototype key', '{"prototype":1}', /prototype/],
    ['an escaped NUL', '{"user_id":"a\\u0000b","workflow_data":{}}', /\/user_id.*NUL/],
    ['a NUL in a key', '{"user_id":"u","workflow_data":{"a\\u0000":1}}', /NUL/],
    ['an escaped lone surrogate', '{"user_id":"u","workflow_data":{"a":"\\ud800"}}', /surrogate/],
    ['a lone surrogate in a key', '{"user_id":"u","workflow_data":{"\\udc00":1}}', /surrogate/],
    ['a number past what can be read', '{"user_id":"u","workflow_data":{"a":1e999}}', /too large/],
    ['an unknown property', '{"user_id":"u","workflow_data":{},"admin":true}', /unknown property "admin"/],
    [
      'a property every object has',
      '{"user_id":"u","workflow_data":{},"hasOwnProperty":1}',
      /unknown property "hasOwnProperty"/,
    ],
    [
      'more properties than any request has',
      JSON.stringify(Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, 1]))),
      /Too many properties/,
    ],
    ['no user_id', '{"workflow_data":{}}', /user_id must be a string/],
    ['an empty user_id', '{"workflow_data":{},"user_id":""}', /user_id must be a string/],
    ['a blank user_id', '{"workflow_data":{},"user_id":" \\t"}', /user_id must be a string/],
    [
      'a user_id that is no string',
      '{"workflow_data":{},"user_id":{"toString":1}}',
      /user_id must be a string/,
    ],
    ['a list as workflow_data', '{"workflow_data":[],"user_id":"u"}', /workflow_data must be a JSON object/],
    [
      'null as inputs',
      '{"workflow_data":{},"user_id":"u","inputs":null}',
      /inputs must be a JSON object, or be left out/,
    ],
  ])('%s', async (_, body, detail) => {
    const answer = await send(body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'invalid_request', status: 422 });
    expect(answer.body.detail).toMatch(detail);
  });

  it('is one that is not UTF-8', async () => {
    const { status, body } = await send(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]));
    expect({ status, detail: body.detail }).toEqual({
      status: 422,
      detail: expect.stringContaining('UTF-8'),
    });
  });

  it('is none at all, naming each field that is missing', async () => {
    const { status, body } = await running.send('/things/engine', { method: 'POST' });
    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.path)).toEqual(['/workflow_data', '/user_id']);
  });
});

describe('a body at the edge of what is taken', () => {
  it('may nest 64 levels, itself counted', async () => {
    expect((await send(`{"workflow_data":{"a":${nested(62)}},"user_id":"u"}`)).status).toBe(200);
  });

  it('may hold brackets, quotes and backslashes in strings', async () => {
    const text = `\\"${'[{'.repeat(100)}\\`;
    const { body } = await send(JSON.stringify({ workflow_data: { text }, user_id: 'u' }));
    expect(body.workflow_data).toEqual({ text });
  });

  it('may hold as many keys as fit', async () => {
    const workflow_data = Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [`k${i}`, 1]));
    expect((await send(JSON.stringify({ workflow_data, user_id: 'u' }))).status).toBe(200);
  });

  it('may hold whole surrogate pairs, escaped or not', async () => {
    const { body } = await send('{"workflow_data":{"a":"\\ud83d\\ude00","b":"😀"},"user_id":"u"}');
    expect(body.workflow_data).toEqual({ a: '😀', b: '😀' });
  });
});

describe('a body that is too large (413)', () => {
  it('by one byte', async () => {
    const { status, body } = await send('x'.repeat(1024 * 1024 + 1));
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'body_too_large' });
    expect(body.detail).toContain('1,048,576 bytes');
  });

  it('though it does not say how long it is', async () => {
    const chunk = 'x'.repeat(1024 * 1024 + 1);
    const answer = await running.raw(
      'POST /things/engine HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n' +
        `Transfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('1,048,576 bytes');
  });
});

describe('a body of another kind (415)', () => {
  it.each<[string, Record<string, string>]>([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a type that cannot be read', { 'content-type': 'json' }],
    ['a type that only starts alike', { 'content-type': 'application/jsonp' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
  ])('%s', async (_, headers) => {
    const { status, body } = await send('{"workflow_data":{},"user_id":"u"}', headers);
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'unsupported_media_type' });
    expect(body.detail).toContain('application/json');
  });

  it('no type', async () => {
    const body = new Blob(['{"workflow_data":{},"user_id":"u"}']);
    expect((await running.send('/things/engine', { method: 'POST', body })).status).toBe(415);
  });

  it('compressed', async () => {
    const bomb = new Uint8Array(gzipSync('0'.repeat(50 * 1024 * 1024)));
    const { status, body } = await send(bomb, { 'content-encoding': 'gzip' });
    expect({ status, detail: body.detail }).toEqual({
      status: 415,
      detail: expect.stringContaining('without compression'),
    });
  });
});

it('leaves the process alive, whatever came before', async () => {
  const { status } = await running.post('/things/generate', { prompt: 'still there?', user_id: 'u' });
  expect(status).toBe(200);
});
