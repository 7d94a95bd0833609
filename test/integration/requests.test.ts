import type { RequestList } from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import { agent, chain, compute } from '../harness/graphs';
import { eventsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

let steer: Steering;
beforeAll(() => {
  steer = new Steering(under.engine);
});

const approval = (config: Record<string, unknown> = {}) => ({
  name: 'approval',
  nodes: [
    { id: 'ask', type: 'approval', config: { message: 'Send {{ inputs.what }}?', ...config } },
    compute('sent', 'nodes.ask.output'),
    compute('held', 'nodes.ask.output'),
  ],
  edges: [
    { source: 'ask', target: 'sent', branch: 'approved' },
    { source: 'ask', target: 'held', branch: 'rejected' },
  ],
  inputs: { type: 'object', properties: { what: { type: 'string', default: 'the letter' } } },
  output: '{{ nodes.ask.output }}',
});

describe('an approval', () => {
  it('is shown to its owner, decided once, and takes the branch', async () => {
    const id = await under.engine.start(approval({ data: { to: 'ada@example.com' } }));
    const request = await steer.askedOnce(id);
    expect(request).toMatchObject({
      kind: 'approval',
      status: 'open',
      node_id: 'ask',
      message: 'Send the letter?',
      decisions: ['approve', 'edit', 'reject'],
      data: { to: 'ada@example.com' },
      approvers: [],
      required: 1,
      form: null,
      expires_at: null,
    });
    expect(await under.engine.view(id)).toMatchObject({ status: 'running', phase: 'waiting' });
    const decision = { decision: 'edit', data: { to: 'bob@example.com' }, comment: 'to Bob' };
    expect(await steer.decide(id, request.request_id, decision)).toMatchObject({
      status: 200,
      body: { request_id: request.request_id, settled: true },
    });
    const view = await under.engine.ended(id);
    expect(view.output_data).toMatchObject({
      branch: 'approved',
      data: { to: 'bob@example.com' },
      decisions: [{ user_id: 'tester', decision: 'edit', comment: 'to Bob' }],
    });
    expect(await steer.requests(id)).toEqual([]);
    const { body } = await steer.get<RequestList>(id, 'requests?status=all');
    expect(body.requests).toMatchObject([{ status: 'decided', closed_at: expect.stringMatching(/^\d{4}-/) }]);
    expect(await steer.decide(id, request.request_id, { decision: 'approve' })).toMatchObject({
      status: 409,
      body: { code: 'already_decided', detail: expect.stringMatching(/^This request was decided at /) },
    });
  });

  it('decided by ten at once counts once', async () => {
    const id = await under.engine.start(approval());
    const { request_id } = await steer.askedOnce(id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => steer.decide(id, request_id, { decision: 'reject' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(9);
    const view = await under.engine.ended(id);
    expect(view.nodes.map(({ status }) => status)).toEqual(['completed', 'skipped', 'completed']);
  });

  it('with approvers is theirs alone, and waits for as many as it needs', async () => {
    const id = await under.engine.start(approval({ approvers: ['ada', 'bob', 'eve'], required: 2 }));
    const { request_id, approvers } = await steer.askedOnce(id);
    expect(approvers).toEqual(['ada', 'bob', 'eve']);
    expect(await steer.requests(id, 'ada')).toMatchObject([{ request_id }]);
    const as = (user_id: string) => steer.decide(id, request_id, { user_id, decision: 'approve' });
    expect(await as('tester')).toMatchObject({
      status: 404,
      body: {
        code: 'request_not_found',
        detail: 'Only its approvers may decide this request: ada, bob, eve',
      },
    });
    expect(await as('stranger')).toMatchObject({ status: 404, body: { code: 'execution_not_found' } });
    expect(await steer.get(id, 'requests', 'stranger')).toMatchObject({ status: 404 });
    expect(await as('ada')).toMatchObject({ status: 200, body: { settled: false } });
    expect(await as('ada')).toMatchObject({ status: 409, body: { code: 'already_decided' } });
    expect(await as('bob')).toMatchObject({ status: 200, body: { settled: true } });
    expect(await under.engine.ended(id)).toMatchObject({ output_data: { branch: 'approved' } });
    expect(await steer.get(id, 'usage', 'ada')).toMatchObject({ status: 404 });
  });

  it('with a form takes what fits it', async () => {
    const form = {
      type: 'object',
      required: ['reason'],
      properties: { reason: { type: 'string', minLength: 3 }, amount: { type: 'number', maximum: 100 } },
    };
    const id = await under.engine.start(approval({ form }));
    const request = await steer.askedOnce(id);
    expect(request.form).toEqual(form);
    const fill = (fields: Record<string, unknown>) => steer.decide(id, request.request_id, fields);
    expect(await fill({ decision: 'approve' })).toMatchObject({
      status: 422,
      body: { code: 'invalid_decision', errors: [{ path: '/form' }] },
    });
    const wrong = { decision: 'approve', form: { reason: 'no', amount: 101 } };
    expect((await fill(wrong)).body.errors?.map(({ path }) => path).toSorted()).toEqual([
      '/form/amount',
      '/form/reason',
    ]);
    expect(await fill({ decision: 'approve', form: { reason: 'fits' } })).toMatchObject({ status: 200 });
    expect(await under.engine.ended(id)).toMatchObject({ output_data: { form: { reason: 'fits' } } });
  });

  it('names the words it offers for one it does not', async () => {
    const id = await under.engine.start(approval());
    const { request_id } = await steer.askedOnce(id);
    expect(await steer.decide(id, request_id, { decision: 'raise' })).toMatchObject({
      status: 422,
      body: {
        code: 'invalid_decision',
        errors: [{ path: '/decision', hint: 'Say one of approve, edit, reject' }],
      },
    });
    expect(await steer.decide(id, request_id, { decision: 'maybe' })).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [{ path: '/decision' }] },
    });
    expect(await steer.decide(id, 'nodes.other', { decision: 'approve' })).toMatchObject({
      status: 404,
      body: { code: 'request_not_found' },
    });
    await steer.cancel(id);
    await under.engine.ended(id);
    const { body } = await steer.get<RequestList>(id, 'requests?status=withdrawn');
    expect(body.requests).toHaveLength(1);
    expect(await steer.decide(id, request_id, { decision: 'approve' })).toMatchObject({ status: 409 });
  });

  it('that expires takes its own branch, and no decision any more', async () => {
    const id = await under.engine.start(approval({ timeout_seconds: 1 }));
    const { request_id, expires_at } = await steer.askedOnce(id);
    expect(expires_at).not.toBeNull();
    expect(await under.engine.ended(id)).toMatchObject({ output_data: { branch: 'timeout' } });
    expect(await steer.decide(id, request_id, { decision: 'approve' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/^This request has expired/) },
    });
  });

  it('that expires with too few approvals takes that branch all the same, and tells who had decided', async () => {
    const id = await under.engine.start(
      approval({ data: 'draft', approvers: ['ada', 'bob'], required: 2, timeout_seconds: 4 }),
    );
    const { request_id } = await steer.askedOnce(id);
    const early = { user_id: 'ada', decision: 'edit', data: 'her own' };
    expect(await steer.decide(id, request_id, early)).toMatchObject({
      status: 200,
      body: { settled: false },
    });
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: {
        branch: 'timeout',
        data: 'draft',
        decisions: [{ user_id: 'ada', decision: 'edit' }],
      },
    });
    const { body } = await steer.get<RequestList>(id, 'requests?status=expired');
    expect(body.requests).toMatchObject([{ request_id }]);
  });

  it('reminds of itself until it is decided', async () => {
    const id = await under.engine.start(approval({ reminder_seconds: 1 }));
    const { request_id } = await steer.askedOnce(id);
    const reminders = async () =>
      (await eventsOf(under.engine, id)).filter(({ type }) => type === 'approval.reminded');
    await waitFor(async () => (await reminders()).length >= 2, { what: 'two reminders', timeoutMs: 30_000 });
    await steer.decide(id, request_id, { decision: 'approve' });
    await under.engine.ended(id);
    const [first] = await reminders();
    expect(first).toMatchObject({ nodeId: 'ask', data: { request_id } });
  });

  it('inside a map is asked for each item', async () => {
    const id = await under.engine.start({
      name: 'each',
      nodes: [
        {
          id: 'each',
          type: 'map',
          config: {
            items: '["a", "b"]',
            body: {
              nodes: [{ id: 'ask', type: 'approval', config: { message: 'Send {{ item }}?' } }],
              output: '{{ nodes.ask.output.branch }}',
            },
          },
        },
      ],
    });
    const requests = await steer.asked(id, 2);
    expect(requests.map(({ message }) => message).toSorted()).toEqual(['Send a?', 'Send b?']);
    for (const { request_id, message } of requests) {
      const decision = message === 'Send a?' ? 'approve' : 'reject';
      expect(await steer.decide(id, request_id, { decision })).toMatchObject({ status: 200 });
    }
    expect(await under.engine.ended(id)).toMatchObject({
      status: 'completed',
      output_data: { result: { items: ['approved', 'rejected'] } },
    });
  });
});

