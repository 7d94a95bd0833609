import type { EngineExecutionStarted, ErrorBody } from '@aiwf/contracts';
import { ended, get, post, send, statusUrl, type Answer } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const MIB = 1024 * 1024;

/** "At once", on a machine that is busy with other things. */
const AT_ONCE_MS = 2_000;

const PROMPT = 'Summarize the week';

/** A route that takes a body, and a body it takes. */
interface Target {
  name: string;
  url: () => string;
  body: Record<string, unknown>;
  /** Bytes that a body may have; 1 MiB when absent. */
  limit?: number;
}

/** What is sent, and what the refusal must say. */
interface BadBody {
  name: string;
  payload: (body: Record<string, unknown>) => string | Uint8Array<ArrayBuffer> | ReadableStream;
  headers?: Record<string, string>;
  status: number;
  says: RegExp;
}

let pair: Pair;
beforeAll(async () => {
  pair = await startPair({ both: { RATE_LIMIT_ENABLED: 'false' } });
});
afterAll(() => pair.stop());

const TARGETS: Target[] = [
  {
    name: 'POST /ai/generate',
    url: () => `${pair.gateway.url}/ai/generate`,
    body: { prompt: PROMPT, user_id: 'u' },
  },
  {
    name: 'POST /ai/workflows/generate-and-execute',
    url: () => `${pair.gateway.url}/ai/workflows/generate-and-execute`,
    body: { prompt: PROMPT, user_id: 'u' },
  },
  {
    name: 'POST /ai/workflows/{workflow_id}/execute',
    url: () => `${pair.gateway.url}/ai/workflows/wf_789012/execute`,
    body: { user_id: 'u' },
  },
  {
    name: 'POST /workflow/execute',
    url: () => `${pair.engine.url}/workflow/execute`,
    body: { workflow_data: { name: 'Test', nodes: [] }, user_id: 'u' },
    // The gateway puts sub-workflows into what it hands on.
    limit: 4 * MIB,
  },
];

const json = (change: Record<string, unknown>) => (body: Record<string, unknown>) =>
  JSON.stringify({ ...body, ...change });

/** A body with one more member, written as JSON text, since not every text can be made of a value. */
const withMember = (member: string) => (body: Record<string, unknown>) =>
  `${JSON.stringify(body).slice(0, -1)},${member}}`;

const ofSize = (bytes: number) => (body: Record<string, unknown>) => JSON.stringify(body).padEnd(bytes);

const nested = (levels: number) => withMember(`"inputs":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`);

const BAD_BODIES: BadBody[] = [
  ...[
    ['malformed', '{"user_id": '],
    ['no JSON at all', 'user_id=u'],
  ].map(([name = '', text = '']) => ({ name, payload: () => text, status: 422, says: /not valid JSON/ })),
  { name: 'two values', payload: (body) => `${JSON.stringify(body)}{}`, status: 422, says: /not valid JSON/ },
  { name: 'a list', payload: (body) => JSON.stringify([body]), status: 422, says: /must be a JSON object/ },
  { name: 'null', payload: () => 'null', status: 422, says: /must be a JSON object/ },
  { name: 'empty', payload: () => '', status: 422, says: /body|user_id/ },
  { name: 'not in UTF-8', payload: () => Uint8Array.of(0x7b, 0xff, 0x7d), status: 422, says: /UTF-8/ },
  ...['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'nonsense'].map(
    (type) => ({
      name: `of type ${type}`,
      payload: json({}),
      headers: { 'content-type': type },
      status: 415,
      says: /Content-Type: application\/json/,
    }),
  ),
  {
    name: 'compressed',
    payload: json({}),
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    says: /without compression/,
  },
  ...[undefined, '', '  ', null, 7, ['u'], { $ne: '' }, 'u'.repeat(129), 'a\nb'].map((user_id) => ({
    name: `with user_id ${JSON.stringify(user_id)?.slice(0, 20)}`,
    payload: json({ user_id }),
    status: 422,
    says: /user_id must be a string of 1 to 128 characters/,
  })),
  { name: '65 levels deep', payload: nested(65), status: 422, says: /deeper than 64 levels/ },
  { name: '100,000 levels deep', payload: nested(100_000), status: 422, says: /deeper than 64 levels/ },
  ...['__proto__', 'constructor', 'prototype'].flatMap((key) => [
    {
      name: `with ${key}`,
      payload: withMember(`"${key}":{}`),
      status: 422,
      says: new RegExp(`key "${key}"`),
    },
    {
      name: `with ${key} inside`,
      payload: withMember(`"inputs":{"a":[{"${key}":{"polluted":true}}]}`),
      status: 422,
      says: new RegExp(`/inputs/a/0/${key}.*key "${key}"`),
    },
  ]),
  ...['"user_id":"\\ud800"', '"inputs":{"a":"x\\udfffy"}', '"inputs":{"\\ud83d":1}'].map((member) => ({
    name: `with a lone surrogate, ${member}`,
    payload: withMember(member),
    status: 422,
    says: /unpaired surrogate/,
  })),
  ...['"user_id":"u\\u0000"', '"inputs":{"a":["\\u0000"]}'].map((member) => ({
    name: `with NUL, ${member}`,
    payload: withMember(member),
    status: 422,
    says: /NUL character.*Remove the \\u0000/,
  })),
  {
    name: 'with a number past any',
    payload: withMember('"inputs":{"a":1e999}'),
    status: 422,
    says: /too large/,
  },
  { name: 'with an unknown property', payload: json({ is_admin: true }), status: 422, says: /"is_admin"/ },
  { name: 'with toString', payload: json({ toString: 1 }), status: 422, says: /"toString"/ },
  {
    name: 'with 10,000 unknown properties',
    payload: json(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`p${index}`, index]))),
    status: 422,
    says: /Too many properties/,
  },
];

