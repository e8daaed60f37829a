/** The certificate that a TLS server shows. Nothing is sent but what leads to the handshake, and nothing is trusted. */

import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { RawPlace, StartTls } from '../../domain/index.ts';
import { createFailure, getErrorCode } from '../failures.ts';
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

/** One certificate to be had: where it is, and how it is asked for. */
export interface ProbeTarget {
  place: string;
  /** A name or an address, without brackets and without a dot at its end. */
  host: string;
  port: number;
  /** The address of the host to connect to; null: the first that accepts. */
  address: string | null;
  /** What the server is asked for. */
  name: string;
  starttls: StartTls | null;
  proxy: ProxyServer | null;
  offer: 'usual' | KeyAlgorithm;
  context: (offer: ClientProfile) => SecureContext;
  anchoring: TrustOptions;
  /** Whether the contexts hold a certificate of ours. */
  identified: boolean;
}

/** Makes each context once. Throws at the first where TLS cannot use the identity. */
export function createContextCache(identity: ClientIdentity | null): ProbeTarget['context'] {
  const made = new Map<ClientProfile, SecureContext>();
  return (offer) => {
    const context = made.get(offer) ?? createTlsContext(offer, identity);
    made.set(offer, context);
    return context;
  };
}

/** Waits between the tries, in milliseconds. */
const RETRY_DELAYS_MS = [200, 800];

/** Faults that pass. A peer that did not answer in time is not among them: it would cost the time again. */
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

/** Makes a visit, and again where that may help: then with offers that other servers can accept too. */
export async function probe(to: ProbeTarget, network: Network): Promise<RawPlace> {
  let offer: ClientProfile = to.offer;
  for (let tries = 0; ; tries += 1) {
    const place = await tryProbe(to, offer, network);
    const wait = RETRY_DELAYS_MS[tries];
    const final = !('failure' in place) || !RETRYABLE_CODES.has(place.failure.code);
    // That a server has no certificate of the kind asked for does not pass.
    if (wait === undefined || final || isAlgorithmMissing(place, to.offer)) return place;
    if (to.offer === 'usual') offer = chooseNextProfile(offer, place.failure.code);
    await network.sleep(wait);
  }
}

/** Some servers hang up where they have nothing in common with what they were offered; so does a network that fails. */
function chooseNextProfile(offer: ClientProfile, code: string): ClientProfile {
  if (code !== 'tls-handshake-failed' && code !== 'endpoint-closed') return offer;
  return offer === 'lenient' && code === 'tls-handshake-failed' ? 'old' : 'lenient';
}

/** Whether a server that was asked for one kind of certificate has none of it. */
export function isAlgorithmMissing(place: RawPlace, offer: ProbeTarget['offer']): boolean {
  return offer !== 'usual' && 'failure' in place && place.failure.code === 'tls-handshake-failed';
}

async function tryProbe(to: ProbeTarget, offer: ClientProfile, network: Network): Promise<RawPlace> {
  const { place, proxy, address } = to;
  let addresses: string[];
  try {
    addresses = proxy === null && address !== null ? [address] : await network.resolver.lookup((proxy ?? to).host);
  } catch (error) {
    const failed = createLookupFailure(getErrorCode(error), to.host);
    return {
      place,
      address: null,
      failure: proxy === null ? failed : createFailure('proxy-unreachable', formatProxy(proxy)),
    };
  }
  const permitted = addresses.filter(network.isPermitted);
  const [denied] = permitted.length === 0 ? addresses : [];
  if (denied !== undefined) {
    const whose = proxy === null ? place : `The proxy ${formatProxy(proxy)}`;
    return { place, address: null, failure: createFailure('endpoint-denied', whose, denied) };
  }
  const asked = findProxiedAddress(to);
  if (asked !== null && !network.isPermitted(asked)) {
    return { place, address: null, failure: createFailure('endpoint-denied', place, asked) };
  }
  return network.acquireConnection(() => connectAndRead(to, permitted, offer, network.timeout_seconds));
}

/** The address that a proxy is asked for; a name is resolved by the proxy itself. */
function findProxiedAddress({ proxy, host, address }: ProbeTarget): string | null {
  const one = address ?? host;
  return proxy !== null && isIP(one) !== 0 ? one : null;
}

async function connectAndRead(
  to: ProbeTarget,
  addresses: readonly string[],
  offer: ClientProfile,
  seconds: number,
): Promise<RawPlace> {
  const { place } = to;
  const progress: ConnectionProgress = { phase: 'connect', step: '', socket: null, address: null, finished: false };
  const deadline = performance.now() + seconds * 1000;
  const timeout = startTimeout(seconds * 1000);
  try {
    return await Promise.race([timeout.passed, read(to, addresses, offer, progress, deadline)]);
  } catch (error) {
    const failed = createConnectionFailure(error, {
      ...to,
      ...progress,
      seconds,
      proxy: to.proxy && formatProxy(to.proxy),
    });
    return { place, address: progress.address, failure: failed };
  } finally {
    progress.finished = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}

async function read(
  to: ProbeTarget,
  addresses: readonly string[],
  offer: ClientProfile,
  progress: ConnectionProgress,
  deadline: number,
): Promise<RawPlace> {
  const { place, proxy, starttls } = to;
  const onStep = (step: string) => {
    progress.step = step;
  };
  let stream: Duplex = await connectFirst(addresses, (proxy ?? to).port, progress, deadline);
  if (proxy !== null) {
    progress.phase = 'proxy';
    progress.address = to.address && formatAuthority(to.address, to.port);
    const outcome = await openTunnel(stream, proxy, to.address ?? to.host, to.port, onStep);
    if (outcome.outcome !== 'agreed') {
      return { place, address: progress.address, failure: createProxyFailure(outcome, formatProxy(proxy), place) };
    }
  }
  const { address } = progress;
  if (starttls !== null) {
    progress.phase = 'starttls';
    const outcome: DialogueOutcome = await negotiateStartTls(stream, starttls, to.name, onStep);
    const failed = createStartTlsFailure(outcome, starttls, place);
    if (failed !== null) return { place, address, failure: failed };
    if (starttls === 'mssql') stream = createTdsStream(stream);
  }
  progress.phase = 'handshake';
  const thorough = to.identified || offer !== 'usual';
  const { served, stapled } = await performHandshake(stream, { name: to.name, context: to.context(offer), thorough });
  const [leaf] = served;
  if (leaf === undefined) return { place, address, failure: createFailure('no-certificate-served', place) };
  if (!hasKeyAlgorithm(leaf, to.offer))
    return { place, address, failure: createFailure('tls-handshake-failed', place) };
  const shown = { place, address, served, ...(stapled !== undefined && { stapled }) };
  return { ...shown, ...(to.anchoring && { trust: { host: to.name, ...to.anchoring } }) };
}

/** Some servers show the certificate that they have, whatever is asked for (RFC 8446 section 4.4.2.2). */
function hasKeyAlgorithm(leaf: Uint8Array, offer: ProbeTarget['offer']): boolean {
  return offer === 'usual' || readKeyAlgorithm(leaf) === offer;
}

/** Null where OpenSSL does not know the key. */
function readKeyAlgorithm(leaf: Uint8Array): KeyAlgorithm | null {
  try {
    const { asymmetricKeyType: type = '' } = new X509Certificate(leaf).publicKey;
    if (type.startsWith('rsa')) return 'rsa';
    return type.startsWith('ml-dsa') ? 'ml-dsa' : 'ecdsa';
  } catch {
    return null;
  }
}

/** Without its credentials. */
function formatProxy({ host, port }: ProxyServer): string {
  return formatAuthority(host, port);
}
