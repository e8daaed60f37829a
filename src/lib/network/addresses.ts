/** Finds the addresses that IPv6 addresses embed. */

import { isIP } from 'node:net';
import { parseIpv6 } from '../host-port.ts';

interface Embedding {
  /** The first bytes in hex. */
  prefix: RegExp;
  /** The offsets of the IPv4 addresses. */
  at: number[];
  /** Whether the bits of the last one are inverted. */
  isInverted?: true;
}

/** Addresses that embed an IPv4 address, which a translator or tunnel connects to. */
const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-mapped and IPv4-compatible (RFC 4291 section 2.5.5), and IPv4-translated (RFC 2765 section 2.1).
  { prefix: /^0{20}ffff/, at: [12] },
  { prefix: /^0{24}/, at: [12] },
  { prefix: /^0{16}ffff0000/, at: [12] },
  // NAT64 (RFC 6052 section 2.1 and RFC 8215).
  { prefix: /^0064ff9b0{16}/, at: [12] },
  { prefix: /^0064ff9b0001/, at: [12] },
  // 6to4 (RFC 3056 section 2).
  { prefix: /^2002/, at: [2] },
  // Teredo: the server and the client (RFC 4380 section 4).
  { prefix: /^20010000/, at: [4, 12], isInverted: true },
  // ISATAP (RFC 5214 section 6.1).
  { prefix: /^.{16}0[02]005efe/, at: [12] },
];

/** Other addresses that a connection to this address may reach. */
export function listAliasedAddresses(address: string): string[] {
  const family = isIP(address);
  // 0.0.0.0 connects to this machine.
  if (family === 4) return address === '0.0.0.0' ? ['127.0.0.1'] : [];
  if (family === 0) return [];
  const bytes = parseIpv6(address);
  const hex = bytes.toString('hex');
  if (/^0+[01]$/.test(hex)) return hex.endsWith('1') ? [] : ['::1'];
  return EMBEDDINGS.filter(({ prefix }) => prefix.test(hex)).flatMap(({ at, isInverted }) =>
    at.map((offset, index) => {
      const part = bytes.subarray(offset, offset + 4);
      return (isInverted && index === at.length - 1 ? part.map((byte) => byte ^ 0xff) : part).join('.');
    }),
  );
}
