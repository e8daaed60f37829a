/** Reads the certificates of a TLS server. Sends nothing beyond the handshake, and does not verify the certificates. */

import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Failure, RawPlace, StartTls } from '../../domain/index.ts';
import { memoize } from '../../lib/memoize.ts';
import { createFailure, getErrorCode, isSystemError } from '../failures.ts';
import type { Network } from '../network/index.ts';
import { formatAuthority, openTunnel, type ProxyServer } from '../network/proxy.ts';
import { type ConnectionProgress, connectFirst, startTimeout } from '../network/tcp.ts';
import type { TrustOptions } from '../sources/trust-anchors.ts';
import type { DialogueOutcome } from '../starttls/dialogue.ts';
import { negotiateStartTls } from '../starttls/protocols.ts';
import { createTdsStream } from '../starttls/tds.ts';
import { type ClientIdentity, type ClientProfile, createTlsContext, type KeyAlgorithm } from './client-profiles.ts';
import {
  createConnectionFailure,
  createLookupFailure,
  createProxyFailure,
  createStartTlsFailure,
} from './connection-errors.ts';
import { performHandshake } from './handshake.ts';

export interface ProbeTarget {
  place: string;
  /** A name or an address, without brackets and without a trailing dot. */
  host: string;
  port: number;
  /** The address to connect target; null: the first one that accepts. */
  address: string | null;
  /** The server name (SNI). */
  name: string;
  starttls: StartTls | null;
  proxy: ProxyServer | null;
  profile: 'default' | KeyAlgorithm;
  getTlsContext: (profile: ClientProfile) => SecureContext;
  trust: TrustOptions;
  /** Whether the contexts have a client certificate. */
  hasIdentity: boolean;
}

/** Creates each context once. The first call throws if the identity is unusable. */
export function createContextCache(identity: ClientIdentity | null): ProbeTarget['getTlsContext'] {
  return memoize((profile: ClientProfile) => createTlsContext(profile, identity));
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
]);

/** Probes a server. Retries transient failures, with profiles that more servers accept. */
export async function probe(target: ProbeTarget, network: Network): Promise<RawPlace> {
  let profile: ClientProfile = target.profile;
  for (let tries = 0; ; tries += 1) {
    const place = await tryProbe(target, profile, network);
    const wait = RETRY_DELAYS_MS[tries];
    const final = !('failure' in place) || !RETRYABLE_CODES.has(place.failure.code);
    // A missing key algorithm is not transient.
    if (wait === undefined || final || isAlgorithmMissing(place, target.profile)) return place;
    if (target.profile === 'default') profile = chooseNextProfile(profile, place.failure.code);
    await network.sleep(wait);
  }
}

/** Servers without a common protocol or cipher suite may just close the connection; so may a faulty network. */
function chooseNextProfile(profile: ClientProfile, code: string): ClientProfile {
  if (code !== 'tls-handshake-failed' && code !== 'endpoint-closed') return profile;
  return profile === 'lenient' && code === 'tls-handshake-failed' ? 'legacy' : 'lenient';
}

/** Whether the server has no certificate with the requested key algorithm. */
export function isAlgorithmMissing(place: RawPlace, profile: ProbeTarget['profile']): boolean {
  return profile !== 'default' && 'failure' in place && place.failure.code === 'tls-handshake-failed';
}

async function tryProbe(target: ProbeTarget, profile: ClientProfile, network: Network): Promise<RawPlace> {
  const { place, proxy, address } = target;
  let addresses: string[];
  try {
    addresses = proxy === null && address !== null ? [address] : await network.resolver.lookup((proxy ?? target).host);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const failed = createLookupFailure(getErrorCode(error), target.host);
    return {
      place,
      address: null,
      failure: proxy === null ? failed : createFailure('proxy-unreachable', proxy.name),
    };
  }
  const permitted = addresses.filter(network.isPermitted);
  const [denied] = permitted.length === 0 ? addresses : [];
  if (denied !== undefined) {
    return { place, address: null, failure: createDeniedFailure(target, denied) };
  }
  const asked = findProxiedAddress(target);
  if (asked !== null && !network.isPermitted(asked)) {
    return { place, address: null, failure: createFailure('endpoint-denied', place, asked) };
  }
  const server = formatAuthority(permitted[0] ?? target.host, (proxy ?? target).port);
  return network.acquireConnection(server, () => connectAndRead(target, permitted, profile, network.timeout_seconds));
}

