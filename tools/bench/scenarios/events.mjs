/** How soon the outside sees what happened. */
import { setTimeout as delay } from 'node:timers/promises';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { chain } from '../graphs.mjs';
import { ended, getJson, startBound, startRun, USER } from '../runs.mjs';
import { percentile, sideBySide } from '../statistics.mjs';

/** Between two looks: without a pause to look would take the engine's time. */
const LOOK_MS = 5;

/**
 * From the model's answer to the row that says its node is done, beside the same answer to the moment when Temporal has told
 * a workflow of it: what the history shows once its next workflow task began.
 */
export const eventDelay = {
  title: 'node done → its row in the event log',
  async run(stage, { repetitions, smoke }) {
    const count = smoke ? 2 : 40;
    const p95 = (measure) => async () => {
      const took = [];
      for (let index = 0; index < count; index += 1) took.push(await measure());
      return percentile(took, 95);
    };
    const figures = await sideBySide(repetitions, {
      ours: p95(() => untilRow(stage)),
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
  },
};

async function untilRow({ modelUrl, engineUrls }) {
  const id = await startRun(engineUrls[0], chain(1));
  const url = `${engineUrls[0]}/workflow/executions/${id}/events?user_id=${USER}&limit=100`;
  for (;;) {
    const { events } = await getJson(url);
    if (events.some(({ type }) => type === 'node.completed'))
      return Date.now() - (await lastAnswer(modelUrl));
    await delay(LOOK_MS);
  }
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
