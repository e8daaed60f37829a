/** The TLS handshake: the certificates that a peer shows. Nothing is trusted, and no data follows. */

import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { createConnectionError } from './connection-errors.ts';

/** Chains are short; but what a path needs may stand behind many cross-signs. A peer that sends more is not followed. */
const MAX_CERTIFICATES = 100;

/** An answer holds one certificate at most. */
const MAX_STAPLED_BYTES = 64 * 1024;

export interface PeerCertificates {
  /** Certificates in DER, the peer's own first, in the order in which it sent them. */
  served: Uint8Array[];
  /** An answer of its issuer's responder, in DER; null: none was sent; undefined: it broke off before it could. */
  stapled: Uint8Array | null | undefined;
}

export interface HandshakeOptions {
  /** What is asked for (SNI); nothing for an address: RFC 6066 section 3. */
  name: string;
  context: SecureContext;
  /** Whether ours is to be sent in full, and what is shown is kept for the case that the peer hangs up: both take time. */
  thorough: boolean;
}

/** What the peer shows. */
export function performHandshake(
  stream: Duplex,
  { name, context, thorough }: HandshakeOptions,
): Promise<PeerCertificates> {
  return new Promise((resolve, reject) => {
    const servername = isIP(name) === 0 ? name : '';
    const secure = connect({
      socket: stream as Socket,
      servername,
      secureContext: context,
      rejectUnauthorized: false,
      requestOCSP: true,
    });
    let stapled: PeerCertificates['stapled'];
    secure.once('OCSPResponse', (response: Buffer | null) => {
      stapled = response !== null && response.length <= MAX_STAPLED_BYTES ? response : null;
    });
    let seen: Uint8Array[] = [];
    const closed = () => reject(createConnectionError('ECONNRESET'));
    // A peer that does not accept our certificate, or misses one, may hang up without a word.
    if (thorough) secure.once('keylog', () => (seen = readPeerCertificates(secure, [])));
    secure.once('secureConnect', () => {
      // An error costs more to make than all the rest of this.
      secure.off('close', closed);
      const served = readPeerCertificates(secure, seen);
      // In TLS 1.3 ours is still to be sent when the peer's is there.
      if (thorough) secure.end(() => resolve({ served, stapled }));
      else resolve({ served, stapled });
    });
    // A peer that demands a certificate of ours breaks off only after it has shown its own.
    secure.on('error', (error) => {
      const served = readPeerCertificates(secure, seen);
      if (served.length > 0) resolve({ served, stapled });
      else reject(error);
    });
    secure.once('close', closed);
  });
}

/** `seen` where the socket says nothing of its peer any more. */
function readPeerCertificates(socket: TLSSocket, seen: Uint8Array[]): Uint8Array[] {
  const served: Uint8Array[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && served.length < MAX_CERTIFICATES) {
    served.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return served.length > 0 ? served : seen;
}
