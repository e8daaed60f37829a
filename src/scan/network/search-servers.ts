/** Searches addresses for TLS servers, at a limited rate. */

import type { RawLocation } from '../../domain/index.ts';
import { findStartTls } from '../../domain/sources/endpoint.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import type { ClientProfile } from '../tls/client-profiles.ts';
import { MAX_CONNECTIONS } from './connections.ts';
import type { Network } from './index.ts';

/** The maximum of connections per second: more would look like an attack, and fill the tables of firewalls. */
export const MAX_RATE = 300;

/** The time limit. A server in the same network responds in milliseconds, but addresses without a host take all of it. */
const TIMEOUT_SECONDS = 3;

export interface SearchTarget {
  address: string;
  port: number;
}

type ServedLocation = Extract<RawLocation, { served: unknown }>;

/** A target at which a TLS server presented a certificate. */
export interface TlsServer<Target extends SearchTarget> {
  target: Target;
  read: ServedLocation;
}

export interface SearchOptions<Target = SearchTarget> {
  /** Called for each target that was tried, with whether its address can be reached. */
  onTried?: (target: Target, isReachable: boolean) => void;
  /** Ends the search; the servers found so far are returned. */
  interrupted: AbortSignal;
  onProgress: (made: number, found: number) => void;
}

export interface SearchResult<Target extends SearchTarget> {
  /** The servers in the order of the targets. */
  servers: TlsServer<Target>[];
  /** The number of targets that were tried, or skipped. */
  made: number;
  /** The number of skipped targets, because the manifest or the built-in rules deny connections to their addresses. */
  denied: number;
}

type Access = Pick<Network, 'readServer' | 'sleep' | 'isPermitted' | 'reportBug'>;

/** Tries each target once. On a port of a protocol with STARTTLS, TLS starts in that protocol. */
export async function searchServers<Target extends SearchTarget>(
  targets: Iterable<Target>,
  network: Access,
  { interrupted, onProgress, onTried = () => {} }: SearchOptions<Target>,
): Promise<SearchResult<Target>> {
  const found: { index: number; server: TlsServer<Target> }[] = [];
  const waitForTurn = createPacer(network);
  const iterator = targets[Symbol.iterator]();
  let [started, made, denied] = [0, 0, 0];
  const work = async () => {
    while (!interrupted.aborted) {
      const { value: target, done } = iterator.next();
      if (done) return;
      const index = started;
      started += 1;
      if (network.isPermitted(target.address)) {
        await waitForTurn();
        if (interrupted.aborted) return;
        const read = await readTlsServer(target, network);
        if (typeof read === 'object') found.push({ index, server: { target, read } });
        onTried(target, read !== 'unreachable');
      } else denied += 1;
      made += 1;
      onProgress(made, found.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONNECTIONS }, work));
  const servers = found.sort((a, b) => a.index - b.index).map(({ server }) => server);
  return { servers, made, denied };
}

/** Creates a function, each call of which waits for the next time slot. */
function createPacer({ sleep }: Access): () => Promise<void> {
  let next = performance.now();
  return async () => {
    const now = performance.now();
    const wait = next - now;
    next = Math.max(next, now) + 1000 / MAX_RATE;
    if (wait >= 1) await sleep(wait);
  };
}

/** The profiles to try: old servers need another profile than the default. */
const PROFILES: readonly ClientProfile[] = ['default', 'lenient', 'legacy'];

/** Reads a server; `none` if there is none, or it does not use TLS, and `unreachable` if the address cannot be reached. */
async function readTlsServer(target: SearchTarget, network: Access): Promise<ServedLocation | 'none' | 'unreachable'> {
  try {
    for (const profile of PROFILES) {
      const read = await network.readServer(createAttempt(target, profile));
      if ('served' in read) return read;
      const code = 'failure' in read ? read.failure.code : null;
      if (code === 'endpoint-unreachable') return 'unreachable';
      if (code !== 'tls-handshake-failed') return 'none';
    }
  } catch (bug) {
    network.reportBug(bug);
  }
  return 'none';
}

function createAttempt({ address, port }: SearchTarget, profile: ClientProfile) {
  return {
    location: formatAuthority(address, port),
    host: address,
    port,
    address,
    // For an address, no server name is sent: the server chooses its default certificate.
    name: address,
    starttls: findStartTls(port),
    proxy: null,
    requested: 'default' as const,
    protocols: [],
    profile,
    thorough: profile !== 'default',
    addresses: [address],
    seconds: TIMEOUT_SECONDS,
  };
}
