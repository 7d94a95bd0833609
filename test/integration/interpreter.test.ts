import { hang, reply, status, waitFor } from '@aiwf/testing';
import { scriptedEngine } from '../harness/scripted-engine';
import { agent, chain, compute, http, render } from '../harness/graphs';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

const inputs = (properties: Record<string, unknown>) => ({ type: 'object', properties });

describe('data', () => {
  it('completes an empty graph', async () => {
    const view = await under.engine.run({ name: 'Test', nodes: [] });
    expect(view).toMatchObject({ status: 'completed', phase: 'finished', output_data: { result: null } });
  });

  it('goes from node to node and into the output', async () => {
    under.model.script('Write about coffee', reply('Coffee!'));
    const view = await under.engine.run(
      {
        name: 'chain',
        inputs: inputs({ topic: { type: 'string', default: 'tea' } }),
        nodes: [
          agent('write', 'Write about {{ inputs.topic }}'),
          compute('measure', 'nodes.write.output.text.size()'),
        ],
        edges: chain('write', 'measure'),
        output: { text: '{{ nodes.write.output.text }}', length: '{{ nodes.measure.output }}' },
      },
      { topic: 'coffee' },
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { text: 'Coffee!', length: 7 },
      usage: { llm_calls: 1, tool_calls: 0, input_tokens: 10, output_tokens: 5 },
      nodes: [
        { id: 'write', status: 'completed' },
        { id: 'measure', status: 'completed' },
      ],
    });
    expect(under.model.requests('Write about coffee')).toHaveLength(1);
  });

  it('takes the defaults of inputs that are not given', async () => {
    const view = await under.engine.run({
      name: 'default',
      inputs: inputs({ topic: { type: 'string', default: 'tea' } }),
      nodes: [render('echo', '{{ inputs.topic }}')],
    });
    expect(view.output_data).toEqual({ result: 'tea' });
  });

  it('reaches a node by its own named inputs, which an agent reads too', async () => {
    under.model.script('Judge Ada', reply('fine'));
    const view = await under.engine.run({
      name: 'inputs',
      nodes: [
        render('person', { name: 'Ada', born: 1815 }),
        compute('age', '1852 - input.born', { inputs: { born: '{{ nodes.person.output.born }}' } }),
        agent(
          'judge',
          'Judge {{ input.name }}',
          {},
          { inputs: { name: '{{ nodes.person.output.name }}', facts: { age: '{{ nodes.age.output }}' } } },
        ),
      ],
      edges: chain('person', 'age', 'judge'),
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'fine' } });
    expect(under.model.requests('Judge Ada')[0]?.messages.at(-1)?.text).toContain('facts:\n{"age":37}');
  });

  it('without an output template gives what the last nodes gave, by their ids where there are several', async () => {
    under.model.script('Say it', reply('said'));
    const view = await under.engine.run({
      name: 'leaves',
      nodes: [compute('first', '1'), agent('say', 'Say it'), compute('count', 'nodes.first.output + 1')],
      edges: [...chain('first', 'say'), ...chain('first', 'count')],
    });
    expect(view.output_data).toEqual({ result: { say: 'said', count: 2 } });
  });

  it('flows through a thousand nodes', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const view = await under.engine.run({
      name: 'long',
      nodes: ids.map((id, index) => compute(id, index === 0 ? '1' : `nodes.${ids[index - 1]}.output + 1`)),
      edges: chain(...ids),
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 1_000 } });
    expect(view.nodes.every((node) => node.status === 'completed')).toBe(true);
  });
});

