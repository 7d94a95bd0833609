import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { EgressError } from './egress.error';

/** The only IPv6 block IANA assigns to the public internet; `::/96`, site-local and the rest lie outside it. */
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** A public-looking address that Azure's hypervisor answers with instance metadata. */
const AZURE_WIRE_SERVER = '168.63.129.16';

/**
 * Whether an IP address is one of the public internet: not private, loopback, link-local, reserved, multicast, nor an
 * IPv6 form that carries an IPv4 address (mapped, compatible, translated, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_UNICAST_V6) : address !== AZURE_WIRE_SERVER;
}

/**
 * Refuses a URL whose host is, as written, not public. Names are resolved, and refused, by {@link publicLookup}.
 * @throws EgressError `blocked_address`
 */
export function assertPublicHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocalName = /(^|\.)localhost\.?$/.test(host);
  if (isLocalName || (isIP(host) !== 0 && !isPublicAddress(host))) throw blocked(host);
}

/**
 * `dns.lookup` that fails with `blocked_address` when any address of the name is not public. The socket connects to
 * the very addresses checked here, so a name that changes its answer between check and use (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address: string | LookupAddress[], family) => {
    if (error) {
      callback(error, address, family);
      return;
    }
    const addresses = typeof address === 'string' ? [address] : address.map((entry) => entry.address);
    callback(addresses.every(isPublicAddress) ? null : blocked(hostname), address, family);
  });
};

function blocked(host: string): EgressError {
  return new EgressError(
    'blocked_address',
    `${host} is not a public address; only public hosts can be called.`,
  );
}