function expectRefusal(answer: Answer<ErrorBody>, status: number, says: RegExp): void {
  expect(answer).toMatchObject({
    status,
    body: {
      type: expect.any(String),
      title: expect.stringMatching(/\S/),
      status,
      code: expect.stringMatching(/^[a-z_]+$/),
      request_id: answer.headers.get('x-request-id'),
      detail: expect.stringMatching(/\S/),
    },
  });
  const { detail, errors = [] } = answer.body;
  for (const item of errors) {
    expect(item).toMatchObject({ path: expect.any(String), message: expect.stringMatching(/\S/) });
  }
  expect(
    [detail, ...errors.map(({ path, message, hint }) => `${path} ${message} ${hint}`)].join('\n'),
  ).toMatch(says);
  expect(answer.milliseconds).toBeLessThan(AT_ONCE_MS);
}

async function expectBothToWork(): Promise<void> {
  for (const { url } of [pair.gateway, pair.engine]) {
    expect(await get(`${url}/livez`)).toMatchObject({ status: 200, body: { status: 'ok' } });
  }
  const [generate, , , execute] = TARGETS;
  expect(await post(generate?.url() ?? '', generate?.body)).toMatchObject({ status: 200 });
  const started = await post<EngineExecutionStarted>(execute?.url() ?? '', execute?.body);
  const view = await ended(statusUrl.engine(pair.engine.url, started.body.execution_id, 'u'));
  expect(view.status).toBe('completed');
}

/** Real: both built apps as processes, Temporal, PGlite, HTTP. */
describe.each(TARGETS)('$name', ({ url, body, limit = MIB }) => {
  it.each(BAD_BODIES)('refuses a body $name', async ({ payload, headers, status, says }) => {
    const answer = await send(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: payload(body),
      duplex: 'half',
    });
    expectRefusal(answer, status, says);
  });

  const sendSized = (payload: NonNullable<RequestInit['body']>) =>
    send(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: payload,
      duplex: 'half',
    });

  it('takes a body of as many bytes as it may have, and not one more', async () => {
    expect([200, 404]).toContain((await sendSized(ofSize(limit)(body))).status);
    const says = new RegExp(`at most ${limit.toLocaleString('en')} bytes`);
    expectRefusal(await sendSized(ofSize(limit + 1)(body)), 413, says);
    const unannounced = new Blob([ofSize(limit + 1)(body)]).stream();
    expectRefusal(await sendSized(unannounced), 413, says);
  });

  it('lives on', expectBothToWork);
});

const chain = (count: number) => ({
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: 'transform',
    config: { value: index },
  })),
});
const node = (id: string, more: object = {}) => ({ id, type: 'transform', config: { value: id }, ...more });

