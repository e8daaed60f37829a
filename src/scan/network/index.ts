/** The network access of one scan. */

import { availableParallelism } from 'node:os';
import type { NetworkPolicy, RawPlace } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { type AcquireConnection, type ConnectionLimits, createConnectionLimit } from '../../lib/connection-limit.ts';
import type { Io } from '../../lib/io.ts';
import { createAddressPolicy } from '../../lib/network/address-policy.ts';
import { lookupWithSystem } from '../../lib/network/guarded-access.ts';
import { createSaturationCheck } from '../../lib/process/saturation.ts';
import { type Backlog, workAtOnce } from '../backlog.ts';
import type { ReadTrustOptions } from '../sources/trust-anchors.ts';
import { createContextCache } from '../tls/client-profiles.ts';
import { type ConnectionAttempt, readServer } from '../tls/read-server.ts';
import type { ReaderThreads } from '../tls/reader-threads.ts';
import { createNameResolver, HOSTS_FILE, type NameResolver } from './dns.ts';
import { createSilentServers, type ReadUnlessSilent } from './silent-servers.ts';

export interface Network {
  resolver: NameResolver;
  /** For each lookup, and for each attempt to connect. */
  timeout_seconds: number;
  /** Limits concurrent connections, overall and to each `address:port`. */
  acquireConnection: AcquireConnection;
  /** Does not wait for a server again that did not respond to many attempts. */
  readUnlessSilent: ReadUnlessSilent;
  /** Reads a server without a client certificate. Throws for a bug. */
  readServer: (attempt: ConnectionAttempt) => Promise<RawPlace>;
  isPermitted: (address: string) => boolean;
  sleep: Io['sleep'];
  env: Io['env'];
  /** Absolute directory that paths are relative to. */
  root: string;
  readTrustOptions: ReadTrustOptions;
  /** Called with a bug that was caught at one place. */
  reportBug: ReportBug;
  close: () => void;
}

export interface NetworkOptions {
  root: string;
  timeout_seconds: number;
  /** Maximum of connections in progress at once. */
  concurrency: number;
  network: NetworkPolicy;
}

/** Milliseconds. Servers in the same region respond faster. */
const PATIENCE = 50;
const WAITING_PER_ACTIVE = 8;
/** Some machines allow a process 1,024 open files. */
const MAX_OPEN_CONNECTIONS = 900;

/** `concurrency` is the maximum of connections in progress. */
function limitConnections(concurrency: number): Omit<ConnectionLimits, 'isSaturated'> {
  const room = Math.max(0, MAX_OPEN_CONNECTIONS - concurrency);
  return { active: concurrency, waiting: Math.min(WAITING_PER_ACTIVE * concurrency, room), patience: PATIENCE };
}

/** If the manifest has DNS servers, only those are used, without the hosts file and the system resolver. */
export function openNameResolver(options: NetworkOptions & { work?: Backlog['work'] }): NameResolver {
  const { timeout_seconds, network, work = workAtOnce } = options;
  const { dns_servers: servers } = network;
  if (servers.length === 0)
    return createNameResolver({ hostsFile: HOSTS_FILE, timeout_seconds, work, fallback: lookupWithSystem });
  return createNameResolver({ hostsFile: null, servers, timeout_seconds, work, fallback: null });
}

/** `servers`: about how many will be read. `backlog`: the entries that need the network. */
export async function openNetwork(
  { sleep, env }: Io,
  options: NetworkOptions & { servers: number; backlog?: Backlog },
  readTrustOptions: ReadTrustOptions,
  reportBug: ReportBug,
): Promise<Network> {
  const { root, timeout_seconds, concurrency } = options;
  const { work = workAtOnce } = options.backlog ?? {};
  const resolver = openNameResolver({ ...options, work });
  const threads = await startThreads(options.servers, reportBug);
  const { isSaturated } = threads ?? { isSaturated: createSaturationCheck([globalThis]) };
  const acquireConnection = createConnectionLimit({
    ...limitConnections(concurrency),
    isSaturated,
    waitForServer: work,
  });
  return {
    resolver,
    timeout_seconds,
    acquireConnection: (server, connect) => acquireConnection(server, () => work(connect)),
    readUnlessSilent: createSilentServers(),
    readServer: threads?.readServer ?? readHere,
    isPermitted: createAddressPolicy(options.network),
    sleep: (milliseconds, signal) => work(() => sleep(milliseconds, signal)),
    env,
    root,
    readTrustOptions,
    reportBug,
    close: () => {
      threads?.close();
      resolver.close();
    },
  };
}

/** From here on, threads save more time than they take to start. */
const MIN_SERVERS_FOR_THREADS = 300;
const MAX_THREADS = 4;

const getTlsContext = createContextCache(null);

function readHere(attempt: ConnectionAttempt): Promise<RawPlace> {
  return readServer(attempt, getTlsContext);
}

/** Null if this thread reads the servers. */
async function startThreads(servers: number, reportBug: ReportBug): Promise<ReaderThreads | null> {
  const count = Math.min(MAX_THREADS, availableParallelism());
  if (servers < MIN_SERVERS_FOR_THREADS || count < 2) return null;
  const { startReaderThreads } = await import('../tls/reader-threads.ts');
  return startReaderThreads(count, readHere, reportBug);
}
