/** Finds alerts that need a person, but that no rule takes, so that the run is red (docs/concepts/status.md#alerts-without-a-rule). */

import { EVENTS, type EventData, type EventName, type Settings } from '../../domain/index.ts';
import { computeValidityPeriod, DAY, resolveThreshold } from '../../domain/thresholds.ts';
import type { AlertCandidate } from './alert-candidate.ts';
import type { AlertingSettings } from './plan-context.ts';
import type { CompiledRule } from './rules.ts';

/**
 * Whether alerts are meant to reach somebody: there is a rule, enabled or not, or a receiver that is not only for the digest. Without
 * both, the manifest is for reports.
 */
export function expectsAlerts({ rules, webhooks, emails, digest }: AlertingSettings): boolean {
  return rules.length > 0 || (webhooks.length + emails.length > 0 && digest.actions.length === 0);
}

/**
 * Whether a person must act on an alert: about the expiry of a certificate, or a finding, with the status `critical` or `expired`. The
 * status of an alert about a location is that of the certificate, and a location that cannot be read makes the run red itself. A
 * certificate that could not be read now may have been replaced.
 */
export function needsPerson({ key, context: { data } }: AlertCandidate): boolean {
  const { kind } = EVENTS[key.event];
  const isAboutCertificate = kind === 'expiry' || kind === 'finding';
  return isAboutCertificate && (data.status === 'critical' || data.status === 'expired') && data.last_seen === null;
}

/** A later state of an alert about an expiry. */
interface LaterState {
  event: EventName;
  data: EventData;
  threshold: number | string | null;
}

/**
 * Whether a rule takes the alert of this expiry later: a manifest can choose to alert when the certificate has expired, or shortly before
 * it does. `now` is in milliseconds.
 */
export function isTakenLater(
  candidate: AlertCandidate,
  rules: readonly CompiledRule[],
  settings: Settings | undefined,
  now: number,
): boolean {
  const { key, context } = candidate;
  if (key.event !== 'certificate.expiry_warning') return false;
  const possible = rules.filter(({ matchesEntry }) => matchesEntry(context.data));
  const isTaken = ({ event, data, threshold }: LaterState) =>
    possible.some((rule) => rule.subscribesTo(event) && rule.matches(data, threshold).matches);
  if (possible.length === 0) return false;
  return isTaken(createExpiredState(context.data)) || listLaterWarnings(candidate, settings, now).some(isTaken);
}

/** A certificate with a longer critical phase is examined for this time before its expiry only. */
const MAX_DAYS = 400;

/** Lists the states at the start and the end of each remaining day. */
function listLaterWarnings(
  { threshold: current, validity, context: { data } }: AlertCandidate,
  settings: Settings | undefined,
  now: number,
): LaterState[] {
  if (validity === null) return [];
  const period = computeValidityPeriod(validity.facts, validity.expiry ?? validity.facts.valid_to);
  const days = Math.min(Math.floor((period.to - now) / DAY), MAX_DAYS);
  const later = (settings?.thresholds ?? [])
    .flatMap((spec) => resolveThreshold(spec, period) ?? [])
    .filter(({ crosses_at }) => crosses_at > now)
    .sort((a, b) => b.crosses_at - a.crosses_at);
  const toWarning = (days_remaining: number, time: number): LaterState => {
    const crossed = later.find(({ crosses_at }) => crosses_at <= time) ?? current;
    const threshold = { threshold: crossed?.raw ?? null, threshold_days: crossed?.days ?? null };
    const event = 'certificate.expiry_warning';
    return { event, threshold: crossed?.key ?? null, data: { ...data, ...threshold, days_remaining } };
  };
  return Array.from({ length: days + 1 }, (_, left) => left).flatMap((left) => [
    toWarning(left, Math.max(now, period.to - (left + 1) * DAY + 1)),
    toWarning(left, period.to - left * DAY),
  ]);
}

function createExpiredState(data: EventData): LaterState {
  const event = 'certificate.expired';
  const days = { days_remaining: -1, days_since_expiry: 0, threshold: null, threshold_days: null };
  return { event, threshold: null, data: { ...data, event_type: event, status: 'expired', level: 'error', ...days } };
}
