/** Runs that wait for people: what they weigh, and how soon a decision acts. */
import { setTimeout as delay } from 'node:timers/promises';
import { APPROVAL } from '../graphs.mjs';
import { MEGABYTE, memoryAtRest, residentMemory } from '../memory.mjs';
import { ended, getJson, inParallel, postJson, startRun, USER } from '../runs.mjs';
import { percentile } from '../statistics.mjs';

/** V8 lets go of what much work has left behind once there was none for a while. */
const REST_MS = 30_000;

/** Five thousand runs that wait; then some of them are decided. */
export const waiting = {
  title: '5,000 runs waiting for approval',
  async run(stage, { smoke }) {
    const [warmUp, count, decided] = smoke ? [1, 5, 3] : [50, 5_000, 200];
    const [engine] = stage.engineUrls;
    // What an engine grows by with its first runs is not what waiting runs weigh.
    await inParallel(warmUp, 20, async () => {
      const id = await startRun(engine, APPROVAL);
      await untilAsked(engine, id);
      await approve(stage, id);
    });
    const before = await residentMemory(engine);
    const ids = [];
    await inParallel(count, 20, async () => {
      ids.push(await startRun(engine, APPROVAL));
    });
    // They are accepted sooner than begun.
    await inParallel(count, 20, (index) => untilAsked(engine, ids[index]));
    const grown = ((await memoryAtRest(engine, { smoke }, REST_MS)) - before) / MEGABYTE;
    const took = [];
    for (let index = 0; index < decided; index += 1) {
      const id = ids[Math.floor((index * count) / decided)];
      const startedAt = Date.now();
      await approve(stage, id);
      took.push((Date.now() - startedAt) / 1000);
    }
    return [
      { what: `engine grows by`, unit: 'MB', aim: { most: 150 }, ours: [grown] },
      { what: 'a decision acts: p95', unit: 's', aim: { most: 1 }, ours: [percentile(took, 95)] },
    ];
  },
};

async function approve(stage, id) {
  const [engine] = stage.engineUrls;
  const body = { user_id: USER, decision: 'approve' };
  await postJson(`${engine}/workflow/executions/${id}/requests/nodes.ask`, body);
  await ended(stage, id);
}

async function untilAsked(engine, id) {
  for (;;) {
    const { requests } = await getJson(`${engine}/workflow/executions/${id}/requests?user_id=${USER}`);
    if (requests.length > 0) return;
    await delay(100);
  }
}
