import { digestOf } from './digest';

describe('digestOf', () => {
  it('is the same whatever the order of keys, at every depth', () => {
    expect(digestOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(digestOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    ['a', ['a']],
  ])('differs for %j and %j', (one, other) => {
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});
