import { readFileSync, writeFileSync, appendFileSync } from 'node:fs';
import { reply, toolCalls } from '@aiwf/testing';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { freePort } from '@aiwf/testing';
import { startApp, type AppProcess } from '../harness/app-process';
import { scriptedModel, type ScriptedModel } from '../harness/model';
import { temporalAddress } from '../harness/temporal';
import { historySizesOf, warningsOf } from '../harness/history-sizes';
import { ended, post, statusUrl, get } from '../harness/http';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { serve, type LocalServer } from '../harness/local-server';

let app: AppProcess & { pid?: number };
let model: ScriptedModel;
let server: LocalServer;
const big = 'x'.repeat(5 * 1024 * 1024 - 2);
beforeAll(async () => {
  model = await scriptedModel((request) => reply('ok'));
  server = await serve(({ url }, response) => {
    const size = Number(/size=(\d+)/.exec(url)?.[1]);
    response.setHeader('content-type', 'application/json').end(JSON.stringify('x'.repeat(size - 2)));
  });
  const port = await freePort();
  app = await startApp('workflow-engine', `http://127.0.0.1:${port}`, {
    WORKFLOW_SERVICE_HOST: '127.0.0.1', WORKFLOW_SERVICE_PORT: String(port),
    TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: `scratch-${randomUUID()}`,
    DATA_DIR: mkdtempSync('/tmp/scratch-'), RATE_LIMIT_ENABLED: 'false', LOG_LEVEL: 'warn',
    EGRESS_ALLOWED_HOSTS: server.host, ...model.env, ...JSON.parse(process.env.SCRATCH_ENV ?? '{}'),
  });
});
afterAll(async () => { await app.stop(); await model.server.close(); await server.close(); });

const mem = () => {
  const text = readFileSync(`/proc/${app.pid}/status`, 'utf8');
  return `${/VmHWM:\s+(\d+)/.exec(text)?.[1]} hwm ${/VmRSS:\s+(\d+)/.exec(text)?.[1]} rss`;
};
const cpu = () => { const f = readFileSync(`/proc/${app.pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const out = (line: string) => appendFileSync('/tmp/scratch.log', line + '\n');
async function run(name: string, graph: object, inputs?: object, timeout = 100_000) {
  const t = Date.now(); const c = cpu();
  const s = await post<any>(`${app.url}/workflow/execute`, { workflow_data: { name, ...graph }, user_id: 'u', inputs });
  if (s.status !== 200) { out(`${name}: ${s.status} ${JSON.stringify(s.body).slice(0, 500)}`); return undefined; }
  const id = s.body.execution_id;
  let view: any;
  try { view = await ended(statusUrl.engine(app.url, id, 'u'), timeout); } catch (e) { out(`${name}: ${e}`); }
  const took = Date.now() - t; const used = cpu() - c;
  const sizes = await historySizesOf(id);
  out(`${name}: ${view?.status} ${String(view?.error_message).slice(0, 200)} ${took} ms, cpu ${used} ms, exec ${view?.execution_time_seconds}s, histories ${sizes.length}, events ${sizes.map((x) => x.events).slice(0, 6)}, bytes ${sizes.map((x) => x.bytes).slice(0, 6)}, largest ${JSON.stringify(sizes[0]?.largest)}, mem ${mem()}`);
  const w = warningsOf(sizes);
  if (w.length) out('   ! ' + w.slice(0, 8).join('\n   ! '));
  const log = app.output().split('\n').filter((l) => /TMPRL1103|too large|RESOURCE_EXHAUSTED|"level":(50|60)/i.test(l));
  if (log.length) out('   log: ' + log.slice(-3).join('\n   log: ').slice(0, 1500));
  return { id, view };
}
const ids = (n: number) => Array.from({ length: n }, (_, i) => `n${i}`);
const mapOf = (items: string, body: object, config: object = {}) => ({ id: 'each', type: 'map', config: { items, body, ...config } });

const range = (n: number) => JSON.stringify(Array.from({ length: n }, (_, i) => i));

it('transform chain', async () => {
  const n = ids(1000);
  await run('chain', { nodes: n.map((id, i) => i === 0 ? compute(id, '1') : compute(id, `nodes.n${i - 1}.output + 1`)), edges: chain(...n) });
}, 200_000);
it('agent chain', async () => {
  const n = ids(Number(process.env.AGENTS ?? 1000));
  await run('agent chain', { nodes: n.map((id, i) => agent(id, i === 0 ? 'go' : `after {{ nodes.n${i - 1}.output.text }}`)), edges: chain(...n) }, undefined, 300_000);
}, 400_000);
it('fan', async () => {
  const n = ids(500);
  await run('fan', { nodes: [compute('start', '1'), ...n.map((id) => compute(id, 'nodes.start.output')), compute('end', n.slice(0, 30).map((x) => `nodes.${x}.output`).join('+'))],
    edges: n.flatMap((id) => [{ source: 'start', target: id }, { source: id, target: 'end' }]) });
}, 200_000);
it('map', async () => {
  await run('map', { inputs: { type: 'object', properties: { l: { type: 'array', default: Array.from({ length: Number(process.env.ITEMS ?? 500) }, (_, i) => i) } } }, nodes: [mapOf('inputs.l', { nodes: [agent('a', 'item {{ item }}')] })] });
}, 200_000);
it('loop', async () => {
  await run('loop', { nodes: [{ id: 'again', type: 'loop', config: { initial: 0, until: `output >= ${process.env.ROUNDS ?? 1000}`, max_iterations: 1000, body: { nodes: [compute('next', 'previous + 1')] } } }] });
}, 200_000);
it('5MiB', async () => {
  const u = `${server.url}/?size=${5 * 1024 * 1024}`;
  await run('http5', { nodes: [http('get', { url: u }), render('copy', '{{ nodes.get.output.body }}'), compute('len', 'nodes.copy.output.size()')], edges: chain('get', 'copy', 'len') });
}, 200_000);
it('fan big', async () => {
  const n = ids(100);
  await run('fan big', { inputs: { type: 'object', properties: { t: { type: 'string', default: 'ü'.repeat(30000) } } },
   nodes: [http('get', { url: `${server.url}/?size=100000` }), ...n.map((id, i) => render(id, `{{ inputs.t }}{{ nodes.get.output.status }} ${i}`)), compute('end', '1')],
    edges: n.flatMap((id) => [{ source: 'get', target: id }, { source: id, target: 'end' }]) });
}, 200_000);
it("blobfan", async () => {
  const n = ids(100);
  await run('fan big blob', { 
   nodes: [http('get', { url: `${server.url}/?size=100000` }), ...n.map((id, i) => compute(id, `nodes.get.output.body.substring(0, 32000) + "${i}"`)), compute('end', '1')],
    edges: n.flatMap((id) => [{ source: 'get', target: id }, { source: id, target: 'end' }]) });
}, 200_000);
it('big definition', async () => {
  await run('big def', { nodes: [render('a', 'x'.repeat(90_000)), ...ids(12).map((id) => render(id, 'y'.repeat(99_000)))] });
}, 200_000);
