/** What the processes are by themselves: how soon they serve, what they weigh, and the workflow code they load. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { appStart } from '../../setup/app-build.mjs';
import { freePort } from '../../setup/ports.mjs';
import { hasEnded, spawnInGroup, stopGroup } from '../../setup/process-group.mjs';
import { PROJECT_ROOT } from '../../setup/project.mjs';
import { answersReady } from '../../setup/stack.mjs';
import { chain } from '../graphs.mjs';
import { MEGABYTE, memoryAtRest } from '../memory.mjs';
import { ended, startRun } from '../runs.mjs';

const BUNDLE = 'dist/workflow-engine/workflow-bundle.js';

/** Cold start and memory of each app, on the database of its stage. */
export function coldStarts({ title, memoryAims }) {
  return {
    title,
    async run(stage, options) {
      const rows = [];
      for (const [app, most] of Object.entries(memoryAims)) {
        const figures = { seconds: [], megabytes: [] };
        for (let round = 0; round < (options.smoke ? 1 : options.repetitions); round += 1) {
          const { seconds, megabytes } = await coldStart(app, stage, options);
          figures.seconds.push(seconds);
          figures.megabytes.push(megabytes);
        }
        rows.push(
          { what: `${app}: cold start`, unit: 's', aim: { most: 3 }, ours: figures.seconds },
          { what: `${app}: memory at rest`, unit: 'MB', aim: { most }, ours: figures.megabytes },
        );
      }
      return rows;
    },
  };
}

async function coldStart(app, { appEnv }, { smoke }) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-cold-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const prefix = app === 'ai-gateway' ? 'AI_SERVICE' : 'WORKFLOW_SERVICE';
  const { args, env: startEnv } = appStart(PROJECT_ROOT, app);
  const env = {
    ...startEnv,
    ...appEnv,
    DATA_DIR: folder,
    [`${prefix}_HOST`]: '127.0.0.1',
    [`${prefix}_PORT`]: String(port),
  };
  const startedAt = performance.now();
  const child = spawnInGroup('node', args, { cwd: PROJECT_ROOT, env });
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  try {
    while (!(await answersReady(url))) {
      if (hasEnded(child)) throw new Error(`${app} ended before it was ready`);
      await delay(10);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return { seconds, megabytes: (await memoryAtRest(url, { smoke })) / MEGABYTE };
  } finally {
    await stopGroup(child, 10_000);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The bundle's size, and what it takes to load it for one more workflow and replay that. */
export const bundle = {
  title: 'workflow bundle',
  async run(stage, { repetitions, smoke }) {
    const codePath = join(PROJECT_ROOT, BUNDLE);
    const id = await startRun(stage.engineUrls[0], chain(1));
    const handle = stage.client.workflow.getHandle(id);
    await ended(stage, id);
    const history = await handle.fetchHistory();
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const count = smoke ? 2 : 50;
    const loads = [];
    for (let round = 0; round < repetitions; round += 1) {
      const histories = Array.from({ length: count }, (_, index) => ({
        workflowId: `${id}-${index}`,
        history,
      }));
      let first;
      // Never called in a replay, and missed where it is not there.
      const sinks = { progress: { write: { fn: () => {} } } };
      const options = { workflowBundle: { codePath }, sinks };
      for await (const { error } of Worker.runReplayHistories(options, histories)) {
        if (error) throw error;
        // The first one waits for the worker itself.
        first ??= performance.now();
      }
      loads.push((performance.now() - first) / (count - 1));
    }
    const size = statSync(codePath).size / MEGABYTE;
    return [
      { what: 'bundle', unit: 'MB', aim: { most: 2 }, ours: [size] },
      { what: 'load a workflow, and replay a run of one node', unit: 'ms', aim: { most: 20 }, ours: loads },
    ];
  },
};
