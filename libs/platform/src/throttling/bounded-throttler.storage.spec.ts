import { BoundedThrottlerStorage } from './bounded-throttler.storage';
import { countKey } from './usage';

it('keeps a bounded number of counts under a flood of invented users, and goes on limiting', async () => {
  const storage = new BoundedThrottlerStorage();
  const hit = (user: string) => storage.increment(countKey('default', user), 60_000, 2, 0, 'default');
  await hit('regular');
  for (let i = 0; i < 60_000; i++) await hit(`invented-${i}`);
  expect(storage.storage.size).toBeLessThanOrEqual(50_000 + 1024);
  expect((await hit('regular')).totalHits).toBe(2);
  expect((await hit('regular')).isBlocked).toBe(true);
  const late = [await hit('late'), await hit('late'), await hit('late')];
  expect(late.at(-1)?.isBlocked).toBe(true);
  storage.onApplicationShutdown();
});
