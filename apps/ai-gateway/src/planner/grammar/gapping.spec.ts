import { readPrompt } from './prompt-reading';
import { joinTokens } from './tokens';

const read = (prompt: string): string[] =>
  readPrompt(prompt).instructions.map(
    ({ link, tokens, insideOtherwise }) =>
      `${insideOtherwise ? 'otherwise ' : ''}${link}: ${joinTokens(tokens)}`,
  );

describe('a verb that is said once for several', () => {
  it('makes cases of bounds, each where those before it did not hold', () => {
    expect(
      read('Leads over 70 get a demo, leads between 40 and 70 a newsletter, the rest a polite no.'),
    ).toEqual([
      'if: the number is over 70',
      'and: write a demo',
      'otherwise if: the number is at least 40',
      'and: write a newsletter',
      'otherwise: write a polite no',
    ]);
  });

  it('leaves what else stands in a list alone', () => {
    expect(read('Get the orders, the invoices and a list of customers')).toHaveLength(1);
  });

  it('says what is done within a bound', () => {
    expect(read('Refunds up to 50 dollars are granted, above that a manager has to approve.')).toEqual([
      'if: the refund is up to 50 dollars',
      'and: they are granted',
      'otherwise: a manager has to approve',
    ]);
  });
});

it('reads bounds that open a case, and none where nothing is decided', () => {
  expect(read('Check the amount: below 100 mark it as paid, from 100 upwards draft a note')).toEqual([
    'then: Check the amount',
    'if: below 100',
    'and: mark it as paid',
    'otherwise if: from 100 upwards',
    'and: draft a note',
  ]);
  expect(read('Keep the summary below 100 words').every((clause) => !clause.startsWith('if'))).toBe(true);
});

it('lets several people do the same side by side, each as who they are', () => {
  expect(read('Have a lawyer, an engineer and a marketer each look at my idea')).toEqual([
    'then: look at my idea as a lawyer',
    'and: look at my idea as an engineer',
    'and: look at my idea as a marketer',
  ]);
  expect(read('One agent checks the skills, another checks the gaps, and a third the references')).toEqual([
    'then: One agent checks the skills',
    'and: another checks the gaps',
    'and: a third checks the references',
  ]);
});
