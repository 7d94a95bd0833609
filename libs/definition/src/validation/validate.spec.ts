import { validateDefinition, type Problem } from '../index';
import {
  AB,
  agent,
  approval,
  call,
  crew,
  edge,
  flow,
  http,
  loop,
  map,
  transform,
  type Fields,
} from './corpus/builders.fixture';
import { MALFORMED } from './corpus/malformed.fixture';
import { UNSOUND } from './corpus/unsound.fixture';
import { VALID } from './corpus/valid.fixture';

function problemsOf(candidate: unknown, tools?: readonly string[]): Problem[] {
  const outcome = validateDefinition(candidate, tools === undefined ? {} : { tools });
  return outcome.valid ? [] : outcome.problems;
}

describe('validateDefinition accepts', () => {
  it.each(VALID)('%s', (_, candidate) => {
    expect(problemsOf(candidate)).toStrictEqual([]);
  });
});

describe('validateDefinition refuses', () => {
  it.each([...MALFORMED, ...UNSOUND])('%s', (_, candidate, code, path, hint) => {
    expect(problemsOf(candidate)).toStrictEqual([
      { code, path, message: expect.any(String), hint: expect.stringContaining(hint) },
    ]);
  });

  it('tools that are not there, when it is told which are', () => {
    const candidate = flow([
      agent('a', 'p', { tools: ['calculator', 'fetch'] }),
      crew('b', { agents: [{ id: 'w', role: 'r', goal: 'g', tools: ['shell'] }] }),
    ]);
    expect(problemsOf(candidate)).toStrictEqual([]);
    expect(
      problemsOf(candidate, ['calculator', 'fetch_url']).map(({ code, path }) => [code, path]),
    ).toStrictEqual([
      ['unknown_tool', '/nodes/0/config/tools/1'],
      ['unknown_tool', '/nodes/1/config/agents/0/tools/0'],
    ]);
  });

  it('tools of servers that are not there, when it is told which are', () => {
    const candidate = flow([agent('a', 'p', { tools: ['mcp:files/read', 'mcp:files/raed', 'ask_human'] })]);
    expect(validateDefinition(candidate, { tools: [] })).toMatchObject({ valid: true });
    const outcome = validateDefinition(candidate, { tools: [], mcpTools: ['mcp:files/read'] });
    expect(outcome).toMatchObject({
      valid: false,
      problems: [
        { code: 'unknown_tool', path: '/nodes/0/config/tools/1', hint: 'Did you mean "mcp:files/read"?' },
      ],
    });
  });

  it('tools in bodies and in workflows inside', () => {
    const inside = agent('a', 'p', { tools: ['shell'] });
    const candidate = flow([map('m', [inside]), call('c', { definition: flow([inside]) })]);
    expect(problemsOf(candidate, []).map(({ code, path }) => [code, path])).toStrictEqual([
      ['unknown_tool', '/nodes/0/config/body/nodes/0/config/tools/0'],
      ['unknown_tool', '/nodes/1/config/definition/nodes/0/config/tools/0'],
    ]);
  });

  it('stored workflows, unless they can be looked up', () => {
    const candidate = flow([map('m', [call('c', { workflow_id: 'wf_1', inputs: { x: '{{ item }}' } })])]);
    expect(problemsOf(candidate).map(({ code }) => code)).toStrictEqual(['workflow_not_inlined']);
    expect(validateDefinition(candidate, { storedWorkflows: true })).toMatchObject({ valid: true });
  });

  it('names the nodes of a cycle in order', () => {
    const candidate = flow([agent('a'), agent('b'), agent('c')], [...AB, edge('b', 'c'), edge('c', 'a')]);
    expect(problemsOf(candidate)[0]?.message).toContain('a → b → c → a');
  });

  it('says where in an expression it is wrong', () => {
    expect(problemsOf(flow([transform('a', '1 + (2')]))[0]?.message).toContain('at character 7');
    expect(problemsOf(flow([agent('a', 'Hi {{ 1 + foo }}')]))[0]?.message).toContain('at character 11');
  });

  it('several things at once', () => {
    const problems = problemsOf({
      nodes: [{ id: '1', type: 'agent', config: { prompt: 1 } }, { type: 'x' }],
      extra: 1,
    });
    expect(problems.map((problem) => problem.code)).toStrictEqual([
      'missing_field',
      'unknown_field',
      'bad_id',
      'wrong_type',
      'unknown_node_type',
    ]);
  });
});

