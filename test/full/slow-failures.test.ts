import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, compute } from '../harness/graphs';
import { Steering } from '../harness/steering';
import { temporalClient } from '../harness/temporal';

/** Real: engine, Temporal, PGlite. What fails here is only found out after a while. */
let folder: string;
let engine: EngineUnderTest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slow-'));
  const config = join(folder, 'mcp.json');
  const away = { url: `http://127.0.0.1:${await freePort()}/mcp` };
  await writeFile(config, JSON.stringify({ mcpServers: { away } }));
  engine = await startEngine({ MCP_CONFIG: config });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

it('a run whose MCP server is away fails once it was tried five times', async () => {
  const view = await engine.run({
    name: 'away',
    nodes: [agent('a', 'Never asked', { tools: ['mcp:away/x'] })],
  });
  expect(view).toMatchObject({
    status: 'failed',
    error_message: expect.stringContaining('The MCP server "away" can\'t be reached: ECONNREFUSED'),
    usage: { llm_calls: 0 },
  });
}, 120_000);

it('a map whose workflow was terminated is an error of its node, which the run may handle', async () => {
  const hold = { id: 'hold', type: 'wait', config: { event: 'never' } };
  const id = await engine.start({
    name: 'lost',
    nodes: [
      { id: 'each', type: 'map', config: { items: '[1]', body: { nodes: [hold] } }, on_error: 'continue' },
      compute('after', 'nodes.each.error.code'),
    ],
    edges: [{ source: 'each', target: 'after' }],
  });
  await new Steering(engine).askedOnce(id);
  const client = await temporalClient();
  await client.workflow.getHandle(`${id}/nodes/each`).terminate();
  await client.connection.close();
  await waitFor(async () => (await engine.view(id)).status !== 'running', {
    what: 'the run to notice',
    timeoutMs: 150_000,
    intervalMs: 1_000,
  });
  expect(await engine.view(id)).toMatchObject({ status: 'completed', output_data: { result: 'child_lost' } });
}, 180_000);
