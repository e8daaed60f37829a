/** Sends HTTP requests. Redirects are not followed, and proxies of the environment are not used. */

import type { Socket } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import {
  checkAddress,
  createLookupFunction,
  DeniedAddressError,
  type NetworkAccess,
} from '../network/guarded-access.ts';
import { classifyNetworkError, findTlsProblem, type NetworkErrorKind, type TlsProblem } from '../network-errors.ts';
import { createConnector } from './connector.ts';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export type SentRequest = Omit<HttpRequest, 'body'> & { body: string | Uint8Array | null };

export interface HttpOptions {
  /** For everything: name lookup, connection, request and response. */
  timeout_ms: number;
  verify: boolean;
  /** PEM of the only trusted CAs; null: the trust store of Node. */
  ca: string | null;
  /** PEM of the client's certificate with its chain, and of its key. */
  identity?: { cert: string | Buffer; key: string | Buffer } | null;
  /** The name in the server's certificate and in SNI; null or absent: that of the URL. */
  server_name?: string | null;
  network: NetworkAccess;
}

export type HttpFaultCode = `http-${NetworkErrorKind | 'denied' | 'failed'}`;

/** `sent`: the request had been sent when it failed, so that it may have been received. */
export interface HttpFault {
  responded: false;
  code: HttpFaultCode;
  sent: boolean;
  /** With `http-denied`: the addresses of the host, none of which is permitted. */
  denied?: readonly string[];
  /** With `http-tls-failed`: the cause, if there is only one. */
  tls?: TlsProblem;
}

export type HttpOutcome = HttpResponse | HttpFault;

interface HttpResponse {
  responded: true;
  status: number;
  retry_after: string | null;
  /** The start of the body, if requested; bytes that are not valid UTF-8 become U+FFFD. */
  body: string | null;
}

/** A longer body that is not requested makes the connection close instead of being read. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Sends many requests. Connections are reused for the same origin until the client is closed. */
export interface HttpClient {
  /**
   * Sends one request. A network failure is an outcome, never an exception. `max_body_bytes`: how much of the response body
   * to return. Default: none.
   */
  send: (request: HttpRequest, options: { timeout_ms: number; max_body_bytes?: number }) => Promise<HttpOutcome>;
  /** Closes all connections, also those that wait for a response. */
  close: () => Promise<void>;
}

/** `timeout_ms` of the options limits how long connecting may take. */
export function openHttpClient(options: HttpOptions): HttpClient {
  const agent = openAgent(options);
  return {
    send: (request, { timeout_ms, max_body_bytes = 0 }) =>
      exchange(agent, request, timeout_ms, async ({ statusCode, headers, body }, signal) => {
        // The status is what counts: a body that is truncated or never ends does not matter.
        const content = await (max_body_bytes > 0 ? readPrefix(body, max_body_bytes) : discardBody(body, signal));
        return {
          responded: true,
          status: statusCode,
          retry_after: getSingleValue(headers['retry-after']),
          body: content,
        };
      }),
    close: agent.close,
  };
}

/** Sends one request over its own connection, which is closed after the response. */
export async function sendRequest(request: HttpRequest, options: HttpOptions): Promise<HttpOutcome> {
  const client = openHttpClient(options);
  try {
    return await client.send(request, options);
  } finally {
    await client.close();
  }
}

/** The response to `fetchBytes`. The body is empty if the status is not 200. */
export interface FetchedResponse {
  responded: true;
  status: number;
  /** `address:port` of the peer. */
  address: string | null;
  /** `name` in lower case. Null if the header is missing or repeated. */
  header: (name: string) => string | null;
  /** As received, without decompression; `too-large` if it exceeds `max_bytes`. */
  body: Buffer | 'too-large';
}

/** Fetches one URL, by POST if there is a body. A response that is truncated or too slow is a fault. */
export async function fetchBytes(
  request: Pick<HttpRequest, 'url' | 'headers'> & { body?: Uint8Array | null },
  options: HttpOptions & { max_bytes: number },
): Promise<FetchedResponse | HttpFault> {
  let address: string | null = null;
  const agent = openAgent(options, (socket) => {
    address = formatPeerAddress(socket);
  });
  const { body: content = null } = request;
  const sent = { ...request, method: content === null ? 'GET' : 'POST', body: content };
  try {
    return await exchange<FetchedResponse>(agent, sent, options.timeout_ms, async (response, signal) => {
      const { statusCode: status, headers, body } = response;
      const header = (name: string) => getSingleValue(headers[name]);
      const base = { responded: true, status, address, header } as const;
      if (status === 200)
        return { ...base, body: await readBody(body, options.max_bytes, Number(header('content-length'))) };
      await discardBody(body, signal);
      return { ...base, body: Buffer.alloc(0) };
    });
  } finally {
    await agent.close();
  }
}

