import type { WorkflowStatistics } from '@aiwf/contracts';
import type { StatisticsClient } from '../../engine-client';
import { StatisticsCache } from './statistics.cache';

const of = (runs: number): WorkflowStatistics => ({ runs, models: [], nodes: [], repeats: [], reached: [] });

let now = 0;
let ask: jest.Mock<Promise<WorkflowStatistics>, [string, string?]>;
let cache: StatisticsCache;

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  ask = jest.fn<Promise<WorkflowStatistics>, [string, string?]>(() => Promise.resolve(of(1)));
  cache = new StatisticsCache({ statistics: ask } as unknown as StatisticsClient);
});
afterEach(() => jest.restoreAllMocks());

it('never waits: what is not at hand is read for the next time, once', async () => {
  expect(cache.read('ann', 'wf_1')).toBeUndefined();
  expect(cache.read('ann', 'wf_1')).toBeUndefined();
  await cache.fresh('ann', 'wf_1');
  expect(cache.read('ann', 'wf_1')).toEqual(of(1));
  expect(ask.mock.calls).toEqual([['ann', 'wf_1']]);
});

it('keeps users and workflows apart', async () => {
  await cache.fresh('ann', 'wf_1');
  expect(cache.read('bob', 'wf_1')).toBeUndefined();
  expect(cache.read('ann', 'wf_2')).toBeUndefined();
  expect(cache.read('ann')).toBeUndefined();
  expect(ask).toHaveBeenCalledTimes(4);
});

it('is refreshed behind its readers, who get what there was meanwhile', async () => {
  await cache.fresh('ann');
  ask.mockResolvedValue(of(2));
  now += 30_001;
  expect(cache.read('ann')).toEqual(of(1));
  await cache.fresh('ann');
  expect(cache.read('ann')).toEqual(of(2));
});

it('keeps what it has when the engine is away, and asks it no more often', async () => {
  await cache.fresh('ann');
  ask.mockRejectedValue(new Error('away'));
  now += 30_001;
  await cache.fresh('ann');
  expect(cache.read('ann')).toEqual(of(1));
  expect(ask).toHaveBeenCalledTimes(2);
});

it('lets the ones go that were least recently asked for', async () => {
  await cache.fresh('first');
  for (let user = 0; user < 499; user += 1) await cache.fresh(`user${user}`);
  expect(cache.read('first')).toEqual(of(1));
  await cache.fresh('one more');
  expect(cache.read('first')).toEqual(of(1));
  expect(cache.read('user0')).toBeUndefined();
});
