/** The one question of this folder: how does a certificate stand, by its settings, at a moment. */

import { UNKNOWN_VERDICT } from '../domain/event-data.ts';
import {
  type Certificate,
  type CertificateFacts,
  CLIENT_REJECTIONS,
  type LivePlace,
  type PathExpiry,
  type Settings,
  type Status,
  type Threshold,
  type ThresholdSpec,
  type Verdict,
} from '../domain/index.ts';
import { getLevel } from '../domain/severity.ts';
import {
  computeCrossing,
  computeLeadTime,
  computeLeadTimeDays,
  computeValidityPeriod,
  DAY,
  parseThreshold,
  toThresholdKey,
  type ValidityPeriod,
} from '../domain/thresholds.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import type { AssessmentContext } from './findings/check.ts';
import { detectFindings } from './findings/index.ts';
import { computeRenewal } from './findings/renewal-window.ts';

/** What a limit that the user has not written is capped at, so that short-lived certificates are no alarm for life. */
const DEFAULT_CAP = parsePercentage(25);
const CRITICAL_CAP = parsePercentage(12.5);

const NO_CONTEXT: AssessmentContext = { places: [], others: [], renewal: null, findExpiry: () => null };

/**
 * Judges a certificate by contract section 2; null, one that was never read, is `unknown`. It ends where the path ends
 * that was seen at any of its places. `now` is in milliseconds.
 */
export function assess(
  certificate: Certificate | null,
  settings: Settings,
  now: number,
  around: AssessmentContext = NO_CONTEXT,
): Verdict {
  if (certificate === null) return UNKNOWN_VERDICT;
  const { facts } = certificate;
  const end = findPathExpiry(facts, around.places);
  const life = computeValidityPeriod(facts, facts.valid_to);
  const span = end === null ? life : computeValidityPeriod(facts, end.valid_to);
  const by_dates = computeDateStatus(life, span, settings, now);
  const found = detectFindings(certificate, { ...around, by_dates, settings, now });
  const isRefused = found.findings.some(({ event }) => REJECTIONS.has(event));
  const status = isRefused && (by_dates === 'ok' || by_dates === 'warning') ? 'critical' : by_dates;
  return {
    status,
    level: isRefused ? 'error' : getLevel(status),
    date_status: by_dates,
    effective_valid_to: end?.valid_to ?? facts.valid_to,
    limited_by: end?.limited_by ?? null,
    ...found,
    renewal: computeRenewal(life, around.renewal),
    days_remaining: Math.floor((span.to - now) / DAY),
    threshold: by_dates === 'expired' ? null : findLastCrossed(span, settings, now),
  };
}

const REJECTIONS: ReadonlySet<string> = new Set(CLIENT_REJECTIONS);

/** Of the paths that end before the certificate, the one that ends first. */
function findPathExpiry({ valid_to }: CertificateFacts, places: readonly LivePlace[]): PathExpiry | null {
  let first: PathExpiry | null = null;
  for (const { path_end } of places) {
    if (path_end !== null && parseIsoTime(path_end.valid_to) < parseIsoTime(first?.valid_to ?? valid_to))
      first = path_end;
  }
  return first;
}

/** `life` is the certificate's own, and `span` the one that limits are measured on. */
function computeDateStatus(
  life: ValidityPeriod,
  span: ValidityPeriod,
  { critical, warning, explicit }: Settings,
  now: number,
): Status {
  if (span.to < now) return 'expired';
  if (life.from !== null && life.from > now) return 'not_yet_valid';
  if (isCrossed(explicit.critical ? critical : applyCap(critical, CRITICAL_CAP, span), span, now)) return 'critical';
  if (isCrossed(explicit.warning ? warning : applyCap(warning, DEFAULT_CAP, span), span, now)) return 'warning';
  return 'ok';
}

function isCrossed(limit: ThresholdSpec, span: ValidityPeriod, now: number): boolean {
  const at = computeCrossing(limit, span);
  return at !== null && at <= now;
}

/** Of two that are crossed at one moment the one whose key is later in the order of texts. */
function findLastCrossed(span: ValidityPeriod, { thresholds, explicit }: Settings, now: number): Threshold | null {
  let last: Threshold | null = null;
  for (const limit of thresholds) {
    const threshold = resolveThreshold(explicit.thresholds ? limit : applyCap(limit, DEFAULT_CAP, span), span);
    if (threshold === null || threshold.crosses_at > now) continue;
    if (last === null || isBefore(last, threshold)) last = threshold;
  }
  return last;
}

function isBefore(a: Threshold, b: Threshold): boolean {
  return a.crosses_at < b.crosses_at || (a.crosses_at === b.crosses_at && String(a.key) < String(b.key));
}

/** Null for a threshold that was already crossed when the certificate was issued, or cannot be told of it. */
function resolveThreshold(limit: ThresholdSpec, span: ValidityPeriod): Threshold | null {
  const crosses_at = computeCrossing(limit, span);
  const days = computeLeadTimeDays(limit, span);
  if (crosses_at === null || days === null) return null;
  if (span.from !== null && crosses_at <= span.from) return null;
  return { key: toThresholdKey(limit), raw: limit.raw, days, crosses_at };
}

/** The cap where the limit reaches further than it does; a date known by hand has no lifetime and no cap. */
function applyCap(limit: ThresholdSpec, cap: ThresholdSpec, span: ValidityPeriod): ThresholdSpec {
  const before = computeLeadTime(limit, span);
  const most = computeLeadTime(cap, span);
  return before !== null && most !== null && before > most ? cap : limit;
}

/** Whether a limit that the user has not written is more than the cap of its kind allows for such a life. */
export function isCapped(limit: ThresholdSpec, kind: 'critical' | 'other', span: ValidityPeriod): boolean {
  return applyCap(limit, kind === 'critical' ? CRITICAL_CAP : DEFAULT_CAP, span) !== limit;
}

function parsePercentage(value: number): ThresholdSpec {
  return parseThreshold(`${value}%`) as ThresholdSpec;
}
