/** How long a step takes, one run at a time: chains, crews, agents with tools. */
import { agentWithTools, chain, crew } from '../graphs.mjs';
import { startBound, startRun, timeOf } from '../runs.mjs';
import { meanOf, sideBySide } from '../statistics.mjs';

/** What runs load, and what is compiled as they go, is not what a step takes. */
const WARM_UP = 20;

/** Runs behind one figure: single ones differ by more than the two sides do. */
const RUNS = 10;

async function measured(stage, { repetitions, smoke }, { graph, workflow, args, steps }) {
  const ours = async () => (await timeOf(stage, await startRun(stage.engineUrls[0], graph))) / steps;
  const bound = async () => (await timeOf(stage, await startBound(stage, workflow, args))) / steps;
  const [warmUp, runs] = smoke ? [1, 1] : [WARM_UP, RUNS];
  for (const side of [ours, bound]) await meanOf(warmUp, side);
  return sideBySide(repetitions, { ours: () => meanOf(runs, ours), bound: () => meanOf(runs, bound) });
}

/** Milliseconds a node of chains, once with each call an activity (`aim` 1.15), once with placement (0.4). */
export function chains({ title, aim, lengths }) {
  return {
    title,
    async run(stage, options) {
      const rows = [];
      for (const length of options.smoke ? [2] : lengths) {
        const prompts = Array.from({ length }, () => 'Go on.');
        const twin = { graph: chain(length), workflow: 'chain', args: [prompts], steps: length };
        const figures = await measured(stage, options, twin);
        rows.push({ what: `chain of ${length}: time a node`, unit: 'ms', aim, ...figures });
      }
      return rows;
    },
  };
}

/** A crew and an agent with tools: milliseconds in all. */
export const conversations = {
  title: 'crews and tools',
  async run(stage, options) {
    const parts = Array.from({ length: 4 }, (_, index) => `Do part ${index}.`);
    const turns = 3;
    const twins = [
      { what: 'crew of 4 tasks', graph: crew(4), workflow: 'chain', args: [parts] },
      {
        what: `agent with ${turns} tool turns`,
        graph: agentWithTools(turns),
        workflow: 'agentWithTools',
        args: [`Reckon. tools=${turns}`, turns],
      },
    ];
    const rows = [];
    for (const { what, ...twin } of twins) {
      const figures = await measured(stage, options, { ...twin, steps: 1 });
      rows.push({ what, unit: 'ms', aim: { ratio: 1.15 }, ...figures });
    }
    return rows;
  },
};
