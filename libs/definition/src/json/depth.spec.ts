import { jsonDepth } from '../index';

const brackets = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('jsonDepth', () => {
  it.each<[unknown, number]>([
    [null, 0],
    ['x', 0],
    [[], 1],
    [{}, 1],
    [{ a: [1, { b: 2 }] }, 3],
    [[[], [[]]], 3],
  ])('of %j is %i', (value, depth) => {
    expect(jsonDepth(value, 64)).toBe(depth);
  });

  it('stops one past its bound, however deep the value is', () => {
    expect(jsonDepth(brackets(64), 64)).toBe(64);
    expect(jsonDepth(brackets(65), 64)).toBe(65);
    expect(jsonDepth(brackets(100_000), 64)).toBe(65);
  });
});
