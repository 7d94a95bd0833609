import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@aiwf/testing';
import { version } from '../../package.json';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { historiesOf, type RunHistory } from '../harness/histories';
import { serve, type LocalServer } from '../harness/local-server';
import { learnThatCallsAreShort } from '../harness/short-calls';
import { Steering } from '../harness/steering';
import { readHistories, writeHistories } from './history-file';
import { RECORDINGS, type Recording } from './recordings';
import { refusals } from './replayed';

/**
 * Run by `npm run record-histories`: runs a graph of every kind on the real engine and keeps Temporal's histories. Scripted:
 * the model, an HTTP server, an MCP server.
 */
const FAULTY = join(__dirname, '../../apps/workflow-engine/src/crews/mcp/faulty-server.fixture.mjs');

let folder: string;
let model: Conversations;
let server: LocalServer;
const engines: { plain?: EngineUnderTest; continuing?: EngineUnderTest; local?: EngineUnderTest } = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  const mcp = join(folder, 'mcp.json');
  writeFileSync(
    mcp,
    JSON.stringify({ mcpServers: { faulty: { command: process.execPath, args: [FAULTY] } } }),
  );
  model = await conversations();
  let busy = 0;
  server = await serve(({ url }, response) => {
    if (url.startsWith('/ok')) response.setHeader('content-type', 'application/json').end('{"ok":true}');
    else if (url === '/gone') response.destroy();
    else if (url === '/busy') response.writeHead((busy += 1) % 2 === 1 ? 503 : 200).end('busy');
    else response.writeHead(404).end();
  });
  const env = { ...model.env, MCP_CONFIG: mcp, EGRESS_ALLOWED_HOSTS: server.host };
  engines.plain = await startEngine({ ...env, TEMPORAL_TASK_QUEUE: 'recorded' });
  engines.continuing = await startEngine({
    ...env,
    TEMPORAL_TASK_QUEUE: 'recorded-continuing',
    CONTINUE_AS_NEW_EVENTS: '50',
  });
  engines.local = await startEngine({
    ...env,
    TEMPORAL_TASK_QUEUE: 'recorded-local',
    LOCAL_CALL_MAX_SECONDS: '2',
  });
  await learnThatCallsAreShort(engines.local, model);
});

afterAll(async () => {
  await engines.plain?.close();
  await engines.continuing?.close();
  await engines.local?.close();
  await Promise.all([model.server.close(), server.close()]);
  rmSync(folder, { recursive: true, force: true });
});

it.each(RECORDINGS.map((recording) => [recording.name, recording] as const))(
  '%s',
  async (name, recording) => {
    const runs = await record(recording);
    model.assertExhausted();
    writeHistories(version, name, runs);
    expect(await refusals(readHistories(version, name).histories)).toEqual([]);
  },
);

async function record({
  graph,
  replies = {},
  lead,
  next,
  ends,
  continues,
  local,
}: Recording): Promise<RunHistory[]> {
  const engine = local ? engines.local : continues ? engines.continuing : engines.plain;
  if (!engine) throw new Error('There is no engine');
  const steer = new Steering(engine);
  for (const [prompt, given] of Object.entries(replies)) model.script(prompt, ...given);
  const first = await engine.start(typeof graph === 'function' ? graph({ server: server.url }) : graph);
  await lead?.({ id: first, engine, model, steer });
  let id = first;
  if (next) {
    await engine.ended(first);
    id = await next({ id: first, engine, model, steer });
  }
  expect((await engine.ended(id)).status).toBe(ends);
  return whole(id);
}

/** A run's row is closed a moment before Temporal's own run is, and its children's follow. */
async function whole(executionId: string): Promise<RunHistory[]> {
  let runs: RunHistory[] = [];
  await waitFor(
    async () => {
      const before = runs.length;
      runs = await historiesOf(executionId);
      return runs.length > 0 && runs.length === before && runs.every(({ status }) => status !== 'RUNNING');
    },
    { what: `the workflows of ${executionId} to end`, timeoutMs: 30_000, intervalMs: 500 },
  );
  return runs.toSorted(
    (a, b) => a.workflowId.localeCompare(b.workflowId) || startOf(a).localeCompare(startOf(b)),
  );
}

function startOf({ history }: RunHistory): string {
  return String(history.events?.[0]?.eventTime?.seconds ?? 0);
}
