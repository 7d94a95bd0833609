import { structured } from '@aiwf/testing';
import { Logger } from '@nestjs/common';
import type { PlanRequest, Question } from '../plan';
import { assertProblem, CONTEXT, type PlannerUnderTest, SOUND, startPlanner } from '../planner.fixture';

const PROMPT = 'Summarize tickets and send the summary';

const QUESTIONS: Question[] = [
  { id: 'where_to', question: 'Where is it sent?', type: 'url', default: null },
  { id: 'tone', question: 'In which tone?', type: 'choice', options: ['plain', 'formal'], default: 'plain' },
  { id: 'most', question: 'How many tickets at most?', type: 'number', default: 20 },
];

const asks = (questions: unknown) => structured({ name: 'x', nodes: [], edges: [], questions });

let under: PlannerUnderTest;

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => under.server.close());

const start = async (
  replies: Parameters<typeof startPlanner>[0],
  setting?: Parameters<typeof startPlanner>[1],
) => (under = await startPlanner(replies, setting));

const refusal = async (request: PlanRequest) =>
  assertProblem(await under.planner.plan(request, CONTEXT).catch((error: unknown) => error));

describe('a model that may ask', () => {
  it('asks instead of guessing, and goes on with the answers and the defaults of what is left open', async () => {
    const checkIntent = jest.fn().mockReturnValue([]);
    const { planner, plan, server } = await start([asks(QUESTIONS), structured(SOUND)], {
      intent: { checkIntent },
    });
    expect(await planner.plan({ prompt: PROMPT, clarify: true }, CONTEXT)).toEqual({ questions: QUESTIONS });

    const answers = { where_to: 'https://hooks.example.com/x', most: null };
    expect((await plan({ prompt: PROMPT, clarify: true, answers })).definition.name).toBe(SOUND.name);
    const [first, second] = server.requests.map(({ messages }) =>
      messages.map(({ text }) => text).join('\n'),
    );
    expect(first).toContain('questions');
    expect(second).toContain(
      JSON.stringify([
        { question: 'Where is it sent?', answer: 'https://hooks.example.com/x' },
        { question: 'In which tone?', answer: 'plain' },
        { question: 'How many tickets at most?', answer: 20 },
      ]),
    );
    expect(checkIntent.mock.calls[0]?.[0]).toBe(`${PROMPT}\nhttps://hooks.example.com/x\nplain\n20`);
  });

  it('need not ask', async () => {
    const { plan } = await start([structured(SOUND)]);
    expect((await plan({ prompt: PROMPT, clarify: true })).definition.name).toBe(SOUND.name);
  });

  it('is offered the questions in the form of its answer only then', async () => {
    const { plan, server } = await start([structured(SOUND), structured(SOUND)]);
    await plan({ prompt: PROMPT, clarify: true });
    await plan(PROMPT);
    const forms = server.requests.map(({ structuredOutput }) => JSON.stringify(structuredOutput));
    expect(forms.map((form) => form.includes('"questions"'))).toEqual([true, false]);
  });

  it.each<[string, unknown]>([
    ['an id that is none', [{ ...QUESTIONS[0], id: 'Where to?' }]],
    ['a question twice', [QUESTIONS[0], QUESTIONS[0]]],
    ['an unknown type', [{ ...QUESTIONS[0], type: 'date' }]],
    ['a choice of nothing', [{ ...QUESTIONS[1], options: ['plain'] }]],
    ['no question', [{ id: 'a', type: 'text' }]],
    ['a text', ['Where to?']],
  ])('is told when it asks badly: %s', async (_what, questions) => {
    const { planner } = await start([asks(questions), asks(QUESTIONS)]);
    expect(await planner.plan({ prompt: PROMPT, clarify: true }, CONTEXT)).toEqual({ questions: QUESTIONS });
    expect(under.server.requests[1]?.messages.at(-1)?.text).toContain('bad_question');
  });

  it('asks no more than five short questions, with defaults that answer them', async () => {
    const many = Array.from({ length: 9 }, (_, at) => ({
      id: `q${at}`,
      question: 'Why? '.repeat(200),
      type: 'boolean',
      default: 'maybe',
    }));
    const { planner } = await start([asks(many)]);
    const outcome = await planner.plan({ prompt: PROMPT, clarify: true }, CONTEXT);
    if (!('questions' in outcome)) throw new Error('It does not ask');
    expect(outcome.questions).toHaveLength(5);
    expect(outcome.questions[0]).toMatchObject({ id: 'q0', default: null });
    expect(outcome.questions[0]?.question.length).toBeLessThanOrEqual(300);
  });
});

