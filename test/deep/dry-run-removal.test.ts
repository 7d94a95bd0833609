import { waitFor } from '@aiwf/testing';
import { eq } from 'drizzle-orm';
import {
  blobs,
  executionEvents,
  executions,
  modelCalls,
  toolCalls,
} from '../../apps/workflow-engine/src/database';
import { DryRuns } from '../harness/dry-runs';
import { agent } from '../harness/graphs';
import { historiesOf } from '../harness/histories';

/** Real: engine, Temporal, PGlite, HTTP. There are a model, an HTTP server and an MCP server, and none of them is ever asked. */
let dryRuns: DryRuns;

beforeAll(async () => {
  dryRuns = await DryRuns.start();
});

afterEach(() => dryRuns.assertNobodyWasAsked());

afterAll(() => dryRuns.close());

/** Rounds enough to be under way for a while. */
const LONG = {
  nodes: [
    {
      id: 'on',
      type: 'loop',
      config: { body: { nodes: [agent('step', 'Step {{ index }}')] }, until: 'false', max_iterations: 1_000 },
    },
  ],
};

const rowsLeft = async (): Promise<string[]> => {
  const { orm } = dryRuns.engine.database;
  return (await orm.select({ id: executions.id }).from(executions).where(eq(executions.dryRun, true))).map(
    ({ id }) => id,
  );
};

/** Waits until nothing is left of a dry run, in any table and in Temporal. */
async function gone(id: string): Promise<void> {
  const { orm } = dryRuns.engine.database;
  await waitFor(async () => !(await rowsLeft()).includes(id), {
    what: `${id} to be removed`,
    timeoutMs: 30_000,
  });
  for (const table of [executionEvents, modelCalls, toolCalls, blobs]) {
    expect(await orm.select().from(table).where(eq(table.executionId, id))).toEqual([]);
  }
  await waitFor(async () => (await historiesOf(id)).length === 0, {
    what: `${id} to be removed from Temporal`,
    timeoutMs: 30_000,
  });
}

async function underWay(): Promise<string> {
  let id: string | undefined;
  await waitFor(
    async () => {
      [id] = await rowsLeft();
      const events = await dryRuns.engine.database.orm
        .select()
        .from(executionEvents)
        .where(eq(executionEvents.executionId, id ?? ''));
      return events.some(({ path }) => path?.startsWith('nodes/on/rounds/2/') === true);
    },
    { what: 'a dry run to be under way', timeoutMs: 30_000 },
  );
  return id ?? '';
}

describe('nothing is left of a dry run', () => {
  const metrics = async () => (await fetch(`${dryRuns.engine.url}/metrics`)).text();
  const counted = async () => (await metrics()).match(/^workflow_execution\w*_total.*$/gm);

  it('that has ended, and it was never counted as a run', async () => {
    const before = await counted();
    expect(before).not.toBeNull();
    await dryRuns.told({ nodes: [agent('a', 'Go')] });
    await waitFor(async () => (await rowsLeft()).length === 0, { what: 'it to be removed' });
    expect(await counted()).toEqual(before);
  });

  it('whose caller went away, and nobody could see it meanwhile', async () => {
    const leaving = new AbortController();
    const asked = fetch(`${dryRuns.engine.url}/workflow/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'tester', workflow_data: { name: 'long', ...LONG } }),
      signal: leaving.signal,
    });
    const id = await underWay();
    expect(await dryRuns.engine.get(`/workflow/executions/${id}?user_id=tester`)).toMatchObject({
      status: 404,
    });
    expect(
      await dryRuns.engine.post(`/workflow/executions/${id}/cancel`, { user_id: 'tester' }),
    ).toMatchObject({
      status: 404,
    });
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await gone(id);
  });

  it('whose engine ended before it could remove it', async () => {
    await dryRuns.begun(LONG);
    const id = await underWay();
    const longAgo = new Date(Date.now() - 3_600_000);
    await dryRuns.engine.database.orm
      .update(executions)
      .set({ startedAt: longAgo })
      .where(eq(executions.id, id));
    await gone(id);
    expect(await rowsLeft()).toEqual([]);
  });
});
