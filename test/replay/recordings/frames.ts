import { hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { agent, chain, compute, render } from '../../harness/graphs';
import { meetingPoint } from '../../harness/local-server';
import { approval, frame, wait, type Recording } from './recording';

const each = (body: object, config: object = {}) =>
  frame('each', 'map', { items: '["a", "b", "c"]', body, ...config });

const failingItems = (id: string, config: object) => ({
  items: '["a", "b"]',
  body: { nodes: [compute(id, 'item == "b" ? 1 / 0 : 1')] },
  ...config,
});

const bothAsked = meetingPoint(2);

const TURNS = 14;
const calculate = toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]);

/** Nodes that are workflows of their own, and runs that go on as new ones. */
export const FRAMES: Recording[] = [
  {
    name: 'map',
    graph: {
      name: 'map',
      nodes: [
        each(
          {
            nodes: [agent('say', 'Say {{ item }}'), compute('loud', 'nodes.say.output.text + "!"')],
            edges: chain('say', 'loud'),
          },
          { concurrency: 2 },
        ),
        render('all', '{{ nodes.each.output.items }}'),
      ],
      edges: chain('each', 'all'),
    },
    replies: { 'Say a': [reply('A')], 'Say b': [reply('B')], 'Say c': [reply('C')] },
    ends: 'completed',
  },
  {
    name: 'map-with-failing-items',
    graph: {
      name: 'failing items',
      nodes: [
        frame('collects', 'map', failingItems('collected', { on_item_error: 'collect' })),
        frame('skips', 'map', failingItems('skipped', { on_item_error: 'skip' })),
        frame(
          'fails',
          'map',
          { items: '["a", "b"]', body: { nodes: [agent('asks', 'Fail at {{ item }}')] } },
          { on_error: 'continue' },
        ),
      ],
    },
    replies: {
      'Fail at a': [async () => (await bothAsked(), hang())],
      'Fail at b': [async () => (await bothAsked(), status(400))],
    },
    ends: 'completed',
  },
  {
    name: 'loop',
    graph: {
      name: 'loop',
      nodes: [
        frame('rounds', 'loop', {
          initial: 1,
          until: 'output >= 8',
          max_iterations: 5,
          body: { nodes: [compute('double', 'int(previous) * 2')] },
        }),
        frame('asks', 'loop', {
          until: 'output == "stop"',
          max_iterations: 2,
          body: { nodes: [agent('say', 'Round {{ index }}')], output: '{{ nodes.say.output.text }}' },
        }),
      ],
    },
    replies: { 'Round 0': [reply('go on')], 'Round 1': [reply('stop')] },
    ends: 'completed',
  },
  {
    name: 'sub-workflow',
    graph: {
      name: 'outer',
      nodes: [
        frame('sub', 'workflow', {
          inputs: { who: 'Ada' },
          definition: {
            name: 'inner',
            inputs: { type: 'object', properties: { who: { type: 'string' } } },
            nodes: [
              approval('ask', { message: 'Greet {{ inputs.who }}?' }),
              frame('deep', 'map', { items: '[1, 2]', body: { nodes: [compute('n', 'item')] } }),
              compute('greet', '"Hello " + inputs.who'),
            ],
            edges: chain('ask', 'deep', 'greet'),
            limits: { timeout_seconds: 600 },
          },
        }),
        frame(
          'late',
          'workflow',
          {
            definition: {
              name: 'late',
              nodes: [wait('held', { event: 'never' })],
              limits: { timeout_seconds: 1 },
            },
          },
          { on_error: 'continue' },
        ),
      ],
    },
    lead: async ({ id, steer }) => {
      await waitFor(async () => (await steer.requests(id)).some(({ kind }) => kind === 'approval'), {
        what: 'the inner approval',
        timeoutMs: 30_000,
      });
      await steer.decide(id, 'nodes.sub.workflow.nodes.ask', { decision: 'approve' });
    },
    ends: 'completed',
  },
  {
    name: 'cancelled-children',
    graph: {
      name: 'cancelled children',
      nodes: [
        each({
          nodes: [
            compute('book', 'item'),
            wait('held', { event: 'never' }),
            compute('undo', 'nodes.book.output'),
          ],
          edges: [...chain('book', 'held'), { source: 'book', target: 'undo', kind: 'compensation' }],
        }),
      ],
    },
    lead: async ({ id, steer }) => {
      await steer.asked(id, 3);
      await steer.cancel(id);
    },
    ends: 'cancelled',
  },
  {
    name: 'continued-as-new',
    graph: {
      name: 'continued',
      nodes: [
        agent('busy', 'Work long', { tools: ['calculator'], max_turns: TURNS }),
        wait('pause', { seconds: 2 }),
        approval('ok', {}, { timeout_seconds: 600 }),
        frame('each', 'map', {
          items: '["a", "b"]',
          body: {
            nodes: [wait('hold', { event: 'go' }), compute('named', 'item + "!"')],
            edges: chain('hold', 'named'),
          },
        }),
        compute('last', 'nodes.busy.output.text + nodes.ok.output.branch'),
      ],
      edges: [
        ...chain('busy', 'last'),
        ...chain('ok', 'last'),
        ...chain('pause', 'last'),
        ...chain('each', 'last'),
      ],
    },
    replies: { 'Work long': [...Array.from({ length: TURNS - 1 }, () => calculate), reply('done')] },
    lead: async ({ id, steer, engine }) => {
      const busy = async () => (await engine.view(id)).nodes[0]?.status;
      await waitFor(async () => (await busy()) === 'completed', {
        what: 'the busy agent',
        timeoutMs: 60_000,
      });
      await steer.decide(id, 'nodes.ok', { decision: 'approve' });
      await steer.post(id, 'events', { name: 'go' });
      await steer.post(id, 'events', { name: 'go' });
    },
    ends: 'completed',
    continues: true,
  },
  {
    name: 'continued-map',
    graph: {
      name: 'long map',
      nodes: [
        frame('each', 'map', {
          items: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]',
          concurrency: 3,
          on_item_error: 'collect',
          body: {
            nodes: [agent('a', 'Item {{ item }}'), compute('b', 'item == 3 ? 1 / 0 : item')],
            edges: chain('a', 'b'),
          },
        }),
      ],
    },
    replies: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`Item ${n}`, [reply(`${n}`)]])),
    ends: 'completed',
    continues: true,
  },
];
