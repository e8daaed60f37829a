/** How long a certificate for TLS servers may live whose CA the browsers trust. */

import { DAY, type ValidityPeriod } from '../../domain/thresholds.ts';

/**
 * CA/Browser Forum, TLS Baseline Requirements section 6.3.2: the most days of validity for what is issued from that day
 * on. The first two stood there before; the others came with ballot SC-081v3. Private CAs are not bound by them.
 */
export const VALIDITY_LIMITS = {
  days_825: { from: '2018-03-01', days: 825 },
  days_398: { from: '2020-09-01', days: 398 },
  days_200: { from: '2026-03-15', days: 200 },
  days_100: { from: '2027-03-15', days: 100 },
  days_47: { from: '2029-03-15', days: 47 },
} as const;

/** The steps by which ballot SC-081v3 shortens it. */
export const SCHEDULED_LIMITS = ['days_200', 'days_100', 'days_47'] as const satisfies (keyof typeof VALIDITY_LIMITS)[];

/**
 * What was allowed to a certificate that is valid from then on (milliseconds). What is older than the table is held to its
 * first row: the little that was allowed more has long expired.
 */
export function findValidityLimit(from: number): { from: string; days: number } {
  const rows = Object.values(VALIDITY_LIMITS);
  return rows.findLast((one) => Date.parse(one.from) <= from) ?? VALIDITY_LIMITS.days_825;
}

/** Whether a certificate lives longer than was allowed when it was issued, so that no public CA can have issued it. */
function exceedsValidityLimit(from: number, to: number): boolean {
  return to - from > findValidityLimit(from).days * DAY;
}

/** A value for the lifetime as it is, and for each to which it will be shortened. */
export type ByValidityLimit<T> = Record<'today' | (typeof SCHEDULED_LIMITS)[number], T>;

/**
 * `of` is asked for the lifetime that a certificate has, and for that which its successors may have, in milliseconds:
 * what is shorter already stays as it is. `bound` is false for one that the rules are not for: `elsewhere` stands there.
 */
export function mapValidityLimits<T>(
  life: number,
  bound: boolean,
  of: (life: number) => T,
  elsewhere: T,
): ByValidityLimit<T> {
  const under = (key: (typeof SCHEDULED_LIMITS)[number]) =>
    bound ? of(Math.min(life, VALIDITY_LIMITS[key].days * DAY)) : elsewhere;
  return { today: of(life), days_200: under('days_200'), days_100: under('days_100'), days_47: under('days_47') };
}

/** Whether the rules are not for a certificate: it outlives them, or has issued itself. */
export function isExempt(
  { from, to }: ValidityPeriod,
  names: { subject: string | null; issuer: string | null },
): boolean {
  if (from === null) return false;
  return exceedsValidityLimit(from, to) || (names.subject !== null && names.subject === names.issuer);
}
