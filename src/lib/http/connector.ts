/** Connects undici to servers. */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { limitDescription } from '../network/limit-description.ts';
import type { ProxyServer } from '../network/proxy.ts';
import { UntrustedCertificateError } from '../network/untrusted-certificate.ts';

type ConnectorOptions = buildConnector.BuildOptions & {
  /** Whether the certificate of the server must be valid. */
  verify: boolean;
};

/** Connects to a target. `proxy`: the proxy of the connection `target.httpSocket`; null without one. */
export type ConnectTo = (target: buildConnector.Options, proxy: ProxyServer | null) => Promise<Socket>;

/**
 * Connects with undici, and also accepts interim responses (RFC 9110 section 15.2) that were not requested, such as `100 Continue`, as a
 * client must. Rejects with UntrustedCertificateError if TLS succeeded with a certificate that is not valid.
 */
export async function createConnector({ verify, ...options }: ConnectorOptions): Promise<ConnectTo> {
  const { buildConnector } = await import('./undici.ts');
  // Node verifies after the handshake, and then closes the connection at once. Here, the chain of the server is still needed, to find its
  // issuer. A resumed session would not be verified again, so sessions are not resumed.
  const connector = buildConnector({ ...options, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (target, proxy) =>
    new Promise((resolve, reject) => {
      // The types of undici lack the result, which is the socket.
      const started: unknown = connector(target, (error, socket) => {
        if (error !== null) return reject(error);
        if (verify && socket instanceof TLSSocket && !socket.authorized) {
          reject(new UntrustedCertificateError(socket, proxy));
          return socket.on('error', () => undefined).destroy();
        }
        skipInterimResponses(socket);
        resolve(socket);
      });
      if (started instanceof TLSSocket) limitDescription(started);
    });
}

/** The status line and fields of an interim response except 101, which switches protocols. */
const INTERIM = /^HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r?\n\r?\n/;

const INTERIM_STATUS = /^HTTP\/1\.\d 1(?!01)\d\d/;
const STATUS_START = 'HTTP/1.1 1';
const STATUS_LENGTH = 'HTTP/1.1 100'.length;

/** An incomplete response of this size is passed on: the client has a limit of its own. */
const MAX_BYTES = 64 * 1024;

/** Skips interim responses, because undici closes the connection after `100 Continue`. Call this before it reads from the socket. */
export function skipInterimResponses(socket: Socket): void {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket) as (...all: unknown[]) => boolean;
  /** The received part of the next response; null after its start was forwarded. */
  let start: Buffer | null = null;
  socket.write = (...all: unknown[]) => {
    start ??= Buffer.alloc(0);
    return write(...all);
  };
  socket.read = () => {
    for (;;) {
      const chunk: Buffer | null = read();
      if (chunk === null || start === null) return chunk;
      start = removeInterimResponses(Buffer.concat([start, chunk]));
      if (isUndecided(start)) continue;
      const passed = start;
      start = null;
      return passed;
    }
  };
}

function removeInterimResponses(received: Buffer): Buffer {
  let rest = received;
  for (;;) {
    const [interim] = INTERIM.exec(rest.toString('latin1')) ?? [];
    if (interim === undefined) return rest;
    rest = rest.subarray(interim.length);
  }
}

/** Whether more data is needed to see if this is an interim response. */
function isUndecided(start: Buffer): boolean {
  const status = start.toString('latin1', 0, STATUS_LENGTH).replace(/^HTTP\/1\.0/, 'HTTP/1.1');
  if (start.length < STATUS_LENGTH) return STATUS_START.startsWith(status.slice(0, STATUS_START.length));
  return start.length < MAX_BYTES && INTERIM_STATUS.test(status);
}
