import { createModels } from '@aiwf/models';
import { type GatewayConfig, loadGatewayConfig } from '@aiwf/platform';
import { reply, type ScriptedModelServer, startScriptedModelServer, status } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { EngineClientModule } from '../engine-client';
import { GatewayConfigModule } from '../gateway-config';
import { answer, startScriptedEngine } from '../scripted-engine.fixture';
import { type PlanningTool, ToolRegistry } from './ground';
import type { IntentChecks } from './intent-checks';
import type { Plan, PlanObserver } from './plan';
import { PlannerHealthCheck } from './planner-health.check';
import { PlannerModule, PlannerService } from './index';

const CONTEXT = { userId: 'user123', requestId: 'request-1' };
const PROVIDER = { LLM_MODEL: 'openai:gpt-4o', OPENAI_API_KEY: 'sk-secret-of-this-test' };

beforeAll(() => Logger.overrideLogger(false));

function serviceFor(
  environment: Record<string, string>,
  { tools, ...intent }: Partial<IntentChecks> & { tools?: ToolRegistry } = {},
): PlannerService {
  const config: GatewayConfig = loadGatewayConfig(environment);
  const registry = tools ?? new ToolRegistry({ tools: async () => [] });
  const checks = { checkIntent: () => [], checkRefinement: () => [], ...intent };
  return new PlannerService(config, createModels(config.model), registry, checks);
}

async function outlineOf(prompt: string, service = serviceFor({}), observer?: PlanObserver): Promise<Plan> {
  const outcome = await service.plan({ prompt }, CONTEXT, observer);
  if ('questions' in outcome) throw new Error('It asks');
  return outcome.plan;
}

describe('the choice of the planner', () => {
  it.each([
    ['outline', {}],
    ['outline', { PLANNER: 'outline', ...PROVIDER }],
    ['llm', PROVIDER],
    ['llm', { PLANNER: 'llm', ...PROVIDER }],
  ])('is %s for %j', (planner, environment) => {
    expect(serviceFor(environment).planner).toBe(planner);
  });

  it('cannot be a model that is not configured', () => {
    expect(() => serviceFor({ PLANNER: 'llm' })).toThrow(/LLM_MODEL.*PLANNER/);
  });
});

