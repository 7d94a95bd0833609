import type {
  EngineExecutionStarted,
  ExecutionStarted,
  GeneratedWorkflow,
  WorkflowPage,
} from '@aiwf/contracts';
import { reply, waitFor, type ModelRequest } from '@aiwf/testing';
import { ended, get, post, statusUrl } from '../harness/http';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';
import { hasPostgres, startPostgres, type PostgresServer } from '../harness/postgres';

const TASKS = ['one', 'two', 'three'];

const CHAIN = {
  name: 'Three in a row',
  nodes: TASKS.map((task) => ({ id: task, type: 'agent', config: { prompt: `Do task ${task}.` } })),
  edges: TASKS.slice(1).map((target, index) => ({ source: TASKS[index], target })),
};

const HOSTILE = [
  "'; DROP TABLE gateway.workflows; --",
  "' OR '1'='1",
  '"; DELETE FROM engine.executions; --',
  "\\'; SELECT pg_sleep(30); --",
  '$1; $$ ; {{ inputs }} %s :id',
  "ann'/**/UNION/**/SELECT/**/NULL--",
];

const taskOf = (request: ModelRequest) => /Do task (\w+)\./.exec(request.messages.at(-1)?.text ?? '')?.[1];

const describeWithPostgres = hasPostgres ? describe : describe.skip;

/** Real: both built apps as processes, Temporal, a PostgreSQL server. Scripted: the model, which counts. */
describeWithPostgres('on PostgreSQL (needs initdb and pg_ctl, and as root a user postgres or nobody)', () => {
  let postgres: PostgresServer;
  let model: ScriptedModel;
  let pair: Pair;
  /** Holds the second task's answer back, once a test says so. */
  let hold: Promise<void> | undefined;

  beforeAll(async () => {
    postgres = await startPostgres();
    model = await scriptedModel(async (request) => {
      if (taskOf(request) === 'two') await hold;
      return reply(`done ${taskOf(request) ?? 'it'}`);
    });
    pair = await startPair({ both: { ...model.env, PLANNER: 'outline', DATABASE_URL: postgres.url } });
  }, 120_000);
  afterAll(async () => {
    await pair.stop();
    await postgres.stop();
    await model.server.close();
  });

  const generate = (user_id: string, prompt: string) =>
    post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, { prompt, user_id });

  it('generates, executes and tells the status', async () => {
    const made = await generate('ann', 'Create a workflow that processes customer support tickets');
    const { workflow_id } = made.body.ai_metadata;
    const started = await post<ExecutionStarted>(`${pair.gateway.url}/ai/workflows/${workflow_id}/execute`, {
      user_id: 'ann',
    });
    expect(started).toMatchObject({ status: 200, body: { status: 'running', workflow_id } });
    const view = await ended(statusUrl.gateway(pair.gateway.url, started.body.execution_id, 'ann'));
    expect(view).toMatchObject({ status: 'completed', workflow_id, user_id: 'ann', error_message: null });
    const { body } = await get(`${pair.gateway.url}/ai/workflows/${workflow_id}?user_id=ann`);
    expect(body).toEqual(made.body);
  });

  it('completes a run although the database was restarted in its middle', async () => {
    let release = () => undefined as void;
    hold = new Promise((resolve) => (release = resolve));
    const before = model.server.requests.length;
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: CHAIN,
      user_id: 'ann',
    });
    await model.server.waitForRequests(before + 2);
    await postgres.restart();
    release();

    const view = await ended(statusUrl.gateway(pair.gateway.url, body.execution_id, 'ann'));
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'done three' } });
    expect(model.server.requests.slice(before).map(taskOf)).toEqual(TASKS);
    for (const { url } of [pair.gateway, pair.engine]) {
      await waitFor(async () => (await get(`${url}/health`)).status === 200, {
        what: `${url} to be healthy`,
      });
    }
  });

  it.each(HOSTILE)('takes %s for what it is: text', async (text) => {
    const made = await generate(text, `Summarize: ${text}`);
    expect(made).toMatchObject({ status: 200, body: { ai_metadata: { prompt: `Summarize: ${text}` } } });
    const list = await get<WorkflowPage>(
      `${pair.gateway.url}/ai/workflows?user_id=${encodeURIComponent(text)}`,
    );
    expect(list.body.items.map(({ workflow_id }) => workflow_id)).toEqual([
      made.body.ai_metadata.workflow_id,
    ]);

    const workflow_data = {
      name: text,
      inputs: { type: 'object', properties: { text: { type: 'string' } } },
      nodes: [{ id: 'echo', type: 'transform', name: text, config: { value: '{{ inputs.text }}' } }],
    };
    const started = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data,
      user_id: text,
      inputs: { text },
    });
    const view = await ended(statusUrl.gateway(pair.gateway.url, started.body.execution_id, text));
    expect(view).toMatchObject({ status: 'completed', user_id: text, output_data: { result: text } });

    const cursor = encodeURIComponent(text);
    expect(await get(`${pair.gateway.url}/ai/workflows?user_id=ann&cursor=${cursor}`)).toMatchObject({
      status: 422,
    });
    const inPath = await get(`${pair.gateway.url}/ai/workflows/wf_${cursor}?user_id=ann`);
    expect([400, 404]).toContain(inPath.status);
    expect((await generate('ann', 'Summarize the week')).status).toBe(200);
  });
});
