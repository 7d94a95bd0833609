import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { EngineExecutionStarted, EventPage, ExecutionView } from '@aiwf/contracts';
import { freePort, hang, reply, waitFor, type ModelRequest } from '@aiwf/testing';
import { startApp, type AppProcess } from '../harness/app-process';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { temporalAddress } from '../harness/temporal';

const KILLED_IN = ['two', 'five'];
const TASKS = ['one', 'two', 'three', 'four', 'five', 'six'];

const NODES = ['before', 'crew', 'after'];

const CREW = {
  name: 'six tasks',
  nodes: [
    { id: 'before', type: 'agent', config: { prompt: 'task before' } },
    {
      id: 'crew',
      type: 'crew',
      config: {
        process: 'sequential',
        agents: [{ id: 'writer', role: 'Writer', goal: 'write' }],
        tasks: TASKS.map((id) => ({
          id,
          description: `task ${id}`,
          expected_output: 'text',
          agent: 'writer',
        })),
      },
    },
    { id: 'after', type: 'agent', config: { prompt: 'task after' } },
  ],
  edges: [
    { source: 'before', target: 'crew' },
    { source: 'crew', target: 'after' },
  ],
  output: { last: '{{ nodes.crew.output.text }}' },
};

const taskOf = (request: ModelRequest) =>
  /^task (\w+)/.exec(request.messages.at(-1)?.text ?? '')?.[1] ?? 'unknown';

/**
 * Real: the built engine as a process, killed with SIGKILL; Temporal; PGlite on disk. Scripted: the model, which counts.
 */
describe('an engine that is killed in the middle of a six-task crew', () => {
  let model: ScriptedModel;
  let engine: AppProcess;
  let env: Record<string, string>;
  let url: string;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kill-'));
    // The calls that are to be killed get no answer the first time, so each kill falls into a call in flight.
    model = await scriptedModel((request) => {
      const task = taskOf(request);
      return KILLED_IN.includes(task) && seen(task) === 1 ? hang() : reply(`done ${task}`);
    });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    env = {
      ...model.env,
      WORKFLOW_SERVICE_HOST: '127.0.0.1',
      WORKFLOW_SERVICE_PORT: String(port),
      TEMPORAL_ADDRESS: temporalAddress(),
      TEMPORAL_TASK_QUEUE: `kill-${randomUUID()}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ACTIVITY_HEARTBEAT_SECONDS: '2',
    };
    engine = await startApp('workflow-engine', url, env);
  });

  afterAll(async () => {
    await engine.stop();
    await model.server.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const seen = (task: string) => model.server.requests.filter((request) => taskOf(request) === task).length;

  async function read<Body>(id: string, route = ''): Promise<Body> {
    return (await fetch(`${url}/workflow/executions/${id}${route}?user_id=u`)).json() as Promise<Body>;
  }

  it('completes the run after two kills, pays for no recorded turn twice, and runs no completed node again', async () => {
    const started = await fetch(`${url}/workflow/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workflow_data: CREW, user_id: 'u' }),
    });
    const { execution_id } = (await started.json()) as EngineExecutionStarted;

    for (const task of KILLED_IN) {
      await waitFor(() => seen(task) > 0, {
        what: `the model to be asked for task ${task}`,
        timeoutMs: 60_000,
      });
      await engine.kill();
      engine = await startApp('workflow-engine', url, env);
    }

    let ended = await read<ExecutionView>(execution_id);
    await waitFor(
      async () => {
        ended = await read<ExecutionView>(execution_id);
        return ended.status !== 'running';
      },
      { what: 'the run to end', timeoutMs: 60_000 },
    );

    expect(ended).toMatchObject({
      status: 'completed',
      output_data: { last: 'done six' },
      usage: { llm_calls: 8 },
    });
    for (const task of ['before', ...TASKS, 'after']) {
      expect({ task, seen: seen(task) }).toEqual({ task, seen: KILLED_IN.includes(task) ? 2 : 1 });
    }
    expect(model.server.unexpected).toEqual([]);
    const { events } = await read<EventPage>(execution_id, '/events');
    for (const type of ['node.started', 'node.completed']) {
      const told = events.filter((event) => event.type === type).map(({ node_id }) => node_id);
      expect({ type, told }).toEqual({ type, told: NODES });
    }
  });
});
