/** Proxies on loopback that connect every request to one loopback port, and record the requested hosts. */

import { connect, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { startTcpServer, type TestServer } from './tls-server.ts';

export interface TestProxy extends TestServer {
  /** The requested `host:port`s. */
  asked: string[];
}

export interface ProxyOptions {
  /** The loopback port that it connects to. */
  to: number;
  user?: string;
  password?: string;
  /** Sent in the same packet as the proxy's response, as if from a server that speaks first. */
  early?: string;
  /** PEM of the key and certificate of an HTTP proxy with TLS. */
  tls?: { key: string; cert: string };
}

/** `first` is what the proxy sends: to the client, or on behalf of it. */
function forward(socket: Socket, to: number, first: { client?: Uint8Array; server?: Uint8Array }): void {
  const behind = connect(to, '127.0.0.1', () => {
    if (first.client) socket.write(first.client);
    if (first.server) behind.write(first.server);
    socket.pipe(behind).pipe(socket);
  });
  behind.on('error', () => socket.destroy());
  socket.on('close', () => behind.destroy());
}

/**
 * An HTTP proxy: for CONNECT (RFC 9110 section 9.3.6), and for one request on each connection with a whole URL (RFC 9112 section 3.2.2).
 * Credentials are required if there is a user, and are not passed on.
 */
export async function startHttpProxy(options: ProxyOptions): Promise<TestProxy> {
  const asked: string[] = [];
  const { user, password, to, early = '', tls } = options;
  const wanted = user && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const handle = (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => {
      const text = chunk.toString('latin1');
      const [, method = '', target = ''] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(text) ?? [];
      asked.push(target);
      const [, given] = /\r\nproxy-authorization: ([^\r]+)\r\n/i.exec(text) ?? [];
      if (wanted !== given)
        return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      if (method === 'CONNECT')
        return forward(socket, to, {
          client: Buffer.from(`HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n${early}`),
        });
      const { pathname, search } = new URL(target);
      const request = text.replace(target, `${pathname}${search}`).replace(/\r\nproxy-authorization: [^\r]+/i, '');
      forward(socket, to, { server: Buffer.from(request, 'latin1') });
    });
  };
  const server = await startTcpServer((socket) =>
    handle(tls === undefined ? socket : new TLSSocket(socket, { isServer: true, ...tls })),
  );
  return { ...server, asked };
}

/** A SOCKS5 proxy (RFC 1928 and RFC 1929). */
export async function startSocksProxy(options: ProxyOptions): Promise<TestProxy> {
  const asked: string[] = [];
  const { user, password, to, early = '' } = options;
  const server = await startTcpServer((socket) => {
    const request = (chunk: Buffer) => {
      asked.push(readTarget(chunk));
      forward(socket, to, {
        client: Buffer.concat([Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]), Buffer.from(early)]),
      });
    };
    socket.once('data', (methods) => {
      if (user === undefined) {
        socket.once('data', request);
        return void socket.write(Buffer.from([5, 0]));
      }
      if (!methods.subarray(2).includes(2)) return void socket.end(Buffer.from([5, 0xff]));
      socket.once('data', (chunk) => {
        const length = chunk[1] ?? 0;
        const given = [chunk.toString('utf8', 2, 2 + length), chunk.toString('utf8', 3 + length)];
        const right = given[0] === user && given[1] === password;
        if (right) socket.once('data', request);
        socket.write(Buffer.from([1, right ? 0 : 1]));
      });
      socket.write(Buffer.from([5, 2]));
    });
  });
  return { ...server, asked };
}

function readTarget(request: Buffer): string {
  const port = request.readUInt16BE(request.length - 2);
  const address = request.subarray(4, -2);
  if (request[3] === 1) return `${[...address].join('.')}:${port}`;
  if (request[3] === 3) return `${address.toString('utf8', 1)}:${port}`;
  return `[${address.toString('hex')}]:${port}`;
}
