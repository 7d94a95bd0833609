import type { Template } from './json';
import type { Effect, NodeBase } from './node-base';

/** One HTTP call. Output: `{ "status": number, "headers": object, "body": JSON or text }`. */
export interface HttpRequestNode extends NodeBase {
  type: 'http_request';
  config: HttpRequestConfig;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A secret the operator keeps, by its name; resolved where the request is sent, and nowhere else to be read. */
export interface SecretReference {
  secret: string;
  /** Put before the secret's value, such as `Bearer `. */
  prefix?: string;
}

export interface HttpRequestConfig {
  /** `GET` when absent. */
  method?: HttpMethod;
  /** A template of an `http:` or `https:` URL. */
  url: string;
  headers?: { [name: string]: string | SecretReference };
  query?: { [name: string]: Template | SecretReference };
  /** A template; an object or a list is sent as JSON. */
  body?: Template;
  /** Absent: `read` for GET and HEAD, `idempotent` for PUT and DELETE and with an `idempotency_key`, else `irreversible`. */
  effect?: Effect;
  /** Sent as `Idempotency-Key`: a template, or `true` for a key of the run and the node. */
  idempotency_key?: string | true;
  /** Answers that are tried again beside 408, 425, 429 and 5xx. */
  retry_statuses?: number[];
}

/** Chooses a branch. Output: `{ "branch": string | null }`; edges from it name their `branch`. */
export interface ConditionNode extends NodeBase {
  type: 'condition';
  config: ConditionConfig;
}

export interface ConditionConfig {
  /** Tried in order; the first whose expression is true is taken. */
  branches: { name: string; when: string }[];
  /** The branch taken when none is true; absent: no edge is. */
  default?: string;
}

/** Computes a value. Output: that value. */
export interface TransformNode extends NodeBase {
  type: 'transform';
  config: TransformConfig;
}

export interface TransformConfig {
  /** A CEL expression. Exactly one of `expression` and `value` is given. */
  expression?: string;
  /** A template. */
  value?: Template;
}
