import { waitFor } from './index';

describe('waitFor', () => {
  it('returns the first truthy value, however it comes', async () => {
    let asked = 0;
    const value = await waitFor(async () => (++asked < 3 ? undefined : `asked ${asked} times`), {
      what: 'the third time',
      intervalMs: 1,
    });
    expect(value).toBe('asked 3 times');
  });

  it('takes a throwing probe for not yet', async () => {
    let asked = 0;
    const probe = () => {
      if (++asked < 2) throw new Error('connection refused');
      return true;
    };
    await expect(waitFor(probe, { what: 'the server', intervalMs: 1 })).resolves.toBe(true);
  });

  it('gives up in time, saying what for and with the last error as cause', async () => {
    const cause = new Error('connection refused');
    const waiting = waitFor(() => Promise.reject(cause), {
      what: 'the server',
      timeoutMs: 20,
      intervalMs: 1,
    });
    await expect(waiting).rejects.toMatchObject({ message: 'waited 20 ms in vain for the server', cause });
  });
});
