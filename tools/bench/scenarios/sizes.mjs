/** Runs at the limits that the engine promises: how long they take, and what the engine weighs meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';
import { agentWithTools, chain, downloads, mapOver } from '../graphs.mjs';
import { startRun, timeOf } from '../runs.mjs';
import { MEGABYTE, residentMemory } from '../memory.mjs';

const SAMPLE_MS = 200;

/** Each once, one after another on one engine, so what a run leaves behind weighs on the next one too. */
export const sizes = {
  title: 'any size: what the engine weighs during large runs, each once',
  async run(stage, { smoke }) {
    const download = (bytes) => `${stage.modelUrl}/bytes?count=${bytes}`;
    const graphs = smoke
      ? { 'chain of 3 agents': chain(3) }
      : {
          'chain of 1,000 agents': chain(1_000),
          'map over 500 items, an agent each': mapOver(500),
          'agent of 100 turns': agentWithTools(99),
          '4 answers of 5 MB as one output': downloads(4, download(5_000_000)),
        };
    const rows = [];
    for (const [what, graph] of Object.entries(graphs)) {
      const { seconds, megabytes } = await measured(stage, graph);
      rows.push(
        { what: `${what}: time`, unit: 's', ours: [seconds] },
        { what: `${what}: most memory`, unit: 'MB', ours: [megabytes] },
      );
    }
    return rows;
  },
};

async function measured(stage, graph) {
  const [engine] = stage.engineUrls;
  let highest = await residentMemory(engine);
  const ended = new AbortController();
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      highest = Math.max(highest, await residentMemory(engine));
      await delay(SAMPLE_MS);
    }
  })();
  const milliseconds = await timeOf(stage, await startRun(engine, graph));
  ended.abort();
  await sampling;
  return { seconds: milliseconds / 1000, megabytes: highest / MEGABYTE };
}