describe('planning without a provider', () => {
  it('names the outline planner and the model that the agents will run on, and takes nothing', async () => {
    const plan = await outlineOf('Summarize the ticket');
    expect(plan).toMatchObject({
      planner: 'outline',
      model: 'embedded:SmolLM2-135M-Instruct',
      repairs: [],
      usage: { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    });
    expect(plan.definition.nodes).toHaveLength(1);
  });

  it('tells whoever looks on of its nodes', async () => {
    const node = jest.fn();
    const { definition } = await outlineOf('Summarize the ticket', serviceFor({}), {
      node,
      repair: jest.fn(),
    });
    expect(node.mock.calls).toEqual(definition.nodes.map((planned) => [planned]));
  });

  it('warns of what it does not do as asked', async () => {
    const checkIntent = jest.fn().mockReturnValue([{ path: '', message: 'Nothing translates.' }]);
    const { warnings, definition } = await outlineOf('Summarize the ticket', serviceFor({}, { checkIntent }));
    expect(warnings).toContain('Nothing translates.');
    expect(checkIntent).toHaveBeenCalledWith('Summarize the ticket', definition);
  });

  it.each(['🎉🎉🎉', '?!…', '12345', '—'])('refuses %j, which asks for nothing', async (prompt) => {
    const refused = { status: 422, code: 'unusable_prompt', detail: expect.stringContaining('for example') };
    await expect(serviceFor({}).plan({ prompt }, CONTEXT)).rejects.toMatchObject(refused);
  });
});

describe('judging', () => {
  const search: PlanningTool = {
    name: 'mcp:web/search',
    description: '',
    effect: 'read',
    needs_approval: false,
  };
  const using = (tool: string) => ({
    name: 'x',
    nodes: [{ id: 'a', type: 'agent', config: { prompt: 'x', tools: [tool] } }],
  });

  it('says what is wrong with a definition, and what to change', async () => {
    const { valid, problems } = await serviceFor({}).judge({
      name: 'x',
      nodes: [{ id: 'a', type: 'shell' }],
    });
    expect(valid).toBe(false);
    expect(problems).toEqual([
      {
        code: 'unknown_node_type',
        path: '/nodes/0/type',
        message: expect.any(String),
        hint: expect.any(String),
      },
    ]);
  });

  it('knows the tools of the engine, and takes it easy while that is away', async () => {
    const tools = new ToolRegistry({ tools: async () => [search] });
    const service = serviceFor({}, { tools });
    expect(await service.judge(using('mcp:other/tool'))).toMatchObject({ valid: true });
    await tools.refresh();
    expect(await service.judge(using('mcp:other/tool'))).toMatchObject({ valid: false });
    expect(await service.judge(using(search.name))).toMatchObject({
      valid: true,
      problems: [],
      warnings: [],
    });
    expect(service.ground.tools).toEqual([search]);
    expect(service.ground.nodeTypes.map(({ type }) => type)).not.toContain('workflow');
  });

  it('looks for what a prompt asks, if there is one', async () => {
    const lacking = { path: '', message: 'Nothing translates.' };
    const service = serviceFor({}, { checkIntent: () => [lacking] });
    expect(await service.judge({ name: 'x', nodes: [] })).toMatchObject({ valid: true });
    expect(await service.judge({ name: 'x', nodes: [] }, 'Translate it')).toMatchObject({
      valid: false,
      problems: [lacking],
      warnings: [],
      explanation: '“x” has no steps and completes at once.',
    });
  });

  it('warns of what cannot be undone, and lets stored workflows be named', async () => {
    const post = { id: 'p', type: 'http_request', config: { method: 'POST', url: 'https://a.example' } };
    const stored = { id: 'w', type: 'workflow', config: { workflow_id: 'wf_1' } };
    const { valid, warnings } = await serviceFor({}).judge({ name: 'x', nodes: [post, stored] });
    expect({ valid, warnings }).toEqual({ valid: true, warnings: [expect.stringContaining('POST')] });
  });
});

describe('the module', () => {
  let server: ScriptedModelServer;

  async function healthAfter(script: Parameters<typeof startScriptedModelServer>[0]) {
    server = await startScriptedModelServer(script);
    const engine = await startScriptedEngine();
    const search = { name: 'mcp:web/search', description: 'Finds', effect: 'read', needs_approval: false };
    engine.script(answer(200, { tools: [search] }));
    const variables = { ...PROVIDER, LLM_BASE_URL: server.baseUrl, WORKFLOW_SERVICE_URL: engine.url };
    const config = loadGatewayConfig(variables);
    const module = await Test.createTestingModule({
      imports: [GatewayConfigModule.forRoot(config), EngineClientModule.forRoot(config), PlannerModule],
    }).compile();
    await module.get(ToolRegistry).refresh();
    await module
      .get(PlannerService)
      .plan({ prompt: 'Summarize the ticket' }, CONTEXT)
      .catch(() => undefined);
    const report = await module.get(PlannerHealthCheck).check();
    await module.close();
    await engine.close();
    return report;
  }

  afterEach(() => server.close());

  it('plans with what the engine has, and shows planner and model in its health', async () => {
    const plan = { name: 'x', nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p' } }], edges: [] };
    const report = await healthAfter([reply(JSON.stringify(plan))]);
    expect(report).toEqual({ status: 'up', planner: 'llm', model: 'openai:gpt-4o' });
    expect(server.requests[0]?.messages[0]?.text).toContain('mcp:web/search');
  });

  it('shows a refused key as degraded, with the reason', async () => {
    const report = await healthAfter([status(401)]);
    expect(report).toMatchObject({ status: 'degraded', reason: expect.stringContaining('unauthorized') });
  });
});
