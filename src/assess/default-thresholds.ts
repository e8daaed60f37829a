/**
 * Adapts default thresholds to the lifetime of a certificate, to a system that renews it, and to the distance between scans. Values that a
 * person set are never changed.
 */

import type { Settings, ThresholdSpec } from '../domain/index.ts';
import { computeLeadTime, HOUR, type ValidityPeriod } from '../domain/thresholds.ts';

/** Caps of default thresholds in percent of the lifetime, so that short-lived certificates are not critical from the start. */
const CAPS: Caps = {
  critical: [{ raw: '12.5%', unit: 'percent', value: 12.5 }],
  other: [{ raw: '25%', unit: 'percent', value: 25 }],
};

/** While a system renews a certificate on time, default thresholds are not crossed before it is late. */
const RENEWED_CAPS: Caps = {
  critical: [
    { raw: 7, unit: 'days', value: 7 },
    { raw: '5%', unit: 'percent', value: 5 },
  ],
  other: [
    { raw: 14, unit: 'days', value: 14 },
    { raw: '10%', unit: 'percent', value: 10 },
  ],
};

/** For `critical`, and for warnings and events. */
type Caps = Readonly<Record<'critical' | 'other', readonly ThresholdSpec[]>>;

/** Returns the cap that is crossed last, if the threshold is crossed before it. A hard-coded date has no percentages. */
export function applyCap(spec: ThresholdSpec, caps: Caps[keyof Caps], period: ValidityPeriod): ThresholdSpec {
  let least = spec;
  for (const cap of caps) {
    const leadTime = computeLeadTime(least, period);
    const max = computeLeadTime(cap, period);
    if ((leadTime ?? 0) > (max ?? Number.POSITIVE_INFINITY)) least = cap;
  }
  return least;
}

/** Whether a default threshold is capped for such a validity period. */
export function isCapped(spec: ThresholdSpec, kind: keyof Caps, period: ValidityPeriod): boolean {
  return applyCap(spec, CAPS[kind], period) !== spec;
}

/** The input of default thresholds in addition to the settings and the validity period. */
export interface LimitTerms {
  /** Whether a system renews the certificate, and does not report a problem. */
  isRenewedOnTime: boolean;
  /** The usual distance between scans in milliseconds; null: unknown. */
  interval: number | null;
  /** The age at which the certificate is renewed at the latest, as far as is known, in milliseconds. */
  renewalAge: number;
}

export type Limits = Pick<Settings, 'critical' | 'warning' | 'thresholds'>;

/** Resolves the thresholds that apply to a certificate: default values are capped first, and then raised to the least one for the scans. */
export function resolveLimits(
  { critical, warning, thresholds, explicit }: Settings,
  period: ValidityPeriod,
  terms: LimitTerms,
): Limits {
  const caps = terms.isRenewedOnTime ? RENEWED_CAPS : CAPS;
  const least = computeLeast(period, terms);
  const adapt = (spec: ThresholdSpec, kind: keyof Caps) => raise(applyCap(spec, caps[kind], period), least, period);
  return {
    critical: explicit.critical ? critical : adapt(critical, 'critical'),
    warning: explicit.warning ? warning : adapt(warning, 'other'),
    thresholds: explicit.thresholds ? thresholds : thresholds.map((spec) => adapt(spec, 'other')),
  };
}

/** The number of scans that see a certificate before its expiry once it is critical. */
const SCANS_BEFORE_EXPIRY = 2;

/** The share of the lifetime over which these scans may be distributed. */
const MAX_SHARE = 1 / 2;

/** Whether scans are too rare for certificates with a lifetime: they cannot warn twice in its second half. Both are in milliseconds. */
export function isScanTooRare(lifetime: number, interval: number): boolean {
  return SCANS_BEFORE_EXPIRY * interval > MAX_SHARE * lifetime;
}

/** Computes the longest distance between scans, in milliseconds, that is not too rare. */
export function computeLongestInterval(lifetime: number): number {
  return (MAX_SHARE * lifetime) / SCANS_BEFORE_EXPIRY;
}

/**
 * Computes the least default threshold: two scans see the certificate before its expiry, but none before it should have been renewed. Null
 * if the distance of scans is unknown, or too large.
 */
function computeLeast({ from, to }: ValidityPeriod, { interval, renewalAge }: LimitTerms): ThresholdSpec | null {
  if (interval === null || (from !== null && isScanTooRare(to - from, interval))) return null;
  const available = from === null ? Number.POSITIVE_INFINITY : to - from - renewalAge;
  const hours = Math.floor((Math.min(SCANS_BEFORE_EXPIRY * interval, available) / HOUR) * 10) / 10;
  return hours > 0 ? { raw: `${hours}h`, unit: 'hours', value: hours } : null;
}

function raise(spec: ThresholdSpec, least: ThresholdSpec | null, period: ValidityPeriod): ThresholdSpec {
  if (least === null) return spec;
  return (computeLeadTime(spec, period) ?? 0) < (computeLeadTime(least, period) ?? 0) ? least : spec;
}
