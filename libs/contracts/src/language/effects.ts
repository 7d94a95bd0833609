import type { Effect } from '@aiwf/definition';

/** What a step does to the world, the weakest first. */
export const EFFECTS: readonly Effect[] = ['read', 'idempotent', 'irreversible'];
