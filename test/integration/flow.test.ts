import type { ExecutionView } from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';
import type { Graph } from '../harness/engine';
import { chain, compute, render } from '../harness/graphs';
import { scriptedEngine } from '../harness/scripted-engine';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, which nothing here asks. */
const under = scriptedEngine();

const statuses = (view: ExecutionView) =>
  Object.fromEntries(view.nodes.map(({ id, status }) => [id, status]));
const wait = (id: string, seconds: number, fields = {}) => ({
  id,
  type: 'wait',
  config: { seconds },
  ...fields,
});

async function run(graph: Omit<Graph, 'name'>, inputs?: Record<string, unknown>): Promise<ExecutionView> {
  return under.engine.run({ name: 'flow', ...graph }, inputs);
}

describe('joins', () => {
  const race = (join: string) => ({
    nodes: [
      compute('quick', '1'),
      wait('slow', 60),
      compute('after_slow', '2'),
      compute('joined', 'nodes.quick.output', { join }),
    ],
    edges: [...chain('quick', 'joined'), ...chain('slow', 'after_slow', 'joined')],
    output: '{{ nodes.joined.output }}',
  });

  it('any: starts with the first branch, and breaks the others off', async () => {
    const view = await run(race('any'));
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 1 } });
    expect(statuses(view)).toEqual({
      quick: 'completed',
      slow: 'skipped',
      after_slow: 'skipped',
      joined: 'completed',
    });
    expect(view.execution_time_seconds).toBeLessThan(30);
  });

  it('any: keeps a branch at work whose output is needed', async () => {
    const graph = race('any');
    graph.nodes[1] = wait('slow', 1);
    const view = await run({
      ...graph,
      output: { joined: '{{ nodes.joined.output }}', slow: '{{ nodes.slow.output.branch }}' },
    });
    expect(view.output_data).toEqual({ joined: 1, slow: 'elapsed' });
  });

  it('quorum: starts with the nth branch, and is skipped when so many can never be taken', async () => {
    const graph = (second: string) => ({
      nodes: [
        compute('a', '1'),
        compute('b', '2'),
        wait('c', 60),
        compute('joined', '"met"', { join: 'quorum(2)' }),
      ],
      edges: [
        { source: 'a', target: 'joined' },
        { source: 'b', target: 'joined', when: second },
        { source: 'c', target: 'joined', ...(second === 'false' ? { when: 'false' } : {}) },
      ],
      output: '{{ nodes.joined.output }}',
    });
    expect((await run(graph('true'))).output_data).toEqual({ result: 'met' });
    const short = graph('false');
    short.nodes[2] = wait('c', 0);
    expect(statuses(await run(short))).toMatchObject({ joined: 'skipped' });
  });
});

describe('errors', () => {
  const failing = (fields: Record<string, unknown>) => compute('fails', '1 / 0', fields);

  it('continue: goes on without an output, with the reason at hand', async () => {
    const view = await run({
      nodes: [
        failing({ on_error: 'continue' }),
        render('after', '{{ nodes.fails.output }}:{{ nodes.fails.error.code }}'),
      ],
      edges: chain('fails', 'after'),
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: ':division_by_zero' } });
    expect(statuses(view)).toEqual({ fails: 'failed', after: 'completed' });
  });

  it('route: takes the error edges alone', async () => {
    const view = await run({
      nodes: [
        failing({ on_error: 'route' }),
        compute('well', '1'),
        render('mend', '{{ nodes.fails.error.message }}'),
      ],
      edges: [
        { source: 'fails', target: 'well' },
        { source: 'fails', target: 'mend', kind: 'error' },
      ],
    });
    expect(statuses(view)).toEqual({ fails: 'failed', well: 'skipped', mend: 'completed' });
    expect(view.output_data).toEqual({ result: expect.stringContaining('is 0') as unknown });
  });

  it('route: skips the error edges of a node that completed', async () => {
    const view = await run({
      nodes: [compute('fine', '1', { on_error: 'route' }), compute('well', '2'), compute('mend', '3')],
      edges: [
        { source: 'fine', target: 'well' },
        { source: 'fine', target: 'mend', kind: 'error' },
      ],
    });
    expect(statuses(view)).toEqual({ fine: 'completed', well: 'completed', mend: 'skipped' });
  });

  it('holds an output against its schema', async () => {
    const view = await run({
      nodes: [
        render(
          'typed',
          { name: 1 },
          { output_schema: { type: 'object', properties: { name: { type: 'string' } } } },
        ),
      ],
    });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('output_schema: /name') as unknown,
    });
  });
});

