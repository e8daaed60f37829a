/** One request to a URL, and to wherever that redirects: a few times, to permitted addresses alone. */

import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type Fetched, fetchBytes, splitCredentials } from '../../lib/http-client.ts';
import type { Io } from '../../lib/io.ts';
import { VERSION } from '../../lib/version.ts';
import { errorCode } from '../failures.ts';
import { FAULTS, statusCodeFailure, type UrlFailureCode } from './failures.ts';

/** How names become addresses, and which of these may be connected to. */
export interface UrlNetwork {
  lookup: (host: string) => Promise<string[]>;
  permits: (address: string) => boolean;
}

export interface Request {
  url: URL;
  headers: Record<string, string>;
  /** It is then sent by POST, and followed nowhere. */
  body?: Uint8Array | null;
  verify: boolean;
  ca: string | null;
}

export interface FollowOptions {
  network: UrlNetwork;
  /** For all of it, the redirects included. */
  timeout_seconds: number;
  /** Milliseconds. */
  now: Io['now'];
  /** What an answer may hold, as it comes and unpacked. */
  most_mebibytes: number;
}

const MOST_REDIRECTS = 5;
const MEBIBYTE = 1024 * 1024;

/** Thrown where no answer comes of it. */
export class Stopped extends Error {
  readonly code: UrlFailureCode;
  readonly fact: string;
  constructor(code: UrlFailureCode, fact = '') {
    super(code);
    this.code = code;
    this.fact = fact;
  }
}

/** Sends the request, and again wherever it is redirected to; `hops` are these URLs. */
export async function follow(first: Request, hops: URL[], options: FollowOptions): Promise<Fetched> {
  const { timeout_seconds, now, network, most_mebibytes } = options;
  const ends = now() + timeout_seconds * 1000;
  for (let request = first; ; ) {
    const { url, body = null, verify, ca } = request;
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': AGENT, ...request.headers };
    const timeout_ms = Math.max(1, ends - now());
    const { lookup, denied } = guarded(url, network);
    const answer = await fetchBytes(
      { url: url.href, headers, body },
      { timeout_ms, verify, ca, lookup, most_bytes: most_mebibytes * MEBIBYTE },
    );
    if (denied.length > 0) throw new Stopped('url-denied', denied.join(', '));
    if (!answer.answered) throw new Stopped(FAULTS[answer.code], String(timeout_seconds));
    if (answer.status === 200 || (answer.status === 304 && isConditional(request))) return answer;
    if (!REDIRECTS.has(answer.status) || answer.location === null) {
      throw new Stopped(statusCodeFailure(answer.status), String(answer.status));
    }
    if (body !== null) throw new Stopped('url-redirect-refused', 'what is sent to it');
    request = redirected(request, answer.location);
    if (hops.length === MOST_REDIRECTS) throw new Stopped('url-too-many-redirects', String(MOST_REDIRECTS));
    hops.push(request.url);
  }
}

/** RFC 9110 section 13.1: nobody else is told that nothing has changed. */
function isConditional({ headers }: Request): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers;
}

/**
 * A lookup that gives none but permitted addresses, and notes in `denied` those of a name that has no other. Throws for
 * an address in the URL itself, which is never looked up.
 */
function guarded(
  { hostname }: URL,
  { lookup, permits }: UrlNetwork,
): { lookup: UrlNetwork['lookup']; denied: string[] } {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !permits(bare)) throw new Stopped('url-denied', bare);
  const denied: string[] = [];
  const permitted = async (host: string) => {
    const addresses = await lookup(host);
    const usable = addresses.filter(permits);
    if (usable.length > 0) return usable;
    denied.push(...addresses);
    throw Object.assign(new Error('denied'), { code: 'ENOTFOUND' });
  };
  return { lookup: permitted, denied };
}

const AGENT = `certvigil/${VERSION}`;

/** RFC 9110 section 15.4: those that say where the same thing is. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers and credentials stay with the origin that they were written for. */
function redirected(request: Request, location: string): Request {
  const split = URL.canParse(location, request.url.href)
    ? splitCredentials(new URL(location, request.url.href).href)
    : null;
  if (split === null) throw new Stopped('url-redirect-refused', 'to what is no http or https URL');
  const { url } = split;
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new Stopped('url-redirect-refused', 'from https to http');
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
export async function unpack({ body, content_encoding }: Fetched, most_mebibytes: number): Promise<Buffer> {
  if (body === 'too-large') throw new Stopped('url-too-large', String(most_mebibytes));
  const encoding = content_encoding?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decode === undefined) throw new Stopped('url-encoding');
  try {
    return await decode(body, { maxOutputLength: most_mebibytes * MEBIBYTE });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw new Stopped('url-too-large', String(most_mebibytes));
    throw new Stopped('url-encoding');
  }
}
