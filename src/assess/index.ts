/** The one question of this folder: how does a certificate stand, by its settings, at a moment. */

import { UNKNOWN } from '../domain/event-data.ts';
import {
  type Certificate,
  type CertificateFacts,
  type Limit,
  type LivePlace,
  type PathEnd,
  REFUSALS,
  type Settings,
  type Status,
  type Threshold,
  type Verdict,
} from '../domain/index.ts';
import { levelOf } from '../domain/severity.ts';
import { DAY, judgedSpan, limitDays, limitKey, parseLimit, reach, reachedAt, type Span } from '../domain/thresholds.ts';
import { timeOf } from '../lib/iso-time.ts';
import type { Around } from './findings/check.ts';
import { findingsOf } from './findings/index.ts';
import { renewalOf } from './findings/renewal-window.ts';

/** What a limit that the user has not written is capped at, so that short-lived certificates are no alarm for life. */
const CAP = percent(25);
const CRITICAL_CAP = percent(12.5);

const NOWHERE: Around = { places: [], others: [], renewal: null, endOf: () => null };

/**
 * Judges a certificate by contract section 2; null, one that was never read, is `unknown`. It ends where the path ends
 * that was seen at any of its places. `now` is in milliseconds.
 */
export function assess(
  certificate: Certificate | null,
  settings: Settings,
  now: number,
  around: Around = NOWHERE,
): Verdict {
  if (certificate === null) return UNKNOWN;
  const { facts } = certificate;
  const end = firstEnd(facts, around.places);
  const life = judgedSpan(facts, facts.valid_to);
  const span = end === null ? life : judgedSpan(facts, end.valid_to);
  const by_dates = statusOf(life, span, settings, now);
  const found = findingsOf(certificate, { ...around, by_dates, settings, now });
  const isRefused = found.findings.some(({ event }) => REFUSED.has(event));
  const status = isRefused && (by_dates === 'ok' || by_dates === 'warning') ? 'critical' : by_dates;
  return {
    status,
    level: isRefused ? 'error' : levelOf(status),
    by_dates,
    effective_valid_to: end?.valid_to ?? facts.valid_to,
    limited_by: end?.limited_by ?? null,
    ...found,
    renewal: renewalOf(life, around.renewal),
    days_remaining: Math.floor((span.to - now) / DAY),
    threshold: by_dates === 'expired' ? null : crossedLast(span, settings, now),
  };
}

const REFUSED: ReadonlySet<string> = new Set(REFUSALS);

/** Of the paths that end before the certificate, the one that ends first. */
function firstEnd({ valid_to }: CertificateFacts, places: readonly LivePlace[]): PathEnd | null {
  let first: PathEnd | null = null;
  for (const { path_end } of places) {
    if (path_end !== null && timeOf(path_end.valid_to) < timeOf(first?.valid_to ?? valid_to)) first = path_end;
  }
  return first;
}

/** `life` is the certificate's own, and `span` the one that limits are measured on. */
function statusOf(life: Span, span: Span, { critical, warning, written }: Settings, now: number): Status {
  if (span.to < now) return 'expired';
  if (life.from !== null && life.from > now) return 'not_yet_valid';
  if (isReached(written.critical ? critical : capped(critical, CRITICAL_CAP, span), span, now)) return 'critical';
  if (isReached(written.warning ? warning : capped(warning, CAP, span), span, now)) return 'warning';
  return 'ok';
}

function isReached(limit: Limit, span: Span, now: number): boolean {
  const at = reachedAt(limit, span);
  return at !== null && at <= now;
}

/** Of two that are crossed at one moment the one whose key is later in the order of texts. */
function crossedLast(span: Span, { thresholds, written }: Settings, now: number): Threshold | null {
  let last: Threshold | null = null;
  for (const limit of thresholds) {
    const threshold = thresholdOf(written.thresholds ? limit : capped(limit, CAP, span), span);
    if (threshold === null || threshold.crosses_at > now) continue;
    if (last === null || isBefore(last, threshold)) last = threshold;
  }
  return last;
}

function isBefore(a: Threshold, b: Threshold): boolean {
  return a.crosses_at < b.crosses_at || (a.crosses_at === b.crosses_at && String(a.key) < String(b.key));
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
