import { tokenize } from './tokens';
import { readEventCondition, readTime, readWait, takeDelay } from './waiting';

const DAY = 86_400;

describe('what is waited for', () => {
  it.each([
    ['two days', { type: 'seconds', seconds: 2 * DAY }],
    ['for 10 minutes', { type: 'seconds', seconds: 600 }],
    ['an hour and a half', { type: 'seconds', seconds: 5_400 }],
    ['half an hour', { type: 'seconds', seconds: 1_800 }],
    ["for the customer's reply", { type: 'event', event: 'customer reply' }],
    ['for the payment for up to a week', { type: 'event', event: 'payment', timeoutSeconds: 7 * DAY }],
  ])('%s', (text, reading) => {
    expect(readWait(tokenize(text))).toEqual(reading);
  });

  it('is what "until" says happens', () => {
    expect(readWait([], tokenize('the payment arrives'))).toEqual({ type: 'event', event: 'payment' });
  });

  it('is nothing where nothing is said', () => {
    expect(readWait([])).toBeUndefined();
  });
});

it.each([
  ['in two weeks', { type: 'seconds', seconds: 14 * DAY }],
  [
    'on 24 December 2030 at 18:00',
    { type: 'time', text: '24 December 2030 at 18:00', iso: '2030-12-24T18:00:00Z' },
  ],
  ['on the table', undefined],
  ['in two weeks send it', undefined],
])('reads words that say only when: %s', (text, reading) => {
  expect(readTime(tokenize(text))).toEqual(reading);
});

it.each([
  ['there is no reply within two days', { event: 'reply', isAbsent: true, timeoutSeconds: 2 * DAY }],
  ['the customer answers', { event: 'customer reply', isAbsent: false }],
  ['the report is long', undefined],
])('reads whether something outside happens: %s', (text, condition) => {
  expect(readEventCondition(tokenize(text))).toEqual(condition);
});

it.each([
  ['it in 10 minutes', 600, 'it'],
  ['a reminder three days after the demo', 3 * DAY, 'a reminder'],
  ['a reminder', undefined, 'a reminder'],
])('takes a delay out of what is done: %s', (text, seconds, rest) => {
  const taken = takeDelay(tokenize(text));
  expect(taken.seconds).toBe(seconds);
  expect(taken.tokens.map((token) => token.text).join(' ')).toBe(rest);
});
