/** A real HTTP(S) receiver on loopback, which records what it gets and answers as it is told. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

interface Received {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export type Answer =
  | number
  | { status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /** Takes the request and says nothing. */
  | 'hang'
  /** Breaks the connection once the request was taken. */
  | 'reset'
  /** Answers 200 with a body that never ends. */
  | 'endless';

export interface Receiver {
  /** Such as `http://127.0.0.1:40001`. */
  origin: string;
  /** `127.0.0.1:40001`. */
  host: string;
  requests: Received[];
  close: () => Promise<void>;
}

/** Answers in turn, and with the last answer from then on. With `tls`, PEM of key and certificate, it speaks HTTPS. */
export async function startReceiver(
  answers: Answer[] = [200],
  options: { tls?: { key: string; cert: string } } = {},
): Promise<Receiver> {
  const requests: Received[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    answer(answers[requests.length - 1] ?? answers.at(-1) ?? 200, request.socket, response);
  };
  const server: Server = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  server.on('connection', track);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    origin: `${options.tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(how: Answer, socket: Socket, response: ServerResponse): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (how === 'endless') {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
    return;
  }
  const { status, headers = {}, body = '' } = typeof how === 'number' ? { status: how } : how;
  response.writeHead(status, headers);
  response.end(body);
}
