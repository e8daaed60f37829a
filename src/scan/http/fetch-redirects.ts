/** Sends a request to a URL and follows a few redirects, which must lead to permitted addresses. */

import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { isLoopback } from '../../domain/acme-directories.ts';
import type { Failure } from '../../domain/index.ts';
import { type FetchedResponse, fetchBytes, type HttpFault } from '../../lib/http/client.ts';
import { parseRetryAfter, splitCredentials } from '../../lib/http/headers.ts';
import { OVERLOAD_STATUSES, REDIRECT_STATUSES } from '../../lib/http/statuses.ts';
import type { Io } from '../../lib/io.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { blameForwarder, type ForwardedOutcome, ProxyError } from '../../lib/network/proxy-error.ts';
import { VERSION } from '../../lib/version.ts';
import { createProxyFailure, getErrorCode } from '../failures.ts';
import {
  CODES_BY_HTTP_FAULT,
  classifyStatus,
  createUrlFailure,
  type FailureFacts,
  type UrlFailureCode,
} from './failures.ts';

export interface UrlRequest {
  url: URL;
  headers: Record<string, string>;
  /** The body. If present, the request is a POST, and redirects are not followed. */
  body?: Uint8Array | null;
  verify: boolean;
  ca: string | null;
  /** Whether redirects must not lead to a response that can be modified in transit. */
  is_protected?: boolean;
}

export interface FetchOptions {
  network: NetworkAccess;
  /** The time limit for the whole request, including redirects. */
  timeout_seconds: number;
  /** Milliseconds. */
  now: Io['now'];
  /** The maximum size of the response, both compressed and decompressed. */
  max_mebibytes: number;
}

const MAX_REDIRECTS = 5;
const MEBIBYTE = 1024 * 1024;

/** The error for a missing or unusable response. */
export class UrlFetchError extends Error {
  readonly code: UrlFailureCode | ProxyError['code'];
  readonly detail: string;
  /** The failure of the proxy, if that is the cause. */
  readonly proxy: ProxyError | null;
  /** The milliseconds after which the server accepts another request; null if unknown. */
  readonly retry_after: number | null;
  /** The proxy that may have caused the failure, and the status if the failure is about that. */
  readonly forwarded: ForwardedOutcome;
  constructor(
    code: UrlFailureCode | ProxyError,
    detail = '',
    { retry_after = null, ...forwarded }: { retry_after?: number | null } & ForwardedOutcome = {},
  ) {
    const proxy = code instanceof ProxyError ? code : null;
    super(proxy?.code ?? String(code));
    this.proxy = proxy;
    this.code = code instanceof ProxyError ? code.code : code;
    this.detail = detail;
    this.retry_after = retry_after;
    this.forwarded = forwarded;
  }
}

/** Creates the failure. `location`: the name of the requested location. */
export function createFetchFailure(
  { code, proxy, forwarded }: UrlFetchError,
  location: string,
  facts: FailureFacts = {},
): Failure {
  if (proxy !== null) return createProxyFailure(proxy.code, proxy.facts, location);
  const failure = createUrlFailure(code as UrlFailureCode, location, facts);
  return { ...failure, detail: blameForwarder(failure.detail, `The server of ${location}`, forwarded) };
}

/** Sends the request and follows redirects. Their URLs are added to `hops`. Throws UrlFetchError. */
export async function fetchWithRedirects(
  first: UrlRequest,
  hops: URL[],
  options: FetchOptions,
): Promise<FetchedResponse> {
  const { timeout_seconds, now, network, max_mebibytes } = options;
  const deadline = now() + timeout_seconds * 1000;
  for (let request = first; ; ) {
    const { url, body = null, verify, ca } = request;
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': USER_AGENT, ...request.headers };
    const timeout_ms = Math.max(1, deadline - now());
    const response = await fetchBytes(
      { url: url.href, headers, body },
      { timeout_ms, verify, ca, network, max_bytes: max_mebibytes * MEBIBYTE },
    );
    if (!response.responded) throw toFetchError(response, timeout_seconds);
    if (response.status === 200 || (response.status === 304 && isConditional(request))) return response;
    const location = response.header('location');
    if (!REDIRECT_STATUSES.has(response.status) || location === null) {
      const retryAfter = OVERLOAD_STATUSES.has(response.status) ? response.header('retry-after') : null;
      throw new UrlFetchError(classifyStatus(response.status), String(response.status), {
        retry_after: parseRetryAfter(retryAfter, now()),
        forwarder: response.forwarder,
        status: response.status,
      });
    }
    if (body !== null) throw new UrlFetchError('url-redirect-refused', 'a POST request');
    request = createRedirectRequest(request, location);
    if (hops.length === MAX_REDIRECTS) throw new UrlFetchError('url-too-many-redirects', String(MAX_REDIRECTS));
    hops.push(request.url);
  }
}

function toFetchError({ code, denied, tls, proxy, forwarder }: HttpFault, timeout_seconds: number): UrlFetchError {
  if (proxy !== undefined) return new UrlFetchError(proxy);
  const limit = code === 'http-timeout' ? String(timeout_seconds) : (tls ?? '');
  return new UrlFetchError(CODES_BY_HTTP_FAULT[code], denied?.join(', ') ?? limit, { forwarder });
}

/** Whether a request is conditional: a 304 response is only valid then (RFC 9110 section 13.1). */
function isConditional({ headers }: UrlRequest): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers;
}

const USER_AGENT = `certvigil/${VERSION}`;

/** Creates the request for a redirect. Headers and credentials are only sent to the same origin. */
function createRedirectRequest(request: UrlRequest, location: string): UrlRequest {
  const split = URL.canParse(location, request.url.href)
    ? splitCredentials(new URL(location, request.url.href).href)
    : null;
  if (split === null) throw new UrlFetchError('url-redirect-refused', 'to a URL that is not http or https');
  const { url } = split;
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new UrlFetchError('url-redirect-refused', 'from https to http');
  }
  if (request.is_protected === true && url.protocol === 'http:' && !isLoopback(url)) {
    throw new UrlFetchError('url-redirect-refused', 'to http');
  }
  return url.origin === request.url.origin ? { ...request, url } : { ...request, url, headers: {} };
}

const DECODERS: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Decompresses the body, if the server ignored the request for an uncompressed one. */
export async function decodeBody({ body, header }: FetchedResponse, max_mebibytes: number): Promise<Buffer> {
  if (body === 'too-large') throw new UrlFetchError('url-too-large', String(max_mebibytes));
  const encoding = header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decode === undefined) throw new UrlFetchError('url-content-encoding');
  try {
    return await decode(body, { maxOutputLength: max_mebibytes * MEBIBYTE });
  } catch (error) {
    if (getErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw new UrlFetchError('url-too-large', String(max_mebibytes));
    throw new UrlFetchError('url-content-encoding');
  }
}
