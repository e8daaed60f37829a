/** The worst servers: they accept a connection, and then never come to an end. */

import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export type OnConnection = (socket: Socket) => void;

/** Milliseconds between two bytes of a server that sends one after the other. */
const DRIP_MS = 50;

/** Sends a text, and then one part of `parts` after the other, for ever. */
export function drip(begin: string | Uint8Array, part: string | Uint8Array): OnConnection {
  return (socket) => {
    socket.resume();
    socket.write(begin);
    const timer = setInterval(() => socket.write(part), DRIP_MS);
    socket.on('close', () => clearInterval(timer));
  };
}

/** Sends a text, and then the part as often as the client accepts it. */
export function flood(begin: string | Uint8Array, part: string | Uint8Array): OnConnection {
  return (socket) => {
    socket.resume();
    socket.write(begin);
    const send = () => {
      while (!socket.destroyed && socket.write(part));
    };
    socket.on('drain', send);
    send();
  };
}

/** Reads, and never answers. */
export const silent: OnConnection = (socket) => void socket.resume();

/** Waits for a request before it goes on. */
function onRequest(next: OnConnection): OnConnection {
  return (socket) => void socket.once('data', () => next(socket));
}

/** Answers each request with the text. */
function answer(text: (request: string) => string | Uint8Array): OnConnection {
  return (socket) => void socket.on('data', (request) => socket.write(text(request.toString('latin1'))));
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

function respond(body: string | Uint8Array, headers = ''): Buffer {
  const bytes = Buffer.from(body as Uint8Array);
  return Buffer.concat([Buffer.from(`${OK}${headers}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** Answers each request with the bytes. */
export const respondWith = (body: () => Uint8Array): OnConnection => answer(() => respond(body()));

const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));
const DEEP = respond('['.repeat(4_000_000));
const LONG = 'x'.repeat(64 * 1024);

/** What an HTTP server can do, by what it is. */
export const HTTP_SERVERS = {
  'that never answers': silent,
  'that sends a header byte by byte': onRequest(drip(`${OK}X: `, 'x')),
  'that sends headers without an end': onRequest(flood(OK, `X: ${LONG}\r\n`)),
  'that sends a body byte by byte': onRequest(drip(`${OK}Content-Length: 1000000\r\n\r\n[`, ' ')),
  'that sends a body without an end': onRequest(
    flood(`${OK}Transfer-Encoding: chunked\r\n\r\n`, `${LONG.length.toString(16)}\r\n${LONG}\r\n`),
  ),
  'that sends 256 MiB in 256 KiB': answer(() => respond(BOMB, 'Content-Encoding: gzip\r\n')),
  'that sends four million brackets': answer(() => DEEP),
  'that redirects for ever': answer((request) => {
    const [, path = '/', host = ''] = /^\w+ (\S+) [\s\S]*^host: (\S+)/im.exec(request) ?? [];
    return `HTTP/1.1 302 Found\r\nLocation: http://${host}${path.slice(0, 50)}${path.length % 10}\r\nContent-Length: 0\r\n\r\n`;
  }),
  'that asks to wait for a day': answer(
    () => 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n',
  ),
} satisfies Record<string, OnConnection>;
