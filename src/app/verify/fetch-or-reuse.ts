/** Fetches revocation information, or reuses what an earlier scan fetched. */

import type { Failure, RevocationResult } from '../../domain/index.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { CachedResponse, ResponseCache } from '../../store/response-cache/file.ts';
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
  /** Default: just checks. */
  lookUpCrl?: CrlLookup;
  /** Milliseconds by the clock: revocation information is current or not by the clock of its issuer. */
  now: number;
}

/** Larger lists are not read, and no OCSP response is larger. */
export const MAX_CRL_MEBIBYTES = 64;
export const MAX_OCSP_MEBIBYTES = 1;

/** Older information is requested again. Until it expires, it is still used if nothing newer is available. */
const FRESH_MS = 6 * 3_600_000;

export interface RevocationRequest<Evaluated> {
  url: string;
  max_mebibytes: number;
  /** Names the source in messages. */
  source: string;
  evaluate: (body: Buffer) => Evaluated | { problem: Failure };
  /** How it is requested if GET is not supported. */
  post?: { url: string; body: Buffer };
}

/**
 * Returns what `evaluate` makes of the response. Cached responses are evaluated again as if they had just arrived: they
 * may be old, or not have been written by this program.
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
  if (known !== null && Math.abs(now - known.asked_at) < FRESH_MS) return known.evaluated;
  const response = await fetchRequest(request, known === null ? {} : createConditions(known), fetch);
  if ('why' in response)
    return known?.evaluated ?? createRevocationFailure('revocation-unreachable', source, response.why);
  if (response.body === null && known !== null) {
    const { evaluated, ...unchanged } = known;
    await cache.put(url, { ...unchanged, asked_at: now });
    return evaluated;
  }
  const body = response.body ?? Buffer.alloc(0);
  const evaluated = evaluate(body);
  if (isProblem(evaluated)) return known?.evaluated ?? evaluated;
  const validators = { etag: response.header('etag'), modified: response.header('last-modified') };
  // Without nextUpdate, newer information is always available, so that there is nothing to cache.
  if (evaluated.next_update !== null) {
    await cache.put(url, { body, ...validators, asked_at: now, until: evaluated.next_update });
  }
  return evaluated;
}

/** How responders that do not support GET respond: with 405, or with 400, 404 or 501. */
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

/** The headers of a conditional request (RFC 9110 section 13.1). */
function createConditions({ etag, modified }: CachedResponse): Record<string, string> {
  return { ...(etag && { 'if-none-match': etag }), ...(modified && { 'if-modified-since': modified }) };
}
