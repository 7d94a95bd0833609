/** What is measured, in groups that share their servers. */
import { chains, conversations } from './scenarios/steps.mjs';
import { eventDelay } from './scenarios/events.mjs';
import { generate, status } from './scenarios/gateway.mjs';
import { bundle, coldStarts } from './scenarios/processes.mjs';
import { scaling } from './scenarios/scaling.mjs';
import { sizes } from './scenarios/sizes.mjs';
import { atOnce, chainsPerSecond, fanOut } from './scenarios/throughput.mjs';
import { waiting } from './scenarios/waiting.mjs';

/** Every call an activity. */
const ACTIVITIES = { LOCAL_CALL_MAX_SECONDS: '0' };

/** Each group: its name, what its stage needs, and its scenarios. A group without `stage` makes its own. */
export const GROUPS = [
  {
    name: 'activities',
    stage: { settings: ACTIVITIES },
    scenarios: [
      chains({ title: 'every call an activity', aim: { ratio: 1.15 }, lengths: [1, 10, 30] }),
      conversations,
      chainsPerSecond({ title: '200 runs of a 5-node chain, 20 at a time', aim: { atLeastRatio: 0.9 } }),
      fanOut,
      bundle,
    ],
  },
  {
    name: 'events',
    postgres: true,
    stage: { postgres: true, settings: ACTIVITIES },
    scenarios: [eventDelay],
  },
  {
    name: 'placement',
    stage: {},
    scenarios: [
      chains({ title: 'with placement', aim: { ratio: 0.4, andMost: 10 }, lengths: [1, 10, 30] }),
      chainsPerSecond({ title: 'the same with placement', aim: { atLeastRatio: 2 } }),
    ],
  },
  { name: 'sizes', stage: { bound: false }, scenarios: [sizes] },
  { name: 'gateway', stage: { gateway: true }, scenarios: [status, generate] },
  { name: 'scaling', postgres: true, scenarios: [scaling] },
  {
    name: 'postgres',
    postgres: true,
    stage: { postgres: true, bound: false },
    scenarios: [
      coldStarts({
        title: 'on PostgreSQL and a remote model',
        memoryAims: { 'ai-gateway': 180, 'workflow-engine': 300 },
      }),
    ],
  },
  {
    name: 'pglite',
    stage: { bound: false },
    scenarios: [
      coldStarts({
        title: 'on PGlite',
        memoryAims: { 'ai-gateway': 180 + 350, 'workflow-engine': 300 + 350 },
      }),
    ],
  },
  { name: 'load', stage: {}, scenarios: [atOnce, waiting] },
];
