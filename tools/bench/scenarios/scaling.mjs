/** Several engines on one Temporal and one PostgreSQL. */
import { slowAgent } from '../graphs.mjs';
import { ended, inParallel, startRun } from '../runs.mjs';
import { withStage } from '../servers/stage.mjs';

/** Runs under way for each engine: with more, two cores have no time for four engines, a server and a database. */
const RUNS_AT_A_TIME = 5;

/**
 * Runs a second of one, two and four engines whose time goes to the model. The aim is in parts of what one engine does,
 * times the number of engines.
 */
export const scaling = {
  title: '1, 2, 4 engines, model-bound load',
  async run(options) {
    const { smoke, repetitions } = options;
    const [counts, latency, rounds] = smoke ? [[1], 100, 1] : [[1, 2, 4], 8_000, 3];
    const perSecond = new Map();
    for (const engines of counts) {
      const settings = { LOCAL_CALL_MAX_SECONDS: '0' };
      await withStage({ ...options, engines, postgres: true, bound: false, settings }, async (stage) => {
        const figures = [];
        const atATime = RUNS_AT_A_TIME * engines;
        const count = atATime * rounds;
        for (let round = 0; round < repetitions; round += 1) {
          const took = await inParallel(count, atATime, async (index) => {
            await ended(stage, await startRun(stage.engineUrls[index % engines], slowAgent(latency)));
          });
          figures.push((count * 1000) / took);
        }
        perSecond.set(engines, figures);
      });
    }
    const one = perSecond.get(1);
    return [...perSecond].map(([engines, ours]) => ({
      what: `${engines} ${engines === 1 ? 'engine' : 'engines'}, of linear`,
      unit: 'runs/s',
      ...(engines === 1 ? {} : { aim: { atLeastRatio: 0.9 } }),
      ours,
      bound: one.map((value) => value * engines),
      ratios: ours.map((value, index) => value / (one[index] * engines)),
    }));
  },
};