describe('a budget that is reached', () => {
  it('asks once for each branch, and one answer holds for all of them', async () => {
    for (const prompt of ['First', 'Second', 'Third']) under.model.script(prompt, reply(prompt));
    const id = await under.engine.start({
      name: 'budget',
      nodes: [agent('a', 'First'), agent('b', 'Second'), agent('c', 'Third')],
      edges: [...chain('a', 'b'), ...chain('a', 'c')],
      limits: { max_llm_calls: 1, on_breach: 'ask' },
    });
    const [request] = await steer.asked(id, 2);
    if (!request) throw new Error('nothing asked');
    expect(request).toMatchObject({
      kind: 'budget',
      decisions: expect.arrayContaining(['raise', 'stop']),
      data: { scope: 'run', limit: 'max_llm_calls', allowed: 1 },
    });
    const raise = (limits: unknown) =>
      steer.decide(id, request.request_id, { decision: 'raise', data: limits });
    expect(await raise({ max_llm_calls: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/data/max_llm_calls', message: expect.stringContaining('larger than 1') }] },
    });
    expect(await raise({ max_llm_calls: 3 })).toMatchObject({ status: 200, body: { settled: true } });
    expect(await under.engine.ended(id)).toMatchObject({ status: 'completed', usage: { llm_calls: 3 } });
    await waitFor(async () => (await steer.requests(id)).length === 0, { what: 'nothing to be asked' });
  });
});
