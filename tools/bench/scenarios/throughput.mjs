/** Many runs at the same time. */
import { chain, fan, slowAgent } from '../graphs.mjs';
import { allAtOnce, ended, inParallel, startBound, startRun, timeOf } from '../runs.mjs';
import { meanOf, sideBySide } from '../statistics.mjs';

/** Runs a second of five-node chains, twenty at a time. */
export function chainsPerSecond({ title, aim }) {
  return {
    title,
    async run(stage, { repetitions, smoke }) {
      const [count, atATime, length] = smoke ? [4, 2, 2] : [200, 20, 5];
      const prompts = Array.from({ length }, () => 'Go on.');
      const graph = chain(length);
      const perSecond = async (start) =>
        (count * 1000) /
        (await inParallel(count, atATime, async () => {
          await ended(stage, await start());
        }));
      const figures = await sideBySide(repetitions, {
        ours: () => perSecond(() => startRun(stage.engineUrls[0], graph)),
        bound: () => perSecond(() => startBound(stage, 'chain', [prompts])),
      });
      return [{ what: title, unit: 'runs/s', aim, ...figures }];
    },
  };
}

/** One, ten beside one another, one: how much longer than the calls that must follow one another. */
export const fanOut = {
  title: '1 → 10 parallel → 1 at 300 ms a call',
  async run(stage, { repetitions, smoke }) {
    const [width, latency, runs] = smoke ? [3, 20, 1] : [10, 300, 5];
    const criticalPath = 3 * latency;
    const beside = Array.from({ length: width }, () => `Part. latency=${latency}`);
    const args = [`Begin. latency=${latency}`, beside, `Join. latency=${latency}`];
    const ours = async () => timeOf(stage, await startRun(stage.engineUrls[0], fan(width, latency)));
    const bound = async () => timeOf(stage, await startBound(stage, 'fan', args));
    const wall = (side) => async () => (await meanOf(runs, side)) / criticalPath;
    const figures = await sideBySide(repetitions, { ours: wall(ours), bound: wall(bound) });
    const aim = { most: 1.1, orBoundPlus: 0.03 };
    return [{ what: 'wall over critical path', unit: '×', aim, ...figures }];
  },
};

/** A thousand runs at once, each two seconds with the model. */
export const atOnce = {
  title: '1,000 runs × 2 s model latency at once, one engine',
  async run(stage, { smoke, repetitions }) {
    const [count, latency] = smoke ? [5, 100] : [1_000, 2_000];
    const graph = slowAgent(latency);
    const figures = await sideBySide(repetitions, {
      ours: () => allAtOnce(stage, count, () => startRun(stage.engineUrls[0], graph)),
      bound: () => allAtOnce(stage, count, () => startBound(stage, 'chain', [[`Think. latency=${latency}`]])),
    });
    return [{ what: 'until all have ended', unit: 's', aim: { ratio: 1.2 }, ...figures }];
  },
};
