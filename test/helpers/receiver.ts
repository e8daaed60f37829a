/** A real HTTP(S) receiver on loopback, which records requests and returns configured responses. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export type ReceiverResponse =
  | number
  | { status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /** Reads the request and never responds. */
  | 'hang'
  /** Resets the connection after reading the request. */
  | 'reset'
  /** Responds with 200 and an endless body. */
  | 'endless'
  /** Responds with 200 once this many requests are waiting. */
  | { together: number }
  /** Responds with 200 once this is settled. */
  | { after: Promise<unknown> };

export interface Receiver {
  /** For example `http://127.0.0.1:40001`. */
  origin: string;
  /** `127.0.0.1:40001`. */
  host: string;
  requests: Received[];
  /** The number of connections so far. */
  connections: () => number;
  /** The highest number of concurrent requests. */
  maxConcurrent: () => number;
  close: () => Promise<void>;
}

/** Returns the responses in order, repeating the last one, or computes them. `tls` is a PEM key and certificate for HTTPS. */
export async function startReceiver(
  answers: ReceiverResponse[] | ((request: Received) => ReceiverResponse) = [200],
  options: { tls?: { key: string; cert: string } } = {},
): Promise<Receiver> {
  const requests: Received[] = [];
  let [underWay, most] = [0, 0];
  let held: ServerResponse[] = [];
  const findResponse = (received: Received, index: number): ReceiverResponse => {
    if (typeof answers === 'function') return answers(received);
    return answers[index] ?? answers.at(-1) ?? 200;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.on('close', () => {
      underWay -= 1;
    });
    const body = await readText(request);
    const received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    requests.push(received);
    const how = findResponse(received, requests.length - 1);
    if (typeof how === 'object' && 'after' in how) {
      await how.after;
      return respond(200, request.socket, response);
    }
    if (typeof how !== 'object' || !('together' in how)) return respond(how, request.socket, response);
    held.push(response);
    if (held.length < how.together) return;
    for (const one of held) one.end();
    held = [];
  };
  const server: Server = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
  const sockets = new Set<Socket>();
  let connections = 0;
  const track = (socket: Socket) => {
    connections += 1;
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
    connections: () => connections,
    maxConcurrent: () => most,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function respond(
  how: Exclude<ReceiverResponse, { together: number } | { after: unknown }>,
  socket: Socket,
  response: ServerResponse,
): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (how === 'endless') {
    response.writeHead(200);
    const sendBody = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', sendBody);
    sendBody();
    return;
  }
  const { status, headers = {}, body = '' } = typeof how === 'number' ? { status: how } : how;
  response.writeHead(status, headers);
  response.end(body);
}
