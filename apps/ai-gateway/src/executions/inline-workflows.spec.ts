import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { HttpProblem } from '@aiwf/platform';
import { inlineWorkflows } from './inline-workflows';

const call = (id: string, config: object): NodeDefinition => ({ id, type: 'workflow', config });
const compute = (id: string): NodeDefinition => ({ id, type: 'transform', config: { expression: '1' } });
const workflow = (id: string, ...nodes: NodeDefinition[]): WorkflowDefinition => ({ id, name: id, nodes });

const inline = (definition: WorkflowDefinition, ...stored: WorkflowDefinition[]) =>
  inlineWorkflows(definition, async (id) => stored.find((each) => each.id === id));

const problemOf = async (outcome: Promise<unknown>): Promise<HttpProblem> =>
  outcome.then(
    () => {
      throw new Error('expected a problem');
    },
    (error: HttpProblem) => error,
  );

it('puts the named workflow in its place, and keeps the inputs', async () => {
  const inner = workflow('wf_inner', compute('a'));
  const inlined = await inline(
    workflow('wf_outer', call('w', { workflow_id: 'wf_inner', inputs: { x: 1 } })),
    inner,
  );
  expect(inlined.nodes[0]).toEqual(call('w', { definition: inner, inputs: { x: 1 } }));
});

it('finds them inside maps, loops and definitions that stand in a node already', async () => {
  const inner = workflow('wf_inner', compute('a'));
  const body = { nodes: [call('w', { workflow_id: 'wf_inner' })] };
  const inlined = await inline(
    workflow(
      'wf_outer',
      { id: 'm', type: 'map', config: { items: '[1]', body } },
      { id: 'l', type: 'loop', config: { until: 'true', body } },
      call('d', { definition: { name: 'here', nodes: body.nodes } }),
    ),
    inner,
  );
  expect(JSON.stringify(inlined)).not.toContain('workflow_id');
  expect(JSON.stringify(inlined).match(/"definition":\{"id":"wf_inner"/g)).toHaveLength(3);
});

it('leaves a definition without them as it is', async () => {
  const plain = workflow('wf_plain', compute('a'), call('d', { definition: workflow('x', compute('b')) }));
  expect(await inline(plain)).toBe(plain);
});

it('names the node whose workflow there is not', async () => {
  const outer = workflow('wf_outer', compute('a'), call('w', { workflow_id: 'wf_gone' }));
  const problem = await problemOf(inline(outer));
  expect(problem).toMatchObject({ status: 422, code: 'invalid_workflow' });
  expect(problem.errors).toMatchObject([
    { path: '/nodes/1/config/workflow_id', message: expect.stringContaining('wf_gone') },
  ]);
});

it('takes eight workflows in one another, and names the chain of a ninth', async () => {
  const stored = Array.from({ length: 9 }, (_, n) =>
    workflow(`wf_${n}`, n === 8 ? compute('end') : call('w', { workflow_id: `wf_${n + 1}` })),
  );
  const nested = await inline(stored[0] as WorkflowDefinition, ...stored);
  expect(JSON.stringify(nested).match(/"definition"/g)).toHaveLength(8);
  const problem = await problemOf(
    inline(workflow('wf_start', call('w', { workflow_id: 'wf_0' })), ...stored),
  );
  expect(problem.errors?.[0]?.message).toContain('wf_start → wf_0 → wf_1');
});

it('refuses a workflow that calls itself, twice over', async () => {
  const twice = workflow(
    'wf_self',
    call('a', { workflow_id: 'wf_self' }),
    call('b', { workflow_id: 'wf_self' }),
  );
  const problem = await problemOf(inline(twice, twice));
  expect(problem.errors?.[0]?.message).toMatch(/more than 8 deep in one another: wf_self → wf_self/);
});

it('refuses workflows that call each other in a circle, and names it', async () => {
  const ping = workflow('wf_ping', call('a', { workflow_id: 'wf_pong' }));
  const pong = workflow('wf_pong', {
    id: 'm',
    type: 'map',
    config: { items: '[1]', body: { nodes: [call('b', { workflow_id: 'wf_ping' })] } },
  });
  const problem = await problemOf(inline(ping, ping, pong));
  expect(problem).toMatchObject({ status: 422, code: 'invalid_workflow' });
  expect(problem.errors?.[0]).toMatchObject({
    code: 'too_deep',
    message: expect.stringContaining('wf_ping → wf_pong → wf_ping → wf_pong'),
    hint: expect.stringContaining('must not call itself'),
  });
});

it('stops before it grows past a megabyte', async () => {
  const large = workflow('wf_large', compute('a'));
  large.description = 'x'.repeat(300_000);
  const outer = workflow(
    'wf_outer',
    ...['a', 'b', 'c', 'd'].map((id) => call(id, { workflow_id: 'wf_large' })),
  );
  expect(await problemOf(inline(outer, large))).toMatchObject({ status: 413, code: 'workflow_too_large' });
});
