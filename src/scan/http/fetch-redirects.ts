/** One request to a URL, and to wherever that redirects: a few times, to permitted addresses alone. */

import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type FetchedResponse, fetchBytes } from '../../lib/http/client.ts';
import { splitCredentials } from '../../lib/http/headers.ts';
import type { Io } from '../../lib/io.ts';
import { VERSION } from '../../lib/version.ts';
import { getErrorCode } from '../failures.ts';
import { CODES_BY_HTTP_FAULT, classifyStatus, type UrlFailureCode } from './failures.ts';

/** How names become addresses, and which of these may be connected to. */
export interface UrlNetwork {
  lookup: (host: string) => Promise<string[]>;
  isPermitted: (address: string) => boolean;
}

export interface UrlRequest {
  url: URL;
  headers: Record<string, string>;
  /** It is then sent by POST, and followed nowhere. */
  body?: Uint8Array | null;
  verify: boolean;
  ca: string | null;
}

export interface FetchOptions {
  network: UrlNetwork;
  /** For all of it, the redirects included. */
  timeout_seconds: number;
  /** Milliseconds. */
  now: Io['now'];
  /** What an answer may hold, as it comes and unpacked. */
  max_mebibytes: number;
}

const MAX_REDIRECTS = 5;
const MEBIBYTE = 1024 * 1024;

/** Thrown where no answer comes of it. */
export class UrlFetchError extends Error {
  readonly code: UrlFailureCode;
  readonly detail: string;
  constructor(code: UrlFailureCode, fact = '') {
    super(code);
    this.code = code;
    this.detail = fact;
  }
}

/** Sends the request, and again wherever it is redirected to; `hops` are these URLs. */
export async function fetchWithRedirects(
  first: UrlRequest,
  hops: URL[],
  options: FetchOptions,
): Promise<FetchedResponse> {
  const { timeout_seconds, now, network, max_mebibytes } = options;
  const ends = now() + timeout_seconds * 1000;
  for (let request = first; ; ) {
    const { url, body = null, verify, ca } = request;
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': USER_AGENT, ...request.headers };
    const timeout_ms = Math.max(1, ends - now());
    const { lookup, denied } = guardLookup(url, network);
    const answer = await fetchBytes(
      { url: url.href, headers, body },
      { timeout_ms, verify, ca, lookup, max_bytes: max_mebibytes * MEBIBYTE },
    );
    if (denied.length > 0) throw new UrlFetchError('url-denied', denied.join(', '));
    if (!answer.responded) throw new UrlFetchError(CODES_BY_HTTP_FAULT[answer.code], String(timeout_seconds));
    if (answer.status === 200 || (answer.status === 304 && isConditional(request))) return answer;
    const location = answer.header('location');
    if (!REDIRECT_STATUSES.has(answer.status) || location === null) {
      throw new UrlFetchError(classifyStatus(answer.status), String(answer.status));
    }
    if (body !== null) throw new UrlFetchError('url-redirect-refused', 'what is sent to it');
    request = createRedirectRequest(request, location);
    if (hops.length === MAX_REDIRECTS) throw new UrlFetchError('url-too-many-redirects', String(MAX_REDIRECTS));
    hops.push(request.url);
  }
}

/** RFC 9110 section 13.1: nobody else is told that nothing has changed. */
function isConditional({ headers }: UrlRequest): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers;
}

/**
 * A lookup that gives none but permitted addresses, and notes in `denied` those of a name that has no other. Throws for
 * an address in the URL itself, which is never looked up.
 */
function guardLookup(
  { hostname }: URL,
  { lookup, isPermitted }: UrlNetwork,
): { lookup: UrlNetwork['lookup']; denied: string[] } {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isPermitted(bare)) throw new UrlFetchError('url-denied', bare);
  const denied: string[] = [];
  const permitted = async (host: string) => {
    const addresses = await lookup(host);
    const usable = addresses.filter(isPermitted);
    if (usable.length > 0) return usable;
    denied.push(...addresses);
    throw Object.assign(new Error('denied'), { code: 'ENOTFOUND' });
  };
  return { lookup: permitted, denied };
}

const USER_AGENT = `certvigil/${VERSION}`;

/** RFC 9110 section 15.4: those that say where the same thing is. */
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers and credentials stay with the origin that they were written for. */
function createRedirectRequest(request: UrlRequest, location: string): UrlRequest {
  const split = URL.canParse(location, request.url.href)
    ? splitCredentials(new URL(location, request.url.href).href)
    : null;
  if (split === null) throw new UrlFetchError('url-redirect-refused', 'to what is no http or https URL');
  const { url } = split;
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new UrlFetchError('url-redirect-refused', 'from https to http');
  }
  return url.origin === request.url.origin ? { ...request, url } : { ...request, url, headers: {} };
}

const DECODERS: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** What the body holds, unpacked where the server has packed it although it was asked not to. */
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
