/** Lists the addresses of a CIDR block. */

import { isIP } from 'node:net';
import { formatOctets, parseIpv6 } from '../host-port.ts';

/** A CIDR block, or a single address. */
export interface AddressBlock {
  /** The block as text: `10.20.0.0/24`; a single address without its prefix. */
  text: string;
  family: 4 | 6;
  prefix: number;
  /** The number of addresses that `listAddresses` yields. */
  size: number;
  first: bigint;
}

/** Parses `10.20.0.0/24`, `fd00::/112` or a single address; null for anything else. Bits after the prefix are ignored. */
export function parseAddressBlock(text: string): AddressBlock | null {
  const [, address = '', digits] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family !== 4 && family !== 6) return null;
  const bits = family === 4 ? 32 : 128;
  const prefix = Number(digits ?? bits);
  if (prefix > bits) return null;
  const hostBits = BigInt(bits - prefix);
  const network = (toNumber(address, family) >> hostBits) << hostBits;
  // The first and the last address of an IPv4 network are not hosts (RFC 922), except on a link between two hosts (RFC 3021).
  const isWhole = family === 6 || prefix >= 31;
  const total = 2 ** (bits - prefix);
  const shown = formatAddress(network, family);
  return {
    text: prefix === bits ? shown : `${shown}/${prefix}`,
    family,
    prefix,
    size: isWhole ? total : total - 2,
    first: isWhole ? network : network + 1n,
  };
}

/** Lists the addresses of hosts in a block, in order; IPv6 addresses in the form of RFC 5952. */
export function* listAddresses({ family, size, first }: AddressBlock): Generator<string> {
  for (let index = 0; index < size; index += 1) yield formatAddress(first + BigInt(index), family);
}

/** Normalizes an address to one spelling. */
export function normalizeAddress(address: string): string {
  return isIP(address) === 6 ? (formatOctets(parseIpv6(address)) ?? address) : address;
}

function toNumber(address: string, family: 4 | 6): bigint {
  const bytes = family === 4 ? Buffer.from(address.split('.').map(Number)) : parseIpv6(address);
  return BigInt(`0x${bytes.toString('hex')}`);
}

function formatAddress(value: bigint, family: 4 | 6): string {
  const hex = value.toString(16).padStart(family === 4 ? 8 : 32, '0');
  return formatOctets(Buffer.from(hex, 'hex')) ?? '';
}
