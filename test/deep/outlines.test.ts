import type { WorkflowDefinition } from '@aiwf/definition';
import { reply, startScriptedModelServer, type ScriptedModelServer } from '@aiwf/testing';
import { planOutline } from '../../apps/ai-gateway/src/planner/outline';
import { GUIDE_PROMPTS } from '../../apps/ai-gateway/src/planner/outline/prompts.fixture';
import { startEngine, type EngineUnderTest, type Graph } from '../harness/engine';
import { serve, type LocalServer } from '../harness/local-server';
import { Steering } from '../harness/steering';

let engine: EngineUnderTest;
let model: ScriptedModelServer;
let server: LocalServer;
let steering: Steering;
let bodies: string[] = [];

beforeAll(async () => {
  server = await serve(({ method, body }, response) => {
    if (method !== 'GET') bodies.push(body);
    response.setHeader('content-type', 'application/json').end('{"title":"An outage in Oslo"}');
  });
  model = await startScriptedModelServer(() => reply('Yes, this is it.'));
  engine = await startEngine({
    EGRESS_ALLOWED_HOSTS: server.host,
    LLM_MODEL: 'openai:scripted',
    LLM_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: 'a key',
  });
  steering = new Steering(engine);
});
afterAll(async () => {
  await engine.close();
  await server.close();
  await model.close();
});
beforeEach(() => {
  bodies = [];
});

/** The workflow of a prompt, as the gateway hands it to the engine. */
const graphOf = (prompt: string): Graph => {
  const definition: WorkflowDefinition = planOutline(prompt).definition;
  return { ...definition };
};

async function decided(prompt: string, decision: 'approve' | 'reject'): Promise<string> {
  const id = await engine.start(graphOf(prompt));
  const { request_id: request } = await steering.askedOnce(id);
  await steering.decide(id, request, { decision });
  const { status } = await engine.ended(id);
  return status;
}

describe('outlines that the engine executes', () => {
  it.each(Object.values(GUIDE_PROMPTS).flatMap((prompts) => prompts.slice(0, 1)))(
    'end without inputs and without anybody: %s',
    async (prompt) => {
      const { status, error_message: error } = await engine.run(graphOf(prompt));
      expect([status, error]).toEqual(['completed', null]);
    },
  );

  it.each([
    ['approve', 1],
    ['reject', 0],
  ] as const)('send what was made when it is approved, and only then: %s', async (decision, sent) => {
    const prompt = `Fetch ${server.url}/news, summarise it and post the summary to ${server.url}/in`;
    expect(await decided(prompt, decision)).toBe('completed');
    expect(bodies).toHaveLength(sent);
  });

  it('take the way that the words of a text decide', async () => {
    const { status, output_data: output } = await engine.run(
      graphOf(`Fetch ${server.url}/news. If it mentions outages, list the causes, otherwise write a poem.`),
    );
    expect(status).toBe('completed');
    expect(Object.keys(output ?? {})).toContain('result');
  });

  it('read an address again until it says so', async () => {
    const { status } = await engine.run(
      graphOf(
        `Check ${server.url}/job every second until it is done, at most 2 times, then summarise the result`,
      ),
    );
    expect(status).toBe('completed');
  });
});
