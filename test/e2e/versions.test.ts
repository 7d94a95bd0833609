import type { ExecutionStarted, GeneratedWorkflow, GenerationAnswer, RefinedWorkflow } from '@aiwf/contracts';
import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { reply } from '@aiwf/testing';
import { ended, get, post, statusUrl } from '../harness/http';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { startPair, type Pair } from '../harness/pair';
import { runExample } from '../harness/readme-example';

const USER = 'user123';
const PROMPT = 'Summarize a report';

/** Real: both built apps as processes, Temporal, PGlite, HTTP. Scripted: the model that agents ask. */
let pair: Pair;
let model: ScriptedModel;

beforeAll(async () => {
  model = await scriptedModel(() => reply('An answer'));
  pair = await startPair({ both: { PLANNER: 'outline', ...model.env } });
});
afterAll(async () => {
  await pair.stop();
  await model.server.close();
});

const url = (route: string) => `${pair.gateway.url}/ai/${route}`;

async function generated(prompt = PROMPT): Promise<GeneratedWorkflow> {
  const { body } = await post<GeneratedWorkflow>(url('generate'), { prompt, user_id: USER });
  return body;
}

const bytesOf = ({ nodes }: WorkflowDefinition) =>
  new Map(nodes.map((node: NodeDefinition) => [node.id, JSON.stringify(node)]));

it('runs the README’s commands as they stand', async () => {
  const answers = await runExample('making', pair);
  expect(answers).toMatchObject([
    { workflow: null, questions: [expect.objectContaining({ type: expect.any(String) })] },
    {
      ai_metadata: { version: 2, origin: 'refined' },
      explanation: expect.stringContaining('2 steps'),
      estimate: { total: { llm_calls: { likely: 2 } } },
      diff: { from_version: 1, to_version: 2 },
    },
    { versions: [{ version: 2 }, { version: 1 }] },
    { ai_metadata: { version: 3, origin: 'restored' }, diff: { from_version: 2, to_version: 3 } },
  ]);
});

it('keeps nodes that an instruction does not concern to the byte, wherever they are shown', async () => {
  const { workflow, ai_metadata } = await generated();
  const id = ai_metadata.workflow_id;
  const { body } = await post<RefinedWorkflow>(url(`workflows/${id}/refine`), {
    user_id: USER,
    instruction: 'Then translate the summary into French',
  });
  const read = async (path: string) =>
    (await get<GeneratedWorkflow>(url(`workflows/${id}${path}?user_id=${USER}`))).body.workflow;
  const before = bytesOf(workflow);
  expect(bytesOf(await read('/versions/1'))).toEqual(before);
  expect(bytesOf(await read(''))).toEqual(bytesOf(body.workflow));
  for (const [node, bytes] of before) expect(bytesOf(body.workflow).get(node)).toBe(bytes);
});

it('runs the version that was asked for, and shows it with the estimate beside what was used', async () => {
  const { ai_metadata } = await generated();
  const id = ai_metadata.workflow_id;
  const instruction = 'Then translate the summary into French';
  await post(url(`workflows/${id}/refine`), { user_id: USER, instruction });
  const views = await Promise.all(
    [{ version: 1 }, {}].map(async (version) => {
      const { body } = await post<ExecutionStarted>(url(`workflows/${id}/execute`), {
        user_id: USER,
        ...version,
      });
      return ended(statusUrl.gateway(pair.gateway.url, body.execution_id, USER));
    }),
  );
  expect(views).toMatchObject([
    {
      status: 'completed',
      workflow_version: 1,
      usage: { llm_calls: 1 },
      estimate: { total: { llm_calls: { likely: 1 } } },
    },
    {
      status: 'completed',
      workflow_version: 2,
      usage: { llm_calls: 2 },
      estimate: { total: { llm_calls: { likely: 2 } } },
    },
  ]);
});

it('refuses what is no version, an instruction for an older one, and one that it can not follow', async () => {
  const { ai_metadata } = await generated();
  const at = (route: string) => url(`workflows/${ai_metadata.workflow_id}/${route}`);
  await post(at('refine'), { user_id: USER, instruction: 'Then translate the summary into French' });
  expect(await post(at('execute'), { user_id: USER, version: 7 })).toMatchObject({
    status: 404,
    body: { code: 'version_not_found' },
  });
  expect(
    await post(at('refine'), { user_id: USER, instruction: 'Then shorten it', base_version: 1 }),
  ).toMatchObject({ status: 409, body: { code: 'version_conflict' } });
  expect(await post(at('refine'), { user_id: USER, instruction: 'Flurb the blorp' })).toMatchObject({
    status: 422,
    body: { code: 'unusable_prompt' },
  });
});

it('asks what is missing, and plans with the answers', async () => {
  const prompt = 'Summarize a report and send it to the team';
  const { body } = await post<GenerationAnswer>(url('generate'), { prompt, user_id: USER, clarify: true });
  const question = body.questions.find(({ type }) => type === 'url');
  const answers = { [question?.id ?? '']: 'https://hooks.example.com/team' };
  const planned = await post<GeneratedWorkflow>(url('generate'), { prompt, user_id: USER, answers });
  expect(planned.status).toBe(200);
  expect(JSON.stringify(planned.body.workflow)).toContain('https://hooks.example.com/team');
  expect(await post(url('generate'), { prompt, user_id: USER, answers: { nobody_asked: 1 } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: '/answers/nobody_asked' }] },
  });
});
