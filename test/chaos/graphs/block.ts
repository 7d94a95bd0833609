import type { Json } from '@aiwf/definition';
import type { Seeded } from '../seeded';

/** What a block is made for. */
export interface Site {
  executionId: string;
  /** The node's id. */
  id: string;
  /** Where the server of effects is. */
  url: string;
  random: Seeded;
}

/** One node of a chaos graph, with all it must come to. */
export interface Block {
  node: { id: string; [field: string]: Json };
  /** A template of what the node gives, and the value that it then has. */
  gives: { template: string; value: Json };
  /** Turns of the node's conversations, by their paths below the node; `''`: the node's own. */
  turns?: { [path: string]: number };
  /** Effects under an idempotency key, and irreversible ones without, by the paths of their calls. */
  keyed?: string[];
  irreversible?: string[];
  /** Nodes inside it that run, by their paths. */
  inner?: string[];
}
