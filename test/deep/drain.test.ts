import { setTimeout as pause } from 'node:timers/promises';
import type { EngineExecutionStarted, EventPage, ExecutionView, RequestList } from '@aiwf/contracts';
import { delay, hang, reply, waitFor, type ModelRequest, type ScriptedReply } from '@aiwf/testing';
import { chain } from '../harness/graphs';
import { ended, get, post, statusUrl } from '../harness/http';
import { serve, type LocalServer } from '../harness/local-server';
import { logLines } from '../harness/log-lines';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';

const USER = 'u';

const task = (id: string) => ({ id, type: 'agent', config: { prompt: `Do task ${id}.` } });
const taskOf = (request: ModelRequest) => /Do task (\w+)\./.exec(request.messages.at(-1)?.text ?? '')?.[1];

/**
 * Real: both built apps as processes, Temporal, PGlite on disk, SIGTERM. Scripted: the model and an HTTP server, which
 * count what they are asked.
 */
describe('an engine that is asked to stop in the middle of runs', () => {
  let model: ScriptedModel;
  let server: LocalServer;
  let pair: Pair;

  /** What the model has left to answer, by task; it answers after a second where nothing is said. */
  const answers = new Map<string, ScriptedReply[]>();

  beforeAll(async () => {
    model = await scriptedModel((request) => {
      const id = taskOf(request) ?? '';
      return answers.get(id)?.shift() ?? delay(1_000, reply(`done ${id}`));
    });
    // What is asked below /lost is never answered.
    server = await serve(
      ({ url }, response) => url === '/lost' || setTimeout(() => response.end('ok'), 2_000),
    );
    pair = await startPair({ both: model.env, engine: { EGRESS_ALLOWED_HOSTS: server.host } });
  });
  afterAll(async () => {
    await pair.stop();
    await Promise.all([model.server.close(), server.close()]);
  });

  const asked = (id: string) => model.server.requests.filter((request) => taskOf(request) === id);
  const received = (url: string) => server.requests.filter((request) => request.url === url);
  const status = (id: string) => statusUrl.gateway(pair.gateway.url, id, USER);

  async function start(name: string, nodes: object[], edges: object[] = []): Promise<string> {
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { name, nodes, edges },
      user_id: USER,
    });
    return body.execution_id;
  }

  /** Starts a run five times a second, and answers those that were accepted. */
  async function startUntilRefused(): Promise<string[]> {
    const accepted: string[] = [];
    for (;;) {
      try {
        accepted.push(await start('Late', [{ id: 'a', type: 'transform', config: { expression: '1' } }]));
      } catch {
        return accepted;
      }
      await pause(200);
    }
  }

  /** Asks it to stop, and waits until it has, which takes no longer than it says. */
  async function stopEngine(): Promise<void> {
    const askedAt = performance.now();
    await pair.engine.stop();
    expect(performance.now() - askedAt).toBeLessThan(15_000);
  }

  it('lets the call in flight end, loses nothing, and goes on when it is started again', async () => {
    const tasks = ['one', 'two', 'three', 'four'];
    const id = await start('Four in a row', tasks.map(task), chain(...tasks));
    await model.server.waitForRequests(2);
    await stopEngine();
    expect(model.server.requests.some(({ abandoned }) => abandoned)).toBe(false);
    expect(await get(status(id))).toMatchObject({
      status: 503,
      body: { detail: 'Workflow Service unavailable' },
    });

    await pair.restartEngine();
    expect(await ended(status(id))).toMatchObject({
      status: 'completed',
      output_data: { result: 'done four' },
      usage: { llm_calls: 4 },
    });
    expect(model.server.requests.map(taskOf)).toEqual(tasks);
  });

  it('cuts off what takes too long and makes it again once, but nothing that can’t be undone', async () => {
    answers.set('long', [hang(), reply('done long')]);
    const request = (id: string, path: string) => ({
      id,
      type: 'http_request',
      config: { url: `${server.url}${path}`, method: 'POST' },
    });
    const id = await start(
      'All at once',
      [
        task('short'),
        task('long'),
        request('sent', '/sent'),
        request('lost', '/lost'),
        { id: 'ask', type: 'approval', config: { message: 'Go on?' } },
        { id: 'timer', type: 'wait', config: { seconds: 3 } },
        task('after'),
      ],
      [...chain('sent', 'after'), ...chain('timer', 'after')],
    );
    await waitFor(() => asked('short').length + asked('long').length + server.requests.length === 4, {
      what: 'all calls to be under way',
      timeoutMs: 30_000,
    });
    const accepted = startUntilRefused();
    await stopEngine();
    expect(asked('short')).toMatchObject([{ abandoned: false }]);
    expect(asked('long')).toMatchObject([{ abandoned: true }]);

    await pair.restartEngine();
    const requests = `${pair.engine.url}/workflow/executions/${id}/requests`;
    let questions: RequestList['requests'] = [];
    await waitFor(
      async () =>
        (questions = (await get<RequestList>(`${requests}?user_id=${USER}`)).body.requests).length === 2,
      { what: 'the run to ask about the lost request too', timeoutMs: 60_000 },
    );
    expect(questions.map(({ kind }) => kind).toSorted()).toEqual(['approval', 'outcome']);
    for (const { request_id, kind } of questions) {
      const decision = kind === 'approval' ? 'approve' : 'done';
      expect(await post(`${requests}/${request_id}`, { user_id: USER, decision })).toMatchObject({
        status: 200,
      });
    }
    expect(await ended(status(id))).toMatchObject({ status: 'completed', usage: { llm_calls: 3 } });
    expect([asked('short').length, asked('long').length, asked('after').length]).toEqual([1, 2, 1]);
    expect([received('/sent').length, received('/lost').length]).toEqual([1, 1]);
    const log = await get<EventPage>(`${pair.engine.url}/workflow/executions/${id}/events?user_id=${USER}`);
    const begun = log.body.events.filter(({ type }) => type === 'node.started').map(({ node_id }) => node_id);
    expect(begun.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'after',
      'ask',
      'long',
      'lost',
      'sent',
      'short',
      'timer',
    ]);

    const late = await accepted;
    expect(late.length).toBeGreaterThan(0);
    for (const run of late) {
      const view: ExecutionView = await ended(status(run));
      expect(view).toMatchObject({ status: 'completed', output_data: { result: 1 } });
    }
  });

  it('ends in order as soon as it has begun, before its workers run', async () => {
    await stopEngine();
    await pair.restartEngine();
    await stopEngine();
    expect(logLines(pair.engine).filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
