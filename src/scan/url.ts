/**
 * A certificate file behind a URL. Redirects are followed a few times, never from https to http; headers and
 * credentials go to the first origin alone.
 */

import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { CONNECTION_HEADERS, encodeHeaders, type Fetched, fetchBytes, splitCredentials } from '../http.ts';
import type { Io } from '../io.ts';
import { referencedVariables } from '../secrets.ts';
import type { Failure, RawPlace, Source, UrlTarget } from '../types.ts';
import { VERSION } from '../version.ts';
import type { Fill } from './environment.ts';
import { errorCode } from './failures.ts';
import { FAULTS, statusCodeFailure, type UrlFailureCode, urlFailure } from './url-failures.ts';

export type UrlSource = Extract<Source, { kind: 'url' }>;

/** How names become addresses, and which of these may be connected to. */
export interface UrlNetwork {
  lookup: (host: string) => Promise<string[]>;
  permits: (address: string) => boolean;
}

export interface UrlOptions {
  network: UrlNetwork;
  /** Absolute folder that `ca_file` is relative to. */
  root: string;
  /** For one try, its redirects included. */
  timeout_seconds: number;
  fill: Fill;
  sleep: Io['sleep'];
  /** Milliseconds. */
  now: Io['now'];
}

const MOST_REDIRECTS = 5;
const LARGEST_MEBIBYTES = 10;
const LARGEST = LARGEST_MEBIBYTES * 1024 * 1024;

/** Waits between the tries, in milliseconds. */
const BACK_OFF = [200, 800];

/** Faults that pass. One that took its time is not among them. */
const RETRIED: ReadonlySet<string> = new Set<UrlFailureCode>([
  'url-refused',
  'url-closed',
  'url-unreachable',
  'url-server-error',
]);

/** Fetches one URL. Whatever goes wrong is the failure of its place. */
export async function readUrl(target: UrlTarget, source: UrlSource, options: UrlOptions): Promise<RawPlace> {
  const request = await prepare(target, source, options);
  if ('code' in request) return { place: target.place, address: null, failure: request };
  for (let tries = 0; ; tries += 1) {
    const read = await tryUrl(target, request, options);
    const wait = BACK_OFF[tries];
    if (wait === undefined || !('failure' in read) || !RETRIED.has(read.failure.code)) return read;
    await options.sleep(wait);
  }
}

interface Request {
  url: URL;
  headers: Record<string, string>;
  verify: boolean;
  ca: string | null;
}

/** Variables filled in, a user and password of the URL made a header, `ca_file` read. */
async function prepare(
  { url: written, place }: UrlTarget,
  source: UrlSource,
  { fill, root }: UrlOptions,
): Promise<Request | Failure> {
  const filled = fill(written);
  if ('failure' in filled) return filled.failure;
  const split = splitCredentials(filled.value);
  if (split === null) return urlFailure('url-invalid', place);
  const headers: Record<string, string> = split.authorization === null ? {} : { authorization: split.authorization };
  for (const [name, text] of Object.entries(source.headers)) {
    if (CONNECTION_HEADERS.test(name)) return urlFailure('header-refused', place, name);
    const value = fill(text);
    if ('failure' in value) return value.failure;
    headers[name.toLowerCase()] = value.value;
  }
  const { ca_file, ssl_verification: verify } = source;
  const ca = ca_file === null ? null : await readFile(resolve(root, ca_file), 'utf8').catch(() => undefined);
  if (ca === undefined) return urlFailure('ca-file-unreadable', place, ca_file ?? '');
  return { url: split.url, headers: encodeHeaders(headers), verify, ca };
}

/** Thrown between the steps of one try and caught in `tryUrl`. */
class Stopped extends Error {
  readonly code: UrlFailureCode;
  readonly fact: string;
  constructor(code: UrlFailureCode, fact = '') {
    super(code);
    this.code = code;
    this.fact = fact;
  }
}

async function tryUrl({ url: written, place }: UrlTarget, request: Request, options: UrlOptions): Promise<RawPlace> {
  const hops: URL[] = [];
  // The address of a URL with a secret in it, and where it leads, may tell the secret.
  const isShown = referencedVariables(written).length === 0;
  try {
    const answer = await follow(request, hops, options);
    const content = await unpack(answer);
    if (isWebPage(content)) throw new Stopped('url-web-page');
    const address = hops.length > 0 ? hops.map(shown).join(' -> ') : answer.address;
    return { place, address: isShown ? address : null, content };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { place, address: null, failure: urlFailure(error.code, place, error.fact, way(hops, isShown)) };
  }
}

/** Sends the request, and again wherever it is redirected to; `hops` are these URLs. */
async function follow(first: Request, hops: URL[], options: UrlOptions): Promise<Fetched> {
  const { timeout_seconds, now, network } = options;
  const ends = now() + timeout_seconds * 1000;
  for (let request = first; ; ) {
    const { url, verify, ca } = request;
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': AGENT, ...request.headers };
    const timeout_ms = Math.max(1, ends - now());
    const { lookup, denied } = guarded(url, network);
    const answer = await fetchBytes(
      { url: url.href, headers },
      { timeout_ms, verify, ca, lookup, most_bytes: LARGEST },
    );
    if (denied.length > 0) throw new Stopped('url-denied', denied.join(', '));
    if (!answer.answered) throw new Stopped(FAULTS[answer.code], String(timeout_seconds));
    if (answer.status === 200) return answer;
    if (!REDIRECTS.has(answer.status) || answer.location === null) {
      throw new Stopped(statusCodeFailure(answer.status), String(answer.status));
    }
    request = redirected(request, answer.location);
    if (hops.length === MOST_REDIRECTS) throw new Stopped('url-too-many-redirects', String(MOST_REDIRECTS));
    hops.push(request.url);
  }
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
async function unpack({ body, content_encoding }: Fetched): Promise<Buffer> {
  if (body === 'too-large') throw new Stopped('url-too-large', String(LARGEST_MEBIBYTES));
  const encoding = content_encoding?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decode === undefined) throw new Stopped('url-encoding');
  try {
    return await decode(body, { maxOutputLength: LARGEST });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw new Stopped('url-too-large', String(LARGEST_MEBIBYTES));
    throw new Stopped('url-encoding');
  }
}

/** HTML in which no PEM stands. */
function isWebPage(content: Buffer): boolean {
  const head = content.toString('latin1', 0, 1024).replace(/^\u00ef\u00bb\u00bf/, '');
  return /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)\b/i.test(head) && !content.includes('-----BEGIN ');
}

/** Without its query, which may hold a secret of the server's; in the ASCII form that a URL has. */
function shown(url: URL): string {
  const text = `${url.origin}${url.pathname}`;
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

const LONGEST_SHOWN = 200;

function way(hops: readonly URL[], isShown: boolean): string {
  if (hops.length === 0) return '';
  const times = hops.length === 1 ? 'a redirect' : `${hops.length} redirects`;
  return isShown ? ` (After ${times}: ${hops.map(shown).join(' -> ')}.)` : ` (After ${times}.)`;
}
