/** Probes a TLS server: resolves its name, and reads its certificates with the client profiles that it needs. */

import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Failure, Observed, RawLocation } from '../../domain/index.ts';
import { findWeakestKeyExchange } from '../../domain/post-quantum.ts';
import { limitSeconds } from '../../lib/deadline.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import { createFailure, createProxyFailure, isSystemError } from '../failures.ts';
import type { Network } from '../network/index.ts';
import type { TrustOptions } from '../sources/trust-anchors.ts';
import type { ClientProfile, GetTlsContext } from './client-profiles.ts';
import { createLookupFailure } from './connection-errors.ts';
import { type ConnectionAttempt, type RequestedProfile, readServer } from './read-server.ts';

export interface ProbeTarget extends Omit<ConnectionAttempt, 'profile' | 'thorough' | 'addresses' | 'seconds'> {
  getTlsContext: GetTlsContext;
  trust: TrustOptions;
  /** Whether the contexts have a client certificate. */
  hasIdentity: boolean;
}

const RETRY_DELAYS_MS = [200, 800];

/** Transient failures. Timeouts are not retried, because they would take as long again. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  'endpoint-refused',
  'endpoint-closed',
  'endpoint-unreachable',
  'endpoint-dns-failed',
  'endpoint-failed',
  'tls-handshake-failed',
  'proxy-unreachable',
  'proxy-closed',
  'proxy-server-unreachable',
]);

/** Probes a server. Retries transient failures, with profiles that more servers accept. */
export async function probe(target: ProbeTarget, network: Network): Promise<RawLocation> {
  return (await probeWithRetries(target, network)).read;
}

/** Probes a server; also returns the profile of the last attempt. */
async function probeWithRetries(
  target: ProbeTarget,
  network: Network,
): Promise<{ read: RawLocation; profile: ClientProfile }> {
  let profile: ClientProfile = target.requested;
  for (let tries = 0; ; tries += 1) {
    const location = await tryProbe(target, profile, network);
    const wait = RETRY_DELAYS_MS[tries];
    const final = !('failure' in location) || !RETRYABLE_CODES.has(location.failure.code);
    // A missing key algorithm is not transient.
    if (wait === undefined || final || isAlgorithmMissing(location, target.requested))
      return { read: location, profile };
    if (target.requested === 'default') profile = chooseNextProfile(profile, location.failure.code);
    await network.sleep(wait);
  }
}

/** The maximum of additional handshakes with a server that presents different certificates, or another one than in the last scan. */
const MAX_ADDITIONAL_HANDSHAKES = 10;

interface RepeatOptions {
  /** The minimum number of handshakes. */
  connections: number;
  /** The fingerprints of the certificates that the location presented in earlier scans. */
  known: readonly string[];
}

/**
 * Probes a server until the certificates of all backends behind it were seen: several locations with the same name, one for each
 * certificate, or one location. Additional handshakes that fail are not counted, and none follows one that timed out.
 */
export async function probeBackends(
  target: ProbeTarget,
  network: Network,
  { connections, known }: RepeatOptions,
): Promise<RawLocation[]> {
  const { read: first, profile } = await probeWithRetries(target, network);
  if (!('served' in first)) return [first];
  const presented = new Map([[computeFingerprint(first), { location: first, served: 1 }]]);
  const hasOne = () => new Set([...presented.keys(), ...known]).size === 1;
  let total = 1;
  for (let made = 1; made < connections + (hasOne() ? 0 : MAX_ADDITIONAL_HANDSHAKES); made += 1) {
    const read = await tryProbe(target, profile, network);
    if ('failure' in read && read.failure.code === 'endpoint-timeout') break;
    if (!('served' in read)) continue;
    total += 1;
    const fingerprint = computeFingerprint(read);
    const before = presented.get(fingerprint);
    const exchanges = [before?.location, read].flatMap((one) => one?.observed.key_exchange ?? []);
    const key_exchange = findWeakestKeyExchange(exchanges);
    const location = addFacts(before?.location ?? read, { ...(key_exchange && { key_exchange }) });
    presented.set(fingerprint, { location, served: (before?.served ?? 0) + 1 });
  }
  if (total === 1) return [first];
  return [...presented.values()].map(({ location, served }) => addFacts(location, { handshakes: { served, total } }));
}

