import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reply } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, render } from '../harness/graphs';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite. Scripted: the model. The engine is started again with other keys on the same data. */
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

let dataDir: string;
let model: Conversations;
const taskQueue = `rotation-${randomUUID()}`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rotation-'));
  model = await conversations();
});

afterAll(async () => {
  await model.server.close();
  await rm(dataDir, { recursive: true });
});

const start = (keys: string): Promise<EngineUnderTest> =>
  startEngine({
    ...model.env,
    DATA_DIR: dataDir,
    TEMPORAL_TASK_QUEUE: taskQueue,
    PAYLOAD_ENCRYPTION_KEY: keys,
  });

it('a run goes on over each change of the keys, and what older keys wrote stays readable', async () => {
  model.script('Write first', reply('written in the clear'));
  model.script('Write last', reply('written with the second key'));
  const large = Array(2_000).fill('a long text that is kept elsewhere');
  const ask = (id: string) => ({
    id,
    type: 'approval',
    config: { message: 'On?', data: '{{ nodes.first.output }}' },
  });
  let engine = await start('');
  const id = await engine.start({
    name: 'rotated',
    nodes: [
      agent('first', 'Write first'),
      render('large', large),
      ask('one'),
      ask('two'),
      agent('last', 'Write last'),
    ],
    edges: chain('first', 'large', 'one', 'two', 'last'),
    output: {
      first: '{{ nodes.first.output.text }}',
      size: '{{ nodes.large.output.size() }}',
      last: '{{ nodes.last.output.text }}',
    },
  });
  await new Steering(engine).askedOnce(id);
  await engine.close();

  const approve = async (node: string) => {
    const steer = new Steering(engine);
    const [request] = await steer.asked(id);
    expect(request).toMatchObject({ node_id: node, data: { text: 'written in the clear' } });
    expect(await steer.decide(id, `nodes.${node}`, { decision: 'approve' })).toMatchObject({ status: 200 });
  };
  engine = await start(`first:${key(1)}`);
  await approve('one');
  let requests = await new Steering(engine).requests(id);
  while (requests[0]?.node_id !== 'two') requests = await new Steering(engine).requests(id);
  await engine.close();

  engine = await start(`second:${key(2)},first:${key(1)}`);
  await approve('two');
  expect(await engine.ended(id)).toMatchObject({
    status: 'completed',
    output_data: { first: 'written in the clear', size: 2_000, last: 'written with the second key' },
  });
  expect(model.server.requests).toHaveLength(2);
  const steer = new Steering(engine);
  const exported = await steer.get<{ model_calls: unknown[] }>(id, 'export');
  expect(exported).toMatchObject({ status: 200 });
  expect(exported.body.model_calls).toHaveLength(2);
  await engine.close();
}, 120_000);
