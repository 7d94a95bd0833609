import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DryRun, DryRunRequest, ErrorBody } from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import { waitFor } from '@aiwf/testing';
import { Worker } from '@temporalio/worker';
import { eq } from 'drizzle-orm';
import {
  blobs,
  executionEvents,
  executions,
  modelCalls,
  toolCalls,
} from '../../apps/workflow-engine/src/database';
import { DryRunRemoval } from '../../apps/workflow-engine/src/executions/dry-run/dry-run.removal';
import { DryRunStarter } from '../../apps/workflow-engine/src/executions/dry-run/dry-run.starter';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import { startEngine, type Answer, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { historiesOf } from '../harness/histories';
import { serve, type LocalServer } from '../harness/local-server';
import { scriptedModel, type ScriptedModel } from '../harness/model';

/** Real: engine, Temporal, PGlite, HTTP. There are a model, an HTTP server and an MCP server, and none of them is ever asked. */
let folder: string;
let model: ScriptedModel;
let outside: LocalServer;
let mcp: LocalServer;
let engine: EngineUnderTest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
  model = await scriptedModel([]);
  outside = await serve((_, response) => response.end('{}'));
  mcp = await serve((_, response) => response.end('{}'));
  const secrets = { hook_key: { value: 'very-secret-value', hosts: ['127.0.0.1'] } };
  await writeFile(join(folder, 'secrets.json'), JSON.stringify(secrets));
  await writeFile(
    join(folder, 'mcp.json'),
    JSON.stringify({ mcpServers: { files: { url: `${mcp.url}/mcp` } } }),
  );
  engine = await startEngine({
    ...model.env,
    SECRETS_FILE: join(folder, 'secrets.json'),
    MCP_CONFIG: join(folder, 'mcp.json'),
    EGRESS_ALLOWED_HOSTS: outside.host,
  });
});

afterEach(() => {
  expect(model.server.requests).toEqual([]);
  expect(outside.requests).toEqual([]);
  expect(mcp.requests).toEqual([]);
});

