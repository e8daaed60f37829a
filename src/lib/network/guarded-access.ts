/** Connects only to permitted addresses, also if a name resolves to others. */

import { lookup as systemLookup } from 'node:dns';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { traceWork } from '../trace/trace.ts';
import type { AddressPolicy } from './address-policy.ts';
import { describeAddresses } from './describe-socket.ts';
import type { ProxyAccess } from './proxy.ts';

export interface NetworkAccess {
  /** Resolves a name to at least one address, or rejects with an error code. */
  lookup: (host: string) => Promise<string[]>;
  isPermitted: AddressPolicy;
  /** Selects the proxy of each connection that is not to a proxy itself. */
  proxies: ProxyAccess;
  /** Whether names are also looked up here if a proxy resolves them, because the URL is not from the manifest. Default: false. */
  isUntrusted?: boolean;
}

type AddressAccess = Pick<NetworkAccess, 'lookup' | 'isPermitted'>;

/** The error for a host without a permitted address. */
export class DeniedAddressError extends Error {
  readonly code = 'EDENIED';
  readonly addresses: readonly string[];
  constructor(addresses: readonly string[]) {
    super('denied');
    this.addresses = addresses;
  }
}

const lookupAll = promisify(systemLookup);

/** Uses the system resolver, with its order of addresses. */
export async function lookupWithSystem(host: string): Promise<string[]> {
  const subject = () => `${host} by the system resolver`;
  return traceWork('dns', { subject, describe: describeAddresses }, async () => {
    const addresses = await lookupAll(host, { all: true, verbatim: true });
    return addresses.map(({ address }) => address);
  });
}

/** Looks up the permitted addresses of a name or address, at least one. Throws DeniedAddressError, or an error of the lookup. */
export async function lookupPermitted(host: string, { lookup, isPermitted }: AddressAccess): Promise<string[]> {
  const addresses = isIP(host) === 0 ? await lookup(host) : [host];
  const permitted = addresses.filter(isPermitted);
  if (permitted.length === 0) throw new DeniedAddressError(addresses);
  return permitted;
}

/** Throws DeniedAddressError for a denied address, for which clients do not call the lookup function. */
export function checkAddress(host: string, { isPermitted }: Pick<NetworkAccess, 'isPermitted'>): void {
  if (isIP(host) !== 0 && !isPermitted(host)) throw new DeniedAddressError([host]);
}

/** Creates the lookup function of a client of node:net. */
export function createLookupFunction(access: AddressAccess): LookupFunction {
  return (host, { all }, callback) => {
    const respond = (addresses: string[]) => {
      const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      const [first = { address: '', family: 0 }] = found;
      if (all) callback(null, found);
      else callback(null, first.address, first.family);
    };
    lookupPermitted(host, access).then(respond, (error) => callback(error, []));
  };
}

/** The time for which a connection through a proxy waits for the addresses of its host. Without an answer, the proxy decides. */
const MAX_LOOKUP_MS = 2000;

/**
 * Checks the host that a proxy is asked to connect to: an address, or `localhost`, which is the proxy's own machine. The proxy resolves
 * other names, perhaps to other addresses than this machine; a name of an untrusted URL must not resolve to a denied address on this
 * machine. Throws DeniedAddressError.
 */
export async function checkProxiedHost(host: string, access: NetworkAccess): Promise<void> {
  checkAddress(host, access);
  if (/(?:^|\.)localhost\.?$/i.test(host)) checkAddress('127.0.0.1', access);
  if (access.isUntrusted !== true || isIP(host) !== 0) return;
  const waited = new AbortController();
  const found = access.lookup(host).catch(() => []);
  const addresses = await Promise.race([
    found,
    setTimeout<string[]>(MAX_LOOKUP_MS, [], { signal: waited.signal }).catch(() => []),
  ]);
  waited.abort();
  if (addresses.length > 0 && !addresses.some(access.isPermitted)) throw new DeniedAddressError(addresses);
}
