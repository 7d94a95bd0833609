import type { ExecutionView, RequestList } from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { chain, compute, http } from '../harness/graphs';
import { historiesOf, type RunHistory } from '../harness/histories';
import { meetingPoint, serve, type LocalServer } from '../harness/local-server';
import { eventsOf } from '../harness/run-records';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite, HTTP over loopback, to a server that answers as soon as a test lets it. */
let engine: EngineUnderTest;
let steer: Steering;
let server: LocalServer;
let answer: (path: string) => Promise<void>;

beforeAll(async () => {
  server = await serve(async ({ url }, response) => {
    await answer(url);
    response.end('done');
  });
  engine = await startEngine({ EGRESS_ALLOWED_HOSTS: server.host });
  steer = new Steering(engine);
});

afterAll(async () => {
  await engine.close();
  await server.close();
});

const wait = (id: string, config: object) => ({ id, type: 'wait', config });

const secondsOf = ({ started_at, completed_at }: ExecutionView['nodes'][number]) =>
  (Date.parse(completed_at ?? '') - Date.parse(started_at ?? '')) / 1_000;

describe('a wait', () => {
  it('for a time lasts until then, and says when that was', async () => {
    const until = new Date(Date.now() + 6_000).toISOString();
    const view = await engine.run(
      {
        name: 'until',
        inputs: { type: 'object', properties: { at: { type: 'string' } } },
        nodes: [wait('short', { seconds: 2 }), wait('until', { until: '{{ inputs.at }}' })],
        output: { until: '{{ nodes.until.output }}' },
      },
      { at: until },
    );
    expect(view).toMatchObject({
      status: 'completed',
      output_data: { until: { branch: 'elapsed', at: until } },
    });
    const [short, long] = view.nodes;
    expect(short && secondsOf(short)).toBeGreaterThanOrEqual(2);
    expect(Date.parse(long?.completed_at ?? '')).toBeGreaterThanOrEqual(Date.parse(until));
  });

  it('for an event takes the branch timeout when it doesn’t come in time, and the event no more', async () => {
    const id = await engine.start({
      name: 'late',
      nodes: [
        wait('w', { event: 'paid', timeout_seconds: 1 }),
        compute('paid', '"paid"'),
        compute('late', '"late"'),
        wait('hold', { event: 'end' }),
      ],
      edges: [
        { source: 'w', target: 'paid', branch: 'received' },
        { source: 'w', target: 'late', branch: 'timeout' },
        ...chain('late', 'hold'),
      ],
      output: { w: '{{ nodes.w.output }}', late: '{{ nodes.late.output }}', paid: '{{ nodes.paid.output }}' },
    });
    await waitFor(async () => (await steer.requests(id)).some(({ node_id }) => node_id === 'hold'), {
      what: 'the branch to be taken',
    });
    expect(await steer.post(id, 'events', { name: 'paid' })).toMatchObject({
      status: 409,
      body: { code: 'event_not_awaited', detail: expect.stringContaining('waits for "end"') },
    });
    await steer.post(id, 'events', { name: 'end' });
    expect((await engine.ended(id)).output_data).toEqual({
      w: { branch: 'timeout' },
      late: 'late',
      paid: null,
    });
    const { body } = await steer.get<RequestList>(id, 'requests?status=expired');
    expect(body.requests).toMatchObject([{ node_id: 'w', message: 'paid' }]);
  });
});

describe('a map', () => {
  const each = (items: string, config: object = {}) => ({
    name: 'map',
    nodes: [
      {
        id: 'each',
        type: 'map',
        config: {
          items,
          body: { nodes: [http('call', { url: `${server.url}/{{ index }}` })], output: '{{ index }}' },
          ...config,
        },
      },
    ],
    output: { items: '{{ nodes.each.output.items }}' },
  });

  it('has as many items at work as it may, and no more, and keeps their order whichever ends first', async () => {
    const together = meetingPoint(3);
    let atWork = 0;
    let most = 0;
    answer = async (path) => {
      most = Math.max(most, ++atWork);
      // The first three meet, so that three must be at work; of these the first ends last.
      if (Number(path.slice(1)) < 3) await together();
      if (path === '/0') await waitFor(() => server.requests.length >= 5, { what: 'others to go on' });
      atWork -= 1;
    };
    const view = await engine.run(each('[0, 1, 2, 3, 4, 5, 6]', { concurrency: 3 }));
    expect(view.output_data).toEqual({ items: [0, 1, 2, 3, 4, 5, 6] });
    expect(most).toBe(3);
  });

  it('of no items gives none; of more than 5,000 it is refused', async () => {
    expect((await engine.run(each('[]'))).output_data).toEqual({ items: [] });
    const many = { type: 'array', default: Array.from({ length: 5_001 }, () => 0) };
    const graph = { ...each('inputs.many'), inputs: { type: 'object', properties: { many } } };
    expect(await engine.run(graph)).toMatchObject({
      status: 'failed',
      nodes: [
        {
          error_code: 'too_many_items',
          error_message: expect.stringContaining('5001 items; 5000 is the most'),
        },
      ],
    });
  });
});

it('a pause holds what stands inside maps and other workflows back too, until the run is resumed', async () => {
  const gate = Promise.withResolvers<void>();
  answer = () => gate.promise;
  const before = server.requests.length;
  const steps = (prefix: string) => ({
    nodes: [http(`${prefix}call`, { url: `${server.url}/${prefix}` }), compute(`${prefix}after`, '1')],
    edges: chain(`${prefix}call`, `${prefix}after`),
  });
  const id = await engine.start({
    name: 'paused inside',
    nodes: [
      { id: 'each', type: 'map', config: { items: '[1, 2]', body: steps('m') } },
      { id: 'sub', type: 'workflow', config: { definition: { name: 'inner', ...steps('s') } } },
    ],
  });
  await waitFor(() => server.requests.length === before + 3, { what: 'all calls to be made' });
  expect(await steer.pause(id)).toMatchObject({ status: 200, body: { phase: 'paused' } });
  const isTold = ({ history }: RunHistory) =>
    history.events?.some((event) => event.workflowExecutionSignaledEventAttributes) === true;
  // The run tells those inside it.
  await waitFor(async () => (await historiesOf(id)).filter(isTold).length === 3, {
    what: 'all to be told',
    timeoutMs: 30_000,
  });
  gate.resolve();
  const ended = async (type: string) =>
    (await eventsOf(engine, id)).filter((event) => event.type === type).map(({ nodeId }) => nodeId);
  await waitFor(async () => (await ended('node.completed')).length === 3, {
    what: 'the calls to end',
    timeoutMs: 30_000,
  });
  expect(await engine.view(id)).toMatchObject({ status: 'running', phase: 'paused' });
  expect(await ended('node.started')).not.toEqual(expect.arrayContaining(['mafter']));
  expect(await ended('node.started')).not.toEqual(expect.arrayContaining(['safter']));
  await steer.resume(id);
  expect(await engine.ended(id)).toMatchObject({ status: 'completed' });
  expect((await ended('node.started')).filter((node) => node === 'mafter')).toHaveLength(2);
});
