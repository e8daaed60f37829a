/** The network access of one scan. */

import { availableParallelism } from 'node:os';
import type { NetworkPolicy, RawLocation } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { type Deadline, hasPassed, NO_DEADLINE, NotInTimeError } from '../../lib/deadline.ts';
import type { Io } from '../../lib/io.ts';
import { createNetworkAccess } from '../../lib/network/access.ts';
import { createAddressPolicy } from '../../lib/network/address-policy.ts';
import { lookupWithSystem, type NetworkAccess } from '../../lib/network/guarded-access.ts';
import type { ReadTrustOptions } from '../sources/trust-anchors.ts';
import { createContextCache } from '../tls/client-profiles.ts';
import { type ConnectionAttempt, readServer } from '../tls/read-server.ts';
import { type ReaderThreads, startReaderThreads } from '../tls/reader-threads.ts';
import {
  type AcquireConnection,
  createConnectionLimit,
  createSilentServers,
  type ReadUnlessSilent,
} from './connections.ts';
import { createNameResolver, HOSTS_FILE, type NameResolver } from './dns.ts';
import { createForEachServer, type ForEachServer } from './work-in-progress.ts';

export interface Network {
  resolver: NameResolver;
  /** The time limit of each lookup, and of each attempt to connect. */
  timeout_seconds: number;
  /** Limits concurrent connections, overall and to each `address:port`. */
  acquireConnection: AcquireConnection;
  /** Limits how many servers are read at once. */
  forEachServer: ForEachServer;
  /** Reads a location, but does not wait again for a server that did not respond to many attempts. */
  readUnlessSilent: ReadUnlessSilent;
  /** Reads a server without a client certificate. Throws for a bug. */
  readServer: (attempt: ConnectionAttempt) => Promise<RawLocation>;
  isPermitted: (address: string) => boolean;
  /** Creates the access for requests to APIs. `proxy`: that of an entry; null: that of the manifest. */
  createApiAccess: (proxy: string | null) => NetworkAccess;
  /** PEM file for proxies with TLS; null: the trust store of Node. */
  proxy_ca_file: string | null;
  sleep: Io['sleep'];
  env: Io['env'];
  /** Absolute directory that paths are relative to. */
  root: string;
  readTrustOptions: ReadTrustOptions;
  /** Called with a bug that was caught at one location. */
  reportBug: ReportBug;
  deadline: Deadline;
  close: () => void;
}

export interface NetworkOptions {
  root: string;
  timeout_seconds: number;
  /** Maximum of connections to one server at once. */
  concurrency: number;
  network: NetworkPolicy;
  /** The deadline of reading, verification included. Default: none. */
  deadline?: Deadline;
}

/** Opens the resolver. If the manifest has DNS servers, only those are used, without the hosts file and the system resolver. */
export function openNameResolver({ timeout_seconds, network }: NetworkOptions): NameResolver {
  const { dns_servers: servers } = network;
  if (servers.length === 0)
    return createNameResolver({ hostsFile: HOSTS_FILE, timeout_seconds, fallback: lookupWithSystem });
  return createNameResolver({ hostsFile: null, servers, timeout_seconds, fallback: null });
}

/** Opens the network. `servers`: the approximate number of servers to read. */
export async function openNetwork(
  { sleep, env }: Io,
  options: NetworkOptions & { servers: number },
  readTrustOptions: ReadTrustOptions,
  reportBug: ReportBug,
): Promise<Network> {
  const { root, timeout_seconds, concurrency, deadline = NO_DEADLINE } = options;
  const resolver = openNameResolver(options);
  const threads = await startThreads(options.servers, reportBug);
  const connections = createConnectionLimit(concurrency);
  const loops = [performance, ...(threads?.listLoops() ?? [])];
  return {
    resolver,
    timeout_seconds,
    // An attempt that has begun ends with its own time.
    acquireConnection: (server, work) =>
      connections.acquire(server, () => (hasPassed(deadline) ? Promise.reject(new NotInTimeError()) : work())),
    forEachServer: createForEachServer(loops, connections.grow),
    readUnlessSilent: createSilentServers(),
    readServer: threads?.readServer ?? readHere,
    isPermitted: createAddressPolicy(options.network),
    createApiAccess: (proxy) =>
      createNetworkAccess(options.network, { kind: 'apis', env, proxy, lookup: resolver.lookup }),
    proxy_ca_file: options.network.proxy.ca_file,
    sleep,
    env,
    root,
    readTrustOptions,
    reportBug,
    deadline,
    close: () => {
      threads?.close();
      resolver.close();
    },
  };
}

/** The number of servers from which on threads save more time than they take to start. */
const MIN_SERVERS_FOR_THREADS = 300;
/** The maximum of threads, each of which has a heap of its own. */
const MAX_THREADS = 4;

const getTlsContext = createContextCache(null);

function readHere(attempt: ConnectionAttempt): Promise<RawLocation> {
  return readServer(attempt, getTlsContext);
}

/** Starts threads; null if this thread reads the servers. */
async function startThreads(servers: number, reportBug: ReportBug): Promise<ReaderThreads | null> {
  const count = Math.min(MAX_THREADS, availableParallelism());
  if (servers < MIN_SERVERS_FOR_THREADS || count < 2) return null;
  return startReaderThreads(count, readHere, reportBug);
}