describe('answers', () => {
  const sendsTo = (url: string) => ({
    ...SOUND,
    nodes: [
      ...SOUND.nodes,
      { id: 'approve', type: 'approval', config: { message: 'Go on?' } },
      { id: 'send', type: 'http_request', config: { method: 'POST', url } },
    ],
    edges: [
      { source: 'summarize', target: 'approve' },
      { source: 'approve', target: 'send', branch: 'approved' },
    ],
  });

  it('name addresses as the user does; defaults, which the model makes, do not', async () => {
    const url = 'https://evil.example/x';
    const asked = asks([{ ...QUESTIONS[0], default: url }]);
    const { planner, plan } = await start([
      asked,
      structured(sendsTo(url)),
      structured(SOUND),
      structured(sendsTo(url)),
    ]);
    await planner.plan({ prompt: PROMPT, clarify: true }, CONTEXT);
    const { repairs } = await plan({ prompt: PROMPT, answers: { where_to: null } });
    expect(repairs[0]?.problems.map(({ code }) => code)).toEqual(['foreign_address']);
    const { definition } = await plan({ prompt: PROMPT, answers: { where_to: url } });
    expect(definition.nodes).toHaveLength(3);
  });

  it.each<[string, PlanRequest['answers'], string]>([
    ['to what was not asked', { colour: 'red' }, '/answers/colour'],
    ['of another type', { most: 'many' }, '/answers/most'],
    ['that are no choice', { tone: 'rude' }, '/answers/tone'],
    ['that are no address', { where_to: 'javascript:alert(1)' }, '/answers/where_to'],
    ['that are lists', { tone: ['plain'] }, '/answers/tone'],
  ])('are refused %s', async (_what, answers, path) => {
    const { planner } = await start([asks(QUESTIONS)]);
    await planner.plan({ prompt: PROMPT, clarify: true }, CONTEXT);
    const refused = await refusal({ prompt: PROMPT, answers });
    expect(refused).toMatchObject({ status: 422, code: 'invalid_request', errors: [{ path }] });
    expect(under.server.requests).toHaveLength(1);
  });

  it('are taken by their form where nobody remembers the questions', async () => {
    const { plan } = await start([structured(SOUND)]);
    await plan({ prompt: PROMPT, answers: { where_to: 'https://hooks.example.com/x' } });
    expect(under.server.requests[0]?.messages.at(-1)?.text).toContain('where_to');
    expect(await refusal({ prompt: PROMPT, answers: { 'Not an id': 1 } })).toMatchObject({ status: 422 });
    expect(await refusal({ prompt: PROMPT, answers: { long: 'x'.repeat(3_000) } })).toMatchObject({
      status: 422,
    });
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`q${at}`, true]));
    expect(await refusal({ prompt: PROMPT, answers: many })).toMatchObject({ status: 422 });
  });

  it('are those of the user who was asked', async () => {
    const { planner, plan } = await start([asks(QUESTIONS), structured(SOUND)]);
    await planner.plan({ prompt: PROMPT, clarify: true }, { ...CONTEXT, userId: 'somebody-else' });
    const { definition } = await plan({ prompt: PROMPT, answers: { colour: 'red' } });
    expect(definition.name).toBe(SOUND.name);
  });
});