afterAll(async () => {
  await engine.close();
  await Promise.all([model.server.close(), outside.close(), mcp.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** In an answer that is none. */
type Refused = Partial<Pick<ErrorBody, 'detail' | 'code' | 'errors'>>;

const dryRun = (graph: Graph, more: object = {}): Promise<Answer<DryRun & Refused>> =>
  engine.post('/workflow/dry-run', {
    user_id: 'tester',
    workflow_data: { name: 'dry', ...graph },
    ...more,
  });

async function told(graph: Graph, more: object = {}): Promise<DryRun> {
  const { status, body } = await dryRun(graph, more);
  expect({ status, detail: body.detail }).toEqual({ status: 200, detail: undefined });
  return body;
}

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
    const body = await told(
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
            url: `${outside.url}/hooks/{{ execution.id.size() > 0 }}`,
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
        url: `${outside.url}/hooks/true`,
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
    const body = await told({
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
    const body = await told({
      nodes: [
        {
          id: 'each',
          type: 'map',
          config: {
            items: '["a", "b"]',
            body: { nodes: [http('tell', { url: `${outside.url}/{{ item }}` })] },
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
    expect(body).toMatchObject({ status: 'completed', output_data: { result: 'Hello 2 times' } });
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
    expect(sorted(body.would_send.map(({ url }) => url))).toEqual([`${outside.url}/a`, `${outside.url}/b`]);
    expect(body.model_calls.at(-1)).toMatchObject({
      path: 'nodes/again/rounds/1/nodes/mend',
      prompt: 'Mend [answer of again / 0 / mend]',
    });
  });

  it('takes nobody’s limits up, and no time', async () => {
    const body = await told({
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

/** Begins a dry run that nobody waits for. */
async function begun(graph: Graph, mocks: DryRunRequest['mocks'] = {}): Promise<string> {
  const starter = engine.service(DryRunStarter);
  const workflow_data = { name: 'begun', ...graph } as JsonObject;
  const row = await starter.store({ user_id: 'tester', workflow_data, mocks }, 120_000);
  await starter.start(row);
  return row.id;
}

it('takes the same steps again when its worker is replaced', async () => {
  const id = await begun(
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
  const { orm } = engine.database;
  const status = async () =>
    (await orm.select().from(executions).where(eq(executions.id, id))).map((each) => each.status);
  await waitFor(async () => (await status())[0] === 'completed', { what: 'it to end', timeoutMs: 30_000 });
  const histories = await historiesOf(id);
  expect(histories).toHaveLength(2);
  const bundle = { workflowBundle: { codePath: workflowBundlePath() } };
  for (const { history, workflowId } of histories) {
    await expect(Worker.runReplayHistory(bundle, history, workflowId)).resolves.toBeUndefined();
  }
  await engine.service(DryRunRemoval).remove(id);
});

describe('mocks', () => {
  const choice = {
    nodes: [
      agent('ask', 'Is it urgent?'),
      { id: 'ok', type: 'approval', config: { message: 'Go on?' } },
      http('get', { url: 'https://example.com/orders' }, { on_error: 'route' }),
      compute('total', 'nodes.get.output.body.items.map(i, i.price)[0]'),
      compute('refuse', '"refused"'),
      compute('mend', 'nodes.get.error.code'),
    ],
    edges: [
      ...chain('ask', 'ok'),
      { source: 'ok', target: 'get', branch: 'approved' },
      { source: 'ok', target: 'refuse', branch: 'rejected' },
      ...chain('get', 'total'),
      { source: 'get', target: 'mend', kind: 'error' },
    ],
  };
  const answered = { get: { status: 200, headers: {}, body: { items: [{ price: 7 }] } } };
  const ended = ({ path }: DryRun) =>
    path.filter(({ status }) => status === 'completed').map(({ node_id }) => node_id);

  it('give outputs, and what would be sent is shown all the same', async () => {
    const body = await told(choice, { mocks: { ...answered, ask: { text: 'Yes' } } });
    expect(ended(body)).toEqual(['ask', 'ok', 'get', 'total']);
    expect(body).toMatchObject({
      would_send: [{ url: 'https://example.com/orders' }],
      model_calls: [{ prompt: 'Is it urgent?' }],
      output_data: { result: 7 },
    });
    expect(body.data_flow[0]).toMatchObject({ output: { text: 'Yes' } });
  });

  it('steer branches', async () => {
    const body = await told(choice, { mocks: { ok: { branch: 'rejected', decisions: [] } } });
    expect(ended(body)).toEqual(['ask', 'ok', 'refuse']);
    expect(body).toMatchObject({ decisions: [], output_data: { result: 'refused' } });
  });

  it('make nodes fail, and say when they were not used', async () => {
    const mocks = { get: { $error: { code: 'http_status', message: 'It answered 500' } }, total: 5 };
    const body = await told(choice, { mocks });
    expect(ended(body)).toEqual(['ask', 'ok', 'mend']);
    expect(body.path).toContainEqual(
      expect.objectContaining({ node_id: 'get', status: 'failed', error: mocks.get.$error }),
    );
    expect(body.output_data).toEqual({ result: 'http_status' });
    expect(body.warnings).toContain('The mock of "total" was not used: it did not run.');
  });

  it('are missed where a made-up answer does not do', async () => {
    const body = await told(choice);
    expect(body).toMatchObject({
      status: 'failed',
      output_data: null,
      error: { message: expect.stringContaining('Node "total" failed') },
    });
    expect(body.path.at(-1)).toMatchObject({ node_id: 'total', status: 'failed' });
    expect(body.warnings.join()).toContain('give what nodes would answer in "mocks"');
  });

  it('reach nodes inside others, and are whole when they are large', async () => {
    const text = 'long '.repeat(20_000);
    const body = await told(
      {
        nodes: [
          {
            id: 'each',
            type: 'map',
            config: { items: '[1, 2]', body: { nodes: [agent('inner', 'Write {{ item }}')] } },
          },
          compute('size', 'nodes.each.output.items.map(t, t.size())'),
        ],
        edges: chain('each', 'size'),
      },
      { mocks: { inner: { text } } },
    );
    expect(body.output_data).toEqual({ result: [text.length, text.length] });
    expect(body.data_flow.find(({ node_id }) => node_id === 'inner')?.output).toMatch(
      /^\[100,\d+ characters\]$/,
    );
  });

  it.each<[string, object, object]>([
    ['of no node', { nobody: 1 }, { path: '/mocks/nobody', code: 'unknown_node' }],
    ['of another form', { ask: 'Yes' }, { path: '/mocks/ask', code: 'invalid_mock' }],
    ['without a field', { get: { status: 200 } }, { path: '/mocks/get' }],
    ['with a branch there is not', { ok: { branch: 'maybe', decisions: [] } }, { path: '/mocks/ok/branch' }],
    ['that fail without a reason', { ask: { $error: 'no' } }, { path: '/mocks/ask/$error' }],
  ])('%s are refused', async (_, mocks, error) => {
    expect(await dryRun(choice, { mocks })).toMatchObject({
      status: 422,
      body: { code: 'invalid_mocks', errors: expect.arrayContaining([expect.objectContaining(error)]) },
    });
  });

  it('that are too large, and definitions and inputs that don’t hold, are refused', async () => {
    expect(await dryRun(choice, { mocks: { ask: { text: 'x'.repeat(1_100_000) } } })).toMatchObject({
      status: 422,
    });
    expect(await dryRun({ nodes: [{ id: 'a', type: 'spell' }] })).toMatchObject({
      status: 422,
      body: { code: 'invalid_workflow' },
    });
    expect(await dryRun(choice, { inputs: { more: 1 } })).toMatchObject({ body: { code: 'invalid_inputs' } });
    expect(await dryRun(choice, { mocks: [] })).toMatchObject({
      status: 422,
      body: { code: 'invalid_request' },
    });
  });
});

describe('what a run would be refused for', () => {
  it.each<[string, object, string]>([
    [
      'a secret that is not there',
      { headers: { a: { secret: 'nobody' } }, url: 'https://example.com/' },
      'unknown_secret',
    ],
    [
      'a secret for another host',
      { headers: { a: { secret: 'hook_key' } }, url: 'https://example.com/' },
      'secret_not_allowed',
    ],
    ['a private address', { url: 'http://10.0.0.1/' }, 'blocked_address'],
    [
      'what is no address',
      { url: '{{ "over there" }}', headers: { a: { secret: 'hook_key' } } },
      'invalid_url',
    ],
    [
      'a header that only the client may set',
      { url: 'https://example.com/', headers: { host: 'x' } },
      'invalid_header',
    ],
  ])('%s fails the dry run too', async (_, config, code) => {
    const body = await told({ nodes: [http('get', config as Graph)] });
    expect(body).toMatchObject({
      status: 'failed',
      would_send: [],
      path: [{ node_id: 'get', status: 'failed', error: { code } }],
    });
  });

  it('so do an MCP server and a model that are not configured, and answers that can’t be made up', async () => {
    const of = async (node: object) => (await told({ nodes: [node] })).error?.message;
    expect(await of(agent('a', 'Go', { tools: ['mcp:nowhere/read'] }))).toContain(
      'There is no MCP server "nowhere"',
    );
    expect(await of(agent('a', 'Go', { model: 'anthropic:claude-sonnet-4-5' }))).toContain('anthropic');
    const schema = { type: 'string', pattern: '^Order no\\. \\d{7}/[A-Z]{4}$' };
    expect(await of(agent('a', 'Go', {}, { output_schema: schema }))).toContain(
      'give the node\'s output in "mocks"',
    );
    const given = { mocks: { a: 'Order no. 1234567/ABCD' } };
    expect(await told({ nodes: [agent('a', 'Go', {}, { output_schema: schema })] }, given)).toMatchObject({
      status: 'completed',
    });
  });
});

/** Rounds enough to be under way for a while. */
const LONG = {
  nodes: [
    {
      id: 'on',
      type: 'loop',
      config: { body: { nodes: [agent('step', 'Step {{ index }}')] }, until: 'false', max_iterations: 1_000 },
    },
  ],
};

const rowsLeft = async (): Promise<string[]> => {
  const { orm } = engine.database;
  return (await orm.select({ id: executions.id }).from(executions).where(eq(executions.dryRun, true))).map(
    ({ id }) => id,
  );
};

/** Waits until nothing is left of a dry run, in any table and in Temporal. */
async function gone(id: string): Promise<void> {
  const { orm } = engine.database;
  await waitFor(async () => !(await rowsLeft()).includes(id), {
    what: `${id} to be removed`,
    timeoutMs: 30_000,
  });
  for (const table of [executionEvents, modelCalls, toolCalls, blobs]) {
    expect(await orm.select().from(table).where(eq(table.executionId, id))).toEqual([]);
  }
  await waitFor(async () => (await historiesOf(id)).length === 0, {
    what: `${id} to be removed from Temporal`,
    timeoutMs: 30_000,
  });
}

async function underWay(): Promise<string> {
  let id: string | undefined;
  await waitFor(
    async () => {
      [id] = await rowsLeft();
      const events = await engine.database.orm
        .select()
        .from(executionEvents)
        .where(eq(executionEvents.executionId, id ?? ''));
      return events.some(({ path }) => path?.startsWith('nodes/on/rounds/2/') === true);
    },
    { what: 'a dry run to be under way', timeoutMs: 30_000 },
  );
  return id ?? '';
}

describe('nothing is left of a dry run', () => {
  const metrics = async () => (await fetch(`${engine.url}/metrics`)).text();
  const counted = async () => (await metrics()).match(/^workflow_execution\w*_total.*$/gm);

  it('that has ended, and it was never counted as a run', async () => {
    const before = await counted();
    expect(before).not.toBeNull();
    await told({ nodes: [agent('a', 'Go')] });
    await waitFor(async () => (await rowsLeft()).length === 0, { what: 'it to be removed' });
    expect(await counted()).toEqual(before);
  });

  it('whose caller went away, and nobody could see it meanwhile', async () => {
    const leaving = new AbortController();
    const asked = fetch(`${engine.url}/workflow/dry-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'tester', workflow_data: { name: 'long', ...LONG } }),
      signal: leaving.signal,
    });
    const id = await underWay();
    expect(await engine.get(`/workflow/executions/${id}?user_id=tester`)).toMatchObject({ status: 404 });
    expect(await engine.post(`/workflow/executions/${id}/cancel`, { user_id: 'tester' })).toMatchObject({
      status: 404,
    });
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await gone(id);
  });

  it('whose engine ended before it could remove it', async () => {
    await begun(LONG);
    const id = await underWay();
    const longAgo = new Date(Date.now() - 3_600_000);
    await engine.database.orm.update(executions).set({ startedAt: longAgo }).where(eq(executions.id, id));
    await gone(id);
    expect(await rowsLeft()).toEqual([]);
  });
});
