import { newWorkflowId, type Estimate, type ExecutionView, type WorkflowStatistics } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { createModels } from '@aiwf/models';
import { loadGatewayConfig } from '@aiwf/platform';
import { reply, toolCalls, type ScriptedReply } from '@aiwf/testing';
import { EstimateService } from '../../apps/ai-gateway/src/estimate';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { agent, chain, compute } from '../harness/graphs';
import { scriptedModel, type ScriptedModel } from '../harness/model';

/**
 * Real: engine, Temporal, PGlite, HTTP, the ledger and its statistics, the gateway's estimates. Scripted: the model, which counts
 * tokens as providers do, some four characters each.
 */
let model: ScriptedModel;
let engine: EngineUnderTest;
let estimates: EstimateService;
/** What the estimates are told of earlier runs. */
let statistics: WorkflowStatistics | undefined;

const MODEL = 'openai:gpt-4.1-mini';

beforeAll(async () => {
  model = await scriptedModel(({ body, messages, tools }) => {
    const inputTokens = Math.ceil(JSON.stringify([body.messages, body.tools ?? []]).length / 4);
    const answered = messages.filter(({ role }) => role === 'tool').length;
    return withTokens(answerTo(JSON.stringify(messages), tools, answered), inputTokens);
  });
  const env = { ...model.env, LLM_MODEL: MODEL };
  engine = await startEngine(env);
  const config = loadGatewayConfig(env);
  const cache = { read: () => statistics, fresh: () => Promise.resolve() };
  estimates = new EstimateService(config, createModels(config.model), cache as never);
});

afterAll(async () => {
  await engine.close();
  await model.server.close();
});

function answerTo(conversation: string, tools: readonly string[], answered: number): ScriptedReply {
  if (tools.includes('delegate') && answered === 0) {
    return toolCalls([{ name: 'delegate', args: { coworker: 'w', task: 'Look at the numbers closely' } }]);
  }
  if (tools.includes('calculator') && answered < 2) {
    return toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]);
  }
  if (conversation.includes('JSON Schema')) return reply('{"urgent": true, "points": ["one", "two"]}');
  return reply(
    `An answer of ${conversation.length} characters' worth. `.repeat(1 + (conversation.length % 4)),
  );
}

function withTokens(answer: ScriptedReply, inputTokens: number): ScriptedReply {
  const outputTokens = Math.ceil(('text' in answer ? answer.text : JSON.stringify(answer)).length / 4);
  return { ...answer, usage: { inputTokens, outputTokens } } as ScriptedReply;
}

const task = (id: string, more: object = {}) => ({
  id,
  agent: 'w',
  description: `Do ${id} for {{ inputs.topic }}`,
  expected_output: 'a paragraph',
  ...more,
});
const crewAgents = [
  { id: 'w', role: 'Writer', goal: 'write plainly', backstory: 'Once an editor.' },
  { id: 'r', role: 'Researcher', goal: 'find facts', tools: ['calculator'] },
];
const SCHEMA = {
  type: 'object',
  properties: { urgent: { type: 'boolean' }, points: { type: 'array', items: { type: 'string' } } },
  required: ['urgent', 'points'],
};
const topic = { topic: { type: 'string', default: 'the tides' } };

const GRAPHS: Record<string, Graph> = {
  agent: { nodes: [agent('a', 'Write about {{ inputs.topic }}', { role: 'Poet' })] },
  'answer with a schema and a guardrail': {
    nodes: [
      agent(
        'a',
        'Sort {{ inputs.topic }}',
        { guardrail: { expression: 'output.urgent' } },
        { output_schema: SCHEMA },
      ),
    ],
  },
  tools: { nodes: [agent('a', 'Reckon', { tools: ['calculator', 'current_time'] })] },
  'sequential crew': {
    nodes: [
      {
        id: 'c',
        type: 'crew',
        config: {
          memory: true,
          agents: crewAgents,
          tasks: [task('facts', { agent: 'r' }), task('draft', { async: true }), task('final')],
        },
      },
    ],
  },
  'hierarchical crew': {
    nodes: [
      {
        id: 'c',
        type: 'crew',
        config: { process: 'hierarchical', agents: crewAgents, tasks: [task('plan'), task('end')] },
      },
    ],
  },
  branch: {
    nodes: [
      agent('a', 'Is {{ inputs.topic }} urgent?', {}, { output_schema: SCHEMA }),
      {
        id: 'b',
        type: 'condition',
        config: { branches: [{ name: 'yes', when: 'nodes.a.output.urgent' }], default: 'no' },
      },
      agent('hurry', 'Hurry: {{ nodes.a.output.points }}'),
      agent('calm', 'Keep calm'),
      agent('end', 'Sum up {{ nodes.hurry.output }} {{ nodes.calm.output }}'),
    ],
    edges: [
      ...chain('a', 'b'),
      { source: 'b', target: 'hurry', branch: 'yes' },
      { source: 'b', target: 'calm', branch: 'no' },
      ...chain('hurry', 'end'),
      ...chain('calm', 'end'),
    ],
  },
  'branches of which one is enough': {
    nodes: [agent('a', 'Race'), agent('b', 'Race too'), compute('end', '1', { join: 'any' })],
    edges: [...chain('a', 'end'), ...chain('b', 'end')],
  },
  'map over a list that is known': {
    nodes: [
      compute('list', 'inputs.topic.split(" ")'),
      {
        id: 'each',
        type: 'map',
        config: { items: 'nodes.list.output', body: { nodes: [agent('m', 'Expand {{ item }}')] } },
      },
    ],
    edges: chain('list', 'each'),
  },
  'map over a list that a model makes': {
    nodes: [
      agent('a', 'List {{ inputs.topic }}', {}, { output_schema: SCHEMA }),
      {
        id: 'each',
        type: 'map',
        config: { items: 'nodes.a.output.points', body: { nodes: [agent('m', 'Expand {{ item }}')] } },
      },
    ],
    edges: chain('a', 'each'),
  },
  loop: {
    nodes: [
      {
        id: 'l',
        type: 'loop',
        config: {
          body: {
            nodes: [agent('w', 'Mend {{ previous }}')],
            output: '{{ nodes.w.output.text }}',
          },
          until: 'index >= 1',
          max_iterations: 5,
          initial: '{{ inputs.topic }}',
        },
      },
    ],
  },
  'another workflow': {
    nodes: [
      {
        id: 'sub',
        type: 'workflow',
        config: {
          definition: {
            name: 'inner',
            inputs: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
            nodes: [agent('i', 'Explain {{ inputs.what }}')],
          },
          inputs: { what: '{{ inputs.topic }}' },
        },
      },
    ],
  },
};

