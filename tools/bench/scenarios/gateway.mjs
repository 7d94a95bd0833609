/** What the gateway adds: to a status, and to a generated workflow. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../setup/ports.mjs';
import { superviseDuring } from '../../setup/supervisor.mjs';
import { APPROVAL, chain } from '../graphs.mjs';
import { load } from '../load.mjs';
import { ended, getJson, postJson, startRun, USER } from '../runs.mjs';
import { nodeProcess } from '../servers/stage.mjs';
import { percentile, sideBySide } from '../statistics.mjs';

const BARE = fileURLToPath(new URL('../bare/routes.mjs', import.meta.url));

/** Status of a finished and of a running run, beside two bare Nest apps that pass on as much. */
export const status = {
  title: 'status through the gateway',
  async run(stage, options) {
    const finished = await startRun(stage.engineUrls[0], chain(5));
    await ended(stage, finished);
    const waiting = await startRun(stage.engineUrls[0], APPROVAL);
    const rows = [];
    for (const [name, id] of Object.entries({ finished, running: waiting })) {
      const url = `${stage.gatewayUrl}/ai/workflows/execution/${id}/status?user_id=${USER}`;
      const body = JSON.stringify(await getJson(url));
      rows.push(...(await beside(url, body, name, options)));
    }
    return rows;
  },
};

async function beside(url, body, name, { env, repetitions, smoke, signal }) {
  const seconds = smoke ? 0.2 : 4;
  const [select, proxy] = [await freePort(), await freePort()];
  const bareUrl = `http://127.0.0.1:${proxy}/status/run`;
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-bare-'));
  const silent = { records: join(folder, 'processes.json'), line: () => {}, say: () => {}, signal };
  const target = `http://127.0.0.1:${select}`;
  const specs = [
    nodeProcess('select', [BARE], select, { ...env, ROLE: 'select', PORT: String(select), BODY: body }),
    nodeProcess('proxy', [BARE], proxy, { ...env, ROLE: 'proxy', PORT: String(proxy), TARGET: target }),
  ];
  try {
    return await superviseDuring(specs, silent, async () => {
      const p99 = { ours: [], bound: [] };
      const measure = (which, address) => async () => {
        const figures = await load(address, { seconds });
        p99[which].push(figures.p99);
        return figures.perSecond;
      };
      await Promise.all([load(url, { seconds: 0.2 }), load(bareUrl, { seconds: 0.2 })]);
      const figures = await sideBySide(repetitions, {
        ours: measure('ours', url),
        bound: measure('bound', bareUrl),
      });
      const ratios = p99.ours.map((value, index) => value / p99.bound[index]);
      return [
        { what: `status of a ${name} run`, unit: 'requests/s', aim: { atLeastRatio: 0.7 }, ...figures },
        { what: `status of a ${name} run: p99`, unit: 'ms', ...p99, ratios },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `POST /ai/generate` with a model that answers at once: what it takes but for reading the prompt and answering it. */
export const generate = {
  title: "generate beyond the model's own time",
  async run(stage, { repetitions, smoke }) {
    const [count, warmUp] = smoke ? [3, 1] : [100, 20];
    const once = async () => {
      const startedAt = performance.now();
      await postJson(`${stage.gatewayUrl}/ai/generate`, { user_id: USER, prompt: 'Summarise the text' });
      const took = performance.now() - startedAt;
      return took - (await getJson(`${stage.modelUrl}/seen`)).last_took;
    };
    for (let round = 0; round < warmUp; round += 1) await once();
    const p95 = [];
    for (let round = 0; round < repetitions; round += 1) {
      const took = [];
      for (let index = 0; index < count; index += 1) took.push(await once());
      p95.push(percentile(took, 95));
    }
    return [{ what: 'generate: p95', unit: 'ms', aim: { most: 20 }, ours: p95 }];
  },
};
