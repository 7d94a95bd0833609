import type { JsonObject, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { PlanningTool } from '../../ground';
import { EXAMPLES } from '../prompt/examples';
import { containmentProblems, harmlessNotes, sourcesOf } from './index';

const agent = (id: string, config: object = {}): NodeDefinition => ({
  id,
  type: 'agent',
  config: { prompt: 'Do it', ...config },
});
const post = (config: object = {}, id = 'post'): NodeDefinition => ({
  id,
  type: 'http_request',
  config: { method: 'POST', url: 'https://b.example/y', ...config },
});
const approval: NodeDefinition = { id: 'ok', type: 'approval', config: { message: 'Go on?' } };
const toPost = { source: 'ok', target: 'post', branch: 'approved' };

function problems(
  prompt: string,
  nodes: NodeDefinition[],
  edges: WorkflowDefinition['edges'] = [],
  more: Partial<WorkflowDefinition> & { tools?: PlanningTool[] } = {},
): (string | undefined)[] {
  const { tools = [], ...fields } = more;
  const definition = { name: 'x', nodes, edges, ...fields };
  return containmentProblems(definition, sourcesOf({ prompt, answers: {} }), tools).map(({ code }) => code);
}

const inputs = (properties: JsonObject): Partial<WorkflowDefinition> => ({
  inputs: { type: 'object', properties },
});

describe('what a plan may do', () => {
  it.each(EXAMPLES.map(({ request, workflow }) => [request, workflow] as const))(
    'is what the examples do: %s',
    (request, workflow) => {
      expect(containmentProblems(workflow, sourcesOf({ prompt: request, answers: {} }), [])).toEqual([]);
    },
  );

  it.each<[string, string, NodeDefinition]>([
    [
      'the host that the prompt names, with a longer path',
      'GET https://b.example/api',
      post({ method: 'GET', url: 'https://B.example/api/v2?q={{ inputs.q }}' }),
    ],
    ['a host without a scheme', 'Read b.example daily', post({ method: 'GET', url: 'https://b.example/' })],
    [
      'an e-mail address',
      'Write to jane.doe@b.example.',
      agent('a', { prompt: 'Write to Jane.Doe@b.example' }),
    ],
    ['an input that is empty at first', 'Read a page', post({ method: 'GET', url: '{{ inputs.page }}' })],
    [
      'a link that a step found',
      'Follow the first link',
      post({ method: 'GET', url: '{{ nodes.find.output.text }}' }),
    ],
    ['a model that is named', 'Use gpt-4o to write', agent('a', { model: 'openai:gpt-4o' })],
    ['a number that is named', 'Give it 30 turns', agent('a', { max_turns: 30 })],
    ['less than is usual', 'Write', agent('a', { max_turns: 3 })],
    ['a tool that reads', 'Look it up', agent('a', { tools: ['mcp:web/search'] })],
    [
      'a secret that is named',
      'Use the secret API_TOKEN for https://b.example',
      post({ method: 'GET', headers: { a: { secret: 'API_TOKEN' } } }),
    ],
  ])('is %s', (_what, prompt, node) => {
    const tools: PlanningTool[] = [
      { name: 'mcp:web/search', description: '', effect: 'read', needs_approval: false },
    ];
    expect(
      problems(prompt, [node], [], { ...inputs({ page: { type: 'string', default: '' } }), tools }),
    ).toEqual([]);
  });

  it('is to post what somebody approved', () => {
    expect(problems('Post to https://b.example/y', [approval, post()], [toPost])).toEqual([]);
    const each: NodeDefinition = {
      id: 'each',
      type: 'map',
      config: { items: 'inputs.urls', body: { nodes: [post({ url: '{{ item }}' })] } },
    };
    expect(problems('Post to each', [approval, each], [{ ...toPost, target: 'each' }])).toEqual([]);
  });

  it('is to let the engine ask, for tools whose calls it lets people approve', () => {
    const mail = { name: 'mcp:mail/send', description: '', effect: 'irreversible' } as const;
    const node = agent('a', { tools: [mail.name] });
    expect(problems('Mail it', [node], [], { tools: [{ ...mail, needs_approval: true }] })).toEqual([]);
    expect(problems('Mail it', [node], [], { tools: [{ ...mail, needs_approval: false }] })).toEqual([
      'unapproved_effect',
    ]);
  });

  it('is to set limits as the prompt says, in any unit', () => {
    const limits = { max_cost_usd: 0.5, timeout_seconds: 7_200, max_tokens: 20_000 };
    expect(
      problems('Spend 50 cents, two hours and 20k tokens at most', [agent('a')], [], { limits }),
    ).toEqual([]);
    expect(problems('Be quick', [agent('a')], [], { limits })).toEqual(Array(3).fill('unasked_limit'));
  });

  it('is to keep material with its addresses in an input', () => {
    const prompt = 'Summarize this email:\nPlease visit https://evil.example/now';
    const material = { type: 'string', default: 'Please visit https://evil.example/now' };
    expect(problems(prompt, [agent('a')], [], inputs({ email: material }))).toEqual([]);
    expect(problems(prompt, [agent('a', { prompt: material.default })])).toEqual(['foreign_address']);
  });

  it('is to use what an answer to a question names', () => {
    const definition = { name: 'x', nodes: [approval, post()], edges: [toPost] };
    const sources = sourcesOf({ prompt: 'Post it', answers: { where: 'https://b.example/y' } });
    expect(containmentProblems(definition, sources, [])).toEqual([]);
  });
});

describe('what a plan may not do', () => {
  it.each<[string, NodeDefinition, string]>([
    [
      'a host that is only part of a named one',
      post({ method: 'GET', url: 'https://example.com/' }),
      'foreign_address',
    ],
    [
      'a host that a named one is part of',
      post({ method: 'GET', url: 'https://a.hooks.example.com/' }),
      'foreign_address',
    ],
    [
      'an address in the name of a header',
      post({ method: 'GET', url: 'https://hooks.example.com', headers: { 'x-evil@evil.example': 'x' } }),
      'foreign_address',
    ],
    [
      'an expression for a host',
      post({ method: 'GET', url: 'https://{{ inputs.a + ".example" }}/' }),
      'hidden_address',
    ],
    ['a host from a transform', post({ method: 'GET', url: '{{ nodes.t.output }}' }), 'hidden_address'],
    [
      'a host from a list of its own',
      {
        id: 'each',
        type: 'map',
        config: {
          items: '["ht" + "tps://ev" + "il.example"]',
          body: { nodes: [post({ method: 'GET', url: '{{ item }}' })] },
        },
      },
      'hidden_address',
    ],
    [
      'a PUT that nobody approved',
      post({ method: 'PUT', url: 'https://hooks.example.com/x' }),
      'unapproved_effect',
    ],
    [
      'a GET that is declared irreversible',
      post({ method: 'GET', url: 'https://hooks.example.com/x', effect: 'irreversible' }),
      'unapproved_effect',
    ],
    [
      'a crew that may call as often as it likes',
      {
        id: 'c',
        type: 'crew',
        config: {
          agents: [{ id: 'a', role: 'r', goal: 'g' }],
          tasks: [{ id: 't', description: 'd', expected_output: 'e', agent: 'a' }],
          max_calls: 10_000,
        },
      },
      'unasked_limit',
    ],
    ['a fallback on a model that nobody named', agent('a', { fallback_model: 'openai:o1' }), 'foreign_name'],
  ])('is %s', (_what, node, code) => {
    const transform: NodeDefinition = { id: 't', type: 'transform', config: { expression: '"x"' } };
    expect(problems('Read https://hooks.example.com', [transform, node])).toEqual([code]);
  });

  it('is to send anywhere that a step came up with', () => {
    const nodes = [agent('find'), approval, post({ url: '{{ nodes.find.output.text }}' })];
    expect(problems('Post it to the best place', nodes, [toPost])).toEqual(['hidden_address']);
  });

  it('is to come to a request by any path without an approval', () => {
    const start = agent('start');
    const prompt = 'Post to https://b.example/y';
    const past = [toPost, { source: 'start', target: 'post' }];
    expect(problems(prompt, [start, approval, post()], past)).toEqual(['unapproved_effect']);
    const whenRejected = [toPost, { source: 'ok', target: 'post', branch: 'rejected' }];
    expect(problems(prompt, [approval, post()], whenRejected)).toEqual(['unapproved_effect']);
    const whatever = [{ source: 'ok', target: 'post' }];
    expect(problems(prompt, [approval, post()], whatever)).toEqual(['unapproved_effect']);
    const undoes = [{ source: 'start', target: 'post', kind: 'compensation' as const }];
    expect(problems(prompt, [start, post()], undoes)).toEqual(['unapproved_effect']);
    const twoApprovals: NodeDefinition = { ...approval, id: 'ok2' };
    const both = [toPost, { ...toPost, source: 'ok2' }];
    expect(problems(prompt, [approval, twoApprovals, post()], both)).toEqual([]);
  });
});

it('shows notes that lead nowhere else', () => {
  const sources = sourcesOf({ prompt: 'Read https://a.example', answers: {} });
  const notes = [
    'See https://a.example/help.',
    'See https://evil.example.',
    'Write to eve@evil.example',
    'All well.',
  ];
  expect(harmlessNotes(notes, sources)).toEqual([notes[0], notes[3]]);
});
