import type { EngineExecutionStarted, ErrorBody, ExecutionView } from '@aiwf/contracts';
import { newExecutionId } from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import type { Graph } from '../harness/engine';
import { agent, compute, render } from '../harness/graphs';
import { send } from '../harness/http';
import { eventsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { temporalClient } from '../harness/temporal';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

const USER = 'tester';

const execute = <Body = EngineExecutionStarted>(workflow_data: Graph, fields: Record<string, unknown> = {}) =>
  under.engine.post<Body>('/workflow/execute', { workflow_data, user_id: USER, ...fields });

describe('the answers', () => {
  it('have the guide’s fields', async () => {
    const { status, body } = await execute({ id: 'wf_789012', name: 'Test', nodes: [] });
    expect(status).toBe(200);
    expect(body).toEqual({
      execution_id: expect.stringMatching(/^exec_[A-Za-z0-9-]{1,64}$/),
      status: 'running',
      workflow_id: 'wf_789012',
      started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      completed_at: null,
      execution_time_seconds: null,
    });
    const view = await under.engine.ended(body.execution_id);
    expect(Object.keys(view)).toEqual(
      expect.arrayContaining([
        'execution_id',
        'status',
        'workflow_id',
        'user_id',
        'started_at',
        'completed_at',
        'execution_time_seconds',
        'output_data',
        'error_message',
      ]),
    );
    expect(view).toMatchObject({ workflow_id: 'wf_789012', user_id: USER, started_at: body.started_at });
    const seconds = (Date.parse(view.completed_at ?? '') - Date.parse(view.started_at)) / 1000;
    expect(view.execution_time_seconds).toBe(seconds);
  });

  it('make an id for a workflow that brings none', async () => {
    const { body } = await execute({ name: 'Test', nodes: [] });
    expect(body.workflow_id).toMatch(/^wf_[A-Za-z0-9-]{1,64}$/);
    await under.engine.ended(body.execution_id);
  });
});

it('brings the first workflow task of a run along', async () => {
  const client = await temporalClient();
  const isBroughtAlong = async () => {
    const { execution_id } = await under.engine.run({ name: 'Test', nodes: [] });
    const { events } = await client.workflow.getHandle(execution_id).fetchHistory();
    return events?.[0]?.workflowExecutionStartedEventAttributes?.eagerExecutionAccepted;
  };
  // Runs may begin before the last of the engine's workers is there, from when on it is so.
  await waitFor(isBroughtAlong, { what: 'a run whose start brings its first task along' });
  expect(await isBroughtAlong()).toBe(true);
  await client.connection.close();
});

describe('an execution id', () => {
  it('starts one run, however often it is sent, before and after its end', async () => {
    under.model.script('Once only', reply('done'));
    const execution_id = newExecutionId();
    const graph = { id: 'wf_once', name: 'once', nodes: [agent('a', 'Once only')] };
    const first = await execute(graph, { execution_id });
    const second = await execute(graph, { execution_id });
    const view = await under.engine.ended(execution_id);
    const third = await execute(graph, { execution_id });
    expect([second, third]).toEqual([first, first]);
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'done' } });
    expect(under.model.requests('Once only')).toHaveLength(1);
    expect((await under.engine.view(execution_id)).completed_at).toBe(view.completed_at);
  });

  it('starts one run, sent twenty times at once', async () => {
    under.model.script('At once', reply('done'));
    const execution_id = newExecutionId();
    const graph = { id: 'wf_atonce', name: 'at once', nodes: [agent('a', 'At once')] };
    const answers = await Promise.all(Array.from({ length: 20 }, () => execute(graph, { execution_id })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(answers[0])]),
    );
    expect(answers[0]?.status).toBe(200);
    await under.engine.ended(execution_id);
    expect(under.model.requests('At once')).toHaveLength(1);
    const events = await eventsOf(under.engine, execution_id);
    expect(events.filter(({ type }) => type === 'execution.started')).toHaveLength(1);
  });

  it('that is another user’s is refused, and tells nothing of the run', async () => {
    const id = await under.engine.start({ name: 'mine', nodes: [compute('a', '1')] });
    const taken = await execute<ErrorBody>(
      { name: 'theirs', nodes: [] },
      { execution_id: id, user_id: 'other' },
    );
    expect(taken).toMatchObject({
      status: 409,
      body: { detail: 'This execution_id is taken; leave it out to be given one', code: 'conflict' },
    });
    const seen = await under.engine.get<ErrorBody>(`/workflow/executions/${id}?user_id=other`);
    expect(seen).toMatchObject({ status: 404, body: { detail: 'Execution not found' } });
    const unknown = await under.engine.get<ErrorBody>(
      `/workflow/executions/${newExecutionId()}?user_id=other`,
    );
    expect({ ...seen.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
    expect(await under.engine.ended(id)).toMatchObject({ status: 'completed' });
  });

  it.each(['not-an-id', 'exec_', 'exec_a%20b', `exec_${'a'.repeat(65)}`, 'wf_789012'])(
    'that is none (%s) is refused',
    async (id) => {
      expect(await under.engine.get<ErrorBody>(`/workflow/executions/${id}?user_id=${USER}`)).toMatchObject({
        status: 400,
        body: { detail: 'Invalid execution ID format' },
      });
    },
  );

  it('that is none is refused in a start too', async () => {
    const { status, body } = await execute<ErrorBody>({ name: 'x', nodes: [] }, { execution_id: 'mine' });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: '/execution_id' }]);
  });
});

