/** The network access of one scan, with the addresses that it may connect to. */

import { BlockList, isIPv6 } from 'node:net';
import type { NetworkPolicy } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import type { ReadTrustOptions } from '../sources/trust-anchors.ts';
import { findAliasedAddress } from './addresses.ts';
import { createNameResolver, HOSTS_FILE, lookupWithSystem, type NameResolver } from './dns.ts';

export interface Network {
  resolver: NameResolver;
  /** For each lookup, and for each attempt to connect. */
  timeout_seconds: number;
  /** Limits concurrent connections. */
  acquireConnection: <Result>(work: () => Promise<Result>) => Promise<Result>;
  isPermitted: (address: string) => boolean;
  sleep: Io['sleep'];
  env: Io['env'];
  /** Absolute directory that paths are relative to. */
  root: string;
  readTrustOptions: ReadTrustOptions;
  /** Called with a bug that was caught at one place. */
  reportBug: ReportBug;
}

/**
 * Link-local addresses and the metadata services of clouds, which have credentials of the machine. A manifest must not be able to
 * send requests there.
 */
const ALWAYS_DENIED = [
  '169.254.0.0/16',
  'fe80::/10',
  // Amazon, Google, Alibaba, Oracle, Azure.
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

/**
 * `allow` overrides `deny`; other addresses are permitted. For an address that embeds another, such as NAT64, the embedded
 * address decides.
 */
export function createAddressPolicy({
  deny,
  allow,
}: Pick<NetworkPolicy, 'deny' | 'allow'>): (address: string) => boolean {
  const denied = createBlockList([...ALWAYS_DENIED, ...deny]);
  const allowed = createBlockList(allow);
  const permits = (address: string): boolean => {
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const bare = address.replace(/%.*/, '');
    if (allowed.check(bare, family)) return true;
    if (denied.check(bare, family)) return false;
    const other = findAliasedAddress(bare);
    return other === null || permits(other);
  };
  return permits;
}

/**
 * Special-purpose addresses (RFC 6890): this machine, private networks, and IPv6 ranges that embed IPv4 addresses.
 */
const NON_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fec0::/10',
  'ff00::/8',
];

/** For untrusted URLs: non-public addresses are only permitted if `allow` contains them. */
export function createPublicAddressPolicy({
  deny,
  allow,
}: Pick<NetworkPolicy, 'deny' | 'allow'>): (address: string) => boolean {
  return createAddressPolicy({ deny: [...NON_PUBLIC, ...deny], allow });
}

/** `texts` are valid CIDR blocks or addresses. */
function createBlockList(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', prefix] = text.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

export interface NetworkOptions {
  root: string;
  timeout_seconds: number;
  /** Maximum concurrent connections. */
  concurrency: number;
  network: NetworkPolicy;
}

/** If the manifest has DNS servers, only those are used, without the hosts file and the system resolver. */
export function openNameResolver({ timeout_seconds, network: { dns_servers: servers } }: NetworkOptions): NameResolver {
  if (servers.length === 0)
    return createNameResolver({ hostsFile: HOSTS_FILE, timeout_seconds, fallback: lookupWithSystem });
  return createNameResolver({ hostsFile: null, servers, timeout_seconds, fallback: null });
}

export function openNetwork(
  { sleep, env }: Io,
  options: NetworkOptions,
  readTrustOptions: ReadTrustOptions,
  reportBug: ReportBug,
): Network {
  const { root, timeout_seconds, concurrency } = options;
  return {
    resolver: openNameResolver(options),
    timeout_seconds,
    acquireConnection: createSemaphore(concurrency),
    isPermitted: createAddressPolicy(options.network),
    sleep,
    env,
    root,
    readTrustOptions,
    reportBug,
  };
}
