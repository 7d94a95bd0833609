import type { ExecutionView, RecordedRun } from '@aiwf/contracts';
import { reply, status, toolCalls } from '@aiwf/testing';
import { RecordedRuns } from '../../apps/workflow-engine/src/executions';
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

/** Runs a record again, and says to it what was said to the first run. */
async function replayed(recorded: RecordedRun): Promise<ExecutionView> {
  const runs = under.engine.service(RecordedRuns);
  const id = await runs.start(recorded, await runs.seed(recorded, 'tester'), 'tester');
  for (const { request_id, user_id, ...decision } of recorded.decisions) {
    await steer.askedOnce(id);
    const answer = await steer.decide(id, request_id, { ...decision, user_id });
    expect(answer).toMatchObject({ status: 200 });
  }
  return under.engine.ended(id);
}

describe('a recorded run', () => {
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
      status: 'completed',
      output: view.output_data,
      decisions: [{ decision: 'edit', data: 'edited', comment: 'short' }],
    });
    expect(recorded.model_calls).toHaveLength(3);
    expect(recorded.tool_calls).toMatchObject([{ name: 'calculator', path: 'nodes/reckon' }]);
    expect(JSON.stringify(recorded)).toContain(long);

    const asked = under.model.server.requests.length;
    const again = await replayed(JSON.parse(JSON.stringify(recorded)) as RecordedRun);
    expect(again).toMatchObject({
      status: 'completed',
      output_data: view.output_data,
      usage: { llm_calls: 0, cost_usd: 0 },
    });
    expect(under.model.server.requests).toHaveLength(asked);
    const path = (run: RecordedRun) => run.path.map((node) => [node.path, node.status]).toSorted();
    expect(path(await exported(again.execution_id))).toEqual(path(recorded));
  });

  it('that failed fails the same way', async () => {
    const failed = await under.engine.run({ name: 'fails', nodes: [compute('a', '1 / 0')] });
    const recorded = await exported(failed.execution_id);
    expect(recorded).toMatchObject({ status: 'failed', error: { message: failed.error_message } });
    expect(await replayed(recorded)).toMatchObject({ status: 'failed', error_message: failed.error_message });
  });

  it('fails where something is not recorded, and asks nobody', async () => {
    under.model.script('Forget', reply('known'));
    const { execution_id } = await under.engine.run({ name: 'forgets', nodes: [agent('a', 'Forget')] });
    const recorded = await exported(execution_id);
    const view = await replayed({ ...recorded, model_calls: [] });
    expect(view).toMatchObject({ status: 'failed', nodes: [{ error_code: 'not_recorded' }] });
    expect(under.model.requests('Forget')).toHaveLength(1);
  });

  it('keeps calls of models that failed out', async () => {
    under.model.script('Refuse', status(400));
    const { execution_id } = await under.engine.run({ name: 'refused', nodes: [agent('a', 'Refuse')] });
    const recorded = await exported(execution_id);
    expect(recorded).toMatchObject({ status: 'failed', model_calls: [], path: [{ status: 'failed' }] });
  });
});
