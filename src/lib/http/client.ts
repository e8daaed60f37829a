/** Sends HTTP requests. Redirects are not followed. */

import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { DeniedAddressError } from '../network/guarded-access.ts';
import { ProxyError, type ProxyFailureCode } from '../network/proxy-error.ts';
import { UntrustedCertificateError } from '../network/untrusted-certificate.ts';
import { classifyNetworkError, findTlsProblem, type NetworkErrorKind, type TlsProblem } from '../network-errors.ts';
import { type AgentOptions, type LazyAgent, openAgent } from './agent.ts';
import { decodePrefix } from './decode-prefix.ts';
import { isForwarded } from './proxy-response.ts';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

type SentRequest = Omit<HttpRequest, 'body'> & { body: string | Uint8Array | null };

/** The options of a client. `timeout_ms` limits the total time of name lookup, connection, request and response. */
export type HttpOptions = AgentOptions;

export type HttpFaultCode = `http-${NetworkErrorKind | 'denied' | 'failed'}`;

/** `forwarder`: the name of the proxy that forwarded a request without a tunnel, if it may have caused the outcome itself. */
interface MaybeForwarded {
  forwarder?: string;
}

/** The facts of a request without a response. `sent`: the request had been sent when it failed, so that it may have been received. */
interface FaultFacts extends MaybeForwarded {
  responded: false;
  sent: boolean;
  /** With `http-denied`: the addresses of the host, none of which is permitted. */
  denied?: readonly string[];
  /** With `http-tls-failed`: the cause, if there is only one. */
  tls?: TlsProblem;
}

/** A failed request. `proxy`: the failure of the proxy that caused it. */
export type HttpFault = FaultFacts &
  ({ code: HttpFaultCode; proxy?: undefined } | { code: ProxyFailureCode; proxy: ProxyError });

export type HttpOutcome = HttpResponse | HttpFault;

interface HttpResponse extends MaybeForwarded {
  responded: true;
  status: number;
  retry_after: string | null;
  /** The start of the body, decompressed, if requested; bytes that are not valid UTF-8 become U+FFFD. */
  body: string | null;
}

/** The maximum length of an unrequested body that is read. A longer body makes the connection close. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Sends many requests. Connections are reused for the same origin until the client is closed. */
export interface HttpClient {
  /**
   * Sends one request. A network failure is an outcome, never an exception. `max_body_bytes`: the maximum part of the response body to
   * return. Default: none.
   */
  send: (request: HttpRequest, options: { timeout_ms: number; max_body_bytes?: number }) => Promise<HttpOutcome>;
  /** Closes all connections, also those that wait for a response. */
  close: () => Promise<void>;
}