function addFacts(location: ServedLocation, facts: Observed): ServedLocation {
  return { ...location, observed: { ...location.observed, ...facts } };
}

type ServedLocation = Extract<RawLocation, { served: unknown }>;

function computeFingerprint({ served: [leaf] }: ServedLocation): string {
  return hash('sha256', leaf ?? '', 'hex');
}

/** Chooses the next profile. Servers without a common protocol or cipher suite may just close the connection; so may a faulty network. */
function chooseNextProfile(profile: ClientProfile, code: string): ClientProfile {
  if (code !== 'tls-handshake-failed' && code !== 'endpoint-closed') return profile;
  return profile === 'lenient' && code === 'tls-handshake-failed' ? 'legacy' : 'lenient';
}

/** Whether the server has no certificate with the requested key algorithm. */
export function isAlgorithmMissing(location: RawLocation, requested: RequestedProfile): boolean {
  return requested !== 'default' && 'failure' in location && location.failure.code === 'tls-handshake-failed';
}

async function tryProbe(target: ProbeTarget, profile: ClientProfile, network: Network): Promise<RawLocation> {
  const { location, proxy, address } = target;
  let addresses: string[];
  try {
    addresses = proxy === null && address !== null ? [address] : await network.resolver.lookup((proxy ?? target).host);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const failed = createLookupFailure(error, target.host);
    return {
      location,
      observed: {},
      failure: proxy === null ? failed : createProxyFailure('proxy-unreachable', { proxy: proxy.name }, location),
    };
  }
  const permitted = addresses.filter(network.isPermitted);
  const [denied] = permitted.length === 0 ? addresses : [];
  if (denied !== undefined) {
    return { location, observed: {}, failure: createDeniedFailure(target, denied) };
  }
  const asked = findProxiedAddress(target);
  if (asked !== null && !network.isPermitted(asked)) {
    return { location, observed: {}, failure: createFailure('endpoint-denied', location, asked) };
  }
  const server = formatAuthority(permitted[0] ?? target.host, (proxy ?? target).port);
  const seconds = limitSeconds(network.deadline, network.timeout_seconds);
  const attempt = createAttempt(target, permitted, profile, seconds);
  const connect = () =>
    network.acquireConnection(server, () =>
      target.hasIdentity ? readServer(attempt, target.getTlsContext) : network.readServer(attempt),
    );
  // Behind a proxy, a timeout is not that of one server.
  const read = proxy === null ? await network.readUnlessSilent(server, location, connect) : await connect();
  return 'served' in read && target.trust ? { ...read, trust: { host: target.name, ...target.trust } } : read;
}

function createAttempt(
  { getTlsContext: _context, trust: _trust, hasIdentity, ...target }: ProbeTarget,
  addresses: readonly string[],
  profile: ClientProfile,
  seconds: number,
): ConnectionAttempt {
  const thorough = hasIdentity || profile !== 'default';
  return { ...target, profile, thorough, addresses, seconds };
}

/** Creates the failure, without the address of a proxy whose host comes from a variable. */
function createDeniedFailure({ location, proxy }: ProbeTarget, address: string): Failure {
  if (proxy === null) return createFailure('endpoint-denied', location, address);
  const isNamed = proxy.name === formatAuthority(proxy.host, proxy.port);
  return createFailure('endpoint-denied', `The proxy ${proxy.name}`, isNamed ? address : null);
}

/** Finds the address that a proxy is asked to connect to; null for a name, which the proxy resolves itself. */
function findProxiedAddress({ proxy, host, address }: ProbeTarget): string | null {
  const one = address ?? host;
  return proxy !== null && isIP(one) !== 0 ? one : null;
}
