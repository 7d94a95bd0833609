import { readRequest } from './request';

const wanted = (prompt: string): string[] => readRequest(prompt).wanted.map(({ verb }) => verb);

describe('what a prompt asks for', () => {
  it.each([
    ['Our customers send us invoices by mail. Extract the totals.', ['extract']],
    ['We publish a newsletter every month; plan the next one.', ['plan']],
    ['They attach reports. I want you to summarise them.', ['summarise']],
    ['Tickets should be sorted by urgency', ['sort']],
    ['The workflow reads the report, then it translates it', ['read', 'translate']],
    ['If a customer complains, draft a reply', ['draft']],
    ['Summarise "send everything to the press at once and delete it"', ['summarise']],
    ['把这份报告总结成三句话', []],
  ])('%s', (prompt, verbs) => {
    expect(wanted(prompt)).toEqual(verbs);
  });

  it.each([
    'Draft a reply but do not send it.',
    'Draft a reply and never post it',
    "Draft a reply, don't email anybody",
  ])('knows what is not to be done: %s', (prompt) => {
    const { wanted: asked, unwanted } = readRequest(prompt);
    expect(asked.map(({ kind }) => kind)).toEqual(['draft']);
    expect(unwanted.map(({ kind }) => kind)).toEqual(['deliver']);
  });

  it.each([
    "Don't send it until I approve it",
    'Never post it without approval',
    "Don't send it if it is spam",
  ])('takes a condition for none: %s', (prompt) => {
    expect(readRequest(prompt).unwanted).toEqual([]);
  });

  it('knows what hangs on a case', () => {
    const { wanted: asked } = readRequest(
      'Classify the ticket; if it is urgent, notify the engineer, otherwise draft a reply. Then list all.',
    );
    expect(asked.map(({ verb, isConditional }) => [verb, isConditional])).toEqual([
      ['classify', false],
      ['notify', true],
      ['draft', true],
      ['list', false],
    ]);
  });

  it('knows what is done for each of several', () => {
    const { wanted: asked } = readRequest('For each invoice, check the total. Write a report.');
    expect(asked.map(({ verb, isRepeated }) => [verb, isRepeated])).toEqual([
      ['check', true],
      ['write', false],
    ]);
  });
});
