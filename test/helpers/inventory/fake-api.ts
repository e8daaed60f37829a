/** A local HTTP server that speaks the API of an inventory, with faults on request. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface ApiCall {
  method: string;
  /** With the query. */
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
  /** The common name of the client's certificate; null without one that the server accepts. */
  client: string | null;
}

export interface ApiReply {
  status?: number;
  headers?: Record<string, string>;
  /** Anything but a string or bytes is sent as JSON. */
  body?: unknown;
  /** Sends only this part of the body, then closes the connection. */
  truncate?: number;
  /** Never answers. */
  hang?: true;
}

export interface FakeApi {
  /** Such as `http://127.0.0.1:PORT` */
  origin: string;
  calls: ApiCall[];
  /** Lets the process exit although the server listens. */
  unref: () => void;
  close: () => Promise<void>;
}

/** What can go wrong with a page, as the reply that replaces it. */
export const FAULTS = {
  unauthorized: () => ({ status: 401, body: { detail: 'invalid token' } }),
  forbidden: () => ({ status: 403, body: { detail: 'forbidden' } }),
  'not found': () => ({ status: 404, body: { detail: 'not found' } }),
  throttled: () => ({ status: 429, headers: { 'retry-after': '1' }, body: { detail: 'slow down' } }),
  'server error': () => ({ status: 503, body: 'upstream failed' }),
  'web page': () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }),
  'truncated JSON': (reply: ApiReply) => ({ ...reply, body: JSON.stringify(reply.body).slice(0, -2) }),
  'closed connection': (reply: ApiReply) => ({ ...reply, truncate: 10 }),
  timeout: () => ({ hang: true }) as const,
} satisfies Record<string, (reply: ApiReply) => ApiReply>;

export type FaultName = keyof typeof FAULTS;

/** PEM of a server's certificate and key, and of the CA whose client certificates it accepts. */
export interface FakeTls {
  cert: string;
  key: string;
  /** Default: clients need no certificate. */
  ca?: string;
}

/** Starts a server on the loopback interface. `host`: its address. */
export async function startFakeApi(
  reply: (call: ApiCall) => ApiReply | Promise<ApiReply>,
  tls: FakeTls | null = null,
  host = '127.0.0.1',
): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const protocol = tls === null ? 'http' : 'https';
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = request;
    const call = {
      method,
      url: new URL(url, `${protocol}://${headers.host}`),
      headers,
      body: Buffer.concat(chunks).toString(),
      client: tls === null ? null : getClientName(request.socket as TLSSocket),
    };
    calls.push(call);
    send(response, await reply(call));
  };
  const server =
    tls === null
      ? createServer(answer)
      : createTlsServer({ ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: false }, answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    calls,
    unref: () => void server.unref(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function getClientName(socket: TLSSocket): string | null {
  return socket.authorized ? String(socket.getPeerCertificate().subject.CN) : null;
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '', truncate, hang }: ApiReply): void {
  if (hang) return;
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
    ...headers,
  });
  if (truncate === undefined) response.end(content);
  else response.write(content.slice(0, truncate), () => response.destroy());
}
