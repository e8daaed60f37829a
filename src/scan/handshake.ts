/** The TLS handshake: the certificates that a peer shows. Nothing is trusted, and no data follows. */

import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { connectionError } from './endpoint-failure.ts';

/** `rsa` and `ecdsa` ask for a certificate of that kind alone; `lenient` takes whatever OpenSSL can do. */
export type Offer = 'usual' | 'lenient' | 'rsa' | 'ecdsa';

/** Chains are short; but what a path needs may stand behind many cross-signs. A peer that sends more is not followed. */
const MOST_SERVED = 100;

/** An answer holds one certificate at most. */
const LONGEST_STAPLED = 64 * 1024;

const RSA_SIGNATURES = ['RSA-PSS', 'RSA'].flatMap((name) =>
  ['SHA256', 'SHA384', 'SHA512'].map((hash) => `${name}+${hash}`),
);
const ECDSA_SIGNATURES = ['SHA256', 'SHA384', 'SHA512', 'SHA1'].map((hash) => `ECDSA+${hash}`);

/** Up to TLS 1.2 the cipher suites name the kind of key as well. */
const ofKind = (kind: string, signatures: readonly string[]): SecureContextOptions => ({
  minVersion: 'TLSv1',
  ciphers: `TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:${kind}:@SECLEVEL=0`,
  sigalgs: signatures.join(':'),
});

/**
 * Two curves make a scan faster by a quarter. The lenient offer is for the peers that can do no better: a
 * certificate is read, no secret is sent.
 */
const OFFERS: Record<Offer, SecureContextOptions> = {
  usual: { ecdhCurve: 'X25519:P-256' },
  lenient: { ecdhCurve: 'auto', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
  rsa: ofKind('aRSA', [...RSA_SIGNATURES, 'RSA+SHA1']),
  ecdsa: ofKind('aECDSA', [...ECDSA_SIGNATURES, 'ed25519', 'ed448']),
};

/** What is shown of ours to a peer that asks for it: PEM. */
export interface ClientIdentity {
  cert: Buffer;
  key: Buffer;
}

/** One context for all connections that make the same offer. No roots are loaded. Throws where the identity is unusable. */
export function makeContext(offer: Offer, identity: ClientIdentity | null): SecureContext {
  return createSecureContext({ ca: [], ...OFFERS[offer], ...identity });
}

export interface Shown {
  /** Certificates in DER, the peer's own first, in the order in which it sent them. */
  served: Uint8Array[];
  /** An answer of its issuer's responder, in DER; null: none was sent; undefined: it broke off before it could. */
  stapled: Uint8Array | null | undefined;
}

export interface Handshake {
  /** What is asked for (SNI); nothing for an address: RFC 6066 section 3. */
  name: string;
  context: SecureContext;
  /** Whether there is a certificate of ours to show. */
  identified: boolean;
}

/** What the peer shows. */
export function handshake(stream: Duplex, { name, context, identified }: Handshake): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const servername = isIP(name) === 0 ? name : '';
    const secure = connect({
      socket: stream as Socket,
      servername,
      secureContext: context,
      rejectUnauthorized: false,
      requestOCSP: true,
    });
    let stapled: Shown['stapled'];
    secure.once('OCSPResponse', (response: Buffer | null) => {
      stapled = response !== null && response.length <= LONGEST_STAPLED ? response : null;
    });
    let seen: Uint8Array[] = [];
    const closed = () => reject(connectionError('ECONNRESET'));
    // A peer that does not accept ours may hang up without a word; what it has shown is known by then.
    if (identified) secure.once('keylog', () => (seen = servedBy(secure, [])));
    secure.once('secureConnect', () => {
      // An error costs more to make than all the rest of this.
      secure.off('close', closed);
      const served = servedBy(secure, seen);
      // In TLS 1.3 ours is still to be sent when the peer's is there.
      if (identified) secure.end(() => resolve({ served, stapled }));
      else resolve({ served, stapled });
    });
    // A peer that demands a certificate of ours breaks off only after it has shown its own.
    secure.on('error', (error) => {
      const served = servedBy(secure, seen);
      if (served.length > 0) resolve({ served, stapled });
      else reject(error);
    });
    secure.once('close', closed);
  });
}

/** `seen` where the socket says nothing of its peer any more. */
function servedBy(socket: TLSSocket, seen: Uint8Array[]): Uint8Array[] {
  const served: Uint8Array[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && served.length < MOST_SERVED) {
    served.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return served.length > 0 ? served : seen;
}
