import { RECORDED_RUN_FORMAT, type RecordedRun } from '@aiwf/contracts';
import { isJsonObject, type Json, type JsonObject } from '@aiwf/definition';

const VERSION = 1;

/** What a value must be, in words, with the test of it. */
interface Kind {
  what: string;
  holds: (value: Json | undefined) => boolean;
}

const text: Kind = { what: 'a text', holds: (value) => typeof value === 'string' };
const count: Kind = { what: 'a whole number', holds: (value) => Number.isInteger(value) };
const object: Kind = { what: 'an object', holds: isJsonObject };
const present: Kind = { what: 'there', holds: (value) => value !== undefined };
const textOrNull: Kind = { what: 'a text or null', holds: (value) => value === null || text.holds(value) };

const oneOf = (...words: string[]): Kind => ({
  what: `one of ${words.join(', ')}`,
  holds: (value) => typeof value === 'string' && words.includes(value),
});

const ENDS = ['completed', 'failed', 'cancelled'];
const NODE = { node_id: text, path: text, status: oneOf(...ENDS, 'skipped') };
const CALL = { path: text, turn: count, node_id: text };

const RUN: { [field: string]: Kind } = {
  execution_id: text,
  user_id: text,
  definition: object,
  inputs: object,
  status: oneOf(...ENDS),
  error: { what: 'an object or null', holds: (value) => value === null || isJsonObject(value) },
  output: present,
};

const LISTS: { [field: string]: Kind | { [field: string]: Kind } } = {
  kept: NODE,
  path: NODE,
  model_calls: { ...CALL, digest: text, reply: object, model: text },
  tool_calls: { ...CALL, position: count, digest: textOrNull, call_id: text, name: text, effect: text },
  decisions: { request_id: text, user_id: text, decision: text, at: text },
  expired: text,
  tool_snapshots: { name: text, description: text, parameters: object, effect: text },
};

/**
 * What `GET …/export` answered, as far as a run needs it; whether its definition is sound is seen when it is started.
 *
 * @throws Error that says in one line what is wrong
 */
export function checkedRecord(content: Json): RecordedRun {
  const record = isJsonObject(content) ? content : {};
  if (record.format !== RECORDED_RUN_FORMAT) {
    throw new Error(`it is no recorded run: its "format" is not "${RECORDED_RUN_FORMAT}"`);
  }
  if (record.version !== VERSION) {
    throw new Error(
      `it is of version ${JSON.stringify(record.version)}, and version ${VERSION} is read here`,
    );
  }
  assertFields(record, RUN, '');
  for (const [field, kind] of Object.entries(LISTS)) {
    const list = record[field];
    if (!Array.isArray(list)) throw notOf(`/${field}`, 'a list');
    for (const [index, item] of list.entries()) assertItem(item, kind, `/${field}/${index}`);
  }
  return record as unknown as RecordedRun;
}

function assertItem(item: Json, kind: Kind | { [field: string]: Kind }, pointer: string): void {
  if (isKind(kind)) {
    if (!kind.holds(item)) throw notOf(pointer, kind.what);
  } else if (isJsonObject(item)) {
    assertFields(item, kind, pointer);
  } else {
    throw notOf(pointer, 'an object');
  }
}

function assertFields(record: JsonObject, fields: { [field: string]: Kind }, pointer: string): void {
  for (const [field, { what, holds }] of Object.entries(fields)) {
    if (!holds(record[field])) throw notOf(`${pointer}/${field}`, what);
  }
}

function notOf(pointer: string, what: string): Error {
  return new Error(`it is no sound recorded run: ${pointer} must be ${what}`);
}

function isKind(kind: Kind | { [field: string]: Kind }): kind is Kind {
  return typeof kind.holds === 'function';
}
