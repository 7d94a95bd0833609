import { createModels } from '@aiwf/models';
import { type GatewayConfig, loadGatewayConfig } from '@aiwf/platform';
import { reply, type ScriptedModelServer, startScriptedModelServer, status } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { GatewayConfigModule } from '../gateway-config';
import { PlannerHealthCheck } from './planner-health.check';
import { PlannerModule, PlannerService } from './index';

const CONTEXT = { userId: 'user123', requestId: 'request-1' };
const PROVIDER = { LLM_MODEL: 'openai:gpt-4o', OPENAI_API_KEY: 'sk-secret-of-this-test' };

beforeAll(() => Logger.overrideLogger(false));

function serviceFor(environment: Record<string, string>): PlannerService {
  const config: GatewayConfig = loadGatewayConfig(environment);
  return new PlannerService(config, createModels(config.model));
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
  it('names the outline planner and the model that the agents will run on', async () => {
    const plan = await serviceFor({}).plan('Summarize the ticket', CONTEXT);
    expect(plan).toMatchObject({ planner: 'outline', model: 'embedded:SmolLM2-135M-Instruct' });
    expect(plan.definition.nodes).toHaveLength(1);
  });

  it('warns of what cannot be undone', async () => {
    const { warnings } = await serviceFor({}).plan(
      'Write a poem and post it to https://example.com/x',
      CONTEXT,
    );
    expect(warnings.join()).toContain("can't be taken back");
  });

  it.each(['🎉🎉🎉', '?!…', '12345', '—'])('refuses %j, which asks for nothing', async (prompt) => {
    await expect(serviceFor({}).plan(prompt, CONTEXT)).rejects.toMatchObject({
      status: 422,
      code: 'unusable_prompt',
      detail: expect.stringContaining('for example'),
    });
  });
});

describe('the module', () => {
  let server: ScriptedModelServer;

  async function healthAfter(answer: Parameters<typeof startScriptedModelServer>[0]) {
    server = await startScriptedModelServer(answer);
    const config = loadGatewayConfig({ ...PROVIDER, LLM_BASE_URL: server.baseUrl });
    const module = await Test.createTestingModule({
      imports: [GatewayConfigModule.forRoot(config), PlannerModule],
    }).compile();
    await module
      .get(PlannerService)
      .plan('Summarize the ticket', CONTEXT)
      .catch(() => undefined);
    const report = await module.get(PlannerHealthCheck).check();
    await module.close();
    return report;
  }

  afterEach(() => server.close());

  it('shows planner and model in its health', async () => {
    const plan = { name: 'x', nodes: [{ id: 'a', type: 'agent', config: { prompt: 'p' } }], edges: [] };
    const report = await healthAfter([reply(JSON.stringify(plan))]);
    expect(report).toEqual({ status: 'up', planner: 'llm', model: 'openai:gpt-4o' });
  });

  it('shows a refused key as degraded, with the reason', async () => {
    const report = await healthAfter([status(401)]);
    expect(report).toMatchObject({ status: 'degraded', reason: expect.stringContaining('unauthorized') });
  });
});
