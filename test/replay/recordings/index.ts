import { AGENTS } from './agents';
import { CREWS } from './crews';
import { FRAMES } from './frames';
import { JOINS_AND_FAILURES } from './joins-and-failures';
import { LOCAL_CALLS } from './local-calls';
import type { Recording } from './recording';
import { STEPS } from './steps';

export type { Recording } from './recording';

/** Every kind of graph whose runs must survive new workflow code. A new kind of node, or way to end, gets a row. */
export const RECORDINGS: Recording[] = [
  ...STEPS,
  ...AGENTS,
  ...CREWS,
  ...FRAMES,
  ...JOINS_AND_FAILURES,
  ...LOCAL_CALLS,
];
