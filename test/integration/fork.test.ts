import type { ExecutionDiff, ForkStarted } from '@aiwf/contracts';
import { reply, status } from '@aiwf/testing';
import type { Graph } from '../harness/engine';
import { agent, chain, compute, render } from '../harness/graphs';
import { post } from '../harness/http';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, which counts what it is asked. */
const under = scriptedEngine();

let steer: Steering;
beforeAll(() => {
  steer = new Steering(under.engine);
});

/** A crew of six tasks, each with a prompt of its own. */
const sixTasks = (name: string): Graph => ({
  name,
  nodes: [
    {
      id: 'crew',
      type: 'crew',
      config: {
        agents: [{ id: 'writer', role: 'Writer', goal: 'write', backstory: 'b' }],
        tasks: Array.from({ length: 6 }, (_, n) => ({
          id: `t${n}`,
          description: `${name} ${n}`,
          expected_output: 'text',
          agent: 'writer',
          context: [],
        })),
      },
    },
  ],
});

const asked = (name: string, tasks = [0, 1, 2, 3, 4, 5]) =>
  tasks.map(
    (n) =>
      under.model.server.requests.filter(({ messages }) =>
        messages.some(({ text }) => text.includes(`${name} ${n}`)),
      ).length,
  );

/** The run that a fork or a retry started, once it has ended. */
async function ended({ status: code, body }: { status: number; body: ForkStarted }) {
  expect({ code, body }).toMatchObject({ code: 200, body: { status: 'running' } });
  return under.engine.ended(body.execution_id);
}

const text = (nodes: object[], fields: object = {}): Graph => ({ name: 'text', nodes, ...fields });

/** upper -> twice, and beside them alone. */
const WORDS = text(
  [
    render('word', '{{ inputs.word }}'),
    compute('twice', 'nodes.word.output + nodes.word.output'),
    compute('loud', 'nodes.twice.output + "!"'),
    render('alone', '{{ inputs.other }}'),
  ],
  {
    edges: chain('word', 'twice', 'loud'),
    inputs: {
      type: 'object',
      properties: { word: { type: 'string', default: 'a' }, other: { type: 'string', default: 'b' } },
    },
    output: { loud: '{{ nodes.loud.output }}', alone: '{{ nodes.alone.output }}' },
  },
);

/** Which nodes ran in a run: those its log tells of. */
async function ran(executionId: string): Promise<string[]> {
  const { body } = await steer.get<{ events: { type: string; node_id: string }[] }>(executionId, 'events');
  return body.events.flatMap(({ type, node_id }) => (type === 'node.started' ? [node_id] : [])).toSorted();
}

