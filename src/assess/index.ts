/** The one question of this folder: how does a certificate stand, by its settings, at a moment. */

import { UNKNOWN } from '../describe.ts';
import { DAY, limitDays, limitKey, parseLimit, reach, reachedAt, type Span } from '../limits.ts';
import type { Certificate, CertificateFacts, Level, Limit, Settings, Status, Threshold, Verdict } from '../types.ts';

/** Contract section 2: the annotation level of each status. */
const LEVELS = {
  unknown: 'warning',
  expired: 'error',
  not_yet_valid: 'warning',
  critical: 'warning',
  warning: 'info',
  ok: 'info',
} as const satisfies Record<Status, Level>;

/** What a limit that the user has not written is capped at, so that short-lived certificates are no alarm for life. */
const CAP = percent(25);
const CRITICAL_CAP = percent(12.5);

/**
 * Judges a certificate by contract section 2; null, one that was never read, is `unknown`. `now` is in milliseconds.
 */
export function assess(certificate: Certificate | null, settings: Settings, now: number): Verdict {
  if (certificate === null) return UNKNOWN;
  const span = spanOf(certificate.facts);
  const status = statusOf(span, settings, now);
  const thresholds = thresholdsOf(span, settings);
  const crossed = status === 'expired' ? undefined : thresholds.findLast(({ crosses_at }) => crosses_at <= now);
  return {
    status,
    level: LEVELS[status],
    days_remaining: Math.floor((span.to - now) / DAY),
    thresholds,
    threshold: crossed ?? null,
  };
}

function spanOf({ valid_from, valid_to }: CertificateFacts): Span {
  return { from: valid_from === null ? null : Date.parse(valid_from), to: Date.parse(valid_to) };
}

function statusOf(span: Span, { critical, warning, written }: Settings, now: number): Status {
  if (span.to < now) return 'expired';
  if (span.from !== null && span.from > now) return 'not_yet_valid';
  if (isReached(written.critical ? critical : capped(critical, CRITICAL_CAP, span), span, now)) return 'critical';
  if (isReached(written.warning ? warning : capped(warning, CAP, span), span, now)) return 'warning';
  return 'ok';
}

function isReached(limit: Limit, span: Span, now: number): boolean {
  const at = reachedAt(limit, span);
  return at !== null && at <= now;
}

/** In the order of crossing; two that are crossed at one moment stand in the order of their keys. */
function thresholdsOf(span: Span, { thresholds, written }: Settings): Threshold[] {
  const all: Threshold[] = [];
  for (const limit of thresholds) {
    const threshold = thresholdOf(written.thresholds ? limit : capped(limit, CAP, span), span);
    if (threshold !== null && !all.some(({ key }) => key === threshold.key)) all.push(threshold);
  }
  return all.sort((a, b) => a.crosses_at - b.crosses_at || (String(a.key) < String(b.key) ? -1 : 1));
}

/** Null for a threshold that was already crossed when the certificate was issued, or cannot be told of it. */
function thresholdOf(limit: Limit, span: Span): Threshold | null {
  const crosses_at = reachedAt(limit, span);
  const days = limitDays(limit, span);
  if (crosses_at === null || days === null) return null;
  if (span.from !== null && crosses_at <= span.from) return null;
  return { key: limitKey(limit), written: limit.written, days, crosses_at };
}

/** The cap where the limit reaches further than it does; a date known by hand has no lifetime and no cap. */
function capped(limit: Limit, cap: Limit, span: Span): Limit {
  const before = reach(limit, span);
  const most = reach(cap, span);
  return before !== null && most !== null && before > most ? cap : limit;
}

/** Whether a limit that the user has not written is more than the cap of its kind allows for such a life. */
export function isCapped(limit: Limit, kind: 'critical' | 'other', span: Span): boolean {
  return capped(limit, kind === 'critical' ? CRITICAL_CAP : CAP, span) !== limit;
}

function percent(value: number): Limit {
  return parseLimit(`${value}%`) as Limit;
}
