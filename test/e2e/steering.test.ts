import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type {
  EventDelivered,
  EventPage,
  ExecutionDiff,
  ExecutionStarted,
  ExecutionUsage,
  ExecutionView,
  ForkStarted,
  GeneratedWorkflow,
  RecordedRun,
  RequestList,
  SteeringAnswer,
} from '@aiwf/contracts';
import { reply, waitFor } from '@aiwf/testing';
import { ROOT } from '../harness/app-process';
import { conversations, type Conversations } from '../harness/conversations';
import { agent, chain } from '../harness/graphs';
import { ended, get, post, send, statusUrl } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

const USER = 'user123';

/** Real: both built apps as processes, Temporal, PGlite, HTTP. Scripted: the model. */
let pair: Pair;
let model: Conversations;

beforeAll(async () => {
  model = await conversations();
  pair = await startPair({ both: { PLANNER: 'outline', ...model.env } });
});
afterAll(async () => {
  await pair.stop();
  await model.server.close();
});

const at = (id: string, route = '') => `${pair.gateway.url}/ai/workflows/execution/${id}${route}`;
const statusOf = (id: string) => statusUrl.gateway(pair.gateway.url, id, USER);

const steer = <Body>(id: string, route: string, fields: object = {}, headers: Record<string, string> = {}) =>
  post<Body>(at(id, `/${route}`), { user_id: USER, ...fields }, headers);

const read = <Body>(id: string, route: string, query = '') =>
  get<Body>(at(id, `/${route}?user_id=${USER}${query}`));

/** The gateway plans its own graphs; these are given to the engine, and steered through the gateway. */
async function start(graph: object): Promise<string> {
  const { status, body } = await post<ExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
    workflow_data: graph,
    user_id: USER,
  });
  expect(status).toBe(200);
  return body.execution_id;
}

async function asked(id: string): Promise<RequestList['requests'][number]> {
  let found: RequestList['requests'] = [];
  await waitFor(async () => (found = (await read<RequestList>(id, 'requests')).body.requests).length > 0, {
    what: `${id} to ask`,
    timeoutMs: 30_000,
  });
  const [request] = found;
  if (!request) throw new Error('nothing asked');
  return request;
}

const LETTER = {
  name: 'letter',
  nodes: [
    agent('write', 'Write a letter'),
    {
      id: 'approve',
      type: 'approval',
      config: { message: 'Send it?', data: '{{ nodes.write.output.text }}' },
    },
    { id: 'post', type: 'wait', config: { event: 'posted' } },
  ],
  edges: chain('write', 'approve', 'post'),
};

it('steers a run from its start to its end, through the gateway alone', async () => {
  model.script('Write a letter', reply('Dear Ada'));
  const id = await start(LETTER);
  const request = await asked(id);
  expect(request).toMatchObject({ kind: 'approval', data: 'Dear Ada' });

  expect(await steer<SteeringAnswer>(id, 'pause')).toMatchObject({ status: 200, body: { phase: 'paused' } });
  expect(await steer(id, `requests/${request.request_id}`, { decision: 'approve' })).toMatchObject({
    status: 200,
    body: { settled: true },
  });
  expect(await steer(id, `requests/${request.request_id}`, { decision: 'approve' })).toMatchObject({
    status: 409,
    body: { code: 'already_decided' },
  });
  expect(await steer<SteeringAnswer>(id, 'resume')).toMatchObject({ status: 200 });
  expect(await asked(id)).toMatchObject({ kind: 'event', message: 'posted' });
  expect(await steer(id, 'events', { name: 'lost' })).toMatchObject({
    status: 409,
    body: { code: 'event_not_awaited', detail: expect.stringContaining('"posted"') },
  });
  expect(await steer<EventDelivered>(id, 'events', { name: 'posted', data: 7 })).toMatchObject({
    status: 200,
    body: { node_id: 'post' },
  });
  expect(await ended(statusOf(id))).toMatchObject({
    status: 'completed',
    output_data: { result: { branch: 'received', data: 7 } },
  });
  const usage = await read<ExecutionUsage>(id, 'usage');
  expect(usage).toMatchObject({
    status: 200,
    body: { total: { llm_calls: 1 }, nodes: [{ node_id: 'write' }] },
  });
  const log = await read<EventPage>(id, 'events', '&limit=1');
  expect(log.body).toMatchObject({ events: [{ type: 'execution.started' }], next_after: 1 });

  const recorded = (await read<RecordedRun>(id, 'export')).body;
  expect(recorded).toMatchObject({
    format: 'aiwf-recorded-run',
    version: 1,
    status: 'completed',
    model_calls: [{ path: 'nodes/write', turn: 0 }],
    decisions: [
      { decision: 'approve', user_id: USER },
      { decision: 'receive', data: 7 },
    ],
    path: [
      { node_id: 'write', status: 'completed', output: { text: 'Dear Ada' } },
      { node_id: 'approve', status: 'completed' },
      { node_id: 'post', status: 'completed' },
    ],
  });

  const key = { 'Idempotency-Key': 'one-fork' };
  const change = { outputs: { post: { branch: 'received', data: 8 } } };
  const fork = await steer<ForkStarted>(id, 'fork', change, key);
  expect(fork).toMatchObject({ status: 200, body: { forked_from: id } });
  expect((await steer<ForkStarted>(id, 'fork', change, key)).body).toEqual(fork.body);
  const forked = await ended(statusOf(fork.body.execution_id));
  expect(forked).toMatchObject({
    forked_from: id,
    output_data: { result: { data: 8 } },
    usage: { llm_calls: 0 },
  });
  const diff = await read<ExecutionDiff>(id, 'diff', `&other=${fork.body.execution_id}`);
  expect(diff.body.outputs).toMatchObject([{ node_id: 'post' }]);

  const remove = () => send(at(id, `?user_id=${USER}`), { method: 'DELETE' });
  expect(await remove()).toMatchObject({ status: 200, body: { deleted: true } });
  expect(await remove()).toMatchObject({ status: 404, body: { code: 'execution_not_found' } });
  model.assertExhausted();
});

