/** How soon the outside sees what happened. */
import { setTimeout as delay } from 'node:timers/promises';
import { tsToMs } from '@temporalio/common/lib/time.js';
import pg from 'pg';
import { chain } from '../graphs.mjs';
import { ended, getJson, startBound, startRun } from '../runs.mjs';
import { percentile, sideBySide } from '../statistics.mjs';

/** PostgreSQL tells of a row when it is committed; to ask for it again and again would take the engine's time. */
const TELL = `
  create function tell() returns trigger language plpgsql as
    $$ begin perform pg_notify('completed', new.execution_id); return null; end $$;
  create trigger tell after insert on engine.execution_events
    for each row when (new.type = 'node.completed') execute function tell();
  listen completed`;

const TOLD_MS = 5_000;

/**
 * From the model's answer to the row that says its node is done, beside the same answer to the moment when Temporal has told
 * a workflow of it: what the history shows once its next workflow task began.
 */
export const eventDelay = {
  title: 'node done → its row in the event log, on PostgreSQL',
  async run(stage, { repetitions, smoke }) {
    const count = smoke ? 2 : 40;
    const database = new pg.Client(stage.appEnv.DATABASE_URL);
    await database.connect();
    const rows = new Map();
    database.on('notification', ({ payload }) => rows.set(payload, Date.now()));
    const p95 = (measure) => async () => {
      const took = [];
      for (let index = 0; index < count; index += 1) took.push(await measure());
      return percentile(took, 95);
    };
    try {
      await database.query(TELL);
      const figures = await sideBySide(repetitions, {
        ours: p95(() => untilRow(stage, rows)),
        bound: p95(() => untilTold(stage)),
      });
      const differences = figures.ours.map((value, index) => value - figures.bound[index]);
      return [
        {
          what: 'p95 beyond the time at which Temporal tells a workflow of it',
          unit: 'ms',
          aim: { most: 20 },
          ours: differences,
        },
      ];
    } finally {
      await database.end();
    }
  },
};

async function untilRow(stage, rows) {
  const id = await startRun(stage.engineUrls[0], chain(1));
  await ended(stage, id);
  const startedAt = performance.now();
  while (!rows.has(id)) {
    if (performance.now() - startedAt > TOLD_MS) throw new Error(`PostgreSQL told of no row of ${id}`);
    await delay(1);
  }
  return rows.get(id) - (await lastAnswer(stage.modelUrl));
}

async function untilTold(stage) {
  const workflowId = await startBound(stage, 'chain', [['Begin.']]);
  const { client } = stage;
  await ended(stage, workflowId);
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const done = events.findIndex((event) => event.activityTaskCompletedEventAttributes);
  const told = events.slice(done).find((event) => event.workflowTaskStartedEventAttributes);
  return tsToMs(told.eventTime) - (await lastAnswer(stage.modelUrl));
}

async function lastAnswer(modelUrl) {
  return (await getJson(`${modelUrl}/seen`)).last_answer;
}