/** Definitions that do not hold, with where and what the answer must say. */
const BAD_DEFINITIONS: [string, object, string, RegExp][] = [
  ['an unknown node type', { nodes: [node('a', { type: 'shell' })] }, '/nodes/0/type', /transform/],
  ['a dangling edge', { nodes: [node('a')], edges: [{ source: 'a', target: 'b' }] }, '/edges/0', /"?b"?/],
  [
    'a cycle',
    {
      nodes: [node('a'), node('b')],
      edges: [
        { source: 'a', target: 'b' },
        { source: 'b', target: 'a' },
      ],
    },
    '',
    /cycle/i,
  ],
  ['an edge to itself', { nodes: [node('a')], edges: [{ source: 'a', target: 'a' }] }, '', /cycle|itself/i],
  ['1,001 nodes', chain(1_001), '/nodes', /1,?000/],
  ['an id twice', { nodes: [node('a'), node('a')] }, '/nodes/1', /a/],
  ['an unknown property', { nodes: [node('a', { command: 'rm' })] }, '/nodes/0', /command/],
  ['a node without config', { nodes: [{ id: 'a', type: 'transform' }] }, '/nodes/0', /config/],
  ['nodes that are no list', { nodes: {} }, '/nodes', /list|array/i],
  [
    'a reference to a node that is not upstream',
    { nodes: [node('a', { config: { value: '{{ nodes.b.output }}' } }), node('b')] },
    '/nodes/0/config/value',
    /upstream|before|edge/i,
  ],
  [
    'an expression that is none',
    { nodes: [node('a', { config: { expression: '1 +' } })] },
    '/nodes/0/config/expression',
    /\S/,
  ],
  [
    'an unknown tool',
    { nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p', tools: ['shell'] } }] },
    '/nodes/0/config/tools/0',
    /calculator/,
  ],
];

describe('the engine', () => {
  const execute = (workflow_data: unknown, more: object = {}) =>
    post(`${pair.engine.url}/workflow/execute`, { workflow_data, user_id: 'u', ...more });

  it.each(BAD_DEFINITIONS)('refuses a definition with %s', async (_, definition, path, says) => {
    const answer = await execute({ name: 'Test', ...definition });
    expectRefusal(answer, 422, says);
    expect(answer.body.errors?.some((item) => item.path.startsWith(path))).toBe(true);
  });

  it.each([[null], [[]], ['graph'], [undefined]])('refuses %j for a definition', async (workflow_data) => {
    expectRefusal(await execute(workflow_data), 422, /workflow_data must be a JSON object/);
  });

  it.each(['not-an-id', '', 7, 'wf_a/../b', `wf_${'a'.repeat(65)}`])('refuses the id %j', async (id) => {
    expectRefusal(await execute({ id, name: 'Test', nodes: [] }), 400, /^Invalid workflow ID format$/m);
  });

  it.each(['not-an-id', '', 7, 'exec_'])('refuses the execution id %j', async (execution_id) => {
    expectRefusal(
      await execute({ name: 'Test', nodes: [] }, { execution_id }),
      422,
      /execution_id must be exec_/,
    );
  });

  it('refuses inputs that the definition does not know, or of another type', async () => {
    const definition = {
      name: 'Test',
      nodes: [],
      inputs: { type: 'object', properties: { count: { type: 'integer' } } },
    };
    expectRefusal(await execute(definition, { inputs: { amount: 1 } }), 422, /amount/);
    expectRefusal(await execute(definition, { inputs: { count: 'one' } }), 422, /count/);
  });

  it('takes 1,000 nodes', async () => {
    expect(await execute({ name: 'Test', ...chain(1_000) })).toMatchObject({ status: 200 });
  });

  it('refuses the execution id of another user’s run', async () => {
    const { body } = await post<EngineExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { name: 'Test', nodes: [] },
      user_id: 'first',
    });
    const { execution_id } = body;
    expectRefusal(await execute({ name: 'Test', nodes: [] }, { execution_id }), 409, /leave it out/);
  });
});

describe('paths and queries', () => {
  it.each([
    ['gateway', '/ai/workflows/not-an-id?user_id=u', 400, /^Invalid workflow ID format$/m],
    ['gateway', '/ai/workflows/wf_%00?user_id=u', 400, /^Invalid workflow ID format$/m],
    ['gateway', `/ai/workflows/wf_${'a'.repeat(65)}?user_id=u`, 400, /^Invalid workflow ID format$/m],
    ['gateway', '/ai/workflows/execution/not-an-id/status?user_id=u', 400, /^Invalid execution ID format$/m],
    ['gateway', '/ai/workflows/execution/exec_1/status', 422, /user_id must be/],
    ['gateway', '/ai/workflows/execution/exec_1/status?user_id=', 422, /user_id must be/],
    ['gateway', '/ai/workflows/execution/exec_1/status?user_id=a&user_id=b', 422, /user_id must be/],
    ['gateway', '/ai/workflows/execution/exec_1/status?user_id[a]=b', 422, /user_id/],
    ['gateway', '/ai/workflows/execution/exec_1/status?user_id=%00', 422, /user_id must be/],
    ['gateway', '/ai/workflows/execution/exec_1/status?user_id=u&admin=1', 422, /"admin"/],
    ['gateway', '/ai/workflows/wf_%E0%A4%A?user_id=u', 400, /\S/],
    ['gateway', '/ai/workflows', 422, /user_id must be/],
    ['gateway', '/ai/nothing', 404, /no route GET here, see \/docs/],
    ['gateway', '/ai/generate', 405, /use POST/],
    ['engine', '/workflow/executions/not-an-id?user_id=u', 400, /^Invalid execution ID format$/m],
    ['engine', '/workflow/executions/exec_1', 422, /user_id must be/],
    ['engine', '/workflow/executions/exec_1?user_id=u&__proto__=1', 422, /__proto__/],
    ['engine', '/workflow/execute', 405, /use POST/],
    ['engine', '/nothing', 404, /no route GET here/],
  ] as const)('%s: %s is refused with %i', async (app, path, status, says) => {
    expectRefusal(await get(`${pair[app].url}${path}`), status, says);
  });

  it('leaves both apps at work', expectBothToWork);
});
