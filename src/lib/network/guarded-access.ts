/** Connects only to permitted addresses, whatever a name resolves to. */

import { lookup as systemLookup } from 'node:dns';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { type AddressPolicy, createAddressPolicy } from './address-policy.ts';

export interface NetworkAccess {
  /** Resolves a name to at least one address, or rejects with an error code. */
  lookup: (host: string) => Promise<string[]>;
  isPermitted: AddressPolicy;
}

/** A host has no permitted address. */
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
  const addresses = await lookupAll(host, { all: true, verbatim: true });
  return addresses.map(({ address }) => address);
}

/** For receivers of notifications: the system resolver, and the addresses that the manifest permits. */
export function createReceiverAccess(rules: Parameters<typeof createAddressPolicy>[0]): NetworkAccess {
  return { lookup: lookupWithSystem, isPermitted: createAddressPolicy(rules) };
}

/** The permitted addresses of a name or address, at least one. Throws DeniedAddressError, or an error of the lookup. */
export async function lookupPermitted(host: string, { lookup, isPermitted }: NetworkAccess): Promise<string[]> {
  const addresses = isIP(host) === 0 ? await lookup(host) : [host];
  const permitted = addresses.filter(isPermitted);
  if (permitted.length === 0) throw new DeniedAddressError(addresses);
  return permitted;
}

/** Throws DeniedAddressError for a denied address, for which clients do not call the lookup function. */
export function checkAddress(host: string, { isPermitted }: NetworkAccess): void {
  if (isIP(host) !== 0 && !isPermitted(host)) throw new DeniedAddressError([host]);
}

/** The lookup function of a client of node:net. */
export function createLookupFunction(access: NetworkAccess): LookupFunction {
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