describe('a definition', () => {
  it.each(['not-an-id', 'wf_', 'wf_ä', 7])('with the id %s is refused', async (id) => {
    expect(await execute<ErrorBody>({ id, name: 'x', nodes: [] })).toMatchObject({
      status: 400,
      body: { detail: 'Invalid workflow ID format' },
    });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => compute(`n${index}`, '1'));

  it.each<[string, Graph, RegExp]>([
    [
      'an edge from nowhere',
      { nodes: [compute('a', '1')], edges: [{ source: 'b', target: 'a' }] },
      /^\/edges\/0/,
    ],
    [
      'a cycle',
      {
        nodes: [compute('a', '1'), compute('b', '1')],
        edges: [
          { source: 'a', target: 'b' },
          { source: 'b', target: 'a' },
        ],
      },
      /^\/(edges|nodes)/,
    ],
    ['an unknown type', { nodes: [{ id: 'a', type: 'robot', config: {} }] }, /^\/nodes\/0\/type$/],
    ['1,001 nodes', { nodes: many(1_001) }, /^\/nodes$/],
    ['an unknown tool', { nodes: [agent('a', 'x', { tools: ['shell'] })] }, /^\/nodes\/0\/config\/tools\/0$/],
    [
      'a reference to what is not upstream',
      { nodes: [compute('a', 'nodes.b.output'), compute('b', '1')] },
      /^\/nodes\/0\/config\/expression/,
    ],
    ['no nodes at all', {}, /^\/nodes$|^$/],
  ])('with %s is refused, naming the place', async (_what, fields, path) => {
    const { status, body } = await execute<ErrorBody>({ name: 'invalid', ...fields });
    expect({ status, detail: body.detail, code: body.code }).toEqual({
      status: 422,
      detail: 'Invalid workflow definition',
      code: 'invalid_workflow',
    });
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(body.errors?.[0]?.path).toMatch(path);
    expect(body.errors?.[0]?.message).not.toBe('');
    expect(body.errors?.[0]?.hint).not.toBe('');
  });

  const schema = {
    type: 'object',
    properties: { n: { type: 'integer', maximum: 5 } },
    required: ['n'],
  };

  it.each<[string, unknown, string]>([
    ['missing', {}, ''],
    ['of another type', { n: 'five' }, '/n'],
    ['out of bounds', { n: 6 }, '/n'],
    ['unknown', { n: 1, m: 2 }, '/m'],
  ])('is not started with inputs that are %s', async (_what, inputs, path) => {
    const graph = { name: 'inputs', inputs: schema, nodes: [compute('a', 'inputs.n')] };
    const { status, body } = await execute<ErrorBody>(graph, { inputs });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_inputs' });
    expect(body.errors?.map((error) => error.path)).toContain(path);
  });

  it('whose defaults are as large as a run may bring still runs', async () => {
    const fields = Array.from({ length: 6 }, (_, index) => [`t${index}`, 'x'.repeat(114_000)]);
    const properties = Object.fromEntries(
      fields.map(([name, text]) => [name, { type: 'string', default: text }]),
    );
    const view = await under.engine.run({
      name: 'large',
      inputs: { type: 'object', properties },
      nodes: [render('size', '{{ inputs.t5.size() }}')],
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 114_000 } });
  });
});

