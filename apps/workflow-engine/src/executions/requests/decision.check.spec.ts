import type { DecideRequest } from '@aiwf/contracts';
import { decisionFaults, type Asked } from './decision.check';

const approval: Asked = { kind: 'approval', decisions: ['approve', 'edit', 'reject'] };
const question: Asked = { kind: 'question', decisions: ['answer'] };
const budget: Asked = {
  kind: 'budget',
  decisions: ['raise', 'stop'],
  breach: { scope: 'run', limit: 'max_llm_calls', allowed: 3, needed: 4 },
};
const form: Asked = {
  ...approval,
  form: {
    type: 'object',
    required: ['reason'],
    properties: { reason: { type: 'string' }, amount: { type: 'number', minimum: 1 } },
  },
};

const faults = (asked: Asked, body: Partial<DecideRequest>) =>
  decisionFaults(asked, { user_id: 'user', decision: 'approve', ...body }).map(({ path }) => path);

it.each<[string, Asked, Partial<DecideRequest>]>([
  ['an approval', approval, {}],
  ['a rejection that says why', approval, { decision: 'reject', comment: 'no' }],
  ['an edit to null', approval, { decision: 'edit', data: null }],
  ['an answer', question, { decision: 'answer', data: 'Tuesday' }],
  ['a higher limit', budget, { decision: 'raise', data: { max_llm_calls: 4 } }],
  ['two higher limits', budget, { decision: 'raise', data: { max_llm_calls: 4, max_cost_usd: 0.5 } }],
  ['a stop', budget, { decision: 'stop' }],
  ['a filled-in form', form, { form: { reason: 'fits' } }],
  ['a rejection without the form', form, { decision: 'reject' }],
])('%s fits', (_what, asked, body) => {
  expect(faults(asked, body)).toEqual([]);
});

it.each<[string, Asked, Partial<DecideRequest>, string[]]>([
  ['a word that is not offered', question, { decision: 'approve' }, ['/decision']],
  ['an edit of nothing', approval, { decision: 'edit' }, ['/data']],
  ['an answer that is no text', question, { decision: 'answer', data: { day: 2 } }, ['/data']],
  ['a blank answer', question, { decision: 'answer', data: ' ' }, ['/data']],
  ['a raise without limits', budget, { decision: 'raise' }, ['/data']],
  [
    'a raise of another limit',
    budget,
    { decision: 'raise', data: { max_tokens: 5 } },
    ['/data/max_llm_calls'],
  ],
  [
    'a raise to what it was',
    budget,
    { decision: 'raise', data: { max_llm_calls: 3 } },
    ['/data/max_llm_calls'],
  ],
  [
    'a raise to a part of a call',
    budget,
    { decision: 'raise', data: { max_llm_calls: 3.5 } },
    ['/data/max_llm_calls'],
  ],
  [
    'a raise of what is no limit',
    budget,
    { decision: 'raise', data: { max_llm_calls: 9, calls: 9 } },
    ['/data/calls'],
  ],
  ['a form nobody asked for', approval, { form: {} }, ['/form']],
  ['no form where one is asked for', form, {}, ['/form']],
  ['a form that does not fit', form, { form: { reason: 'x', amount: 0 } }, ['/form/amount']],
  ['too much', approval, { decision: 'edit', data: 'x'.repeat(300_000) }, ['']],
])('%s does not', (_what, asked, body, paths) => {
  expect(faults(asked, body)).toEqual(paths);
});

it('names the words that are offered', () => {
  const [fault] = decisionFaults(approval, { user_id: 'user', decision: 'raise' });
  expect(fault?.hint).toBe('Say one of approve, edit, reject');
});
