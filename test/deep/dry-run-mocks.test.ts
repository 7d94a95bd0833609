import type { DryRun } from '@aiwf/contracts';
import { DryRuns } from '../harness/dry-runs';
import type { Graph } from '../harness/engine';
import { agent, chain, compute, http } from '../harness/graphs';

/** Real: engine, Temporal, PGlite, HTTP. There are a model, an HTTP server and an MCP server, and none of them is ever asked. */
let dryRuns: DryRuns;

beforeAll(async () => {
  dryRuns = await DryRuns.start();
});

afterEach(() => dryRuns.assertNobodyWasAsked());

afterAll(() => dryRuns.close());

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
    const body = await dryRuns.told(choice, { mocks: { ...answered, ask: { text: 'Yes' } } });
    expect(ended(body)).toEqual(['ask', 'ok', 'get', 'total']);
    expect(body).toMatchObject({
      would_send: [{ url: 'https://example.com/orders' }],
      model_calls: [{ prompt: 'Is it urgent?' }],
      output_data: { result: 7 },
    });
    expect(body.data_flow[0]).toMatchObject({ output: { text: 'Yes' } });
  });

  it('steer branches', async () => {
    const body = await dryRuns.told(choice, { mocks: { ok: { branch: 'rejected', decisions: [] } } });
    expect(ended(body)).toEqual(['ask', 'ok', 'refuse']);
    expect(body).toMatchObject({ decisions: [], output_data: { result: 'refused' } });
  });

  it('make nodes fail, and say when they were not used', async () => {
    const mocks = { get: { $error: { code: 'http_status', message: 'It answered 500' } }, total: 5 };
    const body = await dryRuns.told(choice, { mocks });
    expect(ended(body)).toEqual(['ask', 'ok', 'mend']);
    expect(body.path).toContainEqual(
      expect.objectContaining({ node_id: 'get', status: 'failed', error: mocks.get.$error }),
    );
    expect(body.output_data).toEqual({ result: 'http_status' });
    expect(body.warnings).toContain('The mock of "total" was not used: it did not run.');
  });

  it('are missed where a made-up answer does not do', async () => {
    const body = await dryRuns.told(choice);
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
    const body = await dryRuns.told(
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
    expect(await dryRuns.run(choice, { mocks })).toMatchObject({
      status: 422,
      body: { code: 'invalid_mocks', errors: expect.arrayContaining([expect.objectContaining(error)]) },
    });
  });

  it('that are too large, and definitions and inputs that don’t hold, are refused', async () => {
    expect(await dryRuns.run(choice, { mocks: { ask: { text: 'x'.repeat(1_100_000) } } })).toMatchObject({
      status: 422,
    });
    expect(await dryRuns.run({ nodes: [{ id: 'a', type: 'spell' }] })).toMatchObject({
      status: 422,
      body: { code: 'invalid_workflow' },
    });
    expect(await dryRuns.run(choice, { inputs: { more: 1 } })).toMatchObject({
      body: { code: 'invalid_inputs' },
    });
    expect(await dryRuns.run(choice, { mocks: [] })).toMatchObject({
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
    const body = await dryRuns.told({ nodes: [http('get', config as Graph)] });
    expect(body).toMatchObject({
      status: 'failed',
      would_send: [],
      path: [{ node_id: 'get', status: 'failed', error: { code } }],
    });
  });

  it('so do an MCP server and a model that are not configured, and answers that can’t be made up', async () => {
    const of = async (node: object) => (await dryRuns.told({ nodes: [node] })).error?.message;
    expect(await of(agent('a', 'Go', { tools: ['mcp:nowhere/read'] }))).toContain(
      'There is no MCP server "nowhere"',
    );
    expect(await of(agent('a', 'Go', { model: 'anthropic:claude-sonnet-4-5' }))).toContain('anthropic');
    const schema = { type: 'string', pattern: '^Order no\\. \\d{7}/[A-Z]{4}$' };
    expect(await of(agent('a', 'Go', {}, { output_schema: schema }))).toContain(
      'give the node\'s output in "mocks"',
    );
    const given = { mocks: { a: 'Order no. 1234567/ABCD' } };
    expect(
      await dryRuns.told({ nodes: [agent('a', 'Go', {}, { output_schema: schema })] }, given),
    ).toMatchObject({
      status: 'completed',
    });
  });
});
