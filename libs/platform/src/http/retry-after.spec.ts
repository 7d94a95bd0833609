import { parseRetryAfter } from './retry-after';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7_000],
    [' 7 ', 7_000],
    ['1.5', 1_500],
    ['60', 60_000],
    ['61', 60_000],
    ['9'.repeat(400), 60_000],
    ['Fri, 20 Nov 2026 12:00:05 GMT', 5_000],
    ['Friday, 20-Nov-26 12:00:05 GMT', 5_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['Fri, 20 Nov 2099 12:00:00 GMT', 60_000],
  ])('reads %p as %p ms', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });

  it.each([
    [''],
    ['-5'],
    ['1e300'],
    ['soon'],
    ['NaN'],
    ['Infinity'],
    ['0x10'],
    ['Mon, never'],
    [undefined],
    [['7']],
    [7],
  ])('ignores %p', (header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  });
});
