/** Computes the age at which a certificate should have been renewed, from its predecessor. */

import type { CertificateFacts, LiveLocation } from '../domain/index.ts';
import { computeValidityPeriod, HOUR } from '../domain/thresholds.ts';

/** ACME clients and cert-manager renew a certificate after two thirds of its lifetime. */
const RENEWAL_FRACTION = 2 / 3;

/** The delay of a client that looks every hour, but at most a twentieth of the lifetime. */
const PUNCTUAL = { max: HOUR, share: 0.05 };

/** The share of the lifetime by which a client that was late may be later still: its jobs are rare, or a person runs them. */
const LATE_SHARE = 0.1;

type FindFacts = (fingerprint: string) => CertificateFacts | null;

/**
 * Computes the age in milliseconds from which on a certificate is overdue: two thirds of its lifetime and an hour, or later, if its
 * predecessor at one of the locations was replaced later. An earlier replacement does not count, because a certificate may be issued again
 * for other reasons. `lifetime` is in milliseconds.
 */
export function computeRenewalAge(
  facts: CertificateFacts,
  lifetime: number,
  locations: readonly LiveLocation[],
  findFacts: FindFacts,
): number {
  const usual = lifetime * RENEWAL_FRACTION + Math.min(PUNCTUAL.max, lifetime * PUNCTUAL.share);
  const shares = locations.map(({ previous }) => (previous === null ? 0 : computeShare(findFacts(previous), facts)));
  const last = Math.max(0, ...shares) * lifetime;
  return last > usual ? Math.min(lifetime, last + lifetime * LATE_SHARE) : usual;
}

/** Computes the share of its lifetime after which a certificate was followed by the next one; 0 if it is unknown, or was not renewed in time. */
function computeShare(previous: CertificateFacts | null, next: CertificateFacts): number {
  if (previous === null || next.valid_from === null) return 0;
  const { from, to } = computeValidityPeriod(previous, previous.valid_to);
  if (from === null || to <= from) return 0;
  const share = (Date.parse(next.valid_from) - from) / (to - from);
  return share < 1 ? share : 0;
}