describe('a retry', () => {
  it('of a six-task crew that failed at its fifth makes two model calls', async () => {
    for (const n of [0, 1, 2, 3]) under.model.script(`Six ${n}`, reply(`done ${n}`));
    under.model.script('Six 4', status(400));
    const failed = await under.engine.run(sixTasks('Six'));
    expect(failed).toMatchObject({ status: 'failed', usage: { llm_calls: 4 } });
    expect(asked('Six')).toEqual([1, 1, 1, 1, 1, 0]);

    for (const n of [4, 5]) under.model.script(`Six ${n}`, reply(`done ${n}`));
    const view = await ended(await steer.retry(failed.execution_id));
    expect(view).toMatchObject({
      status: 'completed',
      forked_from: failed.execution_id,
      usage: { llm_calls: 2, reused_calls: 4 },
    });
    expect(asked('Six')).toEqual([1, 1, 1, 1, 2, 1]);
    expect((await steer.usage(view.execution_id)).calls.filter(({ reused }) => reused)).toHaveLength(4);
  });

  it('runs no completed node again', async () => {
    under.model.script('Keep me', reply('kept'));
    under.model.script('Break', status(400));
    const graph = text([agent('a', 'Keep me'), agent('b', 'Break'), compute('c', 'nodes.a.output.text')], {
      edges: [...chain('a', 'b'), ...chain('b', 'c'), ...chain('a', 'c')],
    });
    const failed = await under.engine.run(graph);
    expect(failed).toMatchObject({
      status: 'failed',
      nodes: [{ status: 'completed' }, { status: 'failed' }, {}],
    });
    under.model.script('Break', reply('mended'));
    const view = await ended(await steer.retry(failed.execution_id));
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'kept' } });
    expect(view.nodes.map((node) => node.status)).toEqual(['completed', 'completed', 'completed']);
    expect(view.nodes[0]?.completed_at).toBe(failed.nodes[0]?.completed_at);
    expect(await ran(view.execution_id)).toEqual(['b', 'c']);
    expect(under.model.requests('Keep me')).toHaveLength(1);
  });

  it('is for runs that failed or were cancelled', async () => {
    const { execution_id: done } = await under.engine.run(WORDS);
    expect(await steer.retry(done)).toMatchObject({ status: 409, body: { code: 'nothing_to_retry' } });
    const waiting = await under.engine.start(text([{ id: 'w', type: 'wait', config: { event: 'go' } }]));
    await steer.askedOnce(waiting);
    expect(await steer.retry(waiting)).toMatchObject({ status: 409, body: { code: 'nothing_to_retry' } });
    await steer.cancel(waiting);
    await under.engine.ended(waiting);
    const again = (await steer.retry(waiting)).body.execution_id;
    await steer.askedOnce(again);
    await steer.post(again, 'events', { name: 'go' });
    expect(await under.engine.ended(again)).toMatchObject({ status: 'completed', forked_from: waiting });
  });

  it('runs again what a compensation has undone', async () => {
    const graph = text(
      [
        compute('book', '1'),
        { id: 'w', type: 'wait', config: { event: 'go' } },
        compute('unbook', '2'),
        compute('other', '3'),
      ],
      { edges: [...chain('book', 'w'), { source: 'book', target: 'unbook', kind: 'compensation' }] },
    );
    const id = await under.engine.start(graph);
    await steer.askedOnce(id);
    await steer.cancel(id);
    await under.engine.ended(id);
    const again = (await steer.retry(id)).body.execution_id;
    await steer.askedOnce(again);
    await steer.post(again, 'events', { name: 'go' });
    await under.engine.ended(again);
    expect(await ran(again)).toEqual(['book', 'w']);
  });
});

