/** Connects to a TLS server once and reads its certificates, without verifying them or sending data after the handshake. */

import { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Observed, RawLocation, StartTls, TlsVersion } from '../../domain/index.ts';
import { isPostQuantumGroup } from '../../domain/post-quantum.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import { checkTunnel, secureProxy } from '../../lib/network/connect.ts';
import { describeTls } from '../../lib/network/describe-socket.ts';
import type { DialogueOutcome } from '../../lib/network/dialogue.ts';
import type { ProxyServer } from '../../lib/network/proxy.ts';
import { ProxyError } from '../../lib/network/proxy-error.ts';
import { openTunnel } from '../../lib/network/tunnel.ts';
import { formatCount } from '../../lib/text/count.ts';
import { describeTracedError, traceWork } from '../../lib/trace/trace.ts';
import { createFailure, getErrorCode, isSystemError } from '../failures.ts';
import { type ConnectionProgress, connectFirst, endAttempt, openTcpSocket, startTimeout } from '../network/tcp.ts';
import { negotiateStartTls } from '../starttls/protocols.ts';
import { createTdsStream } from '../starttls/tds.ts';
import {
  type ClientProfile,
  type GetTlsContext,
  type KeyAlgorithm,
  offersPostQuantum,
  offersProtocols,
} from './client-profiles.ts';
import { createConnectionFailure, createStartTlsFailure } from './connection-errors.ts';
import { openTlsSocket, type PeerCertificates, receiveCertificates, type TlsOptions } from './handshake.ts';

/** The key algorithm that a certificate must have, or `default` for any. */
export type RequestedProfile = 'default' | KeyAlgorithm;

/** One attempt to read a server. It contains only data, so that it can be passed to another thread. */
export interface ConnectionAttempt {
  location: string;
  /** A name or an address, without brackets and without a trailing dot. */
  host: string;
  port: number;
  /** The address to connect to; null: the first one that accepts. */
  address: string | null;
  /** The server name (SNI). */
  name: string;
  starttls: StartTls | null;
  proxy: ProxyServer | null;
  requested: RequestedProfile;
  /** The profile of the handshake. */
  profile: ClientProfile;
  /** The protocols to offer (ALPN), if the profile allows it; empty: none. */
  protocols: readonly string[];
  /** See `receiveCertificates`. */
  thorough: boolean;
  /** The addresses of the host, or of the proxy. */
  addresses: readonly string[];
  /** The timeout of the attempt. */
  seconds: number;
}

/**
 * Reads the certificates of a server. Errors become failures; it throws only for a bug. A hybrid key share needs two packets, and devices
 * that expect one wait forever. If a handshake has not ended after half of the time, another one without it starts, and the first result is
 * used. A server that never answers does not take longer.
 */
export async function readServer(attempt: ConnectionAttempt, getTlsContext: GetTlsContext): Promise<RawLocation> {
  const first = startAttempt(attempt, getTlsContext);
  if (!offersPostQuantum(attempt.profile)) return first.read;
  const seconds = attempt.seconds / 2;
  if ((await settlesWithin(seconds, first.read)) || first.progress.phase !== 'handshake') return first.read;
  const second = startAttempt({ ...attempt, profile: 'compact', seconds }, getTlsContext);
  const requireServed = async ({ read }: StartedAttempt) => {
    const found = await read;
    if ('served' in found) return found;
    throw found;
  };
  try {
    return await Promise.any([first, second].map(requireServed));
  } catch {
    // Both failed: the first failure is used, unless one of them is a bug.
    const [failed] = await Promise.all([first.read, second.read]);
    return failed;
  } finally {
    for (const { progress } of [first, second]) endAttempt(progress);
  }
}

async function settlesWithin(seconds: number, result: Promise<unknown>): Promise<boolean> {
  const timeout = startTimeout(seconds * 1000);
  try {
    return await Promise.race([result.then(() => true), timeout.passed.catch(() => false)]);
  } finally {
    timeout.clear();
  }
}

interface StartedAttempt {
  progress: ConnectionProgress;
  read: Promise<RawLocation>;
}

function startAttempt(attempt: ConnectionAttempt, getTlsContext: GetTlsContext): StartedAttempt {
  const progress: ConnectionProgress = { phase: 'connect', step: '', socket: null, address: null, finished: false };
  return { progress, read: tryServer(attempt, getTlsContext, progress) };
}

async function tryServer(
  attempt: ConnectionAttempt,
  getTlsContext: GetTlsContext,
  progress: ConnectionProgress,
): Promise<RawLocation> {
  const { location, proxy, seconds } = attempt;
  const deadline = performance.now() + seconds * 1000;
  const timeout = startTimeout(seconds * 1000);
  try {
    return await Promise.race([timeout.passed, readOffering(attempt, getTlsContext, progress, deadline)]);
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof ProxyError)) throw error;
    const failed = createConnectionFailure(error, { ...attempt, ...progress, proxy: proxy?.name ?? null });
    return { location, observed: observeAddress(progress, proxy), failure: failed };
  } finally {
    progress.finished = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}

/**
 * Reads a server with an offer of protocols. A server without any of them ends the handshake (RFC 7301 section 3.2), and is read again
 * without an offer.
 */
