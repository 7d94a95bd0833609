import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Json, JsonObject } from '@aiwf/definition';
import type { RunHistory } from '../harness/histories';

const FOLDER = join(__dirname, 'histories');

/** One run of a workflow, as Temporal's tools take it from a file. */
export interface RecordedHistory {
  workflowId: string;
  history: { events: HistoryEvent[] };
}

/** Of the first event, what the run was begun with. */
interface HistoryEvent {
  workflowExecutionStartedEventAttributes: { input: { payloads: { data: string }[] } };
}

/** The recorded histories of one kind of graph, as one version of the workflow code made them. */
export interface HistoryFile {
  version: string;
  name: string;
  histories: RecordedHistory[];
}

/** All files of all versions, the oldest version first. */
export function historyFiles(): HistoryFile[] {
  const versions = readdirSync(FOLDER).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions.flatMap((version) => {
    const names = readdirSync(join(FOLDER, version)).map((file) => file.replace(/\.json$/, ''));
    return names.toSorted().map((name) => readHistories(version, name));
  });
}

/** One file, as Temporal's tools take histories. */
export function readHistories(version: string, name: string): HistoryFile {
  const content = JSON.parse(readFileSync(fileOf(version, name), 'utf8')) as RecordedHistory[];
  const histories = content.map(({ workflowId, history }) => ({
    workflowId,
    history: mapped(history as unknown as Json, unpacked) as unknown as RecordedHistory['history'],
  }));
  return { version, name, histories };
}

/** Writes the histories of one kind, one a line, without what is of the machine that recorded them. */
export function writeHistories(version: string, name: string, runs: readonly RunHistory[]): void {
  const lines = runs.map(({ workflowId, history }) => {
    const plain = JSON.parse(historyToJSON(history)) as Json;
    return JSON.stringify({ workflowId, history: mapped(plain, packed) });
  });
  mkdirSync(join(FOLDER, version), { recursive: true });
  writeFileSync(fileOf(version, name), neutral(`[\n${lines.join(',\n')}\n]\n`));
}

function fileOf(version: string, name: string): string {
  return join(FOLDER, version, `${name}.json`);
}

/** Fields that no replay needs, and that are of the machine, the server or the moment. */
const LEFT_OUT = new Set([
  'identity',
  'requestId',
  'taskId',
  'namespaceId',
  'parentWorkflowNamespaceId',
  'workerVersion',
  'meteringMetadata',
  'stackTrace',
  'prevAutoResetPoints',
  'encodedAttributes',
]);

const JSON_ENCODING = Buffer.from('json/plain').toString('base64');

/** Ids and addresses that are another's each time, as names that stay. */
function neutral(text: string): string {
  const ids = new Map<string, string>();
  const nameOf = (id: string) => {
    if (!ids.has(id)) ids.set(id, `exec_${ids.size + 1}`);
    return ids.get(id) ?? id;
  };
  return text
    .replaceAll(/exec_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf)
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:80');
}

/** A payload of JSON is kept as the JSON it is. */
function packed(fields: JsonObject): Json {
  const { metadata, data, ...others } = fields as { metadata?: JsonObject; data?: string };
  if (metadata?.encoding === JSON_ENCODING && typeof data === 'string' && Object.keys(others).length === 0) {
    return { json: JSON.parse(Buffer.from(data, 'base64').toString()) as Json };
  }
  const kept = Object.entries(fields).filter(([name]) => !LEFT_OUT.has(name));
  const isSticky = fields.kind === 'TASK_QUEUE_KIND_STICKY';
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isSticky && name === 'name' ? 'sticky' : value]),
  );
}

function unpacked(fields: JsonObject): Json {
  if (!('json' in fields) || Object.keys(fields).length !== 1) return fields;
  const data = Buffer.from(JSON.stringify(fields.json)).toString('base64');
  return { metadata: { encoding: JSON_ENCODING }, data };
}

/** Maps the objects of a value from the outside in; what `map` made of a payload is not looked into. */
function mapped(value: Json, map: (fields: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => mapped(item, map));
  if (typeof value !== 'object' || value === null) return value;
  const result = map(value);
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result;
  if ('json' in result || 'json' in value) return result;
  return Object.fromEntries(Object.entries(result).map(([name, part]) => [name, mapped(part, map)]));
}
