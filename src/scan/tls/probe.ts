/** The certificate that a TLS server shows. Nothing is sent but what leads to the handshake, and nothing is trusted. */

import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { RawPlace, StartTls } from '../../domain/index.ts';
import { errorCode, failure } from '../failures.ts';
import type { Network } from '../network/index.ts';
import { authority, type ProxyServer, tunnel } from '../network/proxy.ts';
import { connectFirst, type Progress, timeLimit } from '../network/tcp.ts';
import type { Anchoring } from '../sources/trust-anchors.ts';
import type { Outcome } from '../starttls/dialogue.ts';
import { startTls } from '../starttls/protocols.ts';
import { tdsStream } from '../starttls/tds.ts';
import { type ClientIdentity, type Kind, makeContext, type Offer } from './client-offers.ts';
import { connectionFailure, lookupFailure, proxyFailure, startTlsFailure } from './connection-errors.ts';
import { handshake } from './handshake.ts';

/** One certificate to be had: where it is, and how it is asked for. */
export interface Visit {
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
  offer: 'usual' | Kind;
  context: (offer: Offer) => SecureContext;
  anchoring: Anchoring;
  /** Whether the contexts hold a certificate of ours. */
  identified: boolean;
}

/** Makes each context once. Throws at the first where TLS cannot use the identity. */
export function contextsFor(identity: ClientIdentity | null): Visit['context'] {
  const made = new Map<Offer, SecureContext>();
  return (offer) => {
    const context = made.get(offer) ?? makeContext(offer, identity);
    made.set(offer, context);
    return context;
  };
}

/** Waits between the tries, in milliseconds. */
const BACK_OFF = [200, 800];

/** Faults that pass. A peer that did not answer in time is not among them: it would cost the time again. */
const RETRIED: ReadonlySet<string> = new Set([
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
export async function visit(to: Visit, network: Network): Promise<RawPlace> {
  let offer: Offer = to.offer;
  for (let tries = 0; ; tries += 1) {
    const place = await tryVisit(to, offer, network);
    const wait = BACK_OFF[tries];
    const final = !('failure' in place) || !RETRIED.has(place.failure.code);
    // That a server has no certificate of the kind asked for does not pass.
    if (wait === undefined || final || isOtherKind(place, to.offer)) return place;
    if (to.offer === 'usual') offer = offerAfter(offer, place.failure.code);
    await network.sleep(wait);
  }
}

/** Some servers hang up where they have nothing in common with what they were offered; so does a network that fails. */
function offerAfter(offer: Offer, code: string): Offer {
  if (code !== 'tls-handshake-failed' && code !== 'endpoint-closed') return offer;
  return offer === 'lenient' && code === 'tls-handshake-failed' ? 'old' : 'lenient';
}

/** Whether a server that was asked for one kind of certificate has none of it. */
export function isOtherKind(place: RawPlace, offer: Visit['offer']): boolean {
  return offer !== 'usual' && 'failure' in place && place.failure.code === 'tls-handshake-failed';
}

async function tryVisit(to: Visit, offer: Offer, network: Network): Promise<RawPlace> {
  const { place, proxy, address } = to;
  let addresses: string[];
  try {
    addresses = proxy === null && address !== null ? [address] : await network.names.lookup((proxy ?? to).host);
  } catch (error) {
    const failed = lookupFailure(errorCode(error), to.host);
    return { place, address: null, failure: proxy === null ? failed : failure('proxy-unreachable', proxyName(proxy)) };
  }
  const permitted = addresses.filter(network.permits);
  const [denied] = permitted.length === 0 ? addresses : [];
  if (denied !== undefined) {
    const whose = proxy === null ? place : `The proxy ${proxyName(proxy)}`;
    return { place, address: null, failure: failure('endpoint-denied', whose, denied) };
  }
  const asked = askedOf(to);
  if (asked !== null && !network.permits(asked)) {
    return { place, address: null, failure: failure('endpoint-denied', place, asked) };
  }
  return network.lane(() => connectAndRead(to, permitted, offer, network.timeout_seconds));
}

/** The address that a proxy is asked for; a name is resolved by the proxy itself. */
function askedOf({ proxy, host, address }: Visit): string | null {
  const one = address ?? host;
  return proxy !== null && isIP(one) !== 0 ? one : null;
}

async function connectAndRead(
  to: Visit,
  addresses: readonly string[],
  offer: Offer,
  seconds: number,
): Promise<RawPlace> {
  const { place } = to;
  const progress: Progress = { phase: 'connect', step: '', socket: null, address: null, ended: false };
  const deadline = performance.now() + seconds * 1000;
  const timeout = timeLimit(seconds * 1000);
  try {
    return await Promise.race([timeout.passed, read(to, addresses, offer, progress, deadline)]);
  } catch (error) {
    const failed = connectionFailure(error, { ...to, ...progress, seconds, proxy: to.proxy && proxyName(to.proxy) });
    return { place, address: progress.address, failure: failed };
  } finally {
    progress.ended = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}

async function read(
  to: Visit,
  addresses: readonly string[],
  offer: Offer,
  progress: Progress,
  deadline: number,
): Promise<RawPlace> {
  const { place, proxy, starttls } = to;
  const onStep = (step: string) => {
    progress.step = step;
  };
  let stream: Duplex = await connectFirst(addresses, (proxy ?? to).port, progress, deadline);
  if (proxy !== null) {
    progress.phase = 'proxy';
    progress.address = to.address && authority(to.address, to.port);
    const outcome = await tunnel(stream, proxy, to.address ?? to.host, to.port, onStep);
    if (outcome.outcome !== 'agreed') {
      return { place, address: progress.address, failure: proxyFailure(outcome, proxyName(proxy), place) };
    }
  }
  const { address } = progress;
  if (starttls !== null) {
    progress.phase = 'starttls';
    const outcome: Outcome = await startTls(stream, starttls, to.name, onStep);
    const failed = startTlsFailure(outcome, starttls, place);
    if (failed !== null) return { place, address, failure: failed };
    if (starttls === 'mssql') stream = tdsStream(stream);
  }
  progress.phase = 'handshake';
  const thorough = to.identified || offer !== 'usual';
  const { served, stapled } = await handshake(stream, { name: to.name, context: to.context(offer), thorough });
  const [leaf] = served;
  if (leaf === undefined) return { place, address, failure: failure('no-certificate-served', place) };
  if (!isOfKind(leaf, to.offer)) return { place, address, failure: failure('tls-handshake-failed', place) };
  const shown = { place, address, served, ...(stapled !== undefined && { stapled }) };
  return { ...shown, ...(to.anchoring && { trust: { host: to.name, ...to.anchoring } }) };
}

/** Some servers show the certificate that they have, whatever is asked for (RFC 8446 section 4.4.2.2). */
function isOfKind(leaf: Uint8Array, offer: Visit['offer']): boolean {
  return offer === 'usual' || kindOf(leaf) === offer;
}

/** Null where OpenSSL does not know the key. */
function kindOf(leaf: Uint8Array): Kind | null {
  try {
    const { asymmetricKeyType: type = '' } = new X509Certificate(leaf).publicKey;
    if (type.startsWith('rsa')) return 'rsa';
    return type.startsWith('ml-dsa') ? 'ml-dsa' : 'ecdsa';
  } catch {
    return null;
  }
}

/** Without its credentials. */
function proxyName({ host, port }: ProxyServer): string {
  return authority(host, port);
}
