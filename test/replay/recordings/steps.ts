import { chain, compute, http, render } from '../../harness/graphs';
import { approval, wait, type Recording } from './recording';

/** What needs no model. */
export const STEPS: Recording[] = [
  { name: 'empty', graph: { name: 'empty', nodes: [] }, ends: 'completed' },
  {
    name: 'transform-and-condition',
    graph: {
      name: 'branches',
      inputs: { type: 'object', properties: { n: { type: 'number', default: 3 } } },
      nodes: [
        compute('double', 'inputs.n * 2.0'),
        {
          id: 'size',
          type: 'condition',
          config: { branches: [{ name: 'big', when: 'nodes.double.output > 5.0' }], default: 'small' },
        },
        render('big', 'big: {{ nodes.double.output }}', { output_schema: { type: 'string' } }),
        render('small', 'small'),
        compute('odd', '"never"'),
        compute('end', 'nodes.big.output != null ? nodes.big.output : nodes.small.output'),
      ],
      edges: [
        ...chain('double', 'size'),
        { source: 'size', target: 'big', branch: 'big' },
        { source: 'size', target: 'small', branch: 'small' },
        { source: 'size', target: 'odd', when: 'inputs.n < 0.0' },
        ...chain('big', 'end'),
        ...chain('small', 'end'),
        ...chain('odd', 'end'),
      ],
      output: { end: '{{ nodes.end.output }}' },
    },
    ends: 'completed',
  },
  {
    name: 'http-request',
    graph: ({ server }) => ({
      name: 'requests',
      nodes: [
        http('get', { url: `${server}/ok?n={{ 1 + 1 }}` }),
        http(
          'retried',
          { url: `${server}/busy` },
          { retry: { max_attempts: 3, initial_interval_seconds: 0.1 } },
        ),
        http('keyed', { url: `${server}/ok`, method: 'POST', body: { a: 1 }, idempotency_key: true }),
        http('refused', { url: `${server}/none` }, { on_error: 'continue' }),
      ],
      edges: chain('get', 'keyed'),
    }),
    ends: 'completed',
  },
  {
    name: 'http-outcome-unknown',
    graph: ({ server }) => ({
      name: 'lost',
      nodes: [http('post', { url: `${server}/gone`, method: 'POST', body: 'x' })],
    }),
    lead: async ({ id, steer }) => {
      await steer.asked(id);
      await steer.decide(id, 'nodes.post.outcome.0', { decision: 'again' });
      await steer.askedOther(id, 'nodes.post.outcome.0');
      await steer.decide(id, 'nodes.post.outcome.1', { decision: 'done', data: { status: 200 } });
    },
    ends: 'completed',
  },
  {
    name: 'wait',
    graph: {
      name: 'waits',
      nodes: [
        wait('short', { seconds: 1 }),
        wait('past', { until: '2020-01-01T00:00:00Z' }),
        wait('paid', { event: 'paid' }),
        wait('never', { event: 'never', timeout_seconds: 1 }),
      ],
      edges: chain('short', 'past'),
    },
    lead: async ({ id, steer }) => {
      await steer.asked(id, 2);
      await steer.post(id, 'events', { name: 'paid', data: { amount: 12 } });
    },
    ends: 'completed',
  },
  {
    name: 'approval',
    graph: {
      name: 'approvals',
      nodes: [
        approval('both', { approvers: ['ada', 'bob'], required: 2, data: { to: 'all' } }),
        approval('edited', { form: { type: 'object', properties: { why: { type: 'string' } } } }),
        approval('refused'),
        compute('sent', '1'),
      ],
      edges: [{ source: 'refused', target: 'sent', branch: 'approved' }],
    },
    lead: async ({ id, steer }) => {
      await steer.asked(id, 2);
      await steer.decide(id, 'nodes.both', { decision: 'approve', user_id: 'ada' });
      await steer.decide(id, 'nodes.edited', { decision: 'edit', data: 'x', form: { why: 'better' } });
      await steer.decide(id, 'nodes.refused', { decision: 'reject', comment: 'no' });
      await steer.decide(id, 'nodes.both', { decision: 'approve', user_id: 'bob' });
    },
    ends: 'completed',
  },
  {
    name: 'approval-timeout',
    graph: {
      name: 'nobody decides',
      nodes: [approval('ask', { timeout_seconds: 3, reminder_seconds: 1 }), compute('late', '"late"')],
      edges: [{ source: 'ask', target: 'late', branch: 'timeout' }],
    },
    ends: 'completed',
  },
  {
    name: 'large-values',
    graph: {
      name: 'large',
      inputs: {
        type: 'object',
        properties: { text: { type: 'string', default: '0123456789abcdef'.repeat(64) } },
      },
      nodes: [
        render('large', '{{ inputs.text }}'.repeat(40)),
        compute('length', 'size(nodes.large.output)'),
        render('both', { text: '{{ nodes.large.output }}', length: '{{ nodes.length.output }}' }),
      ],
      edges: chain('large', 'length', 'both'),
      output: { both: '{{ nodes.both.output }}' },
    },
    ends: 'completed',
  },
];
