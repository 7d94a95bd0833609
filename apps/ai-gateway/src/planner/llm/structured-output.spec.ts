import { reply, status, structured, type WireFormatName } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import { MODELS, type PlannerUnderTest, SOUND, startPlanner, UNSOUND } from '../planner.fixture';

let under: PlannerUnderTest;

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => under.server.close());

const formats: [WireFormatName, ('response_format' | 'forced_tool' | 'tool' | 'text')[]][] = [
  ['openai', ['response_format', 'forced_tool', 'text']],
  ['anthropic', ['forced_tool', 'text']],
  ['google-genai', ['response_format', 'forced_tool', 'text']],
  // Ollama has no way to force a call.
  ['ollama', ['response_format', 'tool', 'text']],
];

/** How each request asked for its form. */
function ways() {
  return under.server.requests.map(
    ({ structuredOutput, tools }) => structuredOutput?.kind ?? (tools.length > 0 ? 'tool' : 'text'),
  );
}

describe.each(formats)('planning with a model of %s', (wireFormat, expected) => {
  const PROMPT = 'Summarize tickets';

  async function start(replies: Parameters<typeof startPlanner>[0]) {
    under = await startPlanner(replies, { wireFormat });
    return under;
  }

  it('asks for a workflow by the surest way of the provider, streamed', async () => {
    const { plan } = await start([structured(SOUND, { inputTokens: 9, outputTokens: 3 })]);
    const { definition, model, usage } = await plan(PROMPT);
    expect({ definition, model }).toEqual({
      definition: { schema_version: 1, ...SOUND },
      model: MODELS[wireFormat],
    });
    expect(usage).toMatchObject({
      llm_calls: 1,
      input_tokens: 9,
      output_tokens: 3,
      cost_usd: expect.any(Number),
    });
    expect(ways()).toEqual(expected.slice(0, 1));
    expect(under.server.requests[0]?.streamed).toBe(true);
  });

  it('falls back, one way after another, when the server answers 400, and remembers what worked', async () => {
    const refusals = expected.slice(1).map(() => status(400, { message: 'that is not supported' }));
    const { plan } = await start([...refusals, reply(JSON.stringify(SOUND)), reply(JSON.stringify(SOUND))]);
    expect((await plan(PROMPT)).definition.name).toBe(SOUND.name);
    expect(ways()).toEqual(expected);
    await plan(PROMPT);
    expect(ways()).toEqual([...expected, 'text']);
    under.server.assertExhausted();
  });

  it('gives up no way because of a request that is refused in every one', async () => {
    const { plan, failure } = await start([...expected.map(() => status(400)), structured(SOUND)]);
    expect(await failure(PROMPT)).toMatchObject({ status: 503, code: 'model_unavailable' });
    await plan(PROMPT);
    expect(ways()).toEqual([...expected, expected[0]]);
  });

  it('repairs in the same way', async () => {
    const { plan } = await start([structured(UNSOUND), structured(SOUND)]);
    expect((await plan(PROMPT)).repairs).toHaveLength(1);
    expect(ways()).toEqual([expected[0], expected[0]]);
  });
});

it('falls back when Ollama answers 500 to a schema that it can make no grammar of', async () => {
  under = await startPlanner([status(500, { message: 'invalid JSON schema in format' }), structured(SOUND)], {
    wireFormat: 'ollama',
  });
  await under.plan('Summarize tickets');
  expect(ways()).toEqual(['response_format', 'tool']);
});

/** All schemas anywhere in a value. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(schemasIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

it('sends a schema of the whole language, in the part of JSON Schema that all providers take', async () => {
  under = await startPlanner([structured(SOUND)], { wireFormat: 'ollama' });
  await under.plan('Summarize tickets');
  const { format } = under.server.requests[0]?.body ?? {};
  const text = JSON.stringify(format);
  for (const type of [
    'agent',
    'crew',
    'http_request',
    'condition',
    'transform',
    'map',
    'loop',
    'wait',
    'approval',
  ]) {
    expect(text).toContain(`"enum":["${type}"]`);
  }
  expect(text).not.toContain('"enum":["workflow"]');
  const keywords = new Set(
    schemasIn(format)
      .filter(({ type, anyOf }) => typeof type === 'string' || Array.isArray(anyOf))
      .flatMap(Object.keys),
  );
  expect([...keywords].toSorted()).toEqual(
    ['additionalProperties', 'anyOf', 'enum', 'items', 'properties', 'required', 'type'].toSorted(),
  );
});
