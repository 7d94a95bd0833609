import type { EngineExecutionStarted } from '@aiwf/contracts';
import { delay, hang, reply, waitFor, type ModelRequest, type ScriptedReply } from '@aiwf/testing';
import { agent, chain } from '../harness/graphs';
import { activitiesIn, historiesOf } from '../harness/histories';
import { ended, post, statusUrl } from '../harness/http';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const USER = 'u';
const TASKS = ['one', 'two', 'three', 'four'];

const taskOf = (request: ModelRequest) => /Do (\w+)\./.exec(request.messages.at(-1)?.text ?? '')?.[1];

/** Real: both built apps as processes, Temporal, PGlite on disk, SIGTERM and SIGKILL. Scripted: the model, which counts. */
describe('an engine that ends during a call that is made locally', () => {
  let model: ScriptedModel;
  let pair: Pair;

  /** What the model has left to say beside "done", by task. */
  const answers = new Map<string, ScriptedReply[]>();

  /** Calls of the tests before. */
  let before = 0;

  const asked = () => model.server.requests.slice(before).map(taskOf);

  async function start(...tasks: string[]): Promise<string> {
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: {
        name: 'row',
        nodes: tasks.map((id) => agent(id, `Do ${id}.`)),
        edges: chain(...tasks),
      },
      user_id: USER,
    });
    return body.execution_id;
  }

  const endOf = (id: string) => ended(statusUrl.gateway(pair.gateway.url, id, USER));

  const activitiesOf = async (id: string) => activitiesIn(await historiesOf(id));

  beforeAll(async () => {
    model = await scriptedModel((request) => {
      const id = taskOf(request) ?? '';
      return answers.get(id)?.shift() ?? reply(`done ${id}`);
    });
    pair = await startPair({ both: model.env, engine: { LOCAL_CALL_MAX_SECONDS: '2' } });
    await endOf(await start('a', 'b', 'c', 'd', 'e'));
    await waitFor(
      async () => {
        const id = await start('probe');
        await endOf(id);
        return (await activitiesOf(id)).length === 0;
      },
      { what: 'calls to be known as short', timeoutMs: 30_000 },
    );
  });
  beforeEach(() => (before = model.server.requests.length));
  afterAll(async () => {
    await pair.stop();
    await model.server.close();
  });

  /** Runs four tasks, with the engine ended during one of them and started again. */
  async function completedAcross(task: string, end: () => Promise<void>): Promise<string> {
    const id = await start(...TASKS);
    await waitFor(() => asked().includes(task), { what: 'the call' });
    await end();
    await pair.restartEngine();
    expect(await endOf(id)).toMatchObject({ status: 'completed', output_data: { result: 'done four' } });
    return id;
  }

  it('lets a call end that takes a second when it is asked to stop, and makes none again', async () => {
    answers.set('two', [delay(1_000, reply('done two'))]);
    const id = await completedAcross('two', () => pair.engine.stop());
    expect(asked()).toEqual(TASKS);
    expect(await activitiesOf(id)).toEqual([]);
  });

  it('cuts off one that takes too long, and makes it again once', async () => {
    answers.set('two', [hang()]);
    await completedAcross('two', () => pair.engine.stop());
    expect(asked()).toEqual(['one', 'two', 'two', 'three', 'four']);
  });

  it('makes the call in flight again when it was killed, and no other', async () => {
    answers.set('three', [hang()]);
    await completedAcross('three', () => pair.engine.kill());
    expect(asked()).toEqual(['one', 'two', 'three', 'three', 'four']);
  });
});
