import { HttpProblem } from '@aiwf/platform';
import { type GatewayRooms, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { answer, started } from '../scripted-engine.fixture';
import { ExecutionsService } from './executions.service';

const USER = 'user123';
const AT_ONCE = 100;

let rooms: GatewayRooms;
let executions: ExecutionsService;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  executions = rooms.module.get(ExecutionsService);
}, 60_000);
afterAll(() => rooms.close());

beforeEach(() => {
  rooms.plan.mockReset().mockResolvedValue({ plan: greetingPlan });
  rooms.log.mockReset();
  rooms.engine.requests.length = 0;
});

/** The executions that the engine was asked for, each counted once. */
const askedFor = () => new Set(rooms.engine.requests.map(({ body }) => body?.execution_id));

const distinct = (answers: unknown[]) => new Set(answers.map((each) => JSON.stringify(each)));

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const reused = { status: 422, code: 'idempotency_key_reused' };
const away = answer(500, { detail: 'Internal server error' });

describe('executing with a key', () => {
  let workflowId: string;
  const execute = (inputs: Record<string, string | number>, key: string, id = workflowId) =>
    executions.execute(id, { user_id: USER, inputs }, 'request-1', key);

  beforeEach(async () => {
    workflowId = (await rooms.stored(USER)).id;
  });

  it('asks for one execution and answers all alike, a hundred times at once and once more', async () => {
    rooms.engine.script(...times(AT_ONCE + 1, started));
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => execute({ name: 'Ada' }, 'rush')),
    );
    answers.push(await execute({ name: 'Ada' }, 'rush'));
    expect(distinct(answers).size).toBe(1);
    expect([...askedFor()]).toEqual([answers[0]?.execution_id]);
    expect(rooms.engine.requests[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(rooms.log).toHaveBeenLastCalledWith(
      'execution.response',
      expect.objectContaining({ execution_id: answers[0]?.execution_id }),
    );
  });

  it('refuses the key with other inputs or for another workflow', async () => {
    rooms.engine.script(started);
    await execute({ name: 'Ada' }, 'taken');
    await expect(execute({ name: 'Bob' }, 'taken')).rejects.toMatchObject(reused);
    const other = await rooms.stored(USER);
    await expect(execute({ name: 'Ada' }, 'taken', other.id)).rejects.toMatchObject(reused);
    expect(rooms.engine.requests).toHaveLength(1);
  });

  it('leaves the key free when the request was refused, so that it can be corrected', async () => {
    rooms.engine.script(started);
    await expect(execute({ name: 7 }, 'corrected')).rejects.toMatchObject({ code: 'invalid_inputs' });
    expect(await execute({ name: 'Ada' }, 'corrected')).toMatchObject({ status: 'running' });
  });

  it('goes on with the same execution after the engine was away', async () => {
    rooms.engine.script(away, started);
    await expect(execute({}, 'again')).rejects.toMatchObject({ status: 503 });
    const { execution_id } = await execute({}, 'again');
    expect([...askedFor()]).toEqual([execution_id]);
  });
});

describe('generating and executing with a key', () => {
  const generateAndExecute = (prompt: string, key: string) =>
    executions.generateAndExecute({ prompt, user_id: USER }, 'request-1', key);

  it('plans once, asks for one execution and answers all alike', async () => {
    rooms.engine.script(...times(AT_ONCE + 1, started));
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => generateAndExecute('Greet', 'rush')),
    );
    answers.push(await generateAndExecute('Greet', 'rush'));
    expect(distinct(answers).size).toBe(1);
    expect([...askedFor()]).toEqual([answers[0]?.execution.execution_id]);
    expect(rooms.plan).toHaveBeenCalledTimes(1);
  });

  it('refuses the key with another prompt before it plans', async () => {
    rooms.engine.script(started);
    await generateAndExecute('Greet', 'taken');
    await expect(generateAndExecute('Greet me', 'taken')).rejects.toMatchObject(reused);
    expect(rooms.plan).toHaveBeenCalledTimes(1);
  });

  it('goes on where it failed: a plan that was stored is not made again', async () => {
    rooms.plan.mockRejectedValueOnce(new HttpProblem('model_unavailable'));
    rooms.engine.script(away, started);
    await expect(generateAndExecute('Greet', 'again')).rejects.toMatchObject({ code: 'model_unavailable' });
    const problem: unknown = await generateAndExecute('Greet', 'again').catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'workflow_service_unavailable' });
    const { ai_metadata, execution } = await generateAndExecute('Greet', 'again');
    expect(JSON.stringify((problem as HttpProblem).errors)).toContain(ai_metadata.workflow_id);
    expect([...askedFor()]).toEqual([execution.execution_id]);
    expect(rooms.plan).toHaveBeenCalledTimes(2);
  });
});
