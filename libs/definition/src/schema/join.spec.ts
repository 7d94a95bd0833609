import { parseJoin } from '../index';

describe('parseJoin', () => {
  it.each([
    [undefined, { kind: 'all' }],
    ['all', { kind: 'all' }],
    ['any', { kind: 'any' }],
    ['quorum(1)', { kind: 'quorum', n: 1 }],
    ['quorum(999)', { kind: 'quorum', n: 999 }],
  ])('reads %s', (join, expected) => {
    expect(parseJoin(join)).toStrictEqual(expected);
  });

  it.each(['', 'some', 'quorum', 'quorum()', 'quorum(0)', 'quorum(1000)', 'quorum(1.5)', 'all '])(
    'refuses "%s"',
    (join) => {
      expect(() => parseJoin(join)).toThrow(RangeError);
    },
  );
});
