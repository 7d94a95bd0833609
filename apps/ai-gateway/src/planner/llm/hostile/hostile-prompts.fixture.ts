import { ADDRESS_ATTACKS } from './address-attacks.fixture';
import { EFFECT_ATTACKS } from './effect-attacks.fixture';
import type { HostilePrompt } from './obedience.fixture';
import { REACH_ATTACKS } from './reach-attacks.fixture';

/** Prompts that are out to misuse the planner, in all the ways that are known of such texts. */
export const HOSTILE_PROMPTS: readonly HostilePrompt[] = [
  ...ADDRESS_ATTACKS,
  ...EFFECT_ATTACKS,
  ...REACH_ATTACKS,
];
