/** Parses thresholds and computes when a certificate crosses them. */

import { parseIsoTime } from '../lib/iso-time.ts';
import type { CertificateFacts, Threshold, ThresholdSpec } from './index.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Counts full days since an expiry; returns null before it. Both times are in milliseconds. */
export function countDaysSince(expiry: number, now: number): number | null {
  return expiry < now ? Math.floor((now - expiry) / DAY) : null;
}

/** A validity period in milliseconds; `from` is null for a hard-coded date, which has no lifetime. */
export interface ValidityPeriod {
  from: number | null;
  to: number;
}

/**
 * Returns the period that thresholds are computed on. It ends at `expiry` and is as long as the certificate's own: an early expiry of the
 * path does not lower the default thresholds as for a short-lived certificate.
 */
export function computeValidityPeriod(
  { valid_from, valid_to }: Pick<CertificateFacts, 'valid_from' | 'valid_to'>,
  expiry: string,
): ValidityPeriod {
  const to = parseIsoTime(expiry);
  if (valid_from === null) return { from: null, to };
  const notAfter = expiry === valid_to ? to : parseIsoTime(valid_to);
  return { from: to - (notAfter - parseIsoTime(valid_from)), to };
}

const PATTERN = /^(\d{1,6}(?:\.\d{1,3})?)(d|h|%)$/;

/**
 * Parses `10`, `"10d"`, `"36h"` or `"33%"`. Returns null if it is not a threshold: days must be whole and not negative, hours over 0, and
 * percentages over 0 and under 100.
 */
export function parseThreshold(raw: unknown): ThresholdSpec | null {
  if (typeof raw === 'number') return parseDays(raw, raw);
  if (typeof raw !== 'string') return null;
  const match = PATTERN.exec(raw);
  if (match === null) return null;
  const [, digits, unit] = match;
  const value = Number(digits);
  if (unit === 'd') return parseDays(value, raw);
  if (unit === 'h') return value > 0 ? { raw, unit: 'hours', value } : null;
  return value > 0 && value < 100 ? { raw, unit: 'percent', value } : null;
}

function parseDays(value: number, raw: number | string): ThresholdSpec | null {
  return Number.isSafeInteger(value) && value >= 0 && value <= 36_500 ? { raw, unit: 'days', value } : null;
}

/** Returns one spelling for each threshold, so that `10` and `"10d"` are equal: days as a number, else `36h` or `25%`. */
export function toThresholdKey({ unit, value }: ThresholdSpec): number | string {
  if (unit === 'days') return value;
  return `${value}${unit === 'hours' ? 'h' : '%'}`;
}

/**
 * Returns the time before expiry at which the threshold is crossed, in milliseconds; null for a percentage without a lifetime.
 * `days_remaining` is rounded down and N days are crossed at `days_remaining` <= N, hence under (N + 1) x 24 h.
 */
export function computeLeadTime({ unit, value }: ThresholdSpec, { from, to }: ValidityPeriod): number | null {
  if (unit === 'days') return (value + 1) * DAY - 1;
  if (unit === 'hours') return value * HOUR;
  return from === null ? null : ((to - from) * value) / 100;
}

/** Returns the first millisecond at which the threshold is crossed; null for a percentage without a lifetime. */
export function computeCrossing(threshold: ThresholdSpec, period: ValidityPeriod): number | null {
  const leadTime = computeLeadTime(threshold, period);
  return leadTime === null ? null : Math.ceil(period.to - leadTime);
}

/** Returns the time before expiry in days, which may be a fraction; null for a percentage without a lifetime. */
export function computeLeadTimeDays(threshold: ThresholdSpec, period: ValidityPeriod): number | null {
  if (threshold.unit === 'days') return threshold.value;
  const leadTime = computeLeadTime(threshold, period);
  return leadTime === null ? null : Math.round((leadTime / DAY) * 1000) / 1000;
}

/** Resolves a threshold for a period; null for a percentage without a lifetime. */
export function resolveThreshold(spec: ThresholdSpec, period: ValidityPeriod): Threshold | null {
  const crosses_at = computeCrossing(spec, period);
  const days = computeLeadTimeDays(spec, period);
  if (crosses_at === null || days === null) return null;
  return { key: toThresholdKey(spec), raw: spec.raw, days, crosses_at };
}

/** Resolves a threshold; null if it is not crossed at `now` (milliseconds). */
export function resolveCrossed(spec: ThresholdSpec, period: ValidityPeriod, now: number): Threshold | null {
  const threshold = resolveThreshold(spec, period);
  return threshold !== null && threshold.crosses_at <= now ? threshold : null;
}

/** Whether `a` is crossed before `b`. If both are crossed at the same time, the one whose key sorts last is later. */
export function isCrossedBefore(a: Threshold, b: Threshold): boolean {
  return a.crosses_at < b.crosses_at || (a.crosses_at === b.crosses_at && String(a.key) < String(b.key));
}
