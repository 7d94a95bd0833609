import { readApproverIds } from './approver-ids';
import { tokenize } from './tokens';

const idsIn = (text: string) => readApproverIds(tokenize(text));

it.each([
  ['both dana and lee approve it', { names: ['dana', 'lee'], all: true }],
  ['the users hr_lead and cfo have to approve it', { names: ['hr_lead', 'cfo'], all: true }],
  ['dana or lee approves it', { names: ['dana', 'lee'], all: false }],
  ['get approval from ops-lead', { names: ['ops-lead'], all: true }],
])('user ids in: %s', (text, ids) => {
  expect(idsIn(text)).toEqual(ids);
});

it.each(['my manager approves it', 'legal approves it', 'upon approval', 'Dana Smith approves it'])(
  'no user ids in: %s',
  (text) => {
    expect(idsIn(text)).toBeUndefined();
  },
);
