/** A TLS 1.2 server from before RFC 5746, which OpenSSL cannot simulate. It stops after the first message of the client. */

import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { startTcpServer, type TestServer } from './tls-server.ts';

/** Message and record types (RFC 5246). */
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;
const TLS_RSA_WITH_AES_128_GCM_SHA256 = [0x00, 0x9c];

export interface LegacyTlsServer extends TestServer {
  /** The number of bytes of certificates that each client sent so far. */
  shown: number[];
}

/** Starts the server, which requests a client certificate. `made` has an RSA key. */
export async function startLegacyTlsServer(made: Pick<CreatedCertificate, 'der'>): Promise<LegacyTlsServer> {
  const shown: number[] = [];
  const hello = [3, 3, ...Buffer.alloc(32, 7), 0, ...TLS_RSA_WITH_AES_128_GCM_SHA256, 0];
  const chain = counted(counted(made.der));
  // RSA PKCS #1 signatures with SHA-256, from any CA.
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
        // The length of the list follows the headers of the record and the message.
        if (answer[0] === HANDSHAKE) shown.push(answer.readUIntBE(9, 3));
        socket.destroy();
      });
    }),
  );
  return { ...server, shown };
}

/** Prefixes data with its length in three bytes. */
function counted(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(bytes.length, 0, 3);
  return Buffer.concat([length, bytes]);
}

/** Wraps data in a record. */
function message(type: number, body: readonly number[] | Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from([type]), counted(Buffer.from(body))]);
  const head = Buffer.from([HANDSHAKE, 3, 3, 0, 0]);
  head.writeUInt16BE(content.length, 3);
  return Buffer.concat([head, content]);
}
