import { hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { agent, chain } from '../../harness/graphs';
import { frame, type Recording } from './recording';

const task = (id: string) => ({ id, agent: 'w', description: `Local task ${id}`, expected_output: 'text' });

/** Calls that are expected to be short, and so are made as local activities. */
export const LOCAL_CALLS: Recording[] = [
  {
    name: 'local-calls',
    graph: {
      name: 'local',
      nodes: [
        agent('a', 'Reckon locally', { tools: ['calculator'] }),
        agent('left', 'Go left'),
        agent('right', 'Go right'),
        {
          id: 'crew',
          type: 'crew',
          config: { agents: [{ id: 'w', role: 'Writer', goal: 'write' }], tasks: [task('one'), task('two')] },
        },
        frame('loop', 'loop', {
          body: { nodes: [agent('say', 'Say it locally')] },
          until: 'false',
          max_iterations: 2,
        }),
      ],
      edges: [...chain('a', 'left', 'crew', 'loop'), ...chain('a', 'right', 'crew')],
    },
    replies: {
      'Reckon locally': [toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]), reply('42')],
      'Go left': [reply('left')],
      'Go right': [reply('right')],
      'Local task one': [reply('one')],
      'Local task two': [reply('two')],
      'Say it locally': [reply('once'), reply('twice')],
    },
    ends: 'completed',
    local: true,
  },
  {
    name: 'local-call-made-again',
    graph: {
      name: 'again',
      nodes: [agent('a', 'Fail locally'), agent('b', 'After it')],
      edges: chain('a', 'b'),
    },
    replies: {
      'Fail locally': [status(503), status(429, { retryAfter: 2 }), reply('at last')],
      'After it': [reply('after')],
    },
    ends: 'completed',
    local: true,
  },
  {
    name: 'local-call-cancelled',
    graph: { name: 'cancelled', nodes: [agent('a', 'Never answer locally')] },
    replies: { 'Never answer locally': [hang()] },
    lead: async ({ id, model, steer }) => {
      await waitFor(() => model.requests('Never answer locally').length === 1, { what: 'the call' });
      await steer.cancel(id);
    },
    ends: 'cancelled',
    local: true,
  },
];
