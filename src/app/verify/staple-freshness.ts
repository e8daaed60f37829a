/** Checks whether a stapled OCSP response is current, without its signature. */

import { readOcspResponse } from '../../certificate/revocation/ocsp-response.ts';
import { toBuffer } from '../../certificate/x509/parse.ts';
import type { IsoTime } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { checkFreshness, computeExpiry } from '../../trust/revocation/freshness.ts';

export interface StapleFreshness {
  current: boolean;
  /** The time of expiry; null if it did not expire, such as a response that cannot be read or is from the future. */
  expired: IsoTime | null;
}

/** Checks a response; `now` in milliseconds. */
export function checkStapleFreshness(stapled: Uint8Array, now: number): StapleFreshness {
  const response = readOcspResponse(toBuffer(stapled));
  if (response === null || !('responses' in response)) return { current: false, expired: null };
  const problems = response.responses.map((one) => checkFreshness(one.this_update, one.next_update, '', now));
  const isStale = problems.length > 0 && problems.every((one) => one?.problem.code === 'revocation-stale');
  const expiry = Math.max(...response.responses.map((one) => computeExpiry(one.this_update, one.next_update)));
  return { current: problems.includes(null), expired: isStale ? formatIsoTime(expiry) : null };
}