describe('validateDefinition warns', () => {
  it('of requests that can’t be undone, and of no others', () => {
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const outcome = validateDefinition(
      flow(methods.map((method) => http(method, 'https://x.de/', { method }))),
    );
    expect(outcome.valid && outcome.warnings.map(({ code, path }) => [code, path])).toStrictEqual(
      [2, 4].map((index) => ['irreversible_effect', `/nodes/${index}/config`]),
    );
  });

  const post = http('post', 'https://x.de/', { method: 'POST' });
  const APPROVED = edge('ask', 'then', { branch: 'approved' });
  const warnedAt = (candidate: Fields): unknown => {
    const outcome = validateDefinition(candidate);
    return outcome.valid ? outcome.warnings.map(({ path }) => path) : outcome.problems;
  };

  it('of none after an approval, and of none that can be done twice', () => {
    const asked = [approval('ask'), transform('then', '1')];
    const edges = [APPROVED, edge('then', 'post')];
    expect(warnedAt(flow([...asked, post], edges))).toStrictEqual([]);
    expect(warnedAt(flow([...asked, post], [edge('post', 'ask')]))).toStrictEqual(['/nodes/2/config']);
    const keyed = http('post', 'https://x.de/', { method: 'POST', idempotency_key: true });
    expect(warnedAt(flow([keyed]))).toStrictEqual([]);
  });

  it('of those that run without an approval all the same', () => {
    const nodes = [approval('ask'), transform('then', '1'), transform('other', '2'), post];
    const on = edge('then', 'post');
    const warned = ['/nodes/3/config'];
    expect(warnedAt(flow(nodes, [edge('ask', 'then'), on]))).toStrictEqual(warned);
    expect(warnedAt(flow(nodes, [edge('ask', 'then', { branch: 'rejected' }), on]))).toStrictEqual(warned);
    expect(warnedAt(flow(nodes, [APPROVED, on, edge('other', 'post')]))).toStrictEqual(warned);
    const twice = [APPROVED, on, edge('ask', 'post', { branch: 'approved' })];
    expect(warnedAt(flow(nodes, twice))).toStrictEqual([]);
    const undo = [APPROVED, edge('then', 'post', { kind: 'compensation' })];
    expect(warnedAt(flow(nodes, undo))).toStrictEqual([]);
    const undoAnyway = [APPROVED, edge('other', 'post', { kind: 'compensation' })];
    expect(warnedAt(flow(nodes, undoAnyway))).toStrictEqual(warned);
  });

  it('of those in bodies and in workflows inside, as long as no one approves what holds them', () => {
    const nested = loop('l', [map('m', [post])]);
    const called = call('c', { definition: flow([nested]) });
    const at = '/nodes/0/config/body/nodes/0/config';
    expect(warnedAt(flow([nested]))).toStrictEqual([
      '/nodes/0/config/body/nodes/0/config/body/nodes/0/config',
    ]);
    const approves = (target: string): Fields => edge('ask', target, { branch: 'approved' });
    expect(warnedAt(flow([nested, approval('ask')], [approves('l')]))).toStrictEqual([]);
    expect(warnedAt(flow([called]))).toStrictEqual([`/nodes/0/config/definition${at}/body/nodes/0/config`]);
    expect(warnedAt(flow([called, approval('ask')], [approves('c')]))).toStrictEqual([]);
    const inBody = map('m', [approval('ask'), post], {}, { edges: [approves('post')] });
    expect(warnedAt(flow([inBody]))).toStrictEqual([]);
  });
});
