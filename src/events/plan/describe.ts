/** Describes the subjects and places that events are about. */

import { findLastReading, type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  applyOwnership,
  type CertificateFacts,
  type Entry,
  type Failure,
  type LivePlace,
  type Subject,
  type Verdict,
} from '../../domain/index.ts';
import { getLevel } from '../../domain/severity.ts';
import { countDaysSince, DAY } from '../../domain/thresholds.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { PlanContext } from './context.ts';

export function describeSubject(subject: Subject, context: PlanContext): SubjectState {
  const { entry: name, fingerprint, certificate, places } = subject;
  return {
    name,
    entry: findEntry(name, places, context),
    fingerprint,
    facts: certificate.facts,
    verdict: withDateStatus(context.getVerdict(subject)),
    places,
    distinct_at: context.hasSeveral(name) ? places : null,
    ...findLastReading(context.findPlaces(name, places, fingerprint)),
  };
}

/** The entry with the labels and owners of these places, which may be absent now. Null if it was removed from the manifest. */
function findEntry(name: string, places: readonly string[], { entries, log }: PlanContext): Entry | null {
  const entry = entries.get(name);
  if (entry === undefined) return null;
  const logged = getOwn(log.places, name);
  return applyOwnership(
    entry,
    places.map((place) => getOwn(logged, place)),
  );
}

/** Events about expiry have the status of the dates, whatever else was found. */
function withDateStatus(verdict: Verdict): Verdict {
  const { date_status: status } = verdict;
  return status === verdict.status ? verdict : { ...verdict, status, level: getLevel(status) };
}

/** Describes a place by the certificate that is there, or was last seen there. */
export function describePlace(place: LivePlace, context: PlanContext): SubjectState {
  const { entry, place: name } = place;
  const subject = context.findSubject(entry, place.fingerprint);
  if (subject === undefined) return describeUnknownPlace(entry, name, place.failure, context);
  return nameByPlace(describeSubject(subject, context), name, context);
}

/** Names the place if the entry has several, which may all have the same certificate. */
export function nameByPlace(state: SubjectState, place: string, { hasSeveral, listPlaces }: PlanContext): SubjectState {
  const isOnly = !hasSeveral(state.name) && !listPlaces(state.name).some((other) => other.place !== place);
  return { ...state, distinct_at: isOnly ? null : [place] };
}

function describeUnknownPlace(name: string, place: string, error: Failure | null, context: PlanContext): SubjectState {
  const state: SubjectState = {
    name,
    entry: findEntry(name, [place], context),
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    places: [place],
    distinct_at: null,
    error,
    last_seen: null,
  };
  return nameByPlace(state, place, context);
}

/** Describes a certificate that is not in use any more. It has no verdict, so its status is the last one that was sent. */
export function describeRemoved(
  { entry: name, fingerprint, places }: { entry: string; fingerprint: string | null; places: readonly string[] },
  lastStatus: Verdict['status'] | null,
  context: PlanContext,
): SubjectState {
  const { findFacts, hasSeveral, scan } = context;
  const facts = findFacts(fingerprint);
  const entry = findEntry(name, places, context);
  const distinct_at = hasSeveral(name, 1) ? places : null;
  const state = { name, entry, fingerprint, facts, places, distinct_at, error: null, last_seen: null };
  if (facts === null) return { ...state, verdict: UNKNOWN_VERDICT };
  const left = getExpiry(facts) - scan.now;
  const verdict: Verdict = {
    ...UNKNOWN_VERDICT,
    status: left < 0 ? 'expired' : (lastStatus ?? 'ok'),
    level: 'info',
    effective_valid_to: facts.valid_to,
    days_remaining: Math.floor(left / DAY),
    days_since_expiry: countDaysSince(getExpiry(facts), scan.now),
  };
  return { ...state, verdict };
}

export function getExpiry({ valid_to }: CertificateFacts): number {
  return parseIsoTime(valid_to);
}

export function expiresLater(a: CertificateFacts, b: CertificateFacts): boolean {
  return getExpiry(a) > getExpiry(b);
}