/** Does not show the address of a proxy whose host comes from a variable. */
function createDeniedFailure({ place, proxy }: ProbeTarget, address: string): Failure {
  if (proxy === null) return createFailure('endpoint-denied', place, address);
  const isNamed = proxy.name === formatAuthority(proxy.host, proxy.port);
  return createFailure('endpoint-denied', `The proxy ${proxy.name}`, isNamed ? address : null);
}

/** The address that a proxy is asked to connect target; null for a name, which the proxy resolves itself. */
function findProxiedAddress({ proxy, host, address }: ProbeTarget): string | null {
  const one = address ?? host;
  return proxy !== null && isIP(one) !== 0 ? one : null;
}

async function connectAndRead(
  target: ProbeTarget,
  addresses: readonly string[],
  profile: ClientProfile,
  seconds: number,
): Promise<RawPlace> {
  const { place } = target;
  const progress: ConnectionProgress = { phase: 'connect', step: '', socket: null, address: null, finished: false };
  const deadline = performance.now() + seconds * 1000;
  const timeout = startTimeout(seconds * 1000);
  try {
    return await Promise.race([timeout.passed, read(target, addresses, profile, progress, deadline)]);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const failed = createConnectionFailure(error, {
      ...target,
      ...progress,
      seconds,
      proxy: target.proxy?.name ?? null,
    });
    // Before the tunnel is open, the address is that of the proxy.
    const address = target.proxy !== null && progress.phase === 'connect' ? null : progress.address;
    return { place, address, failure: failed };
  } finally {
    progress.finished = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}

async function read(
  target: ProbeTarget,
  addresses: readonly string[],
  profile: ClientProfile,
  progress: ConnectionProgress,
  deadline: number,
): Promise<RawPlace> {
  const { place, proxy, starttls } = target;
  const onStep = (step: string) => {
    progress.step = step;
  };
  let stream: Duplex = await connectFirst(addresses, (proxy ?? target).port, progress, deadline);
  if (proxy !== null) {
    progress.phase = 'proxy';
    progress.address = target.address && formatAuthority(target.address, target.port);
    const outcome = await openTunnel(stream, proxy, target.address ?? target.host, target.port, onStep);
    if (outcome.outcome !== 'agreed') {
      return { place, address: progress.address, failure: createProxyFailure(outcome, proxy.name, place) };
    }
  }
  const { address } = progress;
  if (starttls !== null) {
    progress.phase = 'starttls';
    const outcome: DialogueOutcome = await negotiateStartTls(stream, starttls, target.name, onStep);
    const failed = createStartTlsFailure(outcome, starttls, place);
    if (failed !== null) return { place, address, failure: failed };
    if (starttls === 'mssql') stream = createTdsStream(stream);
  }
  progress.phase = 'handshake';
  const thorough = target.hasIdentity || profile !== 'default';
  const { served, stapled } = await performHandshake(stream, {
    name: target.name,
    context: target.getTlsContext(profile),
    thorough,
  });
  const [leaf] = served;
  if (leaf === undefined) return { place, address, failure: createFailure('no-certificate-served', place) };
  if (!hasKeyAlgorithm(leaf, target.profile))
    return { place, address, failure: createFailure('tls-handshake-failed', place) };
  const shown = { place, address, served, ...(stapled !== undefined && { stapled }) };
  return { ...shown, ...(target.trust && { trust: { host: target.name, ...target.trust } }) };
}

/** Some servers send the certificate that they have even if the client does not support it (RFC 8446 section 4.4.2.2). */
function hasKeyAlgorithm(leaf: Uint8Array, profile: ProbeTarget['profile']): boolean {
  return profile === 'default' || readKeyAlgorithm(leaf) === profile;
}

/** null if OpenSSL does not know the key. */
function readKeyAlgorithm(leaf: Uint8Array): KeyAlgorithm | null {
  try {
    const { asymmetricKeyType: type = '' } = new X509Certificate(leaf).publicKey;
    if (type.startsWith('rsa')) return 'rsa';
    return type.startsWith('ml-dsa') ? 'ml-dsa' : 'ecdsa';
  } catch {
    return null;
  }
}
