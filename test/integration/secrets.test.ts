import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reply } from '@aiwf/testing';
import { sql } from 'drizzle-orm';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, http } from '../harness/graphs';
import { historiesOf, readableText } from '../harness/histories';
import { serve, type LocalServer } from '../harness/local-server';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP over loopback. Scripted: the model, and a server that sends back what it got. */
const SECRET = 's3cr3t/of+the "operator" 42';

let folder: string;
let model: Conversations;
let echo: LocalServer;
let other: LocalServer;
let engine: EngineUnderTest;
let steer: Steering;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  model = await conversations();
  other = await serve((_request, response) => response.end('other'));
  echo = await serve(({ url, headers, body }, response) => {
    if (url.startsWith('/away')) return response.writeHead(307, { location: `${other.url}/there` }).end();
    const sent = {
      url,
      headers,
      body,
      inUrl: encodeURIComponent(SECRET),
      asText: JSON.stringify({ SECRET }),
    };
    response.setHeader('x-echo', Buffer.from(SECRET).toString('latin1'));
    return response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ ...sent, [SECRET]: 1 }));
  });
  const file = join(folder, 'secrets.json');
  const hosts = ['127.0.0.1', 'localhost'];
  await writeFile(
    file,
    JSON.stringify({
      api: { value: SECRET, hosts },
      elsewhere: { value: 'another secret', hosts: ['api.example.com'] },
      by_port: { value: '${OF_PORT}', hosts: [echo.host] },
    }),
  );
  engine = await startEngine({
    ...model.env,
    OF_PORT: SECRET,
    SECRETS_FILE: file,
    EGRESS_ALLOWED_HOSTS: `${echo.host},${other.host}`,
  });
  steer = new Steering(engine);
});

afterEach(() => model.assertExhausted());

afterAll(async () => {
  await engine.close();
  await Promise.all([echo.close(), other.close(), model.server.close()]);
  await rm(folder, { recursive: true });
});

const call = (config: Record<string, unknown>) =>
  engine.run({ name: 'call', nodes: [http('call', { url: `${echo.url}/call`, ...config })] });

/** Every form in which somebody who looks for the secret would find it. */
const readable = (text: string) =>
  [SECRET, encodeURIComponent(SECRET), encodeURI(SECRET), 's3cr3t', 'operator" 42'].some((form) =>
    text.includes(form),
  );

it('is sent in headers and in the query, and is read by nobody', async () => {
  model.script('Tell what came back', reply('nothing'));
  const view = await engine.run({
    name: 'secret',
    nodes: [
      http('call', {
        method: 'POST',
        url: `${echo.url}/call`,
        headers: { authorization: { secret: 'api', prefix: 'Bearer ' } },
        query: { key: { secret: 'by_port' } },
        body: { plain: 'text' },
      }),
      agent('tell', 'Tell what came back\n{{ nodes.call.output }}'),
    ],
    edges: chain('call', 'tell'),
    output: '{{ nodes.call.output }}',
  });
  expect(view).toMatchObject({
    status: 'completed',
    output_data: { status: 200, body: { body: '{"plain":"text"}' } },
  });
  const [request] = echo.requests;
  expect(request?.headers.authorization).toBe(`Bearer ${SECRET}`);
  expect(new URL(request?.url ?? '', echo.url).searchParams.get('key')).toBe(SECRET);

  const id = view.execution_id;
  expect(JSON.stringify(view.output_data)).toContain('Bearer [secret]');
  expect(readable(JSON.stringify(view))).toBe(false);
  for (const route of ['events', 'usage', 'export', 'requests?status=all']) {
    expect([route, readable(JSON.stringify(await steer.get(id, route)))]).toEqual([route, false]);
  }
  expect(readable(JSON.stringify(model.requests('Tell what came back')))).toBe(false);
  const [history] = await historiesOf(id);
  const written = readableText(history);
  expect(written).toContain('by_port');
  expect(readable(written)).toBe(false);
  const { rows: tables } = await engine.database.orm.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'engine'`,
  );
  for (const { name } of tables) {
    const { rows } = await engine.database.orm.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from engine.${sql.identifier(name)} t`,
    );
    expect([name, rows.filter(({ row }) => readable(row) || readable(String(JSON.parse(row))))]).toEqual([
      name,
      [],
    ]);
  }
});

it.each([
  ['that there is not', 'unheard_of', 'unknown_secret', /There is no secret "unheard_of"/],
  ['that is meant for another host', 'elsewhere', 'secret_not_allowed', /is not meant for 127\.0\.0\.1/],
])('fails the node for one %s, before anything is sent', async (_what, secret, code, message) => {
  const before = echo.requests.length;
  const view = await call({ headers: { authorization: { secret } } });
  expect(view).toMatchObject({
    status: 'failed',
    nodes: [{ error_code: code, error_message: expect.stringMatching(message) }],
  });
  expect(echo.requests).toHaveLength(before);
});

it('is not carried along by a redirect to another origin', async () => {
  const view = await call({
    url: `${echo.url}/away`,
    headers: { authorization: { secret: 'api' }, 'x-key': { secret: 'api' } },
    query: { key: { secret: 'api' } },
  });
  expect(view).toMatchObject({ status: 'completed', output_data: { result: { body: 'other' } } });
  expect(other.requests).toHaveLength(1);
  expect(readable(decodeURIComponent(JSON.stringify(other.requests)))).toBe(false);
});

it('is not read as a template, nor where a template gives what looks like one', async () => {
  const view = await engine.run(
    {
      name: 'disguised',
      inputs: { type: 'object', properties: { key: { type: 'object', additionalProperties: true } } },
      nodes: [http('call', { url: `${echo.url}/disguised`, query: { key: '{{ inputs.key }}' } })],
    },
    { key: { secret: 'api' } },
  );
  expect(view.status).toBe('completed');
  const sent = echo.requests.find(({ url }) => url.startsWith('/disguised'))?.url ?? '';
  expect(new URL(sent, echo.url).searchParams.get('key')).toBe('{"secret":"api"}');
});
