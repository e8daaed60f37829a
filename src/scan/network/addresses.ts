/** Finds the addresses that IPv6 addresses embed. */

import { isIP } from 'node:net';
import { parseIpv6 } from '../../lib/host-port.ts';

/** Prefixes (in hex) of addresses that embed an IPv4 address, and its offset: mapped, compatible, NAT64, and 6to4. */
const IPV4_EMBEDDINGS: readonly [prefix: string, at: number][] = [
  ['00000000000000000000ffff', 12],
  ['000000000000000000000000', 12],
  ['0064ff9b0000000000000000', 12],
  ['0064ff9b0001', 12],
  ['2002', 2],
];

/** Another address that a connection to this address may reach; null: none. */
export function findAliasedAddress(address: string): string | null {
  const family = isIP(address);
  // 0.0.0.0 connects to this machine.
  if (family === 4) return address === '0.0.0.0' ? '127.0.0.1' : null;
  if (family === 0) return null;
  const bytes = parseIpv6(address);
  const hex = bytes.toString('hex');
  if (/^0+[01]$/.test(hex)) return hex.endsWith('1') ? null : '::1';
  const at = IPV4_EMBEDDINGS.find(([prefix]) => hex.startsWith(prefix))?.[1];
  return at === undefined ? null : bytes.subarray(at, at + 4).join('.');
}
