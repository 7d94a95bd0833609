import type { GeneratedWorkflow, WorkflowPage, WorkflowView } from '@aiwf/contracts';
import { get, post } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Real: both built apps as processes, PGlite, HTTP. */
describe('a user’s workflows', () => {
  let pair: Pair;
  let made: GeneratedWorkflow[];

  beforeAll(async () => {
    pair = await startPair({ both: { RATE_LIMIT_ENABLED: 'false' } });
    made = [];
    for (let index = 0; index < 7; index += 1) made.push(await generate('ann', `Summarize report ${index}`));
    await generate('bob', 'Translate a letter');
  });
  afterAll(() => pair.stop());

  async function generate(user_id: string, prompt: string): Promise<GeneratedWorkflow> {
    return (await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, { prompt, user_id })).body;
  }

  const list = (query: string) => get<WorkflowPage>(`${pair.gateway.url}/ai/workflows?${query}`);

  it('are listed newest first, without their definitions', async () => {
    const { status, body } = await list('user_id=ann');
    expect(status).toBe(200);
    expect(body.next_cursor).toBeNull();
    const newestFirst = made.toReversed().map(({ workflow, ai_metadata }) => ({
      workflow_id: ai_metadata.workflow_id,
      name: workflow.name,
      prompt: ai_metadata.prompt,
      created_at: expect.stringMatching(ISO_TIME),
      planner: 'outline',
    }));
    expect(body.items).toEqual(newestFirst);
  });

  it.each([1, 2, 3, 7, 250])('are paged to the end, %i at a time, with none twice', async (limit) => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page <= made.length; page += 1) {
      const { body } = await list(`user_id=ann&limit=${limit}${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      seen.push(...body.items.map(({ workflow_id }) => workflow_id));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    expect(seen).toEqual(made.toReversed().map(({ ai_metadata }) => ai_metadata.workflow_id));
  });

  it('stay where they are in a list while newer ones are made', async () => {
    const first = await list('user_id=carl');
    expect(first.body).toEqual({ items: [], next_cursor: null });
    const older = [await generate('carl', 'Write a poem'), await generate('carl', 'Write a letter')];
    const { body: page } = await list('user_id=carl&limit=1');
    await generate('carl', 'Write a report');
    const { body: next } = await list(`user_id=carl&limit=1&cursor=${page.next_cursor}`);
    expect(next.items.map(({ workflow_id }) => workflow_id)).toEqual([older[0]?.ai_metadata.workflow_id]);
  });

  it('are shown to nobody else, not even with a cursor of their owner', async () => {
    const { body: own } = await list('user_id=ann&limit=2');
    const { body: others } = await list(`user_id=bob&cursor=${own.next_cursor}`);
    const ids = new Set(made.map(({ ai_metadata }) => ai_metadata.workflow_id));
    expect(others.items.filter(({ workflow_id }) => ids.has(workflow_id))).toEqual([]);
    expect((await list('user_id=bob')).body.items).toHaveLength(1);
  });

  it.each(['0', '251', '-1', '1.5', 'ten', ''])('are not listed %s at a time', async (limit) => {
    expect(await list(`user_id=ann&limit=${limit}`)).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/^limit must be/), errors: [{ path: '/limit' }] },
    });
  });

  it.each(['AAAA', '%00', '../..', "' OR 1=1 --"])('are not listed from the cursor %s', async (cursor) => {
    expect(await list(`user_id=ann&cursor=${encodeURIComponent(cursor)}`)).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/cursor/), errors: [{ path: '/cursor' }] },
    });
  });

  it('are read one by one, as they were generated', async () => {
    for (const workflow of made.slice(0, 2)) {
      const id = workflow.ai_metadata.workflow_id;
      const { status, body } = await get<WorkflowView>(`${pair.gateway.url}/ai/workflows/${id}?user_id=ann`);
      const { workflow: definition, ai_metadata, explanation } = workflow;
      expect({ status, body }).toEqual({
        status: 200,
        body: { workflow: definition, ai_metadata, explanation },
      });
    }
  });
});
