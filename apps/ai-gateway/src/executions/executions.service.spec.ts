import type { HttpProblem } from '@aiwf/platform';
import { register } from 'prom-client';
import { type GatewayRooms, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import { answer, completedView, started } from '../scripted-engine.fixture';
import { ExecutionsService } from './executions.service';

const USER = 'user123';

let rooms: GatewayRooms;
let executions: ExecutionsService;
let workflowId: string;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  executions = rooms.module.get(ExecutionsService);
}, 60_000);
afterAll(() => rooms.close());

beforeEach(async () => {
  rooms.plan.mockReset().mockResolvedValue({ plan: greetingPlan });
  rooms.log.mockReset();
  rooms.engine.requests.length = 0;
  register.resetMetrics();
  workflowId = (await rooms.stored(USER)).id;
});

const problemOf = async (call: Promise<unknown>): Promise<HttpProblem> => {
  const outcome = await call.then(
    () => undefined,
    (error: HttpProblem) => error,
  );
  if (outcome === undefined) throw new Error('expected a problem, got an answer');
  return outcome;
};

describe('executing a stored workflow', () => {
  it('sends the definition, the inputs and an id of its own to the engine', async () => {
    rooms.engine.script(started);
    const answered = await executions.execute(
      workflowId,
      { user_id: USER, inputs: { name: 'Ada' } },
      'request-1',
    );
    const [request] = rooms.engine.requests;
    expect(request?.body).toMatchObject({
      workflow_data: { id: workflowId, name: 'Greeting' },
      user_id: USER,
      inputs: { name: 'Ada' },
    });
    expect(request?.headers['x-request-id']).toBe('request-1');
    expect(answered).toEqual({
      execution_id: request?.body?.execution_id,
      status: 'running',
      workflow_id: workflowId,
      user_id: USER,
      message: 'Workflow execution started successfully',
    });
  });

  it('puts stored workflows of the user into the one it sends, and refuses those of others', async () => {
    const sub = { id: 'sub', type: 'workflow', config: { workflow_id: workflowId } } as const;
    rooms.plan.mockResolvedValue({ plan: { ...greetingPlan, definition: { name: 'Calls', nodes: [sub] } } });
    const [mine, theirs] = [await rooms.stored(USER), await rooms.stored('stranger')];
    rooms.engine.script(started);
    await executions.execute(mine.id, { user_id: USER }, 'request-1');
    expect(rooms.engine.requests[0]?.body?.workflow_data).toMatchObject({
      nodes: [{ id: 'sub', config: { definition: { id: workflowId, name: 'Greeting' } } }],
    });
    expect(
      await problemOf(executions.execute(theirs.id, { user_id: 'stranger' }, 'request-1')),
    ).toMatchObject({
      status: 422,
      errors: [{ path: '/nodes/0/config/workflow_id', message: expect.stringContaining(workflowId) }],
    });
  });

  it('logs the request and the answer with user, workflow and execution, and counts it', async () => {
    rooms.engine.script(started);
    const { execution_id } = await executions.execute(workflowId, { user_id: USER }, 'request-1');
    const entry = { user_id: USER, workflow_id: workflowId, execution_id };
    expect(rooms.log.mock.calls).toEqual([
      ['execution.request', entry],
      ['execution.response', { ...entry, status: 'running', outcome: 200 }],
    ]);
    expect(await register.metrics()).toContain('workflow_executions_requested_total{outcome="started"} 1');
  });

  it('is a 404 for another user, and the engine hears nothing of it', async () => {
    const problem = await problemOf(executions.execute(workflowId, { user_id: 'stranger' }, 'request-1'));
    expect(problem).toMatchObject({ status: 404, detail: 'Workflow not found' });
    expect(rooms.engine.requests).toEqual([]);
    expect(rooms.log).toHaveBeenLastCalledWith(
      'execution.response',
      expect.objectContaining({ outcome: 'workflow_not_found' }),
    );
  });

  it.each([
    ['of a wrong type', { name: 7 }, '/inputs/name'],
    ['the workflow does not have', { nmae: 'Ada' }, '/inputs/nmae'],
  ])('refuses inputs %s before the engine hears of it', async (_, inputs, path) => {
    const problem = await problemOf(executions.execute(workflowId, { user_id: USER, inputs }, 'request-1'));
    expect(problem).toMatchObject({ status: 422, code: 'invalid_inputs' });
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(rooms.engine.requests).toEqual([]);
  });
});

describe('generating and executing', () => {
  it('answers the workflow, its metadata and the execution', async () => {
    rooms.engine.script(started);
    const answered = await executions.generateAndExecute({ prompt: 'Greet', user_id: USER }, 'request-1');
    expect(answered).toEqual({
      workflow: { ...greetingPlan.definition, id: answered.ai_metadata.workflow_id },
      ai_metadata: expect.objectContaining({ prompt: 'Greet', planner: 'outline' }),
      execution: {
        execution_id: rooms.engine.requests[0]?.body?.execution_id,
        status: 'running',
        message: 'Workflow generated and execution started successfully',
      },
    });
  });

  it('tells under which id the workflow was stored when only the start fails, and that id works later', async () => {
    rooms.engine.script(answer(500, { detail: 'Internal server error' }), started);
    const problem = await problemOf(
      executions.generateAndExecute({ prompt: 'Greet', user_id: USER }, 'request-1'),
    );
    expect(problem).toMatchObject({ status: 503, code: 'workflow_service_unavailable' });
    const [stored] = problem.errors ?? [];
    const [id = ''] = /wf_[0-9a-f-]+/.exec(stored?.message ?? '') ?? [];
    expect(stored).toMatchObject({ code: 'workflow_stored', hint: `POST /ai/workflows/${id}/execute` });
    expect(await executions.execute(id, { user_id: USER }, 'request-2')).toMatchObject({ workflow_id: id });
  });
});

describe('with execution off', () => {
  it('refuses both, the second before it generates', async () => {
    const off = await startGatewayRooms({ ENABLE_WORKFLOW_EXECUTION: 'false' });
    const refusing = off.module.get(ExecutionsService);
    const expected = { status: 503, code: 'execution_disabled' };
    expect(await problemOf(refusing.execute('wf_789012', { user_id: USER }, 'request-1'))).toMatchObject(
      expected,
    );
    expect(
      await problemOf(refusing.generateAndExecute({ prompt: 'Greet', user_id: USER }, 'request-1')),
    ).toMatchObject(expected);
    expect(off.plan).not.toHaveBeenCalled();
    expect(off.engine.requests).toEqual([]);
    await off.close();
  }, 60_000);
});

it('answers the status that the engine knows, in the name of the user', async () => {
  rooms.engine.script(answer(200, completedView));
  expect(await executions.status('exec_123456', USER, 'request-1')).toEqual(completedView);
});