it('a run that Temporal would never take for its size is refused at once', async () => {
  // Six characters here are 22 once they are read and written again.
  const numbers = Array(100_000).fill('1e20').join(', ');
  const graph = `{"name": "grows", "nodes": [{"id": "a", "type": "transform", "config": {"value": [${numbers}]}}]}`;
  const execution_id = newExecutionId();
  const { status, body } = await send(`${under.engine.url}/workflow/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"workflow_data": ${graph}, "user_id": "${USER}", "execution_id": "${execution_id}"}`,
  });
  expect({ status, code: body.code }).toEqual({ status: 413, code: 'workflow_too_large' });
  expect(body.detail).toMatch(/ bytes, more than the 1,572,864 that a run can start with: shorten them/);
  const seen = await under.engine.get(`/workflow/executions/${execution_id}?user_id=${USER}`);
  expect(seen.status).toBe(404);
});

describe('a bad request', () => {
  const post = (body: string, type = 'application/json') =>
    send(`${under.engine.url}/workflow/execute`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
  const valid = { workflow_data: { name: 'x', nodes: [] as unknown[] }, user_id: USER };
  const body = (fields: Record<string, unknown>) => JSON.stringify({ ...valid, ...fields });
  const deep = `${'['.repeat(63)}${']'.repeat(63)}`;

  it.each<[string, string, number]>([
    ['malformed JSON', '{"workflow_data": ', 422],
    ['no user_id', JSON.stringify({ workflow_data: valid.workflow_data }), 422],
    ['an empty user_id', body({ user_id: '' }), 422],
    ['a user_id that is no text', body({ user_id: { $ne: null } }), 422],
    ['an unknown property', body({ admin: true }), 422],
    ['a definition that is a list', body({ workflow_data: [] }), 422],
    ['4 MiB and a byte', body({ workflow_data: { name: 'x'.repeat(4_194_305), nodes: [] } }), 413],
    [
      'JSON 65 deep',
      `{"workflow_data":{"name":"x","nodes":[],"output":${deep}},"user_id":"${USER}"}`.replace(
        deep,
        `[${deep}]`,
      ),
      422,
    ],
    ['a __proto__ key', `{"workflow_data":{"name":"x","nodes":[],"__proto__":{}},"user_id":"${USER}"}`, 422],
    ['a lone surrogate', `{"workflow_data":{"name":"\\ud800","nodes":[]},"user_id":"${USER}"}`, 422],
    ['NUL', body({ user_id: 'a\u0000b' }), 422],
  ])('(%s) is refused at once, and the engine lives on', async (_what, text, status) => {
    const answer = await post(text);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, request_id: expect.any(String) });
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect((await under.engine.get('/livez')).status).toBe(200);
  });

  it('of another content type is refused', async () => {
    const answer = await post(body({}), 'text/plain');
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });

  it('for a status without a user is refused', async () => {
    const { status } = await under.engine.get<ErrorBody | ExecutionView>(
      `/workflow/executions/${newExecutionId()}`,
    );
    expect(status).toBe(422);
  });
});
