import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { EgressClient, EgressError } from '.';

const client = new EgressClient({ allowedHosts: [] });
const reached: string[] = [];
const server = http.createServer(({ url = '' }, response) => {
  reached.push(url);
  response.end();
});
let port: number;

beforeAll(async () => {
  server.listen(0);
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function refusal(url: string): Promise<EgressError> {
  const error = await client.request({ method: 'GET', url, timeoutMs: 5_000 }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EgressError);
  expect(reached).toEqual([]);
  return error as EgressError;
}

/** Makes every name resolve to these addresses, as a hostile DNS server would. */
function resolveTo(...addresses: string[]): jest.SpyInstance {
  return jest.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    options: dns.LookupOptions,
    done: unknown,
  ) => {
    const entries = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const callback = done as (error: null, address: unknown, family?: number) => void;
    if (options.all) callback(null, entries);
    else callback(null, entries[0]?.address, entries[0]?.family);
  }) as never);
}

describe('a private address', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '100.64.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'api.localhost',
  ])('is refused as %s before a connection is made', async (host) => {
    const error = await refusal(`http://${host}:${port}/`);
    expect(error).toMatchObject({ code: 'blocked_address', retryable: false });
  });

  it('is refused behind a public name that resolves to it, without naming the address', async () => {
    const lookup = resolveTo('127.0.0.1');
    const error = await refusal(`http://rebound.example:${port}/`);
    expect(error.code).toBe('blocked_address');
    expect(error.message).toContain('rebound.example');
    expect(error.message).not.toContain('127.0.0.1');
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  it('is refused over TLS as well', async () => {
    resolveTo('10.0.0.1');
    expect((await refusal('https://rebound.example/')).code).toBe('blocked_address');
    expect((await refusal('https://127.0.0.1/')).code).toBe('blocked_address');
  });

  it('is refused among public addresses of a name', async () => {
    resolveTo('93.184.216.34', 'fd00::1');
    expect((await refusal('http://mixed.example/')).code).toBe('blocked_address');
  });
});
