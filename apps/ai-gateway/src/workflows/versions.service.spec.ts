import type { WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { type GatewayRooms, GREETING, greetingPlan, startGatewayRooms } from '../gateway.fixture';
import type { StoredWorkflow } from './stored-workflow';
import { VersionsService } from './versions.service';
import { WorkflowsService } from './workflows.service';

const USER = 'user123';
const CONTEXT = { userId: USER, requestId: 'request-1' };

const POLITE: WorkflowDefinition = {
  ...GREETING,
  name: 'Polite greeting',
  nodes: [{ id: 'greet', type: 'transform', config: { value: 'Good day, {{ inputs.name }}!' } }],
};

let rooms: GatewayRooms;
let versions: VersionsService;
let workflows: WorkflowsService;
let first: StoredWorkflow;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  versions = rooms.module.get(VersionsService);
  workflows = rooms.module.get(WorkflowsService);
}, 60_000);
afterAll(() => rooms.close());

beforeEach(async () => {
  rooms.plan.mockReset().mockResolvedValue({ plan: greetingPlan });
  rooms.refine.mockReset().mockResolvedValue({ ...greetingPlan, definition: POLITE, model: 'other:model' });
  first = await rooms.stored(USER);
});

const refine = (fields: { instruction?: string; base_version?: number } = {}) =>
  versions.refine(first.id, { user_id: USER, instruction: 'Be polite', ...fields }, CONTEXT);

describe('refining', () => {
  it('makes a further version and leaves the one before it as it was', async () => {
    const { before, after } = await refine();
    expect(before).toEqual(first);
    expect(after).toMatchObject({
      id: first.id,
      version: 2,
      origin: 'refined',
      instruction: 'Be polite',
      model: 'other:model',
      definition: { ...POLITE, id: first.id },
    });
    expect(await workflows.get(first.id, USER)).toEqual(after);
    expect(await workflows.get(first.id, USER, 1)).toEqual(first);
    expect((await workflows.list(USER, 1)).items[0]).toMatchObject({ name: 'Polite greeting' });
  });

  it('tells the planner what the workflow is, was made of, and was asked for since', async () => {
    await refine();
    await refine({ instruction: 'Be brief', base_version: 2 });
    expect(rooms.refine.mock.lastCall?.slice(0, 2)).toEqual([
      { ...POLITE, id: first.id },
      { prompt: 'Greet someone\nBe polite', instruction: 'Be brief' },
    ]);
  });

  it('stores nothing when the planner fails', async () => {
    rooms.refine.mockRejectedValue(new HttpProblem('unusable_prompt'));
    await expect(refine()).rejects.toMatchObject({ code: 'unusable_prompt' });
    expect((await workflows.versions(first.id, USER)).versions).toHaveLength(1);
  });

  it('is refused for a version that is not the latest, before anything is planned', async () => {
    await refine();
    rooms.refine.mockClear();
    await expect(refine({ base_version: 1 })).rejects.toMatchObject({
      status: 409,
      code: 'version_conflict',
      detail: expect.stringContaining('version is 2'),
    });
    expect(rooms.refine).not.toHaveBeenCalled();
  });

  it('counts once of two at the same time', async () => {
    const answers = await Promise.allSettled([refine(), refine()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await workflows.versions(first.id, USER)).versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('is for the owner alone', async () => {
    const theirs = { user_id: 'stranger', instruction: 'Be rude' };
    const context = { ...CONTEXT, userId: 'stranger' };
    await expect(versions.refine(first.id, theirs, context)).rejects.toMatchObject({ status: 404 });
    await expect(versions.restore(first.id, 1, 'stranger')).rejects.toMatchObject({ status: 404 });
    await expect(workflows.versions(first.id, 'stranger')).rejects.toMatchObject({ status: 404 });
    await expect(workflows.get(first.id, 'stranger', 1)).rejects.toMatchObject({
      detail: 'Workflow not found',
    });
  });
});

describe('restoring', () => {
  it('makes a further version with the content of an earlier one', async () => {
    await refine();
    const { after } = await versions.restore(first.id, 1, USER);
    expect(after).toMatchObject({ version: 3, origin: 'restored', restoredFrom: 1, instruction: null });
    expect(after.definition).toEqual(first.definition);
    expect((await workflows.versions(first.id, USER)).versions).toMatchObject([
      { version: 3, name: 'Greeting', origin: 'restored', restored_from: 1 },
      { version: 2, name: 'Polite greeting', origin: 'refined', instruction: 'Be polite' },
      { version: 1, name: 'Greeting', origin: 'generated', instruction: null, restored_from: null },
    ]);
  });

  it('says so for a version that there is not', async () => {
    await expect(versions.restore(first.id, 9, USER)).rejects.toMatchObject({
      status: 404,
      code: 'version_not_found',
      detail: 'The workflow has no version 9',
    });
  });
});

it('validates without storing', async () => {
  const problems = [{ path: '/nodes/0', message: 'wrong' }];
  rooms.judge.mockResolvedValue({ valid: false, problems, warnings: [] });
  expect(await versions.validate({ name: 'x', nodes: [] }, 'Greet')).toMatchObject({
    valid: false,
    problems,
  });
  expect(rooms.judge).toHaveBeenCalledWith({ name: 'x', nodes: [] }, 'Greet');
});
