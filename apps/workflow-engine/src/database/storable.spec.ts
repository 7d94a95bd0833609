import { storable } from './storable';

describe('storable', () => {
  it('drops NUL and replaces lone surrogates, in values and in keys', () => {
    expect(storable({ 'a\u0000b': ['x\ud800y', 'whole \ud83d\ude00'] })).toEqual({
      ab: ['x\ufffdy', 'whole \ud83d\ude00'],
    });
  });

  it('leaves other values as they are', () => {
    const value = { n: 1.5, t: true, z: null, list: [0, 'text'] };
    expect(storable(value)).toEqual(value);
  });
});
