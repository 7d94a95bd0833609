import { runMain } from './run-main';

/** What is written to stderr before the process would end with 1. */
async function endOf(main: () => Promise<void>, version?: string): Promise<string> {
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => resolve(code) as never);
  try {
    runMain('service', main, version);
    expect(await ended).toBe(1);
    return String(write.mock.calls[0]?.[0]);
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
}

it('tells in one line why a service can not start', async () => {
  const main = () => Promise.reject(new Error('the port is taken'));
  expect(await endOf(main)).toBe("The service can't start: the port is taken\n");
});

it.each(['20.19.0', '24.8.1'])('starts nothing on Node %s', async (version) => {
  const main = jest.fn<Promise<void>, []>().mockResolvedValue();
  expect(await endOf(main, version)).toMatch(/needs Node >= 24\.9, and this is .*npm start.*\n$/);
  expect(main).not.toHaveBeenCalled();
});

it.each(['24.9.0', '25.0.0'])('starts on Node %s', async (version) => {
  const main = jest.fn<Promise<void>, []>().mockResolvedValue();
  runMain('service', main, version);
  await new Promise(setImmediate);
  expect(main).toHaveBeenCalledTimes(1);
});
