import { hang, reply, status, waitFor } from '@aiwf/testing';
import { agent, chain, compute, http, render } from '../../harness/graphs';
import { approval, frame, wait, type Recording } from './recording';

const race = (join: string) => ({
  nodes: [
    compute('first', '1'),
    wait('second', { seconds: 0.5 }),
    wait('slow', { seconds: 60 }),
    compute('after_slow', '2'),
    compute('joined', '"met"', { join }),
  ],
  edges: [
    ...chain('first', 'joined'),
    ...chain('second', 'joined'),
    ...chain('slow', 'after_slow', 'joined'),
  ],
});

/** How branches meet, and how runs end early. */
export const JOINS_AND_FAILURES: Recording[] = [
  { name: 'join-any', graph: { name: 'any', ...race('any') }, ends: 'completed' },
  { name: 'join-quorum', graph: { name: 'quorum', ...race('quorum(2)') }, ends: 'completed' },
  {
    name: 'join-any-drops-an-agent',
    graph: {
      name: 'loser',
      nodes: [
        agent('slow', 'Lose'),
        agent('quick', 'Win'),
        compute('first', 'nodes.quick.output', { join: 'any' }),
      ],
      edges: [...chain('slow', 'first'), ...chain('quick', 'first')],
    },
    replies: { Lose: [hang()], Win: [reply('won')] },
    ends: 'completed',
  },
  {
    name: 'on-error',
    graph: {
      name: 'errors',
      nodes: [
        compute('goes_on', '1 / 0', { on_error: 'continue' }),
        render('after', '{{ nodes.goes_on.error.code }}'),
        compute('routed', '1 / 0', { on_error: 'route' }),
        compute('well', '1'),
        render('mend', '{{ nodes.routed.error.message }}'),
      ],
      edges: [
        ...chain('goes_on', 'after'),
        ...chain('routed', 'well'),
        { source: 'routed', target: 'mend', kind: 'error' },
      ],
    },
    ends: 'completed',
  },
  {
    name: 'failed-beside-others',
    graph: {
      name: 'fails',
      nodes: [
        agent('hangs', 'Be broken off'),
        agent('fails', 'Break'),
        wait('waits', { event: 'never' }),
        compute('done', '1'),
      ],
    },
    replies: { 'Be broken off': [hang()], Break: [status(400)] },
    ends: 'failed',
  },
  {
    name: 'node-timeout',
    graph: {
      name: 'slow nodes',
      nodes: [
        agent('slow', 'Dawdle', {}, { timeout_seconds: 1, on_error: 'continue' }),
        approval('ask', {}, { timeout_seconds: 1, on_error: 'continue' }),
        frame(
          'each',
          'map',
          { items: '[1, 2]', body: { nodes: [wait('held', { event: 'never' })] } },
          { timeout_seconds: 1, on_error: 'continue' },
        ),
      ],
    },
    replies: { Dawdle: [hang()] },
    ends: 'completed',
  },
  {
    name: 'run-timeout',
    graph: {
      name: 'slow run',
      nodes: [agent('slow', 'Overrun'), compute('done', '1')],
      limits: { timeout_seconds: 1 },
    },
    replies: { Overrun: [hang()] },
    ends: 'failed',
  },
  {
    name: 'output-schema-mismatch',
    graph: {
      name: 'mismatch',
      inputs: { type: 'object', properties: { any: { default: 1 } } },
      nodes: [compute('a', 'inputs.any', { output_schema: { type: 'string' } })],
    },
    ends: 'failed',
  },
  {
    name: 'cancel-with-compensation',
    graph: ({ server }) => ({
      name: 'booking',
      nodes: [
        http('flight', { url: `${server}/ok`, method: 'POST' }),
        compute('hotel', '2'),
        agent('pay', 'Pay for it'),
        agent('undo_flight', 'Give it back'),
        compute('undo_hotel', 'nodes.hotel.output'),
      ],
      edges: [
        ...chain('flight', 'hotel', 'pay'),
        { source: 'flight', target: 'undo_flight', kind: 'compensation' },
        { source: 'hotel', target: 'undo_hotel', kind: 'compensation' },
      ],
    }),
    replies: { 'Pay for it': [hang()], 'Give it back': [reply('given back')] },
    lead: async ({ id, steer, model }) => {
      await waitFor(() => model.requests('Pay for it').length === 1, {
        what: 'the payment',
        timeoutMs: 30_000,
      });
      await steer.cancel(id);
    },
    ends: 'cancelled',
  },
  {
    name: 'pause-and-resume',
    graph: {
      name: 'paused',
      nodes: [
        wait('first', { event: 'first' }),
        compute('second', '2'),
        frame('each', 'map', {
          items: '[1]',
          body: {
            nodes: [wait('inside', { event: 'inside' }), compute('after', 'item')],
            edges: chain('inside', 'after'),
          },
        }),
      ],
      edges: chain('first', 'second'),
    },
    lead: async ({ id, steer, engine }) => {
      await steer.asked(id, 2);
      await steer.pause(id);
      await steer.post(id, 'events', { name: 'inside' });
      await steer.post(id, 'events', { name: 'first' });
      const view = async () => (await engine.view(id)).nodes.find((node) => node.id === 'first')?.status;
      await waitFor(async () => (await view()) === 'completed', {
        what: 'the first node',
        timeoutMs: 30_000,
      });
      await steer.resume(id);
    },
    ends: 'completed',
  },
];
