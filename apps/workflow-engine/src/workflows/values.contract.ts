import type { Json } from '@aiwf/definition';

/** A value as it goes through Temporal's history: as it is up to 32 KiB of JSON, else as a reference into the blob store. */
export type Stored = { json: Json } | StoredBlob;

/** A value in the blob store, under its execution. */
export interface StoredBlob {
  /** SHA-256 of the value's JSON, hexadecimal. */
  blob: string;
  /** Characters of its JSON. */
  size: number;
}

/** Why something failed, in words for the person who drew the graph. */
export interface FailureReason {
  /** Stable, `snake_case`. */
  code: string;
  message: string;
}

/** What expressions read, as it goes to activities and to child workflows. */
export interface StoredScope {
  inputs: Stored;
  nodes: { [id: string]: { output: Stored; error?: FailureReason } };
  execution: { id: string };
  input?: Stored;
  item?: Stored;
  index?: number;
  previous?: Stored;
  output?: Stored;
}