describe('branches', () => {
  it('run at the same time', async () => {
    const before = under.model.server.requests.length;
    const onceBothAreAsked = async () => {
      await under.model.server.waitForRequests(before + 2);
      return reply('done');
    };
    under.model.script('Go left', onceBothAreAsked);
    under.model.script('Go right', onceBothAreAsked);
    const view = await under.engine.run({
      name: 'parallel',
      nodes: [
        agent('left', 'Go left'),
        agent('right', 'Go right'),
        render('meet', '{{ nodes.left.output.text }} and {{ nodes.right.output.text }}'),
      ],
      edges: [
        { source: 'left', target: 'meet' },
        { source: 'right', target: 'meet' },
      ],
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: 'done and done' } });
    expect(under.model.server.requests).toHaveLength(before + 2);
  });

  it('send and get much at the same time', async () => {
    const ids = Array.from({ length: 24 }, (_, index) => `n${index}`);
    for (const id of ids) under.model.script(`Echo ${id}`, reply(id.repeat(70_000)));
    const view = await under.engine.run({
      name: 'heavy',
      inputs: inputs({ text: { type: 'string', default: 'x'.repeat(100_000) } }),
      nodes: [
        ...ids.map((id) => agent(id, `Echo ${id}\n{{ inputs.text }}{{ inputs.text }}`)),
        compute('total', ids.map((id) => `nodes.${id}.output.text.size()`).join(' + ')),
      ],
      edges: ids.map((source) => ({ source, target: 'total' })),
    });
    const total = ids.join('').length * 70_000;
    expect(view).toMatchObject({ status: 'completed', output_data: { result: total }, error_message: null });
    for (const id of ids) expect(under.model.requests(`Echo ${id}`)).toHaveLength(1);
  });

  const routed = {
    name: 'routed',
    inputs: inputs({ n: { type: 'integer' } }),
    nodes: [
      {
        id: 'route',
        type: 'condition',
        config: { branches: [{ name: 'big', when: 'inputs.n > 10' }], default: 'small' },
      },
      agent('shrink', 'Shrink it'),
      render('shrunk', 'after {{ nodes.shrink.output.text }}'),
      compute('keep', 'inputs.n'),
      render('join', { shrunk: '{{ nodes.shrunk.output }}', kept: '{{ nodes.keep.output }}' }),
    ],
    edges: [
      { source: 'route', target: 'shrink', branch: 'big' },
      { source: 'route', target: 'keep', branch: 'small' },
      ...chain('shrink', 'shrunk', 'join'),
      ...chain('keep', 'join'),
    ],
  };

  it('not taken are skipped to their end, and the node where they meet still runs', async () => {
    const view = await under.engine.run(routed, { n: 1 });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: { shrunk: null, kept: 1 } } });
    expect(view.nodes.map((node) => node.status)).toEqual([
      'completed',
      'skipped',
      'skipped',
      'completed',
      'completed',
    ]);
    expect(under.model.requests('Shrink it')).toHaveLength(0);
  });

  it('taken run, the others do not', async () => {
    under.model.script('Shrink it', reply('a hard day'));
    const view = await under.engine.run(routed, { n: 11 });
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { result: { shrunk: 'after a hard day', kept: null } },
    });
    expect(under.model.requests('Shrink it')).toHaveLength(1);
  });

  it('of which none is taken leave the rest skipped and the run completed', async () => {
    const view = await under.engine.run({
      name: 'none',
      nodes: [
        { id: 'gate', type: 'condition', config: { branches: [{ name: 'open', when: 'false' }] } },
        agent('never', 'Never asked'),
        render('last', '{{ nodes.never.output }}'),
      ],
      edges: [{ source: 'gate', target: 'never', branch: 'open' }, ...chain('never', 'last')],
    });
    expect(view).toMatchObject({ status: 'completed', output_data: { result: null }, error_message: null });
    expect(view.nodes.map((node) => node.status)).toEqual(['completed', 'skipped', 'skipped']);
    expect(under.model.requests('Never asked')).toHaveLength(0);
  });

  it('may hang on an edge’s own condition', async () => {
    const view = await under.engine.run({
      name: 'when',
      nodes: [compute('score', '7'), compute('high', '"high"'), compute('low', '"low"')],
      edges: [
        { source: 'score', target: 'high', when: 'nodes.score.output >= 5' },
        { source: 'score', target: 'low', when: 'nodes.score.output < 5' },
      ],
    });
    expect(view.output_data).toEqual({ result: 'high' });
    expect(view.nodes.map((node) => node.status)).toEqual(['completed', 'completed', 'skipped']);
  });
});

