import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator, type Schema } from '@cfworker/json-schema';
import { BUILT_IN_TOOLS, type NodeTypeList, type ToolList } from '@aiwf/contracts';
import { NODE_TYPES, validateDefinition } from '@aiwf/definition';
import { freePort } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { serve, type LocalServer } from '../harness/local-server';
import { scriptedModel, type ScriptedModel } from '../harness/model';

/** Real: engine, Temporal, PGlite, HTTP, an MCP server as a child process. One server is away, and one never answers. */
let folder: string;
let model: ScriptedModel;
let silent: LocalServer;
let engine: EngineUnderTest;

const FIXTURE = join(__dirname, '../../apps/workflow-engine/src/crews/mcp/faulty-server.fixture.mjs');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-'));
  silent = await serve(() => undefined);
  const mcpServers = {
    local: { command: process.execPath, args: [FIXTURE], effects: { crash: 'read' } },
    away: { url: `http://127.0.0.1:${await freePort()}/mcp` },
    silent: { url: `${silent.url}/mcp` },
  };
  await writeFile(join(folder, 'mcp.json'), JSON.stringify({ mcpServers }));
  model = await scriptedModel([]);
  engine = await startEngine({ ...model.env, MCP_CONFIG: join(folder, 'mcp.json') });
});

afterAll(async () => {
  // First, since the engine would wait for its answer until it gives the server up.
  await silent.close();
  await engine.close();
  await model.server.close();
  await rm(folder, { recursive: true, force: true });
});

it('publishes the language as a schema that its own examples fit', async () => {
  const { status, body } = await engine.get<Schema>('/workflow/schema');
  expect(status).toBe(200);
  expect(body.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const schema = new Validator(body, '2020-12');
  const fits = (node: object) => schema.validate({ name: 'example', nodes: [node] }).valid;
  for (const { example } of NODE_TYPES) expect([example.type, fits(example)]).toEqual([example.type, true]);
  expect(fits({ id: 'a', type: 'spell', config: {} })).toBe(false);
});

it('publishes every node type with an example that is valid', async () => {
  const { status, body } = await engine.get<NodeTypeList>('/workflow/node-types');
  expect(status).toBe(200);
  expect(body).toEqual({ node_types: NODE_TYPES });
  for (const { example } of body.node_types) {
    expect(validateDefinition({ name: 'example', nodes: [example] })).toMatchObject({ valid: true });
  }
});

it('lists the tools there are now, names the servers that are away, and asks each server once for all callers', async () => {
  const [first, second] = await Promise.all([0, 1].map(() => engine.get<ToolList>('/workflow/tools')));
  expect(first).toMatchObject({ status: 200 });
  expect(second).toEqual(first);
  const { tools = [], absent } = first?.body ?? {};
  expect(tools.map(({ name }) => name)).toEqual([
    ...BUILT_IN_TOOLS,
    'ask_human',
    ...['pid', 'key', 'crash', 'silent', 'huge', 'picture', 'fail'].map((tool) => `mcp:local/${tool}`),
  ]);
  for (const { description, parameters } of tools) {
    expect([typeof description, parameters.type]).toEqual(['string', 'object']);
  }
  const of = (name: string) => tools.find((tool) => tool.name === name);
  expect(of('calculator')).toMatchObject({ effect: 'read', needs_approval: false });
  expect(of('ask_human')).toMatchObject({ parameters: { required: ['question'] } });
  expect(of('mcp:local/crash')).toMatchObject({ effect: 'read', needs_approval: false });
  expect(of('mcp:local/fail')).toMatchObject({ effect: 'irreversible', needs_approval: true });
  expect(absent).toEqual([
    { server: 'away', problem: expect.stringContaining('"away" can\'t be reached') },
    { server: 'silent', problem: expect.stringContaining('"silent" did not tell its tools within 5 s') },
  ]);
  expect(silent.requests).toHaveLength(1);
});