/** Opens a client. `timeout_ms` of the options limits the time of connecting. */
export function openHttpClient(options: HttpOptions): HttpClient {
  const agent = openAgent(options);
  return {
    send: (request, { timeout_ms, max_body_bytes = 0 }) =>
      exchange(agent, request, timeout_ms, async ({ statusCode, headers, body }, signal) => {
        // Only the status is needed: a body that is truncated or never ends does not matter.
        const encoding = getSingleValue(headers['content-encoding']);
        const content = await (max_body_bytes > 0
          ? readPrefix(body, max_body_bytes, encoding)
          : discardBody(body, signal));
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

/** Sends one request over its own connection, which is closed after the response. `max_body_bytes` as in `HttpClient`. */
export async function sendRequest(
  request: HttpRequest,
  options: HttpOptions & { max_body_bytes?: number },
): Promise<HttpOutcome> {
  const client = openHttpClient(options);
  try {
    return await client.send(request, options);
  } finally {
    await client.close();
  }
}

export interface ApiRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

export interface ApiResponse extends MaybeForwarded {
  responded: true;
  status: number;
  /** `name` in lower case. Null if the header is missing or repeated; `link` can be a list of any form (RFC 9110 section 5.3). */
  header: (name: string) => string | null;
  /** The body as received, without decompression; `too-large` if it exceeds `max_bytes`. */
  body: Buffer | 'too-large';
}

/** Sends many requests to an API over kept connections, and returns whole responses. */
export interface ApiConnection {
  /** Sends one request; redirects are not followed. A network failure is an outcome, never an exception. */
  send: (request: ApiRequest, limits: { timeout_ms: number; max_bytes: number }) => Promise<ApiResponse | HttpFault>;
  close: () => Promise<void>;
}

/** Opens a connection to an API. `timeout_ms` of the options limits the time of connecting. */
export function openApiConnection(options: HttpOptions): ApiConnection {
  const agent = openAgent(options);
  return {
    send: ({ url, ...request }, { timeout_ms, max_bytes }) =>
      exchange<ApiResponse>(agent, { ...request, url: url.href }, timeout_ms, async ({ statusCode, headers, body }) => {
        const header = (name: string) => getValue(name, headers[name]);
        const content = await readBody(body, max_bytes, Number(header('content-length')));
        return { responded: true, status: statusCode, header, body: content };
      }),
    close: agent.close,
  };
}

function getValue(name: string, value: string | string[] | undefined): string | null {
  return name === 'link' && Array.isArray(value) ? value.join(', ') : getSingleValue(value);
}

/** The response to `fetchBytes`. The body is empty if the status is not 200. */
export interface FetchedResponse extends MaybeForwarded {
  responded: true;
  status: number;
  /** `address:port` of the peer. */
  address: string | null;
  /** `name` in lower case. Null if the header is missing or repeated. */
  header: (name: string) => string | null;
  /** The body as received, without decompression; `too-large` if it exceeds `max_bytes`. */
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

/**
 * Reads a body. `length`: the value of Content-Length. If it is known, the body is read into one buffer, so that it is not in memory twice.
 */
async function readBody(body: AsyncIterable<Buffer>, maxBytes: number, length: number): Promise<Buffer | 'too-large'> {
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

/** Reads the start of a body; if the body is truncated, the received part. */
async function readPrefix(body: AsyncIterable<Buffer>, maxBytes: number, encoding: string | null): Promise<string> {
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
  const decoded = await decodePrefix(Buffer.concat(chunks).subarray(0, maxBytes), encoding);
  return decoded.subarray(0, maxBytes).toString('utf8');
}

function getSingleValue(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Sends one request. `read` reads the response within the same time limit. */
async function exchange<Outcome>(
  { get, findPendingProxy, findForwarder }: LazyAgent,
  request: SentRequest,
  timeout_ms: number,
  read: (response: RawResponse, signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome | HttpFault> {
  let sent = false;
  let forwarder: { forwarder?: string } = {};
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
    const proxy = findForwarder(new URL(url));
    forwarder = proxy === null ? {} : { forwarder: proxy.name };
    const response = await send(url, { ...call, headersTimeout: 0, bodyTimeout: 0 });
    const outcome = await read(response, deadline.signal);
    return isForwarded(response.headers) ? outcome : { ...outcome, ...forwarder };
  } catch (error) {
    if (error instanceof ProxyError) return createProxyFault(error, sent);
    if (error instanceof DeniedAddressError)
      return { responded: false, code: 'http-denied', sent: false, denied: error.addresses };
    const proxy = deadline.signal.aborted && !sent ? findPendingProxy() : null;
    if (proxy !== null) return createProxyFault(new ProxyError('proxy-timeout', { proxy: proxy.name }));
    if (deadline.signal.aborted) return { responded: false, code: 'http-timeout', sent, ...forwarder };
    return { responded: false, ...classifyFault(error), sent, ...forwarder };
  } finally {
    clearTimeout(timer);
  }
}

function formatPeerAddress({ remoteAddress, remotePort, remoteFamily }: Socket): string | null {
  if (remoteAddress === undefined) return null;
  return `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}

/** `sent`: the proxy got the request. It has passed on none that it refuses, and maybe one to a server that did not respond. */
function createProxyFault(proxy: ProxyError, sent: boolean = false): HttpFault {
  return { responded: false, code: proxy.code, sent: sent && proxy.code === 'proxy-server-unreachable', proxy };
}

function classifyFault(error: unknown): { code: HttpFaultCode; tls?: TlsProblem } {
  const code = String((error as { code?: unknown }).code);
  const tls = error instanceof UntrustedCertificateError ? error.problem : findTlsProblem(code);
  return { code: `http-${classifyNetworkError(code) ?? 'failed'}`, ...(tls && { tls }) };
}