describe('map', () => {
  const each = (config: object, fields = {}) => ({
    id: 'each',
    type: 'map',
    config: { items: 'inputs.xs', ...config },
    ...fields,
  });
  const inputs = { inputs: { type: 'object', properties: { xs: { type: 'array' } } } };

  it('keeps the order, and reads the item, its place and what is upstream', async () => {
    const view = await run(
      {
        ...inputs,
        nodes: [
          compute('base', '100'),
          each({
            concurrency: 2,
            body: {
              nodes: [wait('pause', 0), compute('sum', 'nodes.base.output + item * 10.0 + double(index)')],
              edges: chain('pause', 'sum'),
            },
          }),
        ],
        edges: chain('base', 'each'),
      },
      { xs: [5, 3, 8] },
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: { items: [150, 131, 182], errors: [] } },
    });
  });

  it('reads the inputs of the node around it', async () => {
    const view = await run(
      {
        ...inputs,
        nodes: [each({ body: { nodes: [compute('sum', 'item + input.base')] } }, { inputs: { base: 100 } })],
      },
      { xs: [1, 2] },
    );
    expect(view.output_data).toMatchObject({ result: { items: [101, 102] } });
  });

  it.each([
    ['skip', [1, 0.25], [{ index: 1, code: 'division_by_zero' }]],
    ['collect', [1, null, 0.25], [{ index: 1, code: 'division_by_zero' }]],
  ])('%s: an item that fails', async (on_item_error, items, errors) => {
    const graph = {
      ...inputs,
      nodes: [
        each({ on_item_error, body: { nodes: [compute('inverse', 'item == 0.0 ? 1 / 0 : 1.0 / item')] } }),
      ],
    };
    const view = await run(graph, { xs: [1, 0, 4] });
    expect(view.output_data).toMatchObject({ result: { items, errors } });
  });

  it('fail: an item that fails is the failure of the node', async () => {
    const graph = { ...inputs, nodes: [each({ body: { nodes: [compute('inverse', '1 / int(item)')] } })] };
    const view = await run(graph, { xs: [1, 0, 4] });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(/"each" failed: Item 1 failed: Node "inverse" failed/) as unknown,
    });
  });

  it.each([
    ['what is no list', 'inputs.xs[0]', /must be a list/],
    ['an expression that throws', 'inputs.missing', /missing/],
  ])('tells of %s', async (_what, items, message) => {
    const graph = {
      inputs: { type: 'object', additionalProperties: true },
      nodes: [each({ items, body: { nodes: [compute('one', '1')] } })],
    };
    const view = await run(graph, { xs: [1] });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(message) as unknown,
    });
  });

  it('maps inside a map', async () => {
    const inner = each({ items: 'item', body: { nodes: [compute('square', 'item * item')] } });
    const graph = {
      ...inputs,
      nodes: [
        {
          ...each({ body: { nodes: [{ ...inner, id: 'inner' }], output: '{{ nodes.inner.output.items }}' } }),
        },
      ],
    };
    const view = await run(graph, { xs: [[1, 2], [], [3]] });
    expect(view.output_data).toEqual({ result: { items: [[1, 4], [], [9]], errors: [] } });
  });
});

