import type { DryRun } from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';
import { Worker } from '@temporalio/worker';
import { eq } from 'drizzle-orm';
import { executions } from '../../apps/workflow-engine/src/database';
import { DryRunRemoval } from '../../apps/workflow-engine/src/executions/dry-run/dry-run.removal';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import { DryRuns } from '../harness/dry-runs';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { historiesOf } from '../harness/histories';

/** Real: engine, Temporal, PGlite, HTTP. There are a model, an HTTP server and an MCP server, and none of them is ever asked. */
let dryRuns: DryRuns;

beforeAll(async () => {
  dryRuns = await DryRuns.start();
});

afterEach(() => dryRuns.assertNobodyWasAsked());

afterAll(() => dryRuns.close());

const pathOf = ({ path }: DryRun) => path.map((step) => [step.path, step.status]);
const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => a.localeCompare(b));
const task = (id: string, more: object = {}) => ({
  id,
  agent: 'w',
  description: `Do ${id}`,
  expected_output: 'text',
  ...more,
});
const crewAgents = [{ id: 'w', role: 'Writer', goal: 'write', tools: ['mcp:files/read'] }];
describe('a dry run', () => {
  it('executes the graph as a run would, and shows what would be sent', async () => {
    const body = await dryRuns.told(
      {
        inputs: { type: 'object', properties: { email: { type: 'string' } }, required: ['email'] },
        nodes: [
          agent(
            'classify',
            'Classify {{ inputs.email }}',
            { role: 'Clerk', tools: ['calculator', 'mcp:files/read'] },
            {
              output_schema: {
                type: 'object',
                properties: { urgent: { type: 'boolean' } },
                required: ['urgent'],
              },
            },
          ),
          {
            id: 'which',
            type: 'condition',
            config: { branches: [{ name: 'now', when: 'nodes.classify.output.urgent' }], default: 'later' },
          },
          agent('reply', 'Reply to {{ inputs.email }}'),
          compute('shelve', '"later"'),
          { id: 'pause', type: 'wait', config: { seconds: 86_400 } },
          { id: 'paid', type: 'wait', config: { event: 'paid' } },
          {
            id: 'approve',
            type: 'approval',
            config: {
              message: 'Send {{ nodes.reply.output.text }}?',
              data: '{{ nodes.reply.output.text }}',
              approvers: ['ann', 'bob', 'carl'],
              required: 2,
              form: { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] },
            },
          },
          http('send', {
            method: 'POST',
            url: `${dryRuns.outside.url}/hooks/{{ execution.id.size() > 0 }}`,
            headers: { authorization: { secret: 'hook_key', prefix: 'Bearer ' }, accept: 'application/json' },
            query: { q: '{{ inputs.email }}' },
            body: { text: '{{ nodes.approve.output.data }}', note: '{{ nodes.approve.output.form.note }}' },
          }),
        ],
        edges: [
          ...chain('classify', 'which'),
          { source: 'which', target: 'reply', branch: 'now' },
          { source: 'which', target: 'shelve', branch: 'later' },
          ...chain('reply', 'pause', 'paid', 'approve'),
          { source: 'approve', target: 'send', branch: 'approved' },
        ],
        output: { sent: '{{ nodes.send.output.status }}', shelved: '{{ nodes.shelve.output }}' },
      },
      { inputs: { email: 'Where is my order?' } },
    );
    expect(body).toMatchObject({
      status: 'completed',
      error: null,
      output_data: { sent: 200, shelved: null },
    });
    expect(body.path.map(({ node_id, type, status, branch }) => [node_id, type, status, branch])).toEqual([
      ['classify', 'agent', 'completed', undefined],
      ['which', 'condition', 'completed', 'now'],
      ['shelve', 'transform', 'skipped', undefined],
      ['reply', 'agent', 'completed', undefined],
      ['pause', 'wait', 'completed', 'elapsed'],
      ['paid', 'wait', 'completed', 'received'],
      ['approve', 'approval', 'completed', 'approved'],
      ['send', 'http_request', 'completed', undefined],
    ]);
    expect(body.model_calls).toEqual([
      {
        node_id: 'classify',
        path: 'nodes/classify',
        model: 'openai:scripted',
        system: 'You are Clerk.',
        prompt: 'Classify Where is my order?',
      },
      expect.objectContaining({ node_id: 'reply', prompt: 'Reply to Where is my order?' }),
    ]);
    expect(body.would_send).toEqual([
      {
        node_id: 'send',
        path: 'nodes/send',
        kind: 'http_request',
        method: 'POST',
        url: `${dryRuns.outside.url}/hooks/true`,
        headers: { authorization: { secret: 'hook_key', prefix: 'Bearer ' }, accept: 'application/json' },
        query: { q: 'Where is my order?' },
        body: { text: '[answer of reply]', note: '[note]' },
      },
    ]);
    const approved = {
      node_id: 'approve',
      kind: 'approval',
      message: 'Send [answer of reply]?',
      decision: 'approve',
    };
    expect(body.decisions).toMatchObject([
      { node_id: 'paid', kind: 'event', message: 'paid', decision: 'receive' },
      approved,
      approved,
    ]);
    expect(body.data_flow.slice(0, 3)).toEqual([
      { node_id: 'classify', path: 'nodes/classify', reads: ['inputs.email'], output: { urgent: true } },
      {
        node_id: 'which',
        path: 'nodes/which',
        reads: ['nodes.classify.output.urgent'],
        output: { branch: 'now' },
      },
      {
        node_id: 'reply',
        path: 'nodes/reply',
        reads: ['inputs.email'],
        output: { text: '[answer of reply]' },
      },
    ]);
    expect(body.warnings).toEqual([
      expect.stringContaining('"classify" may call calculator, mcp:files/read'),
    ]);
    expect(JSON.stringify(body)).not.toContain('very-secret-value');
  });

  it('goes into crews', async () => {
    const crew = (id: string, config: object) => ({
      id,
      type: 'crew',
      config: { agents: crewAgents, ...config },
    });
    const body = await dryRuns.told({
      nodes: [
        crew('team', {
          tasks: [
            task('plan', { guardrail: { expression: 'output.text == "no"' } }),
            task('write', { async: true }),
          ],
        }),
        crew('led', {
          process: 'hierarchical',
          tasks: [task('all', { guardrail: { instruction: 'Be brief' } })],
        }),
      ],
      edges: chain('team', 'led'),
    });
    expect(body).toMatchObject({ status: 'completed', output_data: { result: '[answer of led / all]' } });
    const asked = Object.fromEntries(body.model_calls.map(({ path, prompt }) => [path, prompt]));
    expect(asked).toEqual({
      'nodes/team/tasks/plan': 'Do plan\n\nExpected output: text',
      'nodes/team/tasks/write': expect.stringContaining('[answer of team / plan]'),
      'nodes/led/tasks/all': expect.stringContaining('The coworker meant for this task is w.'),
      'nodes/led/tasks/all/judge/0': expect.stringContaining('Be brief'),
    });
    expect(body.warnings).toEqual([
      expect.stringContaining('"w" of "team" may call mcp:files/read'),
      expect.stringContaining('guardrail of "plan" of "team" was not applied'),
      expect.stringContaining('manager of "led" answered at once'),
      expect.stringContaining('"w" of "led"'),
    ]);
  });

  it('goes into maps, loops and other workflows', async () => {
    const body = await dryRuns.told({
      nodes: [
        {
          id: 'each',
          type: 'map',
          config: {
            items: '["a", "b"]',
            body: { nodes: [http('tell', { url: `${dryRuns.outside.url}/{{ item }}` })] },
          },
        },
        {
          id: 'again',
          type: 'loop',
          config: {
            body: { nodes: [agent('mend', 'Mend {{ previous }}')], output: '{{ nodes.mend.output.text }}' },
            until: 'index == 1',
            initial: 'text',
          },
        },
        {
          id: 'sub',
          type: 'workflow',
          config: {
            definition: {
              name: 'inner',
              inputs: { type: 'object', properties: { who: { type: 'string' } } },
              nodes: [render('greet', 'Hello {{ inputs.who }}')],
            },
            inputs: { who: '{{ nodes.each.output.items.size() }} times' },
          },
        },
      ],
      edges: [...chain('each', 'sub'), ...chain('again', 'sub')],
    });
    expect(body).toMatchObject({ status: 'completed', output_data: { result: { result: 'Hello 2 times' } } });
    expect(sorted(pathOf(body).map(([path = '']) => path))).toEqual([
      'nodes/again',
      'nodes/again/rounds/0/nodes/mend',
      'nodes/again/rounds/1/nodes/mend',
      'nodes/each',
      'nodes/each/items/0/nodes/tell',
      'nodes/each/items/1/nodes/tell',
      'nodes/sub',
      'nodes/sub/workflow/nodes/greet',
    ]);
    expect(sorted(body.would_send.map(({ url }) => url))).toEqual([
      `${dryRuns.outside.url}/a`,
      `${dryRuns.outside.url}/b`,
    ]);
    expect(body.model_calls.at(-1)).toMatchObject({
      path: 'nodes/again/rounds/1/nodes/mend',
      prompt: 'Mend [answer of again / 0 / mend]',
    });
  });

  it('takes nobody’s limits up, and no time', async () => {
    const body = await dryRuns.told({
      nodes: [
        agent('a', 'Go'),
        agent('b', 'On'),
        { id: 'w', type: 'wait', config: { until: '2026-12-31T00:00:00Z' } },
      ],
      edges: chain('a', 'b', 'w'),
      limits: { max_llm_calls: 1, max_tokens: 1, max_cost_usd: 0.000_001 },
    });
    expect(body).toMatchObject({ status: 'completed' });
  });
});

