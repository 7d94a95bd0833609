import { validateDefinition, type Problem } from '../index';
import { AB, agent, crew, edge, flow, http, transform } from './corpus/builders.fixture';
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
});
