/** Connects Node.js to TLS servers in memory, as its clients do. */

import { Duplex } from 'node:stream';
import {
  type ConnectionOptions,
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContext,
  TLSSocket,
} from 'node:tls';
import type { CraftedCertificate, CraftedKey } from '../../helpers/crafted/certificates.ts';
import { ACCEPTED, REJECTED } from './answer.ts';

interface Served {
  sent: readonly CraftedCertificate[];
  anchors: readonly CraftedCertificate[];
  key: CraftedKey;
  host: string;
}

/** Returns null if OpenSSL does not serve these certificates: one of them does not decode, or the leaf does not match its key. */
export async function connectNode({ sent, anchors, key, host }: Served): Promise<string | null> {
  const secureContext = createServerContext(sent, key);
  if (secureContext === null) return null;
  const [near, far] = createPipe();
  const server = new TLSSocket(far, { isServer: true, secureContext });
  // As in curl, each certificate of the store is a trust anchor. It is an option of Node.js (docs/concepts/trust.md#where-clients-differ).
  const store = { ca: anchors.map(({ certificate }) => certificate), allowPartialTrustChain: true };
  const client = connect({ socket: near, servername: host, ...store } as ConnectionOptions);
  // Node.js also describes all issuers for its comparison of names, which needs only the leaf. It crashes at a curve without a name of NIST, and
  // never ends if CAs of the trust store signed each other.
  const describe = client.getPeerCertificate.bind(client);
  client.getPeerCertificate = () => describe(false) as DetailedPeerCertificate;
  const result = await new Promise<string | null>((resolve, reject) => {
    // A certificate or its key that does not decode. The client has its result before the server receives an alert.
    server.once('error', (error) => (isOfProtocol(error) ? reject(error) : resolve(null)));
    client.once('secureConnect', () => resolve(ACCEPTED));
    client.once('close', () => reject(new Error('The handshake ended without a result')));
    client.once('error', (error) => (isVerification(error) ? resolve(REJECTED) : reject(error)));
  });
  client.destroy();
  server.destroy();
  return result;
}

/** Codes of X509_verify_cert, such as `CERT_HAS_EXPIRED`, and that of the comparison of names. Others are faults of the environment. */
function isVerification(error: Error & { code?: string }): boolean {
  const { code = '' } = error;
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' || (!code.startsWith('ERR_') && !/^E[A-Z]+$/.test(code));
}

/** Whether OpenSSL reports an error of the connection, not of what it carries. */
function isOfProtocol({ library }: Error & { library?: string }): boolean {
  return library === undefined || library === 'SSL routines';
}

/** The server sends certificates of every kind. */
function createServerContext(sent: Served['sent'], { privateKey }: CraftedKey): SecureContext | null {
  const cert = sent.map(({ certificate }) => certificate).join('');
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
  try {
    return createSecureContext({ cert, key, ciphers: 'ALL:@SECLEVEL=0' });
  } catch {
    return null;
  }
}

/** Two ends, each of which reads what is written to the other. */
function createPipe(): [Duplex, Duplex] {
  const ends: Duplex[] = [0, 1].map(
    (at) =>
      new Duplex({
        read: () => {},
        write: (chunk, _, done) => {
          setImmediate(() => {
            ends[1 - at]?.push(chunk);
            done();
          });
        },
        final: (done) => {
          ends[1 - at]?.push(null);
          done();
        },
      }),
  );
  return ends as [Duplex, Duplex];
}
