/** A server of TLS 1.2 from before RFC 5746, as OpenSSL can play none: it speaks until its client's first answer. */

import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { startTcpServer, type TestServer } from './tls-server.ts';

/** Numbers of RFC 5246. */
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;
const TLS_RSA_WITH_AES_128_GCM_SHA256 = [0x00, 0x9c];

export interface LegacyTlsServer extends TestServer {
  /** Bytes of the certificates that its clients have shown, one number for each client that came so far. */
  shown: number[];
}

/** Asks its clients for a certificate. `made` has an RSA key. */
export async function startLegacyTlsServer(made: Pick<CreatedCertificate, 'der'>): Promise<LegacyTlsServer> {
  const shown: number[] = [];
  const hello = [3, 3, ...Buffer.alloc(32, 7), 0, ...TLS_RSA_WITH_AES_128_GCM_SHA256, 0];
  const chain = counted(counted(made.der));
  // Signs with RSA, PKCS #1 and SHA-256; of any authority.
  const request = [1, 1, 0, 2, 4, 1, 0, 0];
  const flight = [
    message(SERVER_HELLO, hello),
    message(CERTIFICATE, chain),
    message(CERTIFICATE_REQUEST, request),
    message(SERVER_HELLO_DONE, []),
  ];
  const server = await startTcpServer((socket) =>
    socket.once('data', () => {
      socket.write(Buffer.concat(flight));
      socket.once('data', (answer: Buffer) => {
        // Behind the heads of the record and of the message stands the length of the list.
        if (answer[0] === HANDSHAKE) shown.push(answer.readUIntBE(9, 3));
        socket.destroy();
      });
    }),
  );
  return { ...server, shown };
}

/** With three bytes for its length before it. */
function counted(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(bytes.length, 0, 3);
  return Buffer.concat([length, bytes]);
}

/** In a record of its own. */
function message(type: number, body: readonly number[] | Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from([type]), counted(Buffer.from(body))]);
  const head = Buffer.from([HANDSHAKE, 3, 3, 0, 0]);
  head.writeUInt16BE(content.length, 3);
  return Buffer.concat([head, content]);
}
