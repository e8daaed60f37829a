/** The end of the CAs that certificates depend on. */

import type { IssuerExpiry } from '../generated/definitions.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { DAY } from './thresholds.ts';

/** CAs that end within this time are recorded, so that they are known if their certificates cannot be read later. */
const SOON = 90 * DAY;

/** Computes the time before which a CA ends soon. Both times are in milliseconds. */
export function computeSoon(now: number): number {
  return now + SOON;
}

/** Whether a CA ends no later than a certificate below it, which therefore cannot be renewed under it. */
export function isLimiting({ valid_to: ca }: Pick<IssuerExpiry, 'valid_to'>, valid_to: string): boolean {
  return parseIsoTime(ca) <= parseIsoTime(valid_to);
}