async function readOffering(
  attempt: ConnectionAttempt,
  getTlsContext: GetTlsContext,
  progress: ConnectionProgress,
  deadline: number,
): Promise<RawLocation> {
  try {
    return await readCertificates(attempt, getTlsContext, progress, deadline);
  } catch (error) {
    if (getErrorCode(error) !== 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' || progress.finished) throw error;
    progress.phase = 'connect';
    return readCertificates({ ...attempt, protocols: [] }, getTlsContext, progress, deadline);
  }
}

async function readCertificates(
  attempt: ConnectionAttempt,
  getTlsContext: GetTlsContext,
  progress: ConnectionProgress,
  deadline: number,
): Promise<RawLocation> {
  const { location, proxy, starttls, requested, profile, thorough } = attempt;
  const protocols = offersProtocols(profile) ? attempt.protocols : [];
  const secured = { name: attempt.name, context: getTlsContext(profile), protocols };
  const isPlain = proxy === null && starttls === null;
  const secure = isPlain
    ? await connectFirst((host, port) => openTlsSocket({ host, port }, secured), attempt, progress, deadline)
    : await secureStream(attempt, secured, progress, deadline);
  if (!(secure instanceof TLSSocket)) return secure;
  progress.phase = 'handshake';
  const {
    served,
    stapled,
    group,
    observed: handshake,
  } = await traceWork(
    'handshake',
    {
      subject: () => `${progress.address ?? location} server name ${secured.name}, profile ${profile}`,
      describe: (peer) => describePeer(peer, secure),
      // The caller that ends the attempt closes the socket.
      describeError: (error) => (progress.finished ? 'no answer' : describeTracedError(error)),
    },
    () => receiveCertificates(secure, { thorough, protocols }),
  );
  const at = observeAddress(progress, proxy);
  const [leaf] = served;
  if (leaf === undefined) return { location, observed: at, failure: createFailure('no-certificate-served', location) };
  if (!hasKeyAlgorithm(leaf, requested))
    return { location, observed: at, failure: createFailure('tls-handshake-failed', location) };
  const { tls_version: version } = handshake;
  return {
    location,
    observed: {
      ...at,
      ...handshake,
      ...(group !== null && { key_exchange: { group, post_quantum: isPostQuantum(group, version, profile) } }),
    },
    served,
    ...(stapled !== undefined && { stapled }),
    ...(version && OBSOLETE_VERSIONS.includes(version) && { notice: createFailure('tls-version-obsolete', version) }),
  };
}

/** Describes the handshake for the trace. */
function describePeer({ served, stapled, group }: PeerCertificates, secure: TLSSocket): string {
  const found = [
    ...describeTls(secure),
    group,
    formatCount(served.length, 'certificate'),
    stapled && 'stapled OCSP response',
  ];
  return found.filter(Boolean).join(', ');
}

/** Returns the address. Before the tunnel through a proxy is open, it is that of the proxy, and left out. */
function observeAddress({ address, phase }: ConnectionProgress, proxy: ProxyServer | null): Observed {
  return address === null || (proxy !== null && phase === 'connect') ? {} : { address };
}

/**
 * Whether the key exchange is post-quantum; null: unknown. Before TLS 1.3, none is; a server may still have one if the client did not offer
 * TLS 1.3.
 */
function isPostQuantum(group: string, version: TlsVersion | undefined, profile: ClientProfile): boolean | null {
  if (isPostQuantumGroup(group)) return true;
  const isOffered = version === '1.3' ? offersPostQuantum(profile) : version !== undefined && profile !== 'legacy';
  return isOffered ? false : null;
}

/** The obsolete versions (RFC 8996). The client offers newer versions, too, which the server does not support. */
const OBSOLETE_VERSIONS: readonly TlsVersion[] = ['1.0', '1.1'];

/** Starts the handshake after the dialogues with the proxy, and for STARTTLS. */
async function secureStream(
  attempt: ConnectionAttempt,
  secured: TlsOptions,
  progress: ConnectionProgress,
  deadline: number,
): Promise<TLSSocket | RawLocation> {
  const { location, proxy, starttls, addresses } = attempt;
  const onStep = (step: string) => {
    progress.step = step;
  };
  const { port } = proxy ?? attempt;
  const socket = await connectFirst(openTcpSocket, { addresses, port }, progress, deadline);
  let stream: Duplex = socket;
  if (proxy !== null) {
    progress.phase = 'proxy';
    progress.address = attempt.address && formatAuthority(attempt.address, attempt.port);
    onStep('TLS handshake');
    if (proxy.kind === 'https') stream = await secureProxy(socket, proxy, { timeout_ms: deadline - performance.now() });
    checkTunnel(await openTunnel(stream, proxy, attempt.address ?? attempt.host, attempt.port, onStep), proxy);
  }
  if (starttls !== null) {
    progress.phase = 'starttls';
    const outcome: DialogueOutcome = await negotiateStartTls(stream, starttls, attempt.name, onStep);
    const failed = createStartTlsFailure(outcome, starttls, location);
    if (failed !== null) return { location, observed: observeAddress(progress, proxy), failure: failed };
    if (starttls === 'mssql') stream = createTdsStream(stream);
  }
  return openTlsSocket({ socket: stream }, secured);
}

/**
 * Whether the certificate has the requested key algorithm: some servers send another one, which the client does not support (RFC 8446
 * section 4.4.2.2).
 */
function hasKeyAlgorithm(leaf: Uint8Array, profile: RequestedProfile): boolean {
  return profile === 'default' || readKeyAlgorithm(leaf) === profile;
}

/** Reads the key algorithm; null if OpenSSL does not know the key. */
function readKeyAlgorithm(leaf: Uint8Array): KeyAlgorithm | null {
  try {
    const { asymmetricKeyType: type = '' } = new X509Certificate(leaf).publicKey;
    if (type.startsWith('rsa')) return 'rsa';
    return type.startsWith('ml-dsa') ? 'ml-dsa' : 'ecdsa';
  } catch {
    return null;
  }
}
