import { readApproval, readDecision, saysUndecided, waivesApproval } from './approval';
import { tokenize } from './tokens';

describe('a clause that asks for agreement', () => {
  it.each([
    ['get approval from legal', 'legal', false],
    ['ask me first', 'me', false],
    ['my approval is needed', 'me', false],
    ['have my manager review it', 'my manager', true],
    ['check with the head of sales', 'the head of sales', false],
    ['run it by my boss', 'my boss', false],
    ['get approval from both legal and finance', 'legal and finance', false],
    ['upon approval', '', false],
    ['it is approved by Dana Smith', 'Dana Smith', false],
    ['legal signs off', 'legal', false],
  ])('%s', (text, who, isReview) => {
    expect(readApproval(tokenize(text))).toEqual({ who, isReview });
  });

  it.each([
    'send it without approval',
    'an agent reviews it',
    'summarise the approval letter',
    'an editor reviews the draft',
    'write a report',
  ])('is not: %s', (text) => {
    expect(readApproval(tokenize(text))).toBeUndefined();
  });
});

it.each([
  ['post it without asking anyone', true],
  ['no approval is needed', true],
  ["don't ask for permission", true],
  ['ask for permission', false],
  ['post it when I approve', false],
])('says that nobody need agree: %s', (text, waived) => {
  expect(waivesApproval(text)).toBe(waived);
});

it.each([
  ['it is rejected', 'rejected'],
  ['she wants changes', 'rejected'],
  ['legal does not approve', 'rejected'],
  ['legal approves it', 'approved'],
  ['my manager gives the go-ahead', 'approved'],
  ['it is long', undefined],
])('reads what a condition says of a decision: %s', (text, decision) => {
  expect(readDecision(text)).toBe(decision);
});

it.each([
  ['nobody answers', true],
  ['there is no response', true],
  ["they don't reply", true],
  ['nobody likes it', false],
  ['it has no answer key', false],
])('reads that nobody has decided: %s', (text, isUndecided) => {
  expect(saysUndecided(text)).toBe(isUndecided);
});