it('takes the same steps again when its worker is replaced', async () => {
  const id = await dryRuns.begun(
    {
      nodes: [
        agent('a', 'Go', {}, { output_schema: { type: 'object', properties: { n: { type: 'number' } } } }),
        { id: 'ok', type: 'approval', config: { message: 'Fine?', form: { type: 'string' } } },
        http('get', { url: 'https://example.com/' }),
        { id: 'w', type: 'wait', config: { seconds: 60 } },
        { id: 'l', type: 'loop', config: { body: { nodes: [agent('b', 'On')] }, until: 'index == 1' } },
      ],
      edges: chain('a', 'ok', 'get', 'w', 'l'),
    },
    { get: { status: 201, headers: {}, body: null } },
  );
  const { orm } = dryRuns.engine.database;
  const status = async () =>
    (await orm.select().from(executions).where(eq(executions.id, id))).map((each) => each.status);
  await waitFor(async () => (await status())[0] === 'completed', { what: 'it to end', timeoutMs: 30_000 });
  const histories = await historiesOf(id);
  expect(histories).toHaveLength(2);
  const bundle = { workflowBundle: { codePath: workflowBundlePath() } };
  for (const { history, workflowId } of histories) {
    await expect(Worker.runReplayHistory(bundle, history, workflowId)).resolves.toBeUndefined();
  }
  await dryRuns.engine.service(DryRunRemoval).remove(id);
});
