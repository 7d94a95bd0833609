import { inspect } from 'node:util';
import { HttpProblem } from '@aiwf/platform';
import { register } from 'prom-client';
import { type GatewayRooms, GREETING, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { toView, WorkflowsService } from './index';
import { WorkflowsRepository } from './workflows.repository';

let rooms: GatewayRooms;
let workflows: WorkflowsService;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  workflows = rooms.module.get(WorkflowsService);
}, 60_000);
afterAll(() => rooms.close());

beforeEach(() => {
  register.resetMetrics();
  rooms.plan.mockReset().mockResolvedValue({ plan: greetingPlan });
});

async function generate(userId: string, prompt = 'Greet someone') {
  const made = await workflows.generate({ prompt }, { userId, requestId: 'request-1' });
  if ('questions' in made) throw new Error('It asks');
  return made.workflow;
}

describe('generating', () => {
  it('stores the plan under an id that stands in the definition too', async () => {
    const made = await generate('maker');
    expect(made.id).toMatch(/^wf_/);
    expect(made.definition).toEqual({ ...GREETING, id: made.id });
    expect(await workflows.get(made.id, 'maker')).toEqual(made);
    expect(toView(made).ai_metadata).toEqual({
      workflow_id: made.id,
      prompt: 'Greet someone',
      created_at: made.createdAt.toISOString(),
      planner: 'outline',
      model: 'embedded:test',
      warnings: ['one pass only'],
      version: 1,
      origin: 'generated',
      instruction: null,
      rounds: 0,
      repairs: [],
      planning_usage: greetingPlan.usage,
    });
    expect(rooms.plan.mock.lastCall?.slice(0, 2)).toEqual([
      { prompt: 'Greet someone' },
      { userId: 'maker', requestId: 'request-1' },
    ]);
    expect(await register.metrics()).toContain(
      'workflow_generations_total{planner="outline",outcome="success"} 1',
    );
  });

  it('stores nothing when something must be known first, and counts that', async () => {
    const questions = [{ id: 'who', question: 'Who?', type: 'text' as const, default: null }];
    rooms.plan.mockResolvedValue({ questions });
    const context = { userId: 'asked', requestId: 'request-1' };
    const request = { prompt: 'Greet', clarify: true };
    expect(await workflows.generate(request, context)).toEqual({ questions });
    expect((await workflows.list('asked', 10)).items).toEqual([]);
    expect(await register.metrics()).toContain(
      'workflow_generations_total{planner="none",outcome="questions"} 1',
    );
  });

  it('stores nothing when the planner fails, and counts why', async () => {
    rooms.plan.mockRejectedValue(new HttpProblem('unusable_prompt'));
    await expect(generate('unlucky')).rejects.toThrow(HttpProblem);
    expect(await workflows.list('unlucky', 10)).toEqual({ items: [], next_cursor: null });
    expect(await register.metrics()).toContain(
      'workflow_generations_total{planner="none",outcome="unusable_prompt"} 1',
    );
  });

  it('keeps users and prompts as they were written, whatever is in them', async () => {
    const userId = `'; DROP TABLE gateway.workflows; -- 😀`;
    const made = await generate(userId, `"}') \\ {{ inputs }} 😀 ${'x'.repeat(19_900)}`);
    expect((await workflows.get(made.id, userId)).prompt).toBe(made.prompt);
    expect((await workflows.list(userId, 10)).items).toHaveLength(1);
  });
});

it('leaves the prompt out of the error when the database refuses', async () => {
  const made = await generate('refused');
  const failure: unknown = await rooms.module
    .get(WorkflowsRepository)
    .insert({ ...made, id: 'wf_refused', model: 'no\u0000text' })
    .catch((error: unknown) => error);
  expect(inspect(failure)).toMatch(/invalid byte sequence/);
  expect(inspect(failure)).not.toContain('Greet someone');
});

describe('generating once', () => {
  const once = (id: string) =>
    workflows.generateOnce(id, 'Greet someone', { userId: 'careful', requestId: 'request-1' });

  it('plans once for all who ask at the same time, and not again for those who ask later', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => once('wf_once')));
    answers.push(await once('wf_once'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ id: 'wf_once', definition: { id: 'wf_once' } });
    expect(rooms.plan).toHaveBeenCalledTimes(1);
  });

  it('plans anew after a failure', async () => {
    rooms.plan.mockRejectedValueOnce(new HttpProblem('model_unavailable'));
    await expect(once('wf_second-try')).rejects.toMatchObject({ code: 'model_unavailable' });
    expect(await once('wf_second-try')).toMatchObject({ id: 'wf_second-try' });
  });

  it('keeps the one that another process stored while this one planned', async () => {
    rooms.plan.mockImplementationOnce(async () => {
      const theirs = { ...(await generate('careful')), id: 'wf_raced', model: 'theirs' };
      await rooms.module.get(WorkflowsRepository).insert(theirs);
      return { plan: greetingPlan };
    });
    expect(await once('wf_raced')).toMatchObject({ id: 'wf_raced', model: 'theirs' });
  });
});

describe('reading', () => {
  it('answers 404 for another user’s workflow as for one that never was', async () => {
    const made = await generate('owner');
    for (const [id, user] of [
      [made.id, 'stranger'],
      ['wf_789012', 'owner'],
    ] as const) {
      await expect(workflows.get(id, user)).rejects.toMatchObject({
        status: 404,
        detail: 'Workflow not found',
      });
    }
  });
});

describe('listing', () => {
  it('pages through the user’s own, newest first, also where several share a millisecond', async () => {
    jest.useFakeTimers({
      now: Date.parse('2026-11-20T12:00:00.123Z'),
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
    });
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      if (index === 3) jest.setSystemTime(Date.parse('2026-11-20T12:00:00.124Z'));
      made.push((await generate('lister')).id);
    }
    jest.useRealTimers();
    await generate('neighbour');

    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await workflows.list('lister', 2, cursor);
      seen.push(...page.items.map(({ workflow_id }) => workflow_id));
      sizes.push(page.items.length);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(made.toReversed());
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('has no further page when the last one is just full', async () => {
    await generate('exact');
    await generate('exact');
    expect((await workflows.list('exact', 2)).next_cursor).toBeNull();
  });

  it.each([
    '',
    'AAAA',
    Buffer.from(`${'9'.repeat(15)}.wf_1`).toString('base64url'),
    Buffer.from('1.not-an-id').toString('base64url'),
    Buffer.from('x.wf_1').toString('base64url'),
  ])('refuses the cursor %p', async (cursor) => {
    await expect(workflows.list('lister', 2, cursor)).rejects.toMatchObject({
      status: 422,
      errors: [{ path: '/cursor' }],
    });
  });

  it('takes a cursor of any time a date can have', async () => {
    const cursor = Buffer.from(`${'9'.repeat(14)}.wf_1`).toString('base64url');
    expect((await workflows.list('exact', 2, cursor)).items).toHaveLength(2);
  });
});
