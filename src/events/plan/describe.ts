/** Describes the subjects and places that events are about. */

import { findLastReading, type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import type { CertificateFacts, Failure, LivePlace, Subject, Verdict } from '../../domain/index.ts';
import { getLevel } from '../../domain/severity.ts';
import { DAY } from '../../domain/thresholds.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { PlanContext } from './context.ts';

export function describeSubject(subject: Subject, context: PlanContext): SubjectState {
  const { entry: name, fingerprint, certificate, places } = subject;
  return {
    name,
    entry: context.entries.get(name) ?? null,
    fingerprint,
    facts: certificate.facts,
    verdict: withDateStatus(context.getVerdict(subject)),
    places,
    ...findLastReading(places.flatMap((place) => context.findPlace(name, place) ?? [])),
  };
}

/** Events about expiry have the status of the dates, whatever else was found. */
function withDateStatus(verdict: Verdict): Verdict {
  const { date_status: status } = verdict;
  return status === verdict.status ? verdict : { ...verdict, status, level: getLevel(status) };
}

/** Describes a place by the certificate that is there, or was last seen there. */
export function describePlace(place: LivePlace, context: PlanContext): SubjectState {
  const subject = context.findSubject(place.entry, place.fingerprint);
  if (subject !== undefined) return describeSubject(subject, context);
  return describeUnknownPlace(place.entry, place.place, place.failure, context);
}

export function describeUnknownPlace(
  name: string,
  place: string,
  error: Failure | null,
  { entries }: PlanContext,
): SubjectState {
  return {
    name,
    entry: entries.get(name) ?? null,
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    places: [place],
    error,
    last_seen: null,
  };
}

/** Describes a certificate that is not in use any more. It has no verdict, so its status is the last one that was sent. */
export function describeRemoved(
  { entry: name, fingerprint, places }: { entry: string; fingerprint: string | null; places: readonly string[] },
  lastStatus: Verdict['status'] | null,
  { entries, findFacts, scan }: PlanContext,
): SubjectState {
  const facts = findFacts(fingerprint);
  const state = { name, entry: entries.get(name) ?? null, fingerprint, facts, places, error: null, last_seen: null };
  if (facts === null) return { ...state, verdict: UNKNOWN_VERDICT };
  const left = getExpiry(facts) - scan.now;
  const verdict: Verdict = {
    ...UNKNOWN_VERDICT,
    status: left < 0 ? 'expired' : (lastStatus ?? 'ok'),
    level: 'info',
    effective_valid_to: facts.valid_to,
    days_remaining: Math.floor(left / DAY),
  };
  return { ...state, verdict };
}

export function getExpiry({ valid_to }: CertificateFacts): number {
  return parseIsoTime(valid_to);
}

export function expiresLater(a: CertificateFacts, b: CertificateFacts): boolean {
  return getExpiry(a) > getExpiry(b);
}
