/** Assesses a certificate: its status, thresholds and findings at a point in time. */

import { UNKNOWN_VERDICT } from '../domain/event-data.ts';
import {
  type Certificate,
  type CertificateFacts,
  CLIENT_REJECTIONS,
  type LiveLocation,
  type PathExpiry,
  type Settings,
  type Status,
  type Threshold,
  type ThresholdSpec,
  type Verdict,
} from '../domain/index.ts';
import { getLevel, rankStatus } from '../domain/severity.ts';
import {
  computeCrossing,
  computeValidityPeriod,
  countDaysSince,
  DAY,
  type ValidityPeriod,
} from '../domain/thresholds.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { assessFixture } from './assess-fixture.ts';
import { isBefore, resolveCrossed } from './crossed-threshold.ts';
import { applyCap, CAPS, type Caps, RENEWED_CAPS } from './default-thresholds.ts';
import type { AssessmentContext } from './findings/finding-check.ts';
import { detectFindings } from './findings/index.ts';
import { computeRenewal } from './findings/renewal-window.ts';
import { assessIssuer } from './issuer-expiry.ts';
import { listNotices } from './notices.ts';

const NO_CONTEXT: AssessmentContext = { locations: [], others: [], renewal: null, findFacts: () => null };

/**
 * Assesses a certificate ("Status" in docs/concepts/events.md). Null, a certificate that was never read, is `unknown`. Its effective expiry
 * is that of the path that expires first at any of its locations. `now` is in milliseconds.
 */
export function assess(
  certificate: Certificate | null,
  settings: Settings,
  now: number,
  context: AssessmentContext = NO_CONTEXT,
): Verdict {
  if (certificate === null) return UNKNOWN_VERDICT;
  const { facts } = certificate;
  const pathExpiry = findPathExpiry(facts, context.locations);
  const validity = computeValidityPeriod(facts, facts.valid_to);
  const effective = pathExpiry === null ? validity : computeValidityPeriod(facts, pathExpiry.valid_to);
  const caps = isRenewedOnTime(context.locations) ? RENEWED_CAPS : CAPS;
  const dates = {
    effective_valid_to: pathExpiry?.valid_to ?? facts.valid_to,
    limited_by: pathExpiry?.limited_by ?? null,
    days_remaining: Math.floor((effective.to - now) / DAY),
    days_since_expiry: countDaysSince(effective.to, now),
    threshold: effective.to < now ? null : findLastCrossed(effective, settings, { now, caps }),
  };
  if (settings.fixture !== undefined)
    return { ...dates, ...assessFixture(facts, settings.fixture, dates, context.locations) };
  const date_status = computeDateStatus(validity, effective, settings, { now, caps });
  const { findings, undecided } = detectFindings(certificate, { ...context, date_status, settings, now });
  const isRejected = findings.some(({ event }) => CLIENT_REJECTIONS.includes(event));
  const issuer = assessIssuer(facts, context.locations, settings, now);
  const status = raiseStatus(date_status, isRejected ? 'critical' : (issuer?.status ?? 'ok'));
  const verdict: Verdict = {
    status,
    level: isRejected ? 'error' : getLevel(status),
    date_status,
    findings,
    undecided,
    renewal: computeRenewal(validity, context.renewal),
    ...dates,
  };
  const notices = listNotices(context.locations, settings, now);
  if (notices.length > 0) verdict.notices = notices;
  if (issuer !== null) verdict.issuer = issuer;
  return verdict;
}

/** Raises the status of a certificate that is valid by its dates to another one that is worse. */
function raiseStatus(date_status: Status, other: Status): Status {
  const isValid = date_status === 'ok' || date_status === 'warning';
  return isValid && rankStatus(other) > rankStatus(date_status) ? other : date_status;
}

/** Whether the system that has a certificate renews it, and does not report a problem, as far as is known. */
function isRenewedOnTime(locations: readonly LiveLocation[]): boolean {
  return locations.length > 0 && locations.every(({ renews }) => renews === true);
}

/** `now` is in milliseconds. */
interface Terms {
  now: number;
  caps: Caps;
}

/** Finds the path that expires first, if that is before the certificate. */
function findPathExpiry({ valid_to }: CertificateFacts, locations: readonly LiveLocation[]): PathExpiry | null {
  let first: PathExpiry | null = null;
  for (const { path_end } of locations) {
    if (path_end !== null && parseIsoTime(path_end.valid_to) < parseIsoTime(first?.valid_to ?? valid_to))
      first = path_end;
  }
  return first;
}

/** Thresholds are computed on the effective period; the certificate's own tells whether it is valid yet. */
function computeDateStatus(
  own: ValidityPeriod,
  effective: ValidityPeriod,
  { critical, warning, explicit }: Settings,
  { now, caps }: Terms,
): Status {
  if (effective.to < now) return 'expired';
  if ((own.from ?? now) > now) return 'not_yet_valid';
  const isCrossed = (threshold: ThresholdSpec) =>
    (computeCrossing(threshold, effective) ?? Number.POSITIVE_INFINITY) <= now;
  if (isCrossed(explicit.critical ? critical : applyCap(critical, caps.critical, effective))) return 'critical';
  if (isCrossed(explicit.warning ? warning : applyCap(warning, caps.other, effective))) return 'warning';
  return 'ok';
}

/** If two thresholds are crossed at the same time, the one whose key sorts last is used. */
function findLastCrossed(
  period: ValidityPeriod,
  { thresholds, explicit, fixture }: Settings,
  { now, caps }: Terms,
): Threshold | null {
  // Test certificates are not renewed, so a short lifetime must be reported.
  const isCapped = !explicit.thresholds && fixture === undefined;
  let last: Threshold | null = null;
  for (const spec of thresholds) {
    const threshold = resolveCrossed(isCapped ? applyCap(spec, caps.other, period) : spec, period, now);
    if (threshold === null || (fixture === undefined && wasCrossedAtIssuance(threshold, period))) continue;
    if (last === null || isBefore(last, threshold)) last = threshold;
  }
  return last;
}

function wasCrossedAtIssuance({ crosses_at }: Threshold, { from }: ValidityPeriod): boolean {
  return crosses_at <= (from ?? Number.NEGATIVE_INFINITY);
}
