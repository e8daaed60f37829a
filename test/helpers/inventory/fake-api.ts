/** A local HTTP server that speaks the API of an inventory, with faults on request. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiCall {
  method: string;
  /** With the query. */
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface ApiReply {
  status?: number;
  headers?: Record<string, string>;
  /** Anything but a string is sent as JSON. */
  body?: unknown;
  /** Sends only this part of the body, then closes the connection. */
  truncate?: number;
  /** Never answers. */
  hang?: true;
}

export interface FakeApi {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  calls: ApiCall[];
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

/** Starts a server on the loopback interface. */
export async function startFakeApi(reply: (call: ApiCall) => ApiReply | Promise<ApiReply>): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = request;
    const call = {
      method,
      url: new URL(url, `http://${headers.host}`),
      headers,
      body: Buffer.concat(chunks).toString(),
    };
    calls.push(call);
    send(response, await reply(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '', truncate, hang }: ApiReply): void {
  if (hang) return;
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
    ...headers,
  });
  if (truncate === undefined) response.end(content);
  else response.write(content.slice(0, truncate), () => response.destroy());
}
