/** Performs a TLS handshake and returns the certificates of the server, without verifying them or sending data. */

import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type SecureContext, type TLSSocket } from 'node:tls';
import { type Observed, TLS_VERSIONS } from '../../domain/index.ts';
import { limitDescription } from '../../lib/network/limit-description.ts';
import { createConnectionError } from './connection-errors.ts';

/** The maximum of certificates: real chains are short, but may contain many cross-signed ones. */
const MAX_CERTIFICATES = 100;

const MAX_STAPLED_BYTES = 64 * 1024;

export interface PeerCertificates {
  /** The certificates in DER, in the order in which the server sent them, its own first. */
  served: Uint8Array[];
  /** The stapled OCSP response in DER; null if there is none; undefined if the connection ended before. */
  stapled: Uint8Array | null | undefined;
  /** The group of the key exchange, as TLS names it, or `DHE` or `RSA`; null if unknown. */
  group: string | null;
  /** Other observed facts of the handshake. */
  observed: Observed;
}

export interface TlsOptions {
  /** The server name. No SNI is sent for an address (RFC 6066 section 3). */
  name: string;
  context: SecureContext;
  /** The protocols to offer (ALPN); empty: none. */
  protocols: readonly string[];
}

/**
 * Starts the handshake on a stream, or connects first. Two streams for one connection would take 5 % more processor time and
 * more memory.
 */
export function openTlsSocket(
  target: { socket: Duplex } | { host: string; port: number },
  { name, context, protocols }: TlsOptions,
): TLSSocket {
  const socket = connect({
    ...(target as ConnectionOptions),
    servername: isIP(name) === 0 ? name : '',
    secureContext: context,
    rejectUnauthorized: false,
    requestOCSP: true,
    ...(protocols.length > 0 && { ALPNProtocols: [...protocols] }),
  });
  return limitDescription(socket);
}

/**
 * Receives the certificates of a socket that has just connected. `protocols`: those that it offers.
 *
 * @param thorough Whether to send the client certificate completely, and to keep the server's certificates if it closes the
 *   connection. Slower.
 */
export function receiveCertificates(
  secure: TLSSocket,
  { thorough, protocols }: { thorough: boolean; protocols: readonly string[] },
): Promise<PeerCertificates> {
  return new Promise((resolve, reject) => {
    // The handshake may fail before the listeners are added, for example if the context has no cipher suite.
    if (secure.destroyed) return reject(secure.errored ?? createConnectionError('ECONNRESET'));
    let stapled: PeerCertificates['stapled'];
    secure.once('OCSPResponse', (response: Buffer | null) => {
      stapled = response !== null && response.length <= MAX_STAPLED_BYTES ? response : null;
    });
    let seen: Uint8Array[] = [];
    let facts: Observed = {};
    let group: PeerCertificates['group'] = null;
    const closed = () => reject(createConnectionError('ECONNRESET'));
    // In an event handler, a thrown bug would end the process.
    const readServed = () => {
      try {
        seen = readPeerCertificates(secure, seen);
        facts = { ...facts, ...readFacts(secure, protocols) };
        group = readGroup(secure) ?? group;
      } catch (error) {
        reject(error);
      }
      return seen;
    };
    const finish = (served: Uint8Array[]) =>
      resolve({
        served,
        stapled,
        group,
        observed: { ...facts, ...(stapled !== undefined && { staples: stapled !== null }) },
      });
    // A server that rejects or misses a client certificate may close the connection without an alert.
    if (thorough) secure.once('keylog', readServed);
    secure.once('secureConnect', () => {
      // From now on, there are certificates to return.
      secure.off('close', closed);
      const served = readServed();
      // In TLS 1.3, the client certificate is sent after that of the server.
      if (thorough) secure.end(() => finish(served));
      else finish(served);
    });
    // A server that requires a client certificate sends its own first.
    secure.on('error', (error) => {
      const served = readServed();
      if (served.length > 0) finish(served);
      else reject(error);
    });
    secure.once('close', closed);
  });
}

/** Reads the facts of the handshake. A fact that the socket does not have yet, or any more, is absent. */
function readFacts(socket: TLSSocket, protocols: readonly string[]): Observed {
  const tls_version = readVersion(socket);
  const { standardName: cipher } = socket.getCipher() ?? {};
  return {
    ...(tls_version && { tls_version }),
    // Before a suite is negotiated, it is `undefined` or `(NONE)`.
    ...(cipher?.startsWith('TLS_') && { cipher }),
    // Node reports `false` if the server did not choose a protocol, and also if none was offered.
    ...(protocols.length > 0 && socket.alpnProtocol !== null && { alpn: socket.alpnProtocol || null }),
  };
}

/** Reads the version; `TLSv1` is 1.0. Undefined before the version is negotiated, and for older ones. */
function readVersion(socket: TLSSocket): Observed['tls_version'] {
  const name = socket.getProtocol()?.replace(/^TLSv(1)$/, 'TLSv$1.0');
  return TLS_VERSIONS.find((version) => name === `TLSv${version}`);
}

/** The ephemeral key that Node reports. Node has no types for `TLSGroup`, which it reports since OpenSSL 3.5. */
interface EphemeralKey {
  type?: 'ECDH' | 'DH' | 'TLSGroup';
  name?: string;
  size?: number;
}

/** OpenSSL's names of curves that TLS names otherwise (RFC 8446 section 4.2.7). */
const CURVE_NAMES: Readonly<Record<string, string>> = { prime256v1: 'secp256r1' };

function readGroup(socket: TLSSocket): string | null {
  const { type, name, size } = (socket.getEphemeralKeyInfo() ?? {}) as EphemeralKey;
  if (name !== undefined) return CURVE_NAMES[name] ?? name;
  // In TLS 1.3, the groups are those of RFC 7919, which their sizes identify.
  if (type === 'DH') return socket.getProtocol() === 'TLSv1.3' ? `ffdhe${size}` : 'DHE';
  // Without an ephemeral key, only RSA encrypts the key.
  return /^TLS_RSA_WITH_/.test(socket.getCipher()?.standardName ?? '') ? 'RSA' : null;
}

/** Reads the certificates; returns `seen` if the socket no longer has them. */
function readPeerCertificates(socket: TLSSocket, seen: Uint8Array[]): Uint8Array[] {
  const served: Uint8Array[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && served.length < MAX_CERTIFICATES) {
    served.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return served.length > 0 ? served : seen;
}
