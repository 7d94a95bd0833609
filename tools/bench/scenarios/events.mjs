/** How soon the outside sees what happened. */
import { chain } from '../graphs.mjs';
import { getJson, startBound, startRun, USER } from '../runs.mjs';
import { percentile, sideBySide } from '../statistics.mjs';

/**
 * From the model's answer to the row that says its node is done, beside the same answer to the moment when Temporal's
 * own long poll shows its activity completed.
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
      bound: p95(() => untilHistory(stage)),
    });
    const differences = figures.ours.map((value, index) => value - figures.bound[index]);
    return [
      {
        what: 'p95 beyond the time at which Temporal shows it',
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
  }
}

async function untilHistory(stage) {
  const workflowId = await startBound(stage, 'chain', [['Begin.']]);
  const { client } = stage;
  const request = { namespace: 'default', execution: { workflowId }, waitNewEvent: true };
  for (let nextPageToken; ;) {
    const page = await client.workflowService.getWorkflowExecutionHistory({ ...request, nextPageToken });
    const events = page.history?.events ?? [];
    if (events.some((event) => event.activityTaskCompletedEventAttributes)) {
      return Date.now() - (await lastAnswer(stage.modelUrl));
    }
    nextPageToken = page.nextPageToken;
  }
}

async function lastAnswer(modelUrl) {
  return (await getJson(`${modelUrl}/seen`)).last_answer;
}
