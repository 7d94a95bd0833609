import { currentTimeTool } from './current-time.tool';

const context = { signal: new AbortController().signal };

describe('current_time', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-07-01T22:30:05.250Z') }));
  afterEach(() => jest.useRealTimers());

  it('tells the time in UTC', async () => {
    await expect(currentTimeTool.run({}, context)).resolves.toEqual({ utc: '2026-07-01T22:30:05.250Z' });
  });

  it.each([
    ['Europe/Berlin', '2026-07-02T00:30:05+02:00'],
    ['America/St_Johns', '2026-07-01T20:00:05-02:30'],
    ['Asia/Kolkata', '2026-07-02T04:00:05+05:30'],
    ['UTC', '2026-07-01T22:30:05+00:00'],
  ])('tells the time in %s with its offset', async (zone, local) => {
    await expect(currentTimeTool.run({ time_zone: zone }, context)).resolves.toMatchObject({
      time_zone: zone,
      local,
    });
  });

  it('follows daylight saving time', async () => {
    jest.setSystemTime(new Date('2026-01-01T12:00:00Z'));
    await expect(currentTimeTool.run({ time_zone: 'Europe/Berlin' }, context)).resolves.toMatchObject({
      local: '2026-01-01T13:00:00+01:00',
    });
  });

  it('refuses what is not a time zone', async () => {
    await expect(currentTimeTool.run({ time_zone: 'Mars/Olympus' }, context)).rejects.toMatchObject({
      code: 'invalid_arguments',
      message: expect.stringContaining('"Mars/Olympus" is not an IANA time zone'),
    });
  });
});
