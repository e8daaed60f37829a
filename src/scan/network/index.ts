/** The network access of one scan. */

import type { NetworkPolicy } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { createAddressPolicy } from '../../lib/network/address-policy.ts';
import { lookupWithSystem } from '../../lib/network/guarded-access.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import type { ReadTrustOptions } from '../sources/trust-anchors.ts';
import { createNameResolver, HOSTS_FILE, type NameResolver } from './dns.ts';

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
