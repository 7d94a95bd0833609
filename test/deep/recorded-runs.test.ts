import type { RecordedRun } from '@aiwf/contracts';
import { reply, status, toolCalls } from '@aiwf/testing';
import { firstDifference } from '../../apps/workflow-engine/src/replay';
import { RecordedRuns, type RetracedCourse } from '../../apps/workflow-engine/src/executions';
import type { Graph } from '../harness/engine';
import { agent, chain, compute } from '../harness/graphs';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, which is asked nothing by a run that is replayed. */
const under = scriptedEngine();

let steer: Steering;
beforeAll(() => {
  steer = new Steering(under.engine);
});

const exported = async (id: string): Promise<RecordedRun> =>
  (await steer.get<RecordedRun>(id, 'export')).body;

/** Runs a record again, as it is read from a file. */
const retraced = (recorded: RecordedRun): Promise<RetracedCourse> =>
  under.engine.service(RecordedRuns).retrace(JSON.parse(JSON.stringify(recorded)) as RecordedRun);

it('gives the same again, and no model is asked', async () => {
  under.model.script(
    'Reckon',
    toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]),
    reply('It is 42'),
  );
  const long = 'long '.repeat(20_000);
  under.model.script('Write much', reply(long));
  const graph: Graph = {
    name: 'recorded',
    nodes: [
      agent('reckon', 'Reckon', { tools: ['calculator'] }),
      agent('write', 'Write much'),
      { id: 'ask', type: 'approval', config: { message: 'Fine?', data: '{{ nodes.write.output.text }}' } },
      compute('end', 'nodes.reckon.output.text + " / " + nodes.ask.output.data'),
    ],
    edges: [...chain('reckon', 'ask', 'end'), ...chain('write', 'ask')],
  };
  const first = await under.engine.start(graph);
  const { request_id } = await steer.askedOnce(first);
  expect(await steer.get(first, 'export')).toMatchObject({
    status: 409,
    body: { code: 'execution_running' },
  });
  await steer.decide(first, request_id, { decision: 'edit', data: 'edited', comment: 'short' });
  const view = await under.engine.ended(first);
  expect(view).toMatchObject({ status: 'completed', output_data: { result: 'It is 42 / edited' } });

  const recorded = await exported(first);
  expect(recorded).toMatchObject({
    format: 'aiwf-recorded-run',
    version: 1,
    user_id: 'tester',
    status: 'completed',
    output: view.output_data,
    decisions: [{ decision: 'edit', data: 'edited', comment: 'short', at: expect.any(String) }],
    kept: [],
    expired: [],
  });
  expect(recorded.model_calls).toHaveLength(3);
  expect(recorded.tool_calls).toMatchObject([{ name: 'calculator', path: 'nodes/reckon' }]);
  expect(JSON.stringify(recorded)).toContain(long);

  const asked = under.model.server.requests.length;
  const { run, hindrance } = await retraced(recorded);
  expect(firstDifference(recorded, run)).toBeUndefined();
  expect(hindrance).toBeUndefined();
  expect(under.model.server.requests).toHaveLength(asked);
  expect((await under.engine.view(run.execution_id)).usage).toMatchObject({ llm_calls: 0, cost_usd: 0 });
  // What is not compared because it is the record's own: when the decision was said, and as whose.
  expect(run.path.find(({ node_id }) => node_id === 'ask')?.output).toEqual(
    recorded.path.find(({ node_id }) => node_id === 'ask')?.output,
  );
});

it('that failed fails the same way, also where a call failed', async () => {
  under.model.script('Refuse', status(400));
  const runs = [
    await under.engine.run({ name: 'fails', nodes: [compute('a', '1 / 0')] }),
    await under.engine.run({ name: 'refused', nodes: [agent('a', 'Refuse')] }),
  ];
  for (const { execution_id, error_message } of runs) {
    const recorded = await exported(execution_id);
    expect(recorded).toMatchObject({ status: 'failed', error: { message: error_message }, model_calls: [] });
    expect(firstDifference(recorded, (await retraced(recorded)).run)).toBeUndefined();
  }
});

it('fails where something is not recorded, and asks nobody', async () => {
  under.model.script('Forget', reply('known'));
  const { execution_id } = await under.engine.run({ name: 'forgets', nodes: [agent('a', 'Forget')] });
  const recorded = await exported(execution_id);
  const { run } = await retraced({ ...recorded, model_calls: [] });
  expect(run).toMatchObject({ status: 'failed', path: [{ error: { code: 'not_recorded' } }] });
  expect(firstDifference(recorded, run)).toMatchObject({
    kind: 'path',
    what: 'node "a"',
    recorded: 'completed',
  });
  expect(under.model.requests('Forget')).toHaveLength(1);
});
