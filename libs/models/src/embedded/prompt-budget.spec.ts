import { fitPrompt, OMISSION_MARK } from './prompt-budget';

/** A token a character, so that budgets can be counted by eye. */
const characters = {
  tokenize: (text: string) => text.split(''),
  detokenize: (tokens: string[]) => tokens.join(''),
};

const mark = OMISSION_MARK.length;

describe('fitPrompt', () => {
  it('leaves a prompt alone that fits exactly', () => {
    expect(fitPrompt(['abc', 'de'], 5, characters)).toEqual({ texts: ['abc', 'de'], truncated: false });
  });

  it('takes the middle out of a long text and keeps its two ends', () => {
    const text = `begin${'x'.repeat(500)}final`;
    const { texts, truncated } = fitPrompt([text], mark + 10, characters);
    expect(texts).toEqual([`begin${OMISSION_MARK}final`]);
    expect(truncated).toBe(true);
  });

  it('cuts the long texts and keeps the short ones whole', () => {
    const { texts } = fitPrompt(['short', 'y'.repeat(400), 'z'.repeat(300)], 205, characters);
    expect(texts[0]).toBe('short');
    expect(texts.slice(1).map(({ length }) => length)).toEqual([100, 100]);
  });

  it.each([1, 40, 3_000])('stays within the budget for %s long texts', (count) => {
    const texts = Array.from({ length: count }, () => 'w'.repeat(10_000));
    const fitted = fitPrompt(texts, 9_000, characters);
    expect(fitted.texts.join('').length).toBeLessThanOrEqual(9_000);
    expect(fitted.truncated).toBe(true);
  });
});
