import { LocalTurns } from './local-turns';

it('makes calls one after another, in their order, also after one that failed', async () => {
  const turns = new LocalTurns(
    () => Promise.resolve(),
    () => 0,
  );
  const seen: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const call = (name: string) => () => {
    seen.push(name);
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    return end.promise;
  };
  const [first, second, third] = ['first', 'second', 'third'].map((name) => turns.take(call(name)));
  const failed = first?.catch((error: Error) => error.message);
  await new Promise(setImmediate);
  expect(seen).toEqual(['first']);
  ends.get('first')?.reject(new Error('broken'));
  expect(await failed).toBe('broken');
  await new Promise(setImmediate);
  expect(seen).toEqual(['first', 'second']);
  ends.get('second')?.resolve('2');
  expect(await second).toBe('2');
  await new Promise(setImmediate);
  ends.get('third')?.resolve('3');
  expect(await third).toBe('3');
  expect(seen).toEqual(['first', 'second', 'third']);
});