type Counted = 'llm_calls' | 'input_tokens' | 'output_tokens' | 'cost_usd';
const COUNTED: readonly Counted[] = ['llm_calls', 'input_tokens', 'output_tokens', 'cost_usd'];

/** Figures of a run that are not within what was estimated. */
function outside({ usage }: ExecutionView, { total }: Estimate): string[] {
  return COUNTED.flatMap((field) => {
    const { low, high } = total[field] ?? { low: NaN, high: NaN };
    return usage[field] >= low && usage[field] <= high
      ? []
      : [`${field}: ${usage[field]} in ${low}..${high}`];
  });
}

const widthOf = ({ total }: Estimate) => total.tokens.high - total.tokens.low;

describe('the estimate of', () => {
  it.each(Object.keys(GRAPHS))(
    '%s holds what a run uses, and is narrower once there were runs',
    async (name) => {
      const graph = {
        id: newWorkflowId(),
        name,
        inputs: { type: 'object', properties: topic },
        ...GRAPHS[name],
      };
      const definition = graph as unknown as WorkflowDefinition;
      const estimate = () => estimates.estimate(definition, 'tester', { workflowId: definition.id ?? '' });

      statistics = undefined;
      const before = estimate();
      expect(before).toMatchObject({ model: MODEL, basis: 'defaults', runs: 0, unpriced_models: [] });
      expect(estimate()).toEqual(before);
      for (let run = 0; run < 2; run += 1) {
        const view = await engine.run(graph);
        expect(view).toMatchObject({ status: 'completed' });
        expect(outside(view, before)).toEqual([]);
      }

      const query = `user_id=tester&workflow_id=${definition.id}`;
      statistics = (await engine.get<WorkflowStatistics>(`/workflow/statistics?${query}`)).body;
      const after = estimate();
      expect(after).toMatchObject({ basis: 'history', runs: 2 });
      expect(outside(await engine.run(graph), after)).toEqual([]);
      expect(widthOf(after)).toBeLessThan(widthOf(before));
    },
  );
});

describe('statistics', () => {
  it('are of the user’s own completed runs alone', async () => {
    const graph = { id: newWorkflowId(), name: 'mine', nodes: [agent('a', 'Mine'), compute('b', '1')] };
    await engine.run(graph);
    await engine.run({
      ...graph,
      nodes: [agent('a', 'Mine'), compute('b', '1 / 0')],
      edges: chain('a', 'b'),
    });
    const of = async (user: string) =>
      (await engine.get<WorkflowStatistics>(`/workflow/statistics?user_id=${user}&workflow_id=${graph.id}`))
        .body;
    expect(await of('tester')).toMatchObject({
      runs: 1,
      models: [{ model: MODEL }],
      nodes: [{ path: 'nodes/a', times: 1, llm_calls: { p10: 1, p50: 1, p90: 1 } }],
      reached: [
        { node_id: 'a', runs: 1 },
        { node_id: 'b', runs: 1 },
      ],
    });
    expect(await of('stranger')).toEqual({ runs: 0, models: [], nodes: [], repeats: [], reached: [] });
  });

  it('refuse what is no id of a workflow', async () => {
    expect(await engine.get('/workflow/statistics?user_id=tester&workflow_id=1')).toMatchObject({
      status: 422,
    });
    expect(await engine.get('/workflow/statistics')).toMatchObject({ status: 422 });
  });
});

it('a run is kept with its estimate and the version of its workflow', async () => {
  const start = (more: object) =>
    engine.post<ExecutionView>('/workflow/execute', {
      user_id: 'tester',
      workflow_data: { name: 'kept', nodes: [] },
      ...more,
    });
  const estimate = { basis: 'defaults', total: { llm_calls: { low: 0, likely: 0, high: 0 } } };
  const kept = await start({ estimate, workflow_version: 3 });
  expect(await engine.ended(kept.body.execution_id)).toMatchObject({ estimate, workflow_version: 3 });
  const plain = await start({});
  expect(await engine.ended(plain.body.execution_id)).toMatchObject({
    estimate: null,
    workflow_version: null,
  });
  const large = await start({ estimate: { notes: 'x'.repeat(70_000) } });
  expect(large).toMatchObject({ status: 422, body: { errors: [{ path: '/estimate' }] } });
  for (const workflow_version of [0, 1.5, '1']) {
    expect(await start({ workflow_version })).toMatchObject({ status: 422 });
  }
  const fork = await engine.post<ExecutionView>(`/workflow/executions/${kept.body.execution_id}/fork`, {
    user_id: 'tester',
    inputs: {},
  });
  expect(await engine.ended(fork.body.execution_id)).toMatchObject({ estimate: null, workflow_version: 3 });
});
