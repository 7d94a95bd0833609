import { hang, reply, status, toolCalls } from '@aiwf/testing';
import { agent, chain, compute } from '../../harness/graphs';
import type { Recording } from './recording';

const calculate = { name: 'calculator', args: { expression: '6 * 7' } };

/** Conversations of single agents. */
export const AGENTS: Recording[] = [
  {
    name: 'agent-with-tools',
    graph: { name: 'tools', nodes: [agent('a', 'Use tools', { tools: ['calculator', 'current_time'] })] },
    replies: {
      'Use tools': [
        toolCalls([calculate, { name: 'current_time', args: {} }, { name: 'nothing', args: {} }]),
        status(500),
        reply('42'),
      ],
    },
    ends: 'completed',
  },
  {
    name: 'agent-asked-again',
    graph: {
      name: 'schema',
      nodes: [
        agent('a', 'Name a number', {}, { output_schema: { type: 'object', required: ['n'] } }),
        compute('b', 'nodes.a.output.n'),
      ],
      edges: chain('a', 'b'),
    },
    replies: { 'Name a number': [reply('seven'), reply('{"m": 7}'), reply('{"n": 7}')] },
    ends: 'completed',
  },
  {
    name: 'agent-fallback-model',
    graph: {
      name: 'fallback',
      nodes: [agent('a', 'Fall back', { model: 'openai:gpt-4o', fallback_model: 'openai:gpt-4o-mini' })],
    },
    replies: { 'Fall back': [status(400), reply('from the other one')] },
    ends: 'completed',
  },
  {
    name: 'agent-max-turns',
    graph: { name: 'turns', nodes: [agent('a', 'Go on', { tools: ['calculator'], max_turns: 2 })] },
    replies: { 'Go on': [toolCalls([calculate]), toolCalls([calculate])] },
    ends: 'failed',
  },
  {
    name: 'ask-human',
    graph: { name: 'question', nodes: [agent('a', 'Ask somebody', { tools: ['ask_human'] })] },
    replies: {
      'Ask somebody': [
        toolCalls([{ name: 'ask_human', args: { question: 'Which day?' } }]),
        reply('On Monday'),
      ],
    },
    lead: async ({ id, steer }) => {
      const { request_id } = await steer.askedOnce(id);
      await steer.decide(id, request_id, { decision: 'answer', data: 'Monday' });
    },
    ends: 'completed',
  },
  {
    name: 'tool-approval',
    graph: {
      name: 'approved tools',
      nodes: [
        agent('a', 'Call what is dangerous', {
          tools: ['mcp:faulty/fail', 'mcp:faulty/huge', 'mcp:faulty/pid'],
        }),
      ],
    },
    replies: {
      'Call what is dangerous': [
        toolCalls([
          { name: 'faulty__fail', args: {} },
          { name: 'faulty__huge', args: { bytes: 1 } },
          { name: 'faulty__pid', args: {} },
        ]),
        toolCalls([{ name: 'faulty__fail', args: {} }]),
        reply('done'),
      ],
    },
    lead: async ({ id, steer }) => {
      await steer.asked(id, 2);
      await steer.decide(id, 'nodes.a.calls.0.0.approval', { decision: 'approve' });
      await steer.decide(id, 'nodes.a.calls.0.1.approval', { decision: 'edit', data: { bytes: 2 } });
      await steer.askedOther(id, 'nodes.a.calls.0.1.approval');
      await steer.decide(id, 'nodes.a.calls.1.0.approval', { decision: 'reject', comment: 'too dangerous' });
    },
    ends: 'completed',
  },
  {
    name: 'tool-outcome-unknown',
    graph: { name: 'lost tool', nodes: [agent('a', 'Lose a call', { tools: ['mcp:faulty/crash'] })] },
    replies: { 'Lose a call': [toolCalls([{ name: 'faulty__crash', args: {} }]), reply('done')] },
    lead: async ({ id, steer }) => {
      await steer.askedOnce(id);
      await steer.decide(id, 'nodes.a.calls.0.0.approval', { decision: 'approve' });
      await steer.askedOther(id, 'nodes.a.calls.0.0.approval');
      await steer.decide(id, 'nodes.a.calls.0.0.outcome.0', { decision: 'done', data: 'it was done' });
    },
    ends: 'completed',
  },
  {
    name: 'budget-raised',
    graph: {
      name: 'budget',
      nodes: [agent('a', 'Spend more', { tools: ['calculator'] })],
      limits: { max_llm_calls: 1, on_breach: 'ask' },
    },
    replies: { 'Spend more': [toolCalls([calculate]), reply('42')] },
    lead: async ({ id, steer }) => {
      const { request_id } = await steer.askedOnce(id);
      await steer.decide(id, request_id, { decision: 'raise', data: { max_llm_calls: 3 } });
    },
    ends: 'completed',
  },
  {
    name: 'budget-stopped',
    graph: {
      name: 'budgets',
      nodes: [
        agent(
          'own',
          'Spend its own',
          { tools: ['calculator'] },
          { limits: { max_llm_calls: 1 }, on_error: 'continue' },
        ),
        agent('all', 'Spend all', { tools: ['calculator'] }),
      ],
      limits: { max_llm_calls: 2 },
    },
    replies: { 'Spend its own': [toolCalls([calculate])], 'Spend all': [toolCalls([calculate])] },
    ends: 'failed',
  },
  {
    name: 'fork',
    graph: {
      name: 'forked',
      nodes: [
        agent('a', 'Before'),
        agent('b', 'After'),
        compute('c', 'nodes.a.output.text + nodes.b.output.text'),
      ],
      edges: chain('a', 'b', 'c'),
    },
    replies: { Before: [reply('before ')], After: [status(400), reply('after')] },
    next: async ({ id, steer }) => (await steer.retry(id)).body.execution_id,
    ends: 'completed',
  },
  {
    name: 'cancelled-agent',
    graph: {
      name: 'cancelled',
      nodes: [agent('a', 'Be cancelled', { tools: ['ask_human'] }), agent('b', 'Hang')],
    },
    replies: {
      'Be cancelled': [toolCalls([{ name: 'ask_human', args: { question: 'Really?' } }])],
      Hang: [hang()],
    },
    lead: async ({ id, steer }) => {
      await steer.askedOnce(id);
      await steer.cancel(id);
    },
    ends: 'cancelled',
  },
];
