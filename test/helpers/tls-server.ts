/** Real servers on loopback, correct and faulty. Each one closes its connections when it is closed. */

import { randomInt } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';

export interface TestServer {
  port: number;
  /** `127.0.0.1:port`. */
  location: string;
  /** The number of accepted connections so far. */
  connections: () => number;
  close: () => Promise<void>;
}

/** Listens on a free port of `host`. */
async function listen(server: Server, host = '127.0.0.1', fixed = 0): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(fixed, host, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    port,
    location: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    connections: () => accepted,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The certificate and key of a server. */
export type ServedPair = Pick<CreatedCertificate, 'certificate' | 'privateKeyPem'>;

export interface TlsServerOptions extends TlsOptions {
  /** Sent after the server's own certificate. */
  chain?: readonly Pick<CreatedCertificate, 'certificate'>[];
  /** The certificates for these SNI names. */
  names?: Readonly<Record<string, ServedPair>>;
  /** The response to each client that has sent something. */
  answer?: string;
  /** The stapled OCSP response, for clients that request it. */
  staple?: () => Uint8Array | null;
  host?: string;
  /** Default: a free port. */
  port?: number;
}

export interface TestTlsServer extends TestServer {
  /** Resolves with the next connection after its handshake. */
  secured: () => Promise<TLSSocket>;
  /** Replaces the certificate for new connections. */
  renew: (made: ServedPair) => void;
}

/** Starts a TLS server with this certificate. */
export async function startTlsServer(made: ServedPair, options: TlsServerOptions = {}): Promise<TestTlsServer> {
  const { chain = [], names = {}, answer, staple, host, port, ...rest } = options;
  const server = createTlsServer({
    cert: [made, ...chain].map(({ certificate }) => certificate).join(''),
    key: made.privateKeyPem,
    SNICallback: (name, done) => {
      const named = Object.hasOwn(names, name) ? names[name] : undefined;
      done(null, named && createSecureContext({ cert: named.certificate, key: named.privateKeyPem }));
    },
    ...rest,
  });
  server.on('tlsClientError', () => {});
  if (staple !== undefined) {
    server.on('OCSPRequest', (_certificate, _issuer, done) => done(null, staple() as Buffer));
  }
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {});
    if (answer !== undefined) socket.once('data', () => socket.end(answer));
  });
  const listening = await listen(server, host, port);
  return {
    ...listening,
    secured: () => new Promise((resolve) => server.once('secureConnection', resolve)),
    renew: ({ certificate, privateKeyPem }) => server.setSecureContext({ cert: certificate, key: privateKeyPem }),
  };
}

/** Starts a server with a handler for each connection. */
export function startTcpServer(
  onConnection: (socket: Socket) => void,
  host?: string,
  port?: number,
): Promise<TestServer> {
  return listen(createServer(onConnection), host, port);
}

/** Starts a server that accepts connections and never sends anything. */
export function startHangingServer(): Promise<TestServer> {
  return startTcpServer((socket) => socket.resume());
}

/** Starts a server that closes the connection when the client has sent something. */
export function startClosingServer(): Promise<TestServer> {
  return startTcpServer((socket) => socket.once('data', () => socket.destroy()));
}

/** Starts a server that responds to everything like a web server without TLS. */
export function startPlainHttpServer(): Promise<TestServer> {
  return startTcpServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
  );
}

/** Below the ports that systems hand out, so that no other test gets a refusing one. */
const REFUSING_PORTS = { first: 20_000, last: 32_000 };

/** Finds a loopback port that refuses connections, and goes on refusing them. */
export async function findRefusingPort(): Promise<number> {
  for (;;) {
    const port = randomInt(REFUSING_PORTS.first, REFUSING_PORTS.last);
    if (await isRefused(port)) return port;
  }
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
