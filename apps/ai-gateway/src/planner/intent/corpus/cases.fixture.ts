import { APPROVING } from './approving.fixture';
import { BRANCHING } from './branching.fixture';
import type { IntentCase } from './builders.fixture';
import { HOSTILE } from './hostile.fixture';
import { LINEAR } from './linear.fixture';
import { PARALLEL } from './parallel.fixture';
import { REPEATING } from './repeating.fixture';
import { WAITING } from './waiting.fixture';

/** All cases: prompts, each with a graph that does what it asks and with graphs that do not. */
export const INTENT_CASES: readonly IntentCase[] = [
  ...LINEAR,
  ...BRANCHING,
  ...PARALLEL,
  ...REPEATING,
  ...APPROVING,
  ...WAITING,
  ...HOSTILE,
];
