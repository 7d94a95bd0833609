import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionStarted } from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import { agent, chain, http } from '../harness/graphs';
import { ended, get, post, statusUrl } from '../harness/http';
import { serve, type LocalServer } from '../harness/local-server';
import { logLines } from '../harness/log-lines';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const USER = 'user123';
const SECRET = 'tangerine-key-of-the-operator';
const MODEL_KEY = 'sk-tangerine-key-of-the-model';
const SERVER_KEY = 'tangerine-key-of-the-mcp-server';

/** Real: both built apps as processes that log all there is, Temporal, PGlite. Scripted: the model, and a server that echoes. */
let folder: string;
let echo: LocalServer;
let model: ScriptedModel;
let pair: Pair;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  echo = await serve(({ url, headers }, response) => response.end(JSON.stringify({ url, headers })));
  model = await scriptedModel(() => reply('done'));
  const secrets = join(folder, 'secrets.json');
  const mcp = join(folder, 'mcp.json');
  await writeFile(secrets, JSON.stringify({ api: { value: SECRET, hosts: ['127.0.0.1'] } }));
  await writeFile(
    mcp,
    JSON.stringify({ mcpServers: { away: { url: `${echo.url}/mcp`, headers: { 'x-key': SERVER_KEY } } } }),
  );
  pair = await startPair({
    both: { ...model.env, OPENAI_API_KEY: MODEL_KEY, PLANNER: 'outline', LOG_LEVEL: 'TRACE' },
    engine: { SECRETS_FILE: secrets, MCP_CONFIG: mcp, EGRESS_ALLOWED_HOSTS: echo.host },
  });
});
afterAll(async () => {
  await pair.stop();
  await Promise.all([echo.close(), model.server.close()]);
  await rm(folder, { recursive: true });
});

const statusOf = (id: string) => statusUrl.gateway(pair.gateway.url, id, USER);

async function start(graph: object): Promise<string> {
  const { body } = await post<ExecutionStarted>(
    `${pair.engine.url}/workflow/execute`,
    { workflow_data: graph, user_id: USER },
    { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}` },
  );
  return body.execution_id;
}

it('no secret stands in a log, at any level, or in what the gateway tells of a run', async () => {
  const call = (id: string, path: string) =>
    http(id, {
      url: `${echo.url}${path}`,
      headers: { authorization: { secret: 'api', prefix: 'Bearer ' } },
      query: { key: { secret: 'api' } },
    });
  const id = await start({
    name: 'secrets',
    nodes: [
      call('call', '/'),
      agent('tell', 'Tell of {{ nodes.call.output }}'),
      {
        ...call('wrong', ''),
        config: { url: 'http://127.0.0.1:1/', headers: { authorization: { secret: 'api' } } },
        on_error: 'continue',
      },
    ],
    edges: chain('call', 'tell'),
    output: '{{ nodes.call.output }}',
  });
  await ended(statusOf(id));
  const unreachable = await start({
    name: 'away',
    nodes: [agent('a', 'Use it', { tools: ['mcp:away/nothing'] })],
  });
  await waitFor(() => logLines(pair.engine).some(({ mcp_server }) => mcp_server === 'away'), {
    what: 'the log to tell of the server that is away',
    timeoutMs: 30_000,
  });
  await post(`${pair.gateway.url}/ai/workflows/execution/${unreachable}/cancel`, { user_id: USER });
  await ended(statusOf(unreachable));
  // The MCP server, which is the same one here, may be asked for its tools before.
  const called = echo.requests.find(({ url }) => url !== '/mcp');
  expect(called?.headers.authorization).toBe(`Bearer ${SECRET}`);
  const told = await Promise.all(
    [id, unreachable].flatMap((each) =>
      ['status', 'events', 'usage', 'requests', 'export'].map((route) =>
        get<unknown>(`${pair.gateway.url}/ai/workflows/execution/${each}/${route}?user_id=${USER}`),
      ),
    ),
  );
  expect(told.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(JSON.stringify(told[0]?.body)).toContain('Bearer [secret]');
  const texts = [pair.output(), ...told.map(({ body }) => JSON.stringify(body))];
  for (const text of texts) expect(text).not.toMatch(/tangerine/);
});
