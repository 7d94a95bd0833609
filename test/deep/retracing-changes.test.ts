import type { RecordedRun } from '@aiwf/contracts';
import { reply } from '@aiwf/testing';
import { RecordedRuns } from '../../apps/workflow-engine/src/executions';
import { agent, compute } from '../harness/graphs';
import { Records } from '../harness/records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, for the one run whose record is changed and run again. */
const under = scriptedEngine();

let steer: Steering;
let records: Records;
let letter: RecordedRun;
beforeAll(async () => {
  steer = new Steering(under.engine);
  records = new Records(under.engine, () => under.model.server.requests.length);
  letter = await recordLetter();
});

it.each<[string, (recorded: RecordedRun) => void, object]>([
  [
    'another output',
    ({ path }) => Object.assign(path[0] ?? {}, { output: { text: 'Dear Eve' } }),
    {
      difference: {
        kind: 'data',
        what: 'the output of node "write" at /text',
        recorded: '"Dear Eve"',
        now: '"Dear Ada"',
      },
    },
  ],
  [
    'another prompt',
    ({ definition }) => Object.assign(definition.nodes[0]?.config ?? {}, { prompt: 'Write more' }),
    { difference: { kind: 'path', what: 'node "write"', code: 'not_recorded' } },
  ],
  [
    'another expression',
    ({ definition }) => Object.assign(definition.nodes[2]?.config ?? {}, { expression: '"sent?"' }),
    { difference: { kind: 'data', what: 'the output of node "sent"', recorded: '"sent"', now: '"sent?"' } },
  ],
  [
    'another decision',
    ({ decisions }) => Object.assign(decisions[0] ?? {}, { decision: 'reject' }),
    { difference: { kind: 'data', what: 'the output of node "ask" at /branch' } },
  ],
  [
    'other approvers',
    ({ definition }) => Object.assign(definition.nodes[1]?.config ?? {}, { approvers: ['ada'] }),
    {
      hindrance: { kind: 'refused', requestId: 'nodes.ask' },
      difference: { kind: 'path', what: 'node "ask"' },
    },
  ],
  [
    'one approval more',
    ({ definition }) => definition.nodes.push({ id: 'more', type: 'approval', config: { message: 'Sure?' } }),
    {
      hindrance: { kind: 'unanswered', requestIds: ['nodes.more'] },
      difference: { kind: 'path', what: 'node "more"', recorded: 'did not run', now: 'cancelled' },
    },
  ],
  [
    'a lower limit',
    ({ definition }) => Object.assign(definition, { limits: { max_tokens: 5 } }),
    { difference: { kind: 'path', what: 'node "write"', code: 'budget_exceeded' } },
  ],
])('by %s shows the difference', async (_, change, expected) => {
  const recorded = structuredClone(letter);
  change(recorded);
  expect(await records.again(recorded)).toMatchObject(expected);
});

it('is refused where its graph is not sound any more', async () => {
  const recorded = structuredClone(letter);
  recorded.definition.edges?.push({ source: 'sent', target: 'write' });
  await expect(under.engine.service(RecordedRuns).retrace(recorded)).rejects.toMatchObject({
    code: 'invalid_workflow',
    errors: [{ path: expect.stringMatching(/^\/definition\//) }],
  });
});

/** The record that the tests change. */
async function recordLetter(): Promise<RecordedRun> {
  under.model.script('Write a letter', reply('Dear Ada'));
  const id = await under.engine.start({
    name: 'letter',
    nodes: [
      agent('write', 'Write a letter'),
      { id: 'ask', type: 'approval', config: { message: 'Fine?' } },
      compute('sent', '"sent"'),
    ],
    edges: [
      { source: 'write', target: 'ask' },
      { source: 'ask', target: 'sent', branch: 'approved' },
    ],
  });
  const { request_id } = await steer.askedOnce(id);
  await steer.decide(id, request_id, { decision: 'approve' });
  return records.of(id);
}