describe('failures', () => {
  it('fail the run, name the node, and cancel what runs beside it', async () => {
    under.model.script('Wait', hang());
    under.model.script('Break', async () => {
      await waitFor(() => under.model.requests('Wait').length === 1, { what: 'the sibling to be at work' });
      return status(400, { message: 'the prompt was refused' });
    });
    const view = await under.engine.run({
      name: 'siblings',
      nodes: [agent('waits', 'Wait'), agent('breaks', 'Break'), compute('after', '1')],
      edges: [
        { source: 'waits', target: 'after' },
        { source: 'breaks', target: 'after' },
      ],
    });
    expect(view).toMatchObject({ status: 'failed', output_data: null });
    expect(view.error_message).toMatch(/^Node "breaks" failed: .*the prompt was refused/);
    expect(view.nodes.map((node) => node.status)).toEqual(['cancelled', 'failed', 'cancelled']);
    expect(view.nodes[1]?.error_message).toContain('the prompt was refused');
    expect(view.completed_at).not.toBeNull();
    await waitFor(() => under.model.requests('Wait')[0]?.abandoned, {
      what: 'the call beside it to be given up',
    });
    expect(under.model.requests('Break')).toHaveLength(1);
  });

  it('in the same step are reported in the order of the definition, whichever came first', async () => {
    const view = await under.engine.run({
      name: 'two failures',
      inputs: inputs({ list: { type: 'array', items: { type: 'integer' }, default: [] } }),
      // Rendering an agent's prompt takes the workflow more turns than computing a value does.
      nodes: [agent('first', 'Say {{ inputs.list[5] }}'), compute('second', 'inputs.list[6]')],
    });
    expect(view.nodes.map((node) => node.status)).toEqual(['failed', 'failed']);
    expect(view.error_message).toMatch(/^Node "first" failed: /);
  });

  it.each([
    [
      'an expression that throws',
      [compute('sum', '1 / inputs.zero')],
      [],
      /^Node "sum" failed: The right side of "\/" is 0/,
    ],
    [
      'a branch’s condition that is no verdict',
      [
        { id: 'gate', type: 'condition', config: { branches: [{ name: 'open', when: 'dyn(inputs.zero)' }] } },
        compute('next', '1'),
      ],
      [{ source: 'gate', target: 'next', branch: 'open' }],
      /^Node "gate" failed: The "when" of branch "open" must be true or false, but it gave 0$/,
    ],
    [
      'an edge’s condition that is no verdict',
      [compute('a', '1'), compute('b', '1')],
      [{ source: 'a', target: 'b', when: 'dyn(inputs.zero)' }],
      /^Node "a" failed: The "when" of the edge to "b" must be true or false, but it gave 0$/,
    ],
    [
      'an output that is too large',
      [render('big', Array(400).fill('{{ inputs.text }}'))],
      [],
      /^Node "big" failed: The result is larger than 33554432 characters\.$/,
    ],
    [
      'an agent that is too large to be sent',
      [agent('big', 'Never sent', { role: '{{ inputs.text }}'.repeat(30) })],
      [],
      /^Node "big" failed: Its prompt is larger than 1048576 characters$/,
    ],
    [
      'an address that is too large',
      [http('big', { url: 'http://example.com/{{ inputs.text }}' })],
      [],
      /^Node "big" failed: The URL is larger than 32768 characters$/,
    ],
    [
      'a verdict that is no verdict but very long',
      [compute('a', '1'), compute('b', '1')],
      [{ source: 'a', target: 'b', when: Array(30).fill('dyn(inputs.text)').join(' + ') }],
      /^Node "a" failed: The "when" of the edge to "b" must be true or false, but it gave a large value$/,
    ],
  ])('come of %s', async (_what, nodes, edges, message) => {
    const properties = {
      zero: { type: 'integer', default: 0 },
      text: { type: 'string', default: 'x'.repeat(100_000) },
    };
    const view = await under.engine.run({ name: 'faulty', inputs: inputs(properties), nodes, edges });
    expect(view.status).toBe('failed');
    expect(view.error_message).toMatch(message);
  });
});

describe('limits', () => {
  it('end a node that takes too long', async () => {
    under.model.script('Dawdle', hang());
    const view = await under.engine.run({
      name: 'slow node',
      nodes: [agent('slow', 'Dawdle', {}, { timeout_seconds: 1 }), compute('after', '1')],
      edges: chain('slow', 'after'),
    });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: 'Node "slow" failed: It took longer than its limit of 1 seconds (timeout_seconds)',
      nodes: [{ status: 'failed' }, { status: 'cancelled' }],
    });
    expect(under.model.requests('Dawdle')).toHaveLength(1);
  });

  it('end a run that takes too long', async () => {
    under.model.script('Take for ever', hang());
    const view = await under.engine.run({
      name: 'slow run',
      nodes: [agent('slow', 'Take for ever')],
      limits: { timeout_seconds: 1 },
    });
    expect(view).toMatchObject({
      status: 'failed',
      error_message: 'The run took longer than its limit of 1 seconds (limits.timeout_seconds)',
      nodes: [{ status: 'cancelled' }],
    });
    expect(under.model.requests('Take for ever')).toHaveLength(1);
  });

  it('end a run before the model call that would be one too many', async () => {
    under.model.script('One', reply('1'));
    const view = await under.engine.run({
      name: 'calls',
      nodes: [agent('one', 'One'), agent('two', 'Two')],
      edges: chain('one', 'two'),
      limits: { max_llm_calls: 1 },
    });
    expect(view).toMatchObject({ status: 'failed', usage: { llm_calls: 1 } });
    expect(view.error_message).toContain(
      'Node "two" failed: The next model call would go past a limit: max_llm_calls of the run allows 1, and 2 would be needed',
    );
    expect(under.model.requests('Two')).toHaveLength(0);
  });
});
