import { PromptNumbers } from './numbers';

const given = (prompt: string, isEnglish = true): PromptNumbers => new PromptNumbers(prompt, isEnglish);

describe('numbers of a prompt', () => {
  it.each([
    ['wait two days', 172_800],
    ['wait two days', 48],
    ['within 48 hours', 172_800],
    ['a two-week trial', 1_209_600],
    ['half an hour later', 1_800],
    ['an hour and a half', 5_400],
    ['two and a half hours', 9_000],
    ['1 hour 30 minutes', 5_400],
    ['every 15 min', 900],
    ['in 90s', 90],
    ['a quarter of an hour', 900],
    ['remind them daily', 86_400],
    ['every Monday', 604_800],
    ['a month', 2_592_000],
    ['more than 5% off', 0.05],
    ['20 percent discount', 0.8],
    ['over $1,000.00', 1_000],
    ['über 1.000 EUR', 1_000],
    ['above 1.5 million', 1_500_000],
    ['5k followers', 5_000],
    ['above 20 dollars', 2_000],
    ['twenty-five items', 25],
    ['a hundred and fifty people', 150],
    ['two thousand three hundred', 2_300],
    ['a couple of ideas', 2],
    ['a dozen', 12],
    ['the third one', 3],
    ['at 5pm', 17],
    ['three quarters of an hour', 2_700],
    ['1/4 of it', 0.25],
    ['10 MB', 10_485_760],
    ['0,5 Liter', 0.5],
  ])('%s: %d', (prompt, value) => {
    expect(given(prompt).has(value)).toBe(true);
  });

  it.each([
    ['wait two days', 3_600],
    ['above 500 euros', 600],
    ['5 items', 500],
    ['1,000 rows', 2],
    ['nothing', 7],
  ])('%s: not %d', (prompt, value) => {
    expect(given(prompt).has(value)).toBe(false);
  });

  it('takes any unit of time where the language is not read, and small numbers that may be written out', () => {
    expect(given('warte 3 Tage', false).has(259_200)).toBe(true);
    expect(given('attends deux jours', false).has(172_800)).toBe(true);
    expect(given('warte 3 Tage', false).has(5_000)).toBe(false);
  });
});
