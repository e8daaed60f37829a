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
  isCrossedBefore,
  resolveCrossed,
  type ValidityPeriod,
} from '../domain/thresholds.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { assessFixture } from './assess-fixture.ts';
import { type Limits, resolveLimits } from './default-thresholds.ts';
import type { AssessmentContext } from './findings/finding-check.ts';
import { detectFindings } from './findings/index.ts';
import { computeRenewal } from './findings/renewal-window.ts';
import { assessIssuer } from './issuer-expiry.ts';
import { listNotices } from './notices.ts';
import { describeOverdue, describeRareScans, findOverdue } from './overdue.ts';
import { computeRenewalAge } from './renewal-age.ts';

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
  const { locations, schedule = null } = context;
  const { validity, dated, overdue, ...dates } = assessDates(facts, settings, now, context);
  if (settings.fixture !== undefined) return { ...dates, ...assessFixture(facts, settings.fixture, dates, locations) };
  const date_status = raiseStatus(dated, overdue === null ? 'ok' : 'critical');
  const { findings, undecided } = detectFindings(certificate, { ...context, date_status, settings, now });
  const isRejected = findings.some(({ event }) => CLIENT_REJECTIONS.includes(event));
  const issuer = assessIssuer(facts, locations, settings, now);
  const status = raiseStatus(date_status, isRejected ? 'critical' : (issuer?.status ?? 'ok'));
  const notices = [
    ...listNotices(locations, settings, now),
    ...(overdue === null || schedule === null ? [] : [describeOverdue(schedule)]),
    ...describeRareScans(validity, schedule, settings),
  ];
  return {
    status,
    level: isRejected ? 'error' : getLevel(status),
    date_status,
    findings,
    undecided,
    renewal: computeRenewal(validity, context.renewal),
    ...dates,
    ...(notices.length > 0 && { notices }),
    ...(issuer !== null && { issuer }),
  };
}

/** Assesses the dates alone. `validity` is the period of the certificate itself, and `overdue` the threshold of one that is not renewed in time. */
function assessDates(facts: CertificateFacts, settings: Settings, now: number, context: AssessmentContext) {
  const { locations, schedule = null, findFacts } = context;
  const pathExpiry = findPathExpiry(facts, locations);
  const validity = computeValidityPeriod(facts, facts.valid_to);
  const effective = pathExpiry === null ? validity : computeValidityPeriod(facts, pathExpiry.valid_to);
  const renewalAge = computeRenewalAge(facts, validity.to - (validity.from ?? validity.to), locations, findFacts);
  const terms = { isRenewedOnTime: isRenewedOnTime(locations), interval: schedule?.interval ?? null, renewalAge };
  const limits = resolveLimits(settings, effective, terms);
  const input = { period: validity, expiry: effective.to, renewalAge, schedule, now };
  const overdue = settings.fixture === undefined ? findOverdue(input) : null;
  return {
    validity,
    overdue,
    dated: computeDateStatus(validity, effective, limits, now),
    effective_valid_to: pathExpiry?.valid_to ?? facts.valid_to,
    limited_by: pathExpiry?.limited_by ?? null,
    days_remaining: Math.floor((effective.to - now) / DAY),
    days_since_expiry: countDaysSince(effective.to, now),
    threshold: effective.to < now ? null : (findLastCrossed(effective, limits, settings, now) ?? overdue),
  };
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
  { critical, warning }: Limits,
  now: number,
): Status {
  if (effective.to < now) return 'expired';
  if ((own.from ?? now) > now) return 'not_yet_valid';
  const isCrossed = (threshold: ThresholdSpec) =>
    (computeCrossing(threshold, effective) ?? Number.POSITIVE_INFINITY) <= now;
  if (isCrossed(critical)) return 'critical';
  if (isCrossed(warning)) return 'warning';
  return 'ok';
}

/** If two thresholds are crossed at the same time, the one whose key sorts last is used. */
function findLastCrossed(
  period: ValidityPeriod,
  limits: Limits,
  { thresholds, fixture }: Settings,
  now: number,
): Threshold | null {
  let last: Threshold | null = null;
  // Test certificates are not renewed, so a short lifetime must be reported.
  for (const spec of fixture === undefined ? limits.thresholds : thresholds) {
    const threshold = resolveCrossed(spec, period, now);
    if (threshold === null || (fixture === undefined && wasCrossedAtIssuance(threshold, period))) continue;
    if (last === null || isCrossedBefore(last, threshold)) last = threshold;
  }
  return last;
}

function wasCrossedAtIssuance({ crosses_at }: Threshold, { from }: ValidityPeriod): boolean {
  return crosses_at <= (from ?? Number.NEGATIVE_INFINITY);
}
