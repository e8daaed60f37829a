/**
 * A certificate file behind a URL. Redirects are followed a few times, never from https to http; headers and
 * credentials go to the first origin alone.
 */

import { resolve } from 'node:path';
import type { Failure, RawPlace, UrlSource, UrlTarget } from '../../domain/index.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { CONNECTION_HEADERS, encodeHeaders, splitCredentials } from '../../lib/http/headers.ts';
import type { Io } from '../../lib/io.ts';
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { truncate } from '../../lib/truncate.ts';
import { createUrlFailure, RETRYABLE_CODES } from '../http/failures.ts';
import {
  decodeBody,
  fetchWithRedirects,
  UrlFetchError,
  type UrlNetwork,
  type UrlRequest,
} from '../http/fetch-redirects.ts';
import type { VariableResolver } from './resolve-variables.ts';

export interface FetchUrlOptions {
  network: UrlNetwork;
  /** Absolute folder that `ca_file` is relative to. */
  root: string;
  /** For one try, its redirects included. */
  timeout_seconds: number;
  resolveVariables: VariableResolver;
  sleep: Io['sleep'];
  /** Milliseconds. */
  now: Io['now'];
}

const MAX_MEBIBYTES = 10;

/** Waits between the tries, in milliseconds. */
const RETRY_DELAYS_MS = [200, 800];

/** Fetches one URL. Whatever goes wrong is the failure of its place. */
export async function fetchUrl(target: UrlTarget, source: UrlSource, options: FetchUrlOptions): Promise<RawPlace> {
  const request = await prepare(target, source, options);
  if ('code' in request) return { place: target.place, address: null, failure: request };
  for (let tries = 0; ; tries += 1) {
    const read = await tryUrl(target, request, options);
    const wait = RETRY_DELAYS_MS[tries];
    if (wait === undefined || !('failure' in read) || !RETRYABLE_CODES.has(read.failure.code)) return read;
    await options.sleep(wait);
  }
}

/** Variables filled in, a user and password of the URL made a header, `ca_file` read. */
async function prepare(
  { url: written, place }: UrlTarget,
  source: UrlSource,
  { resolveVariables, root }: FetchUrlOptions,
): Promise<UrlRequest | Failure> {
  const filled = resolveVariables(written);
  if ('failure' in filled) return filled.failure;
  const split = splitCredentials(filled.value);
  if (split === null) return createUrlFailure('url-invalid', place);
  const headers: Record<string, string> = split.authorization === null ? {} : { authorization: split.authorization };
  for (const [name, text] of Object.entries(source.headers)) {
    if (CONNECTION_HEADERS.test(name)) return createUrlFailure('header-refused', place, name);
    const value = resolveVariables(text);
    if ('failure' in value) return value.failure;
    headers[name.toLowerCase()] = value.value;
  }
  const { ca_file, ssl_verification: verify } = source;
  const ca = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (ca !== null && 'problem' in ca)
    return createUrlFailure('ca-file-unreadable', place, ca_file ?? '', ` (It ${ca.problem}.)`);
  return { url: split.url, headers: encodeHeaders(headers), verify, ca: ca?.pem ?? null };
}

async function tryUrl(
  { url: written, place }: UrlTarget,
  request: UrlRequest,
  options: FetchUrlOptions,
): Promise<RawPlace> {
  const hops: URL[] = [];
  // The address of a URL with a secret in it, and where it leads, may tell the secret.
  const isShown = listReferencedVariables(written).length === 0;
  try {
    const answer = await fetchWithRedirects(request, hops, { ...options, max_mebibytes: MAX_MEBIBYTES });
    const content = await decodeBody(answer, MAX_MEBIBYTES);
    if (isWebPage(content)) throw new UrlFetchError('url-web-page');
    const address = hops.length > 0 ? hops.map(shown).join(' -> ') : answer.address;
    return { place, address: isShown ? address : null, content };
  } catch (error) {
    if (!(error instanceof UrlFetchError)) throw error;
    return { place, address: null, failure: createUrlFailure(error.code, place, error.detail, way(hops, isShown)) };
  }
}

/** HTML in which no PEM stands. */
function isWebPage(content: Buffer): boolean {
  const head = content.toString('latin1', 0, 1024).replace(/^\u00ef\u00bb\u00bf/, '');
  return (
    /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html)\b/i.test(head) && !content.includes('-----BEGIN ')
  );
}

/** Without its query, which may hold a secret of the server's; in the ASCII form that a URL has. */
function shown(url: URL): string {
  return truncate(`${url.origin}${url.pathname}`);
}

function way(hops: readonly URL[], isShown: boolean): string {
  if (hops.length === 0) return '';
  const times = hops.length === 1 ? 'a redirect' : `${hops.length} redirects`;
  return isShown ? ` (After ${times}: ${hops.map(shown).join(' -> ')}.)` : ` (After ${times}.)`;
}
