/** Several engines on one Temporal and one PostgreSQL. */
import { slowAgent } from '../graphs.mjs';
import { allAtOnce, startRun } from '../runs.mjs';
import { withStage } from '../servers/stage.mjs';

/** Calls that an engine has under way at the same time, as Temporal's worker limits them. */
const SLOTS = 100;

/**
 * Runs a second of one, two and four engines whose time goes to the model. The aim is in parts of what one engine does,
 * times the number of engines.
 */
export const scaling = {
  title: '1, 2, 4 engines, model-bound load',
  async run(options) {
    const { smoke, repetitions } = options;
    const [counts, latency, rounds] = smoke ? [[1], 100, 0.05] : [[1, 2, 4], 8_000, 2];
    const perSecond = new Map();
    for (const engines of counts) {
      const settings = { LOCAL_CALL_MAX_SECONDS: '0' };
      const runs = Math.ceil(SLOTS * engines * rounds);
      await withStage({ ...options, engines, postgres: true, bound: false, settings }, async (stage) => {
        const figures = [];
        for (let round = 0; round < Math.min(repetitions, 3); round += 1) {
          const took = await allAtOnce(stage, runs, (index) =>
            startRun(stage.engineUrls[index % stage.engineUrls.length], slowAgent(latency)),
          );
          figures.push(runs / took);
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
