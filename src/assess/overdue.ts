/** Finds certificates that end before the next scan although they should have been renewed, and certificates for which scans are too rare. */

import type { ChainNotice, Settings, Threshold } from '../domain/index.ts';
import type { ScanSchedule } from '../domain/scan-distance.ts';
import { DAY, HOUR, type ValidityPeriod } from '../domain/thresholds.ts';
import { formatIsoTime, formatUtcMinute } from '../lib/iso-time.ts';
import { formatCount } from '../lib/text/count.ts';
import { computeLongestInterval, isScanTooRare } from './default-thresholds.ts';

export interface OverdueInput {
  /** The period of the certificate itself. */
  period: ValidityPeriod;
  /** The effective expiry in milliseconds. */
  expiry: number;
  /** The age from which on it should have been renewed, in milliseconds. */
  renewalAge: number;
  schedule: ScanSchedule | null;
  now: number;
}

/**
 * Returns the threshold of a certificate that ends before the next scan and is past its age of renewal; null for others. A healthy certificate
 * of 24 hours always ends before the next daily scan. A scan that cannot read it changes nothing: the alert neither resolves nor waits.
 */
export function findOverdue({
  period: { from, to },
  expiry,
  renewalAge,
  schedule,
  now,
}: OverdueInput): Threshold | null {
  if (schedule === null || from === null || expiry < now || expiry >= schedule.next) return null;
  const due = from + renewalAge;
  if (due >= now) return null;
  const hours = Math.max(0.1, Math.floor(((to - due) / HOUR) * 10) / 10);
  return { key: `${hours}h`, raw: `${hours}h`, days: (hours * HOUR) / DAY, crosses_at: due };
}

/** Describes why the alert about such a certificate does not wait. */
export function describeOverdue(schedule: ScanSchedule): ChainNotice {
  const detail =
    `It ends before the next scan, which is due ${formatUtcMinute(formatIsoTime(schedule.next))}, and has not been renewed at its usual age. ` +
    'Check what renews it: no other scan can warn before the expiry.';
  return { code: 'ends-before-next-scan', detail };
}

/** Describes scans that are too rare for a certificate, if its limits are default values. At most one notice. */
export function describeRareScans(
  { from, to }: ValidityPeriod,
  schedule: ScanSchedule | null,
  { explicit }: Pick<Settings, 'explicit'>,
): ChainNotice[] {
  if (schedule === null || from === null || to <= from || explicit.critical) return [];
  const { interval } = schedule;
  if (!isScanTooRare(to - from, interval)) return [];
  const detail =
    `${formatFrequency(interval)}, certificates of ${formatDuration(to - from)}: a renewal that fails may be noticed only after the expiry. ` +
    `Scan at least every ${formatDuration(computeLongestInterval(to - from))}, or set expiry_critical_days to accept it.`;
  return [{ code: 'scan-too-rare', detail }];
}

function formatFrequency(interval: number): string {
  if (interval === DAY) return 'One scan a day';
  return interval === 7 * DAY ? 'One scan a week' : `One scan every ${formatDuration(interval)}`;
}

/** Formats whole days from two days on, otherwise hours or minutes, rounded down. */
function formatDuration(duration: number): string {
  if (duration >= 2 * DAY && duration % DAY === 0) return formatCount(duration / DAY, 'day');
  if (duration >= HOUR) return formatCount(Math.floor(duration / HOUR), 'hour');
  return formatCount(Math.max(1, Math.floor(duration / (HOUR / 60))), 'minute');
}
