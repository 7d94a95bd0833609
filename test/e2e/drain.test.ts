import type { EngineExecutionStarted } from '@aiwf/contracts';
import { delay, reply, type ModelRequest } from '@aiwf/testing';
import { ended, get, post, statusUrl } from '../harness/http';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const TASKS = ['one', 'two', 'three', 'four'];

const CHAIN = {
  name: 'Four in a row',
  nodes: TASKS.map((task) => ({ id: task, type: 'agent', config: { prompt: `Do task ${task}.` } })),
  edges: TASKS.slice(1).map((target, index) => ({ source: TASKS[index], target })),
};

const taskOf = (request: ModelRequest) => /Do task (\w+)\./.exec(request.messages.at(-1)?.text ?? '')?.[1];

/** Real: both built apps as processes, Temporal, PGlite on disk, SIGTERM. Scripted: the model, slow and counting. */
describe('an engine that is asked to stop in the middle of a run', () => {
  let model: ScriptedModel;
  let pair: Pair;

  beforeAll(async () => {
    model = await scriptedModel((request) => delay(1_000, reply(`done ${taskOf(request)}`)));
    pair = await startPair({ both: model.env });
  });
  afterAll(async () => {
    await pair.stop();
    await model.server.close();
  });

  it('lets the call in flight end, loses nothing, and goes on when it is started again', async () => {
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: CHAIN,
      user_id: 'u',
    });
    await model.server.waitForRequests(2);
    await pair.engine.stop();
    expect(model.server.requests.some(({ abandoned }) => abandoned)).toBe(false);
    const asked = await get(statusUrl.gateway(pair.gateway.url, body.execution_id, 'u'));
    expect(asked).toMatchObject({ status: 503, body: { detail: 'Workflow Service unavailable' } });

    await pair.restartEngine();
    const view = await ended(statusUrl.gateway(pair.gateway.url, body.execution_id, 'u'));
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: 'done four' },
      usage: { llm_calls: 4 },
    });
    expect(model.server.requests.map(taskOf)).toEqual(TASKS);
  });
});