describe('a fork', () => {
  let parent: string;
  beforeAll(async () => {
    parent = (await under.engine.run(WORDS)).execution_id;
  });

  it('from a node runs it and what follows', async () => {
    const view = await ended(await steer.fork(parent, { from_node: 'twice' }));
    expect(view.output_data).toEqual({ loud: 'aa!', alone: 'b' });
    expect(await ran(view.execution_id)).toEqual(['loud', 'twice']);
  });

  it('with an edited output runs what follows it', async () => {
    const view = await ended(await steer.fork(parent, { outputs: { twice: 'zz' } }));
    expect(view.output_data).toEqual({ loud: 'zz!', alone: 'b' });
    expect(await ran(view.execution_id)).toEqual(['loud']);
  });

  it('with a large edited output hands it on', async () => {
    const large = 'z'.repeat(100_000);
    const view = await ended(await steer.fork(parent, { outputs: { twice: large } }));
    expect(view.output_data).toEqual({ loud: `${large}!`, alone: 'b' });
    const again = await ended(await steer.fork(view.execution_id, { from_node: 'loud' }));
    expect(again.output_data).toEqual(view.output_data);
    expect(await ran(again.execution_id)).toEqual(['loud']);
  });

  it('with other inputs runs what reads them, and what follows that', async () => {
    const view = await ended(await steer.fork(parent, { inputs: { other: 'c' } }));
    expect(view.output_data).toEqual({ loud: 'aa!', alone: 'c' });
    expect(await ran(view.execution_id)).toEqual(['alone']);
  });

  it('with another definition keeps what is the same in both', async () => {
    const nodes = (WORDS['nodes'] as { id: string }[]).map((node) =>
      node.id === 'loud' ? compute('loud', 'nodes.twice.output + "?"') : node,
    );
    const view = await ended(await steer.fork(parent, { definition: { ...WORDS, nodes } }));
    expect(view.output_data).toEqual({ loud: 'aa?', alone: 'b' });
    expect(await ran(view.execution_id)).toEqual(['loud']);
  });

  it('of a fork of a fork keeps what the first one ran', async () => {
    const first = await ended(await steer.fork(parent, { outputs: { word: 'x' } }));
    const second = await ended(await steer.fork(first.execution_id, { from_node: 'loud' }));
    expect(second.output_data).toEqual({ loud: 'xx!', alone: 'b' });
    expect(await ran(second.execution_id)).toEqual(['loud']);
  });

  it('of a run under way starts from what has completed', async () => {
    const graph = text(
      [compute('a', '1'), { id: 'w', type: 'wait', config: { event: 'go' } }, compute('b', '2')],
      {
        edges: chain('a', 'w', 'b'),
      },
    );
    const id = await under.engine.start(graph);
    await steer.askedOnce(id);
    const view = await ended(await steer.fork(id, { outputs: { w: { branch: 'received', data: null } } }));
    expect(view).toMatchObject({ status: 'completed' });
    expect(await ran(view.execution_id)).toEqual(['b']);
    expect(await under.engine.view(id)).toMatchObject({ phase: 'waiting' });
    await steer.cancel(id);
    await under.engine.ended(id);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['that changes nothing', {}, 422, 'invalid_fork'],
    ['from a node there is not', { from_node: 'nowhere' }, 422, 'invalid_fork'],
    ['with an output of such a node', { outputs: { nowhere: 1 } }, 422, 'invalid_fork'],
    [
      'with outputs that would be made anew',
      { from_node: 'word', outputs: { twice: 1 } },
      422,
      'invalid_fork',
    ],
    ['with inputs of a wrong type', { inputs: { word: 7 } }, 422, 'invalid_inputs'],
    ['with inputs there are not', { inputs: { wrd: 'x' } }, 422, 'invalid_inputs'],
    ['with an unsound definition', { definition: { name: 'x', nodes: [{}] } }, 422, 'invalid_workflow'],
    ['with outputs that are no object', { outputs: [] }, 422, 'invalid_request'],
  ])('%s is refused', async (_what, change, code, name) => {
    expect(await steer.fork(parent, change)).toMatchObject({ status: code, body: { code: name } });
  });

  it('from a node that never ran says what to do', async () => {
    const graph = text(
      [
        {
          id: 'choose',
          type: 'condition',
          config: { branches: [{ name: 'yes', when: 'false' }], default: 'no' },
        },
        compute('yes', '1'),
        compute('no', '2'),
      ],
      {
        edges: [
          { source: 'choose', target: 'yes', branch: 'yes' },
          { source: 'choose', target: 'no', branch: 'no' },
        ],
      },
    );
    const { execution_id: id } = await under.engine.run(graph);
    expect(await steer.fork(id, { from_node: 'yes' })).toMatchObject({
      status: 409,
      body: { code: 'node_never_ran', detail: expect.stringMatching(/"yes" was skipped .*\(choose\)/) },
    });
    const view = await ended(await steer.fork(id, { outputs: { choose: { branch: 'yes' } } }));
    expect(view.nodes.map((node) => node.status)).toEqual(['completed', 'completed', 'skipped']);
  });

  it('with an Idempotency-Key starts once, and the key with another change is refused', async () => {
    const fork = (change: object) =>
      post<ForkStarted>(
        `${under.engine.url}/workflow/executions/${parent}/fork`,
        { user_id: 'tester', ...change },
        { 'Idempotency-Key': 'fork-key' },
      );
    const answers = await Promise.all(Array.from({ length: 5 }, () => fork({ from_node: 'loud' })));
    expect(new Set(answers.map(({ body }) => body.execution_id)).size).toBe(1);
    expect(await fork({ from_node: 'twice' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    await under.engine.ended(answers[0]?.body.execution_id ?? '');
  });

  it('is set beside its parent', async () => {
    const view = await ended(await steer.fork(parent, { outputs: { twice: 'zz' } }));
    const { body } = await steer.get<ExecutionDiff>(parent, `diff?other=${view.execution_id}`);
    expect(body.path.every(({ differs }) => !differs)).toBe(true);
    expect(
      body.outputs.map(({ node_id, value, other_value }) => [node_id, value?.value, other_value?.value]),
    ).toEqual([
      ['twice', 'aa', 'zz'],
      ['loud', 'aa!', 'zz!'],
    ]);
    expect(body.output_data).toMatchObject({
      differs: true,
      value: { value: { loud: 'aa!' } },
      other_value: { value: { loud: 'zz!' } },
    });
    expect(await steer.get(parent, 'diff?other=exec_nowhere')).toMatchObject({ status: 404 });
    expect(await steer.get(parent, 'diff?other=nonsense')).toMatchObject({ status: 422 });
  });
});
