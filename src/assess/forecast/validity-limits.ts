/** The maximum validity of publicly trusted TLS server certificates. */

import { DAY } from '../../domain/thresholds.ts';
import type { ReportCertificate } from '../../generated/report.ts';

/**
 * CA/Browser Forum, TLS Baseline Requirements section 6.3.2: the maximum validity of certificates issued from that day on. The
 * last three came with ballot SC-081v3. Private CAs are not bound by them.
 */
export const VALIDITY_LIMITS = {
  days_825: { effective_from: '2018-03-01', days: 825 },
  days_398: { effective_from: '2020-09-01', days: 398 },
  days_200: { effective_from: '2026-03-15', days: 200 },
  days_100: { effective_from: '2027-03-15', days: 100 },
  days_47: { effective_from: '2029-03-15', days: 47 },
} as const;

/** The steps of ballot SC-081v3. */
export const SCHEDULED_LIMITS = ['days_200', 'days_100', 'days_47'] as const satisfies (keyof typeof VALIDITY_LIMITS)[];

/**
 * Finds the limit for a certificate that is valid from a time (milliseconds). The first row also covers older certificates: certificates
 * with longer permitted lifetimes have expired.
 */
export function findValidityLimit(from: number): { effective_from: string; days: number } {
  const rows = Object.values(VALIDITY_LIMITS);
  return rows.findLast((one) => Date.parse(one.effective_from) <= from) ?? VALIDITY_LIMITS.days_825;
}

/** Whether a certificate is valid for longer than allowed when it was issued, so that no public CA can have issued it. */
function exceedsValidityLimit(from: number, to: number): boolean {
  return to - from > findValidityLimit(from).days * DAY;
}

/** A value for today's lifetime, and for each shorter limit. */
export type ByValidityLimit<T> = Record<'today' | (typeof SCHEDULED_LIMITS)[number], T>;

/**
 * Calls `compute` with the lifetime of a certificate, and with those that its successors may have (milliseconds); a shorter lifetime does
 * not change. For a certificate that is not `bound` by the limits, the later values are `fallback`.
 */
export function mapValidityLimits<T>(
  life: number,
  bound: boolean,
  compute: (life: number) => T,
  fallback: T,
): ByValidityLimit<T> {
  const under = (key: (typeof SCHEDULED_LIMITS)[number]) =>
    bound ? compute(Math.min(life, VALIDITY_LIMITS[key].days * DAY)) : fallback;
  return { today: compute(life), days_200: under('days_200'), days_100: under('days_100'), days_47: under('days_47') };
}

/** Stores of private CAs: those of a file of the manifest, and a certificate that is its own CA. */
const PRIVATE_STORES: readonly (string | undefined)[] = ['ca_file', 'self_signed'];

/**
 * Whether the limits do not apply to a certificate: it exceeds them already, is self-issued, or has a chain to a private CA, also if it has
 * expired or clients reject it for another reason. CAs of the system may be either, so they are treated as public.
 */
export function isExempt(
  { from, to }: { from: number; to: number },
  { subject, issuer, trust }: Pick<ReportCertificate, 'subject' | 'issuer' | 'trust'>,
): boolean {
  // Only a chain to a trust anchor has an expiry.
  const isPrivate = Boolean(trust?.effective_valid_to) && PRIVATE_STORES.includes(trust?.store?.kind);
  return isPrivate || exceedsValidityLimit(from, to) || (subject !== null && subject === issuer);
}
