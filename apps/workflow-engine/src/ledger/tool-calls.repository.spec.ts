import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@aiwf/persistence';
import { BlobRepository } from '../blobs';
import { executions } from '../database';
import { EventLogRepository } from '../events';
import type { ExecutionSettings } from '../workflows';
import { ToolCallsRepository, type ToolCallIntent } from './tool-calls.repository';

let dataDir: string;
let database: Database;
let events: EventLogRepository;
let repository: ToolCallsRepository;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-'));
  const migrations = join(__dirname, '../database/migrations');
  database = await openDatabase({ dataDir, name: 'engine', migrations });
  events = new EventLogRepository(database);
  repository = new ToolCallsRepository(database, events, new BlobRepository(database));
  for (const [id, forkedFrom] of [
    ['exec_parent', null],
    ['exec_fork', 'exec_parent'],
  ] as const) {
    await database.orm.insert(executions).values({
      id,
      forkedFrom,
      userId: 'user123',
      workflowId: 'wf_1',
      definition: { name: 'run', nodes: [] },
      inputs: {},
      settings: {} as ExecutionSettings,
      status: 'running',
      startedAt: new Date(),
    });
  }
});

afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const key = (lineage: string) => ({ lineage, path: 'nodes/pay', turn: 0 });

const intent: ToolCallIntent = {
  position: 0,
  nodeId: 'pay',
  call: { callId: '1', name: 'pay', arguments: { sum: 7 }, effect: 'irreversible', digest: null },
  mustBeMade: false,
};

it('begins a call anew that was cut short when it took over what another run did', async () => {
  expect(await repository.begin(key('exec_parent'), intent)).toMatchObject({ fresh: true, result: null });
  const paid = { ok: true, content: { json: 'paid' } };
  const event = { type: 'tool.call' as const, nodeId: 'pay', durationMs: 1, told: {} };
  await repository.record(key('exec_parent'), 0, paid, event);

  const append = jest.spyOn(events, 'appendWithin').mockRejectedValueOnce(new Error('the process died'));
  await expect(repository.begin(key('exec_fork'), intent)).rejects.toThrow('the process died');
  append.mockRestore();
  expect(await repository.begin(key('exec_fork'), intent)).toMatchObject({ fresh: false, result: paid });
});
