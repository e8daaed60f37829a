/**
 * Fetches a certificate file. Follows a few redirects, but not from https to http. Headers and credentials are only sent to
 * the first origin.
 */

import { resolve } from 'node:path';
import type { Failure, RawLocation, UrlSource, UrlTarget } from '../../domain/index.ts';
import { limitSeconds } from '../../lib/deadline.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { CONNECTION_HEADERS, encodeHeaders, splitCredentials } from '../../lib/http/headers.ts';
import { getRealClock, type Io } from '../../lib/io.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { createUrlFailure, RETRYABLE_CODES } from '../http/failures.ts';
import {
  createFetchFailure,
  decodeBody,
  fetchWithRedirects,
  UrlFetchError,
  type UrlRequest,
} from '../http/fetch-redirects.ts';
import { createSingleLocationJob, type ReadContext, type ReadJob } from './reader.ts';
import type { VariableResolver } from './resolve-variables.ts';

export interface FetchUrlOptions {
  network: NetworkAccess;
  /** Absolute directory that `ca_file` is relative to. */
  root: string;
  /** The time limit of one attempt, including redirects. */
  timeout_seconds: number;
  resolveVariables: VariableResolver;
  sleep: Io['sleep'];
  /** Milliseconds. */
  now: Io['now'];
}

const MAX_MEBIBYTES = 10;

const RETRY_DELAYS_MS = [200, 800];

/** Lists one job for each URL. */
export function listUrlJobs(source: UrlSource, context: ReadContext): ReadJob[] {
  return source.targets.map((target) =>
    createSingleLocationJob(target.location, context, async () => {
      const network = await context.openNetwork();
      const options = {
        network: network.createApiAccess(context.entry.proxy ?? null),
        root: context.root,
        timeout_seconds: limitSeconds(context.deadline, context.timeout_seconds),
        resolveVariables: context.resolveVariables,
        sleep: context.io.sleep,
        now: getRealClock(context.io),
      };
      return context.acquire(() => fetchUrl(target, source, options));
    }),
  );
}

/** Fetches one URL. Errors become the failure of its location. */
export async function fetchUrl(target: UrlTarget, source: UrlSource, options: FetchUrlOptions): Promise<RawLocation> {
  const request = await prepare(target, source, options);
  if ('code' in request) return { location: target.location, observed: {}, failure: request };
  for (let tries = 0; ; tries += 1) {
    const { read, error } = await tryUrl(target, request, options);
    const wait = RETRY_DELAYS_MS[tries];
    if (wait === undefined || error === null || !RETRYABLE_CODES.has(error.code)) return read;
    // The server requires a longer pause: the next scan tries again.
    if (error.retry_after !== null && error.retry_after > wait) return read;
    await options.sleep(wait);
  }
}

/** Replaces variables, moves credentials from the URL to a header, and reads `ca_file`. */
async function prepare(
  { url: rawUrl, location }: UrlTarget,
  source: UrlSource,
  { resolveVariables, root }: FetchUrlOptions,
): Promise<UrlRequest | Failure> {
  const resolved = resolveVariables(rawUrl);
  if ('failure' in resolved) return resolved.failure;
  const split = splitCredentials(resolved.value);
  if (split === null) return createUrlFailure('url-invalid', location);
  const headers: Record<string, string> = split.authorization === null ? {} : { authorization: split.authorization };
  for (const [name, text] of Object.entries(source.headers)) {
    if (CONNECTION_HEADERS.test(name)) return createUrlFailure('header-refused', location, { detail: name });
    const value = resolveVariables(text);
    if ('failure' in value) return value.failure;
    headers[name.toLowerCase()] = value.value;
  }
  const { ca_file, ssl_verification: verify } = source;
  const ca = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (ca !== null && 'problem' in ca)
    return createUrlFailure('ca-file-unreadable', location, { detail: ca_file ?? '', suffix: ` (It ${ca.problem}.)` });
  return { url: split.url, headers: encodeHeaders(headers), verify, ca: ca?.pem ?? null };
}

async function tryUrl(
  { url: rawUrl, location }: UrlTarget,
  request: UrlRequest,
  options: FetchUrlOptions,
): Promise<{ read: RawLocation; error: UrlFetchError | null }> {
  const hops: URL[] = [];
  const shown = selectShown(rawUrl, request);
  try {
    const response = await fetchWithRedirects(request, hops, { ...options, max_mebibytes: MAX_MEBIBYTES });
    const content = await decodeBody(response, MAX_MEBIBYTES);
    if (isWebPage(content)) throw new UrlFetchError('url-web-page', '', { forwarder: response.forwarder });
    const address = formatAddress(response.address, hops, shown);
    return { read: { location, observed: { ...(address !== null && { address }) }, content }, error: null };
  } catch (error) {
    if (!(error instanceof UrlFetchError)) throw error;
    const suffix = formatRedirects(hops, shown);
    const failure = createFetchFailure(error, location, { detail: describeError(error, hops, shown), suffix });
    return { read: { location, observed: {}, failure }, error };
  }
}

/** The parts of a request that a location may show. */
interface Shown {
  address: boolean;
  redirects: boolean;
}

/** Selects the parts. The host may come from a variable, and a server may repeat received values in its redirects. */
function selectShown(rawUrl: string, { headers }: UrlRequest): Shown {
  const address = listReferencedVariables(rawUrl).length === 0;
  return { address, redirects: address && Object.keys(headers).length === 0 };
}

/** Whether the content is HTML without PEM in it. */
function isWebPage(content: Buffer): boolean {
  const head = content.toString('latin1', 0, 1024).replace(/^\u00ef\u00bb\u00bf/, '');
  return (
    /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html)\b/i.test(head) && !content.includes('-----BEGIN ')
  );
}

/** Formats the URL in ASCII, without its query, which could contain a secret of the server. */
function formatUrl(url: URL): string {
  return truncate(`${url.origin}${url.pathname}`);
}

function formatAddress(peer: string | null, hops: readonly URL[], shown: Shown): string | null {
  if (hops.length === 0) return shown.address ? peer : null;
  return shown.redirects ? hops.map(formatUrl).join(' -> ') : null;
}

/** Describes an error. The detail of a denied address is that address. */
function describeError({ code, detail }: UrlFetchError, hops: readonly URL[], shown: Shown): string {
  const isShown = hops.length === 0 ? shown.address : shown.redirects;
  return code === 'url-denied' && !isShown ? '' : detail;
}

function formatRedirects(hops: readonly URL[], { redirects: isShown }: Shown): string {
  if (hops.length === 0) return '';
  const times = hops.length === 1 ? 'a redirect' : `${hops.length} redirects`;
  return isShown ? ` (After ${times}: ${hops.map(formatUrl).join(' -> ')}.)` : ` (After ${times}.)`;
}