describe('loop', () => {
  const loop = (config: object) => ({
    id: 'again',
    type: 'loop',
    config: { initial: 1, body: { nodes: [compute('double', 'previous * 2')] }, ...config },
  });

  it('goes round until its condition holds', async () => {
    const view = await run({ nodes: [loop({ until: 'output > 50' })] });
    expect(view.output_data).toEqual({ result: { output: 64, iterations: 6, met: true } });
  });

  it('ends after as many rounds as it may go', async () => {
    const view = await run({ nodes: [loop({ until: 'false', max_iterations: 3 })] });
    expect(view.output_data).toEqual({ result: { output: 8, iterations: 3, met: false } });
  });
});

describe('workflow', () => {
  const inner = {
    name: 'inner',
    inputs: { type: 'object', properties: { n: { type: 'number' }, by: { type: 'number', default: 3 } } },
    nodes: [compute('times', 'inputs.n * inputs.by')],
    output: { product: '{{ nodes.times.output }}' },
  };
  const call = (inputs: object) => ({ id: 'sub', type: 'workflow', config: { definition: inner, inputs } });

  it('runs with inputs of its own, their defaults applied', async () => {
    const view = await run({
      nodes: [compute('seven', '7'), call({ n: '{{ nodes.seven.output }}' })],
      edges: chain('seven', 'sub'),
    });
    expect(view.output_data).toEqual({ result: { product: 21 } });
  });

  it('refuses inputs that do not fit it', async () => {
    const view = await run({ nodes: [call({ n: '{{ dyn("seven") }}' })] });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining("Its inputs don't fit the workflow") as unknown,
    });
  });
});

describe('wait', () => {
  it('waits for a time, given in seconds or as a date', async () => {
    const view = await run(
      {
        inputs: { type: 'object', properties: { at: { type: 'string' } } },
        nodes: [
          { id: 'short', type: 'wait', config: { seconds: '{{ 0.1 }}' } },
          { id: 'past', type: 'wait', config: { until: '{{ inputs.at }}' } },
        ],
        output: { branch: '{{ nodes.past.output.branch }}' },
      },
      { at: '2020-01-01T00:00:00Z' },
    );
    expect(view).toMatchObject({ status: 'completed', output_data: { branch: 'elapsed' } });
  });

  it('refuses what is no time', async () => {
    const view = await run(
      {
        inputs: { type: 'object', properties: { at: { type: 'string' } } },
        nodes: [{ id: 'wrong', type: 'wait', config: { until: '{{ inputs.at }}' } }],
      },
      { at: 'tomorrow' },
    );
    expect(view).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('ISO 8601') as unknown,
    });
  });
});

describe('cancelling', () => {
  it('undoes what was done, the last first, and nothing else', async () => {
    const undo = (id: string) => compute(id, `"undone ${id}"`);
    const executionId = await under.engine.start({
      name: 'saga',
      nodes: [
        compute('one', '1'),
        compute('two', '2'),
        wait('hold', 60),
        compute('three', '3'),
        undo('undo_one'),
        undo('undo_two'),
        undo('undo_three'),
      ],
      edges: [
        ...chain('one', 'two', 'hold', 'three'),
        { source: 'one', target: 'undo_one', kind: 'compensation' },
        { source: 'two', target: 'undo_two', kind: 'compensation' },
        { source: 'three', target: 'undo_three', kind: 'compensation' },
      ],
    });
    await waitFor(async () => statuses(await under.engine.view(executionId)).hold === 'running', {
      what: 'hold to run',
    });
    await under.engine.post(`/workflow/executions/${executionId}/cancel`, { user_id: 'tester' });
    const view = await under.engine.ended(executionId);
    expect(view.status).toBe('cancelled');
    expect(statuses(view)).toMatchObject({
      undo_one: 'completed',
      undo_two: 'completed',
      undo_three: 'cancelled',
      three: 'cancelled',
    });
    const [one, two] = ['undo_one', 'undo_two'].map(
      (id) => view.nodes.find((node) => node.id === id)?.started_at ?? '',
    );
    expect(Date.parse(two ?? '')).toBeLessThanOrEqual(Date.parse(one ?? ''));
  });
});
