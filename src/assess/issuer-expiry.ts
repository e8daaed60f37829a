/**
 * Assesses the CA that a certificate depends on, by the CA's own dates: to replace a CA takes longer than to renew a certificate, and a short
 * lifetime of the certificate must not shorten the notice.
 */

import type {
  CertificateFacts,
  IssuerExpiry,
  IssuerVerdict,
  LiveLocation,
  Settings,
  Status,
  Threshold,
  ThresholdSpec,
} from '../domain/index.ts';
import { isLimiting } from '../domain/issuer-expiry.ts';
import {
  computeValidityPeriod,
  countDaysSince,
  DAY,
  isCrossedBefore,
  resolveCrossed,
  type ValidityPeriod,
} from '../domain/thresholds.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { applyCap } from './default-thresholds.ts';

const WARNING: ThresholdSpec = { raw: 30, unit: 'days', value: 30 };
const CRITICAL: ThresholdSpec = { raw: 14, unit: 'days', value: 14 };
/** The caps in percent of the lifetime of the CA itself. */
const WARNING_CAP: ThresholdSpec = { raw: '25%', unit: 'percent', value: 25 };
const CRITICAL_CAP: ThresholdSpec = { raw: '12.5%', unit: 'percent', value: 12.5 };

/** A threshold, and the period that it is computed on. */
type Limit = readonly [ThresholdSpec, ValidityPeriod];

/**
 * Assesses the CA that ends first above a certificate at any of its locations; null if no CA is known, or if it does not matter yet. `now`
 * is in milliseconds.
 */
export function assessIssuer(
  facts: CertificateFacts,
  locations: readonly LiveLocation[],
  settings: Settings,
  now: number,
): IssuerVerdict | null {
  const ca = findFirstIssuer(locations);
  if (ca === null) return null;
  const limits = isLimiting(ca, facts.valid_to);
  const period = computeValidityPeriod(ca, ca.valid_to);
  const own = computeValidityPeriod(facts, ca.valid_to);
  const { warning, critical, thresholds, explicit } = settings;
  // Values of the entry are about its effective expiry, which is that of the CA only if that limits the certificate.
  const set = (isSet: boolean, specs: readonly ThresholdSpec[]) =>
    limits && isSet ? specs.map((spec): Limit => [spec, own]) : [];
  const warnings: Limit[] = [[applyCap(WARNING, [WARNING_CAP], period), period], ...set(explicit.warning, [warning])];
  const criticals: Limit[] = [
    [applyCap(CRITICAL, [CRITICAL_CAP], period), period],
    ...set(explicit.critical, [critical]),
  ];
  const isCrossed = (list: readonly Limit[]) => list.some(([spec, on]) => resolveCrossed(spec, on, now) !== null);
  const isOver = period.to < now;
  const status: Status = isOver
    ? 'expired'
    : isCrossed(criticals)
      ? 'critical'
      : isCrossed(warnings)
        ? 'warning'
        : 'ok';
  // Smaller values than those of the CA add nothing: the alert repeats by itself.
  const earlier = set(explicit.thresholds, thresholds).filter(([spec]) => isEarlier(spec, own, period));
  const notified: Limit[] = [...warnings, ...criticals, ...earlier];
  const threshold = isOver ? null : pickLastCrossed(notified, now);
  if (status === 'ok' && threshold === null && !limits) return null;
  const days_remaining = Math.floor((period.to - now) / DAY);
  return { ca, limits, status, threshold, days_remaining, days_since_expiry: countDaysSince(period.to, now) };
}

function findFirstIssuer(locations: readonly LiveLocation[]): IssuerExpiry | null {
  let first: IssuerExpiry | null = null;
  for (const { issuer_end: ca } of locations) {
    if (ca !== undefined && (first === null || parseIsoTime(ca.valid_to) < parseIsoTime(first.valid_to))) first = ca;
  }
  return first;
}

/** Whether a threshold of the entry is crossed before the first one of the CA. */
function isEarlier(spec: ThresholdSpec, own: ValidityPeriod, period: ValidityPeriod): boolean {
  const [crossed, first] = [resolveCrossed(spec, own, own.to), resolveCrossed(WARNING, period, period.to)];
  return crossed !== null && first !== null && crossed.crosses_at < first.crosses_at;
}

function pickLastCrossed(limits: readonly Limit[], now: number): Threshold | null {
  let last: Threshold | null = null;
  for (const [spec, period] of limits) {
    const threshold = resolveCrossed(spec, period, now);
    if (threshold !== null && (last === null || isCrossedBefore(last, threshold))) last = threshold;
  }
  return last;
}
