/** Keeps Node.js from describing the issuers of the certificate of a server. */

import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/**
 * Makes a socket describe only the certificate of the server. Node.js compares its names after the handshake, and describes all issuers for that:
 * version 24 crashes if a key is on a curve without a name of NIST, such as secp256k1, and no version ever ends if CAs of the trust store signed each
 * other. `getPeerX509Certificate` has neither fault. Call this before the handshake.
 */
export function limitDescription(socket: TLSSocket): TLSSocket {
  const describe = socket.getPeerCertificate.bind(socket);
  // Without issuers, the description lacks fields that only the detailed type has.
  socket.getPeerCertificate = () => describe(false) as DetailedPeerCertificate;
  return socket;
}
