import { reply, waitFor } from '@aiwf/testing';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent } from '../harness/graphs';

/** More than an engine keeps ready for their next step. */
const RUNS = 300;
const AT_A_TIME = 20;

const ASKING = {
  name: 'asking',
  nodes: [
    agent('before', 'Prepare it'),
    { id: 'ok', type: 'approval', config: { message: 'May it?' } },
    agent('after', 'Do it'),
  ],
  edges: [
    { source: 'before', target: 'ok' },
    { source: 'ok', target: 'after' },
  ],
};

/** Real: engine, Temporal, PGlite. Scripted: the model. */
let model: ScriptedModel;
let engine: EngineUnderTest;

beforeAll(async () => {
  model = await scriptedModel(() => reply('Done.'));
  engine = await startEngine(model.env);
}, 120_000);

afterAll(async () => {
  await engine.close();
  await model.server.close();
});

it('goes on with the first of many runs that wait for people, and asks the model nothing again', async () => {
  const ids: string[] = [];
  const asked = async (id: string) => (await engine.view(id)).phase === 'waiting';
  while (ids.length < RUNS) {
    const started = await Promise.all(Array.from({ length: AT_A_TIME }, () => engine.start(ASKING)));
    ids.push(...started);
    for (const id of started)
      await waitFor(() => asked(id), { what: 'the question of a run', timeoutMs: 60_000 });
  }
  expect(model.server.requests).toHaveLength(RUNS);
  const [first = ''] = ids;
  const decision = { user_id: 'tester', decision: 'approve' };
  expect(await engine.post(`/workflow/executions/${first}/requests/nodes.ok`, decision)).toMatchObject({
    status: 200,
  });
  expect(await engine.ended(first)).toMatchObject({ status: 'completed', output_data: { result: 'Done.' } });
  expect(model.server.requests).toHaveLength(RUNS + 1);
}, 300_000);
