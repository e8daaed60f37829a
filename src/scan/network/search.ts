/** Searches addresses for TLS servers, at a limited rate. */

import type { RawLocation } from '../../domain/index.ts';
import { findStartTls } from '../../domain/sources/endpoint.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import type { ClientProfile } from '../tls/client-profiles.ts';
import { MAX_CONNECTIONS } from './connections.ts';
import type { Network } from './index.ts';

/** Connections that are started in a second: more would look like an attack, and fill the tables of firewalls. */
export const MAX_RATE = 300;

/** A server in the same network responds in milliseconds. Addresses without a host take all of this. */
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

export interface SearchOptions {
  /** Ends the search; what was found so far is returned. */
  interrupted: AbortSignal;
  onProgress: (made: number, found: number) => void;
}

export interface SearchResult<Target extends SearchTarget> {
  /** In the order of the targets. */
  servers: TlsServer<Target>[];
  /** How many targets were tried, or skipped. */
  made: number;
  /** How many of them were skipped, because the manifest or the built-in rules deny connections to their addresses. */
  denied: number;
}

type Access = Pick<Network, 'readServer' | 'sleep' | 'isPermitted' | 'reportBug'>;

/** Tries each target once. A port of a protocol with STARTTLS is asked for TLS in that protocol. */
export async function searchServers<Target extends SearchTarget>(
  targets: Iterable<Target>,
  network: Access,
  { interrupted, onProgress }: SearchOptions,
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
        if (read !== null) found.push({ index, server: { target, read } });
      } else denied += 1;
      made += 1;
      onProgress(made, found.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONNECTIONS }, work));
  const servers = found.sort((a, b) => a.index - b.index).map(({ server }) => server);
  return { servers, made, denied };
}

/** Each call waits until the time slot after that of the one before. */
function createPacer({ sleep }: Access): () => Promise<void> {
  let next = performance.now();
  return async () => {
    const now = performance.now();
    const wait = next - now;
    next = Math.max(next, now) + 1000 / MAX_RATE;
    if (wait >= 1) await sleep(wait);
  };
}

/** Old servers need another profile than the default. */
const PROFILES: readonly ClientProfile[] = ['default', 'lenient', 'legacy'];

/** Null if there is no TLS server. */
async function readTlsServer(target: SearchTarget, network: Access): Promise<ServedLocation | null> {
  try {
    for (const profile of PROFILES) {
      const read = await network.readServer(createAttempt(target, profile));
      if ('served' in read) return read;
      if (!('failure' in read) || read.failure.code !== 'tls-handshake-failed') return null;
    }
  } catch (bug) {
    network.reportBug(bug);
  }
  return null;
}

function createAttempt({ address, port }: SearchTarget, profile: ClientProfile) {
  return {
    location: formatAuthority(address, port),
    host: address,
    port,
    address,
    // No server name is sent for an address: the server chooses its default certificate.
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
