/** Checks whether a stapled OCSP response is current, without its signature. */

import { readOcspResponse } from '../../certificate/revocation/ocsp-response.ts';
import { toBuffer } from '../../certificate/x509/parse.ts';
import type { Evidence } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { checkFreshness, computeExpiry } from '../../trust/revocation/freshness.ts';

/**
 * Explains why clients ignore or reject a stapled response: it has expired, or is not current otherwise, such as one that cannot be read or
 * is from the future. Undefined if they accept it. `now` is in milliseconds.
 */
export function findUnusableStaple(stapled: Uint8Array, now: number): Evidence['unusable_staple'] {
  const response = readOcspResponse(toBuffer(stapled));
  if (response === null || !('responses' in response)) return { expired_at: null };
  const problems = response.responses.map((one) => checkFreshness(one.this_update, one.next_update, '', now));
  if (problems.includes(null)) return undefined;
  const isStale = problems.length > 0 && problems.every((one) => one?.problem.code === 'revocation-stale');
  const expiry = Math.max(...response.responses.map((one) => computeExpiry(one.this_update, one.next_update)));
  return { expired_at: isStale ? formatIsoTime(expiry) : null };
}