it('runs the README’s commands as they stand', async () => {
  const { stdout } = await readmeCommands();
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers).toMatchObject([
    { status: 'running' },
    { requests: [{ request_id: 'nodes.approve', data: 'Dear Ada, your order is ready.' }] },
    { request_id: 'nodes.approve', settled: true },
    { phase: 'paused' },
    { status: 'running' },
    { node_id: 'payment' },
    { status: 'completed', output_data: { result: 'Sent, and paid: 12' } },
    { next_after: null },
    { total: { llm_calls: 0 } },
    { output_data: { differs: true } },
    { deleted: true },
  ]);
}, 120_000);

/** Runs the marked blocks in one shell; between two commands stands the time that a person takes to read. */
function readmeCommands() {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/<!-- example: steering -->\s+```bash\n(.*?)\n```/gs)].map(
    ([, text = '']) => text,
  );
  expect(blocks.length).toBe(5);
  const script = blocks
    .join('\n')
    .replaceAll('http://localhost:8001', pair.gateway.url)
    .replaceAll('http://localhost:8002', pair.engine.url)
    .replaceAll('run.json', '/dev/null')
    .replaceAll(/^curl /gm, 'sleep 1.5; curl -sS -w "\\n" ')
    .replaceAll(/\$\(curl /g, '$(sleep 1.5; curl -sS ');
  return promisify(execFile)('bash', ['-c', script], { timeout: 100_000 });
}

it('cancels and retries a run', async () => {
  const id = await start({ name: 'waits', nodes: [{ id: 'w', type: 'wait', config: { event: 'go' } }] });
  await asked(id);
  expect(await steer(id, 'retry')).toMatchObject({ status: 409, body: { code: 'nothing_to_retry' } });
  expect(await steer(id, 'cancel')).toMatchObject({ status: 200, body: { execution_id: id } });
  expect(await ended(statusOf(id))).toMatchObject({ status: 'cancelled' });
  expect(await steer(id, 'cancel')).toMatchObject({ status: 409, body: { code: 'execution_finished' } });
  const retried = await steer<ForkStarted>(id, 'retry');
  expect(retried).toMatchObject({ status: 200, body: { forked_from: id } });
  await asked(retried.body.execution_id);
  await steer(retried.body.execution_id, 'events', { name: 'go' });
  expect(await ended(statusOf(retried.body.execution_id))).toMatchObject({ status: 'completed' });
});

it('is closed to other users', async () => {
  const id = await start({ name: 'mine', nodes: [] });
  await ended(statusOf(id));
  for (const route of ['cancel', 'pause', 'resume', 'retry']) {
    expect(await steer(id, route, { user_id: 'stranger' })).toMatchObject({ status: 404 });
  }
  for (const route of ['requests', 'usage', 'events', 'export']) {
    expect(await get(at(id, `/${route}?user_id=stranger`))).toMatchObject({ status: 404 });
  }
  expect(await send(at(id, '?user_id=stranger'), { method: 'DELETE' })).toMatchObject({ status: 404 });
  expect(await get<ExecutionView>(statusOf(id))).toMatchObject({ status: 200 });
});

it('puts stored workflows of the user into the definition of a fork, and names one that is not there', async () => {
  const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
    prompt: 'Write a greeting',
    user_id: USER,
  });
  const id = await start({ name: 'before', nodes: [] });
  await ended(statusOf(id));
  const calling = (workflow_id: string) => ({
    definition: { name: 'calls', nodes: [{ id: 'sub', type: 'workflow', config: { workflow_id } }] },
  });
  expect(await steer(id, 'fork', calling('wf_nowhere'))).toMatchObject({
    status: 422,
    body: { code: 'invalid_workflow', errors: [{ message: expect.stringContaining('wf_nowhere') }] },
  });
  const { agents, prompts } = agentsOf(made.body);
  for (const prompt of prompts) model.script(prompt, reply('Hello!'));
  const fork = await steer<ForkStarted>(id, 'fork', calling(made.body.ai_metadata.workflow_id));
  expect(fork.status).toBe(200);
  const view = await ended(statusOf(fork.body.execution_id));
  expect(view).toMatchObject({ status: 'completed', usage: { llm_calls: agents } });
  expect(JSON.stringify(view.output_data)).toContain('Hello!');
  const stranger = { ...calling(made.body.ai_metadata.workflow_id), user_id: 'stranger' };
  expect(await steer(id, 'fork', stranger)).toMatchObject({ status: 422 });
});

/** How many agents a planned workflow has, and how their prompts begin with the samples of its inputs. */
function agentsOf({ workflow }: GeneratedWorkflow): { agents: number; prompts: string[] } {
  const prompts = workflow.nodes.flatMap((node) => (node.type === 'agent' ? [node.config.prompt] : []));
  return { agents: prompts.length, prompts: prompts.map((prompt) => prompt.split('\n')[0] ?? '') };
}