/** `length`: the value of Content-Length. If it is known, the body is read into one buffer, so that it is not held twice. */
export async function readBody(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
  length: number,
): Promise<Buffer | 'too-large'> {
  if (length > maxBytes) return 'too-large';
  const buffer = length > 0 ? Buffer.allocUnsafeSlow(length) : null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return 'too-large';
    if (buffer === null) chunks.push(chunk);
    else chunk.copy(buffer, size - chunk.length);
  }
  return buffer?.subarray(0, size) ?? Buffer.concat(chunks);
}

type RawResponse = Dispatcher.ResponseData;

async function discardBody(body: RawResponse['body'], signal: AbortSignal): Promise<null> {
  await body.dump({ limit: MAX_DISCARDED_BYTES, signal }).catch(() => undefined);
  return null;
}

/** Returns what was received if the body is truncated. */
async function readPrefix(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= maxBytes) break;
    }
  } catch {
    // The status was received, which is enough.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

export function getSingleValue(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** The connections of one client. */
interface LazyAgent {
  get: () => Promise<Agent>;
  close: () => Promise<void>;
}

/** Connects, and loads undici, at the first request. */
export function openAgent(options: HttpOptions, onConnected?: (socket: Socket) => void): LazyAgent {
  let opened: Promise<Agent> | null = null;
  return {
    get: () => {
      opened ??= createAgent(options, onConnected);
      return opened;
    },
    close: async () => {
      const agent = await opened?.catch(() => null);
      await agent?.destroy().catch(() => undefined);
    },
  };
}

async function createAgent(
  { verify, ca, identity, server_name, timeout_ms, network }: HttpOptions,
  onConnected?: (socket: Socket) => void,
): Promise<Agent> {
  const { Agent } = await import('./undici.ts');
  const connector = await createConnector({
    rejectUnauthorized: verify,
    timeout: timeout_ms,
    ...(ca !== null && { ca }),
    ...identity,
    lookup: createLookupFunction(network),
  });
  return new Agent({
    connect: (target, callback) => {
      try {
        checkAddress(target.hostname.replace(/^\[|\]$/g, ''), network);
      } catch (error) {
        return callback(error as Error, null);
      }
      connector(
        server_name ? { ...target, servername: server_name } : target,
        (...result: Parameters<typeof callback>) => {
          if (result[0] === null) onConnected?.(result[1]);
          callback(...result);
        },
      );
    },
  });
}

/** Sends one request. `read` reads the response within the same time limit. */
export async function exchange<Outcome>(
  { get }: LazyAgent,
  request: SentRequest,
  timeout_ms: number,
  read: (response: RawResponse, signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome | HttpFault> {
  let sent = false;
  const { request: send } = await import('./undici.ts');
  const agent = await get();
  // onRequestStart is called when the request is written. A request that waits for its connection is not sent.
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...args) => {
      sent = true;
      start?.(...args);
    };
    return dispatch(options, handler);
  });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout_ms);
  try {
    const { method, url, headers } = request;
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
    const call = { method: method as 'POST', headers, body, dispatcher, signal: deadline.signal };
    const response = await send(url, { ...call, headersTimeout: 0, bodyTimeout: 0 });
    return await read(response, deadline.signal);
  } catch (error) {
    if (error instanceof DeniedAddressError)
      return { responded: false, code: 'http-denied', sent: false, denied: error.addresses };
    if (deadline.signal.aborted) return { responded: false, code: 'http-timeout', sent };
    return { responded: false, ...classifyFault(error), sent };
  } finally {
    clearTimeout(timer);
  }
}

function formatPeerAddress({ remoteAddress, remotePort, remoteFamily }: Socket): string | null {
  if (remoteAddress === undefined) return null;
  return `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}

function classifyFault(error: unknown): Pick<HttpFault, 'code' | 'tls'> {
  const code = String((error as { code?: unknown }).code);
  const tls = findTlsProblem(code);
  return { code: `http-${classifyNetworkError(code) ?? 'failed'}`, ...(tls && { tls }) };
}
