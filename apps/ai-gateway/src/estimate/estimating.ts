import type { Subgraph } from '@aiwf/definition';
import type { History } from './history/history';
import type { KnownValues } from './known-values';
import type { Range } from './range';
import type { Usage } from './usage';

/** What is known of a model. */
export interface ModelFacts {
  /** `provider:model`. */
  id: string;
  /** It takes one call at a time, on this machine. */
  embedded: boolean;
  supportsTools: boolean;
  /** Tokens of an answer at most. */
  maxOutput: number;
}

/** What all parts of one estimate share. */
export interface Estimating {
  /** @param name as an agent names it; absent: the model of agents that name none */
  modelOf(name?: string): ModelFacts;
  /** Seconds that one call may take. */
  timeoutSeconds: number;
  history: History;
  /** A graph inside a node. */
  graphUsage(graph: Subgraph, place: Place): Usage;
  /** Adds what had to be assumed. */
  note(text: string): void;
}

/** Where a node stands, and what it reads. */
export interface Place extends Estimating {
  /** Of the graph it stands in, items and rounds as `*`: empty, or such as `nodes/each/items/*` and a slash. */
  prefix: string;
  known: KnownValues;
  /** Tokens of what can be read here: `nodes.summary`, `inputs.email`, `input.text`, `item`, `previous`. */
  sizes: ReadonlyMap<string, Range>;
}
