import { createServer, get, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { PlanContext, PlanObserver, PlanRequest } from '../../planner';
import { HttpProblem } from '@aiwf/platform';
import type { Response } from 'express';
import { type GatewayRooms, GREETING, greetingPlan, startGatewayRooms } from '../../gateway.fixture';
import { EventStream } from './event-stream';
import { GenerationStream } from './generation.stream';

let rooms: GatewayRooms;
let server: Server;
let url: string;

beforeAll(async () => {
  rooms = await startGatewayRooms();
  const streams = rooms.module.get(GenerationStream);
  const request = { prompt: 'Greet someone', user_id: 'watcher' };
  server = createServer((_, raw) => {
    // What Express adds to a response, as far as a stream uses it.
    const response = Object.assign(raw, {
      status: (code: number) => Object.assign(raw, { statusCode: code }),
      set: (headers: Record<string, string>) => {
        for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value);
      },
    }) as unknown as Response;
    void streams.run(request, 'request-1', new EventStream(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  server.close();
  await rooms.close();
});

/** All events of one stream. */
async function events(): Promise<{ id: string; event: string; data: Record<string, unknown> }[]> {
  const response = await fetch(url, { method: 'POST' });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  return (await response.text())
    .split('\n\n')
    .filter((text) => text !== '')
    .map((text) => {
      const [, id = '', event = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(text) ?? [];
      return { id, event, data: JSON.parse(data) as Record<string, unknown> };
    });
}

it('tells who plans, each node, each repair, and last what was made', async () => {
  const [node] = GREETING.nodes;
  const problems = [{ path: '/nodes/0', message: 'wrong' }];
  rooms.plan.mockImplementation((_: PlanRequest, __: PlanContext, observer: PlanObserver) => {
    if (node) observer.node(node);
    observer.repair({ problems });
    if (node) observer.node(node);
    return Promise.resolve({ plan: { ...greetingPlan, repairs: [{ problems }] } });
  });
  const told = await events();
  expect(told.map(({ id, event }) => `${id} ${event}`)).toEqual([
    '1 plan',
    '2 node',
    '3 problems',
    '4 repair',
    '5 node',
    '6 done',
  ]);
  expect(told[0]?.data).toEqual({ planner: 'outline', model: 'embedded:test' });
  expect(told[1]?.data).toEqual({ node });
  expect(told[2]?.data).toEqual({ round: 1, problems });
  expect(told[5]?.data).toMatchObject({
    workflow: { name: 'Greeting' },
    ai_metadata: { rounds: 1 },
    questions: [],
  });
});

it('tells what must be known first', async () => {
  const questions = [{ id: 'who', question: 'Who?', type: 'text', default: null }];
  rooms.plan.mockResolvedValue({ questions });
  expect((await events()).at(-1)).toMatchObject({ event: 'done', data: { workflow: null, questions } });
});

it('tells what went wrong as the same error body that other routes answer with', async () => {
  rooms.plan.mockRejectedValue(new HttpProblem('model_timeout'));
  expect((await events()).at(-1)).toMatchObject({
    event: 'error',
    data: { status: 504, code: 'model_timeout', request_id: 'request-1' },
  });
});

it('stops planning when nobody listens any more', async () => {
  const planning = Promise.withResolvers<AbortSignal>();
  rooms.plan.mockImplementation((_: PlanRequest, { signal }: PlanContext) => {
    if (signal) planning.resolve(signal);
    return new Promise(() => undefined);
  });
  const request = get(url);
  const signal = await planning.promise;
  expect(signal.aborted).toBe(false);
  const aborted = once(signal, 'abort');
  request.on('error', () => undefined).destroy();
  await aborted;
});
