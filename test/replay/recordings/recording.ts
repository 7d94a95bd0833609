import type { Conversations, NextReply } from '../../harness/conversations';
import type { EngineUnderTest, Graph } from '../../harness/engine';
import type { Steering } from '../../harness/steering';

/** Where a recorded run runs. */
export interface Place {
  /** An HTTP server: `/ok` answers, `/busy` with 503 once in two requests, `/gone` breaks the connection off. */
  server: string;
}

/** A run that is being recorded. */
export interface RunUnderWay {
  id: string;
  engine: EngineUnderTest;
  model: Conversations;
  steer: Steering;
}

/** One kind of graph, and how a run of it is led to its end. */
export interface Recording {
  /** Names its file. */
  name: string;
  graph: Graph | ((place: Place) => Graph);
  /** What the model answers, by the prompts that open the conversations; of one recording alone. */
  replies?: { [prompt: string]: NextReply[] };
  /** Does what has to be done from outside. */
  lead?: (run: RunUnderWay) => Promise<unknown>;
  /** Starts the run that is recorded in the place of this one, once this one has ended. */
  next?: (run: RunUnderWay) => Promise<string>;
  ends: 'completed' | 'failed' | 'cancelled';
  /** It goes on as a new run after 50 events, not after 3,000. */
  continues?: true;
  /** Its engine knows that the model answers at once. */
  local?: true;
}

type Fields = Record<string, unknown>;

/** A node that takes a while, or waits for an event. */
export const wait = (id: string, config: Fields, fields: Fields = {}) => ({
  id,
  type: 'wait',
  config,
  ...fields,
});

/** A node that asks people. */
export const approval = (id: string, config: Fields = {}, fields: Fields = {}) => ({
  id,
  type: 'approval',
  config: { message: 'May it go on?', ...config },
  ...fields,
});

/** A node with a graph inside. */
export const frame = (
  id: string,
  type: 'map' | 'loop' | 'workflow',
  config: Fields,
  fields: Fields = {},
) => ({
  id,
  type,
  config,
  ...fields,
});
