/** Fetches revocation information, or reuses that of an earlier scan. */

import type { Failure, RevocationResult } from '../../domain/index.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { CachedResponse, ResponseCache, ResponseContent } from '../../store/response-cache/file.ts';
import { createRevocationFailure } from '../../trust/revocation/messages.ts';

/** Wraps the check of one certificate (by its fingerprint) against the revocation list at a URL. */
export type CrlLookup = (
  url: string,
  fingerprint: string,
  check: () => Promise<RevocationResult>,
) => Promise<RevocationResult>;

export interface RevocationDependencies {
  fetch: UntrustedFetcher['fetch'];
  cache: ResponseCache;
  /** The wrapper of checks. Default: none. */
  lookUpCrl?: CrlLookup;
  /** The time of the clock in milliseconds, by which revocation information is current or not. */
  now: number;
}

/** The maximum sizes: larger lists are not read, and OCSP responses are never larger. */
export const MAX_CRL_MEBIBYTES = 64;
export const MAX_OCSP_MEBIBYTES = 1;

/** The age after which information is requested again. Until it expires, it is still used if newer information is not available. */
const FRESH_MS = 6 * 3_600_000;

export interface RevocationRequest<Evaluated> {
  url: string;
  max_mebibytes: number;
  /** Names the source in messages. */
  source: string;
  evaluate: (body: Buffer) => Evaluated | { problem: Failure };
  /** The request if GET is not supported. */
  post?: { url: string; body: Buffer };
}

/**
 * Returns the result of `evaluate` for the response. Cached responses are evaluated again as if they had just arrived: they may be old, or
 * written by another program.
 */
export async function fetchOrReuse<Evaluated extends { next_update: number | null }>(
  request: RevocationRequest<Evaluated>,
  { fetch, cache, now }: RevocationDependencies,
): Promise<Evaluated | { problem: Failure }> {
  const { url, source, evaluate } = request;
  const cached = await cache.get(url);
  const earlier = cached === null ? null : evaluate(cached.body);
  const known = cached === null || earlier === null || isProblem(earlier) ? null : { ...cached, evaluated: earlier };
  if (cached !== null && known === null) await cache.drop(url);
  if (known !== null && known.age_ms < FRESH_MS) return known.evaluated;
  const keep = async ({ body, etag, modified }: ResponseContent, { next_update }: Evaluated) => {
    // Without nextUpdate, newer information is always available, so the response is not cached.
    if (next_update !== null) await cache.put(url, { body, etag, modified, kept_ms: next_update - now });
  };
  const response = await fetchRequest(request, known === null ? {} : createConditions(known), fetch);
  if ('why' in response)
    return known?.evaluated ?? createRevocationFailure('revocation-unreachable', source, response.why);
  if (response.body === null && known !== null) {
    await keep(known, known.evaluated);
    return known.evaluated;
  }
  const body = response.body ?? Buffer.alloc(0);
  const evaluated = evaluate(body);
  if (isProblem(evaluated)) return known?.evaluated ?? evaluated;
  await keep({ body, etag: response.header('etag'), modified: response.header('last-modified') }, evaluated);
  return evaluated;
}

/** The failures of responders that do not support GET: 405, or 400, 404 or 501. */
const GET_UNSUPPORTED: ReadonlySet<string> = new Set(['url-unexpected-status', 'url-not-found', 'url-server-error']);

async function fetchRequest(
  { url, max_mebibytes, post }: RevocationRequest<unknown>,
  headers: Record<string, string>,
  fetch: UntrustedFetcher['fetch'],
): ReturnType<UntrustedFetcher['fetch']> {
  const response = await fetch(url, { headers, max_mebibytes });
  if (post === undefined || !('code' in response) || !GET_UNSUPPORTED.has(response.code)) return response;
  const { url: responder, body } = post;
  return fetch(responder, { headers: { 'content-type': 'application/ocsp-request' }, body, max_mebibytes });
}

function isProblem(evaluated: object): evaluated is { problem: Failure } {
  return 'problem' in evaluated;
}

/** Creates the headers of a conditional request (RFC 9110 section 13.1). */
function createConditions({ etag, modified }: CachedResponse): Record<string, string> {
  return { ...(etag && { 'if-none-match': etag }), ...(modified && { 'if-modified-since': modified }) };
}
