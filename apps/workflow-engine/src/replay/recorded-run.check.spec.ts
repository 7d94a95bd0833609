import type { Json, JsonObject } from '@aiwf/definition';
import { checkedRecord } from './recorded-run.check';

const RECORD: JsonObject = {
  format: 'aiwf-recorded-run',
  version: 1,
  execution_id: 'exec_1',
  user_id: 'u',
  definition: {},
  inputs: {},
  status: 'completed',
  error: null,
  output: null,
  kept: [],
  path: [{ node_id: 'a', path: 'nodes/a', status: 'completed' }],
  model_calls: [{ path: 'nodes/a', turn: 0, node_id: 'a', digest: 'd', reply: {}, model: 'm' }],
  tool_calls: [],
  decisions: [],
  expired: ['nodes.ask'],
  tool_snapshots: [],
};

it('takes a record as it was exported', () => {
  expect(checkedRecord(RECORD)).toBe(RECORD);
});

it.each<[string, Json, string]>([
  ['a text', 'x', 'no recorded run: its "format" is not "aiwf-recorded-run"'],
  ['a list', [], 'no recorded run'],
  ['nothing', null, 'no recorded run'],
  ['a newer version', { ...RECORD, version: 2 }, 'of version 2, and version 1 is read here'],
  ['no output', without('output'), '/output must be there'],
  ['another status', { ...RECORD, status: 'running' }, '/status must be one of completed, failed, cancelled'],
  ['no list of calls', { ...RECORD, model_calls: 5 }, '/model_calls must be a list'],
  ['a broken node', { ...RECORD, path: [{ node_id: 'a', path: 1 }] }, '/path/0/path must be a text'],
  ['a node that is none', { ...RECORD, path: [1] }, '/path/0 must be an object'],
  ['an expiry that is none', { ...RECORD, expired: [{}] }, '/expired/0 must be a text'],
])('refuses %s', (_, content, message) => {
  expect(() => checkedRecord(content)).toThrow(message);
});

function without(field: string): JsonObject {
  const { [field]: _, ...rest } = RECORD;
  return rest;
}
