/** Lists the alerts of an entry that must reach somebody: without a rule for them, scans are red once they fire. */

import type { Entry, EventName, Settings, Status, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, DAY, toThresholdKey } from '../../domain/thresholds.ts';

/** An alert in one of its states. */
export interface ExpectedAlert {
  event: EventName;
  status: Status;
  /** The key of the threshold; null: the event has none. */
  threshold: number | string | null;
  /** Only for an alert about an expiry. */
  days_remaining?: number;
}

/** Lists alerts that have one state; those of inventories may also have items of other kinds. */
export function listExpectedAlerts({ source, expect }: Pick<Entry, 'source' | 'expect'>): ExpectedAlert[] {
  const toCritical = (event: EventName): ExpectedAlert => ({ event, status: 'critical', threshold: null });
  if (source.kind === 'ct') return [toCritical('certificate.discovered')];
  const isVerified = 'trust' in source && (source.trust !== 'none' || source.ca_file !== null);
  return [
    { event: 'certificate.expired', status: 'expired', threshold: null, days_remaining: -1 },
    ...(isVerified ? [toCritical('certificate.untrusted')] : []),
    ...(isVerified && source.revocation ? [toCritical('certificate.revoked')] : []),
    ...(source.kind === 'domain' ? [toCritical('certificate.registration_status')] : []),
    ...(expect === null ? [] : [toCritical('certificate.policy_violation')]),
  ];
}

/** A longer time before the expiry is not examined. */
const MAX_DAYS = 400;

/** The lifetime of a certificate for percentages: that of a year, with which default limits are not capped. */
const LIFETIME = { from: 0, to: 398 * DAY };

/**
 * Lists the states of the warning about an expiry on each day, the first day first. The last day itself is left out: a warning on that day
 * is too late.
 */
export function* listExpiryWarnings({ thresholds, critical, warning }: Settings): Generator<ExpectedAlert> {
  const getLeadTime = (spec: ThresholdSpec) => computeLeadTime(spec, LIFETIME) ?? 0;
  const isCrossed = (spec: ThresholdSpec, days: number) => getLeadTime(spec) >= days * DAY;
  const byTime = thresholds.toSorted((a, b) => getLeadTime(a) - getLeadTime(b));
  const first = Math.min(MAX_DAYS, Math.floor(Math.max(0, ...thresholds.map(getLeadTime)) / DAY));
  for (let days = first; days > 0; days--) {
    const crossed = byTime.find((spec) => isCrossed(spec, days));
    if (crossed === undefined) continue;
    const status = isCrossed(critical, days) ? 'critical' : isCrossed(warning, days) ? 'warning' : 'ok';
    yield { event: 'certificate.expiry_warning', status, threshold: toThresholdKey(crossed), days_remaining: days };
  }
}
