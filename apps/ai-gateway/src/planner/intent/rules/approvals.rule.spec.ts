import { asksForApproval } from './approvals.rule';

describe('a person is to decide', () => {
  it.each([
    'Wait for approval from legal before sending it',
    'Ask my manager to approve the refund',
    'Post it once I have approved it',
    'Let me review the draft first',
    'Have the editor check the text',
    'Get sign-off from the CFO',
    'Above 500 euros a manager has to approve',
    'It needs to be approved by the team lead',
    'With a human review before publishing',
    'Only send it after my go-ahead',
    'Ask me before you post it',
    'Send it if my boss says yes',
  ])('%s', (text) => {
    expect(asksForApproval(text)).toBeDefined();
  });

  it.each([
    'Automate my invoice approvals',
    'Approve requests below 100 dollars by policy',
    'Send it without approval',
    'Summarise the approval process',
    'Review the code and suggest improvements',
    'Ask the customer for the missing details',
    'If the customer confirms the order, write a receipt',
  ])('not: %s', (text) => {
    expect(asksForApproval(text)).toBeUndefined();
  });
});
