/** Describes the subjects and locations that events are about. */

import { findLastReading, type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  applyOwnership,
  type CertificateFacts,
  type Entry,
  type Failure,
  type LiveLocation,
  type Subject,
  type Verdict,
} from '../../domain/index.ts';
import { getLevel } from '../../domain/severity.ts';
import { countDaysSince, DAY } from '../../domain/thresholds.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { PlanContext } from './plan-context.ts';

export function describeSubject(subject: Subject, context: PlanContext): SubjectState {
  const { entry: name, fingerprint, certificate, locations } = subject;
  const { comparison } = context;
  return {
    name,
    entry: findEntry(name, locations, context),
    fingerprint,
    facts: certificate.facts,
    verdict: withDateStatus(context.getVerdict(subject)),
    locations,
    distinguishing_locations: comparison.countCertificates(name) > 1 ? locations : null,
    ...findLastReading(comparison.findLocations(name, locations, fingerprint)),
  };
}

/** Finds the entry with the labels and owners of these locations, which may be absent now. Null if it was removed from the manifest. */
function findEntry(name: string, locations: readonly string[], { entries, log }: PlanContext): Entry | null {
  const entry = entries.get(name);
  if (entry === undefined) return null;
  const logged = getOwn(log.locations, name);
  return applyOwnership(
    entry,
    locations.map((location) => ({ ownership: getOwn(logged, location)?.ownership?.value ?? null })),
  );
}

/** Replaces the status by that of the dates, which events about expiry have in spite of other findings. */
function withDateStatus(verdict: Verdict): Verdict {
  const { date_status: status } = verdict;
  return status === verdict.status ? verdict : { ...verdict, status, level: getLevel(status) };
}

/** Describes a location by its certificate, or the one that was last seen there. */
export function describeLocation(location: LiveLocation, context: PlanContext): SubjectState {
  const { entry, location: name } = location;
  const subject = context.comparison.findSubject(entry, location.fingerprint);
  if (subject === undefined) return describeUnknownLocation(entry, name, location.failure, context);
  return nameByLocation(describeSubject(subject, context), name, context);
}

/** Names the location if the entry has several, which may all have the same certificate. */
export function nameByLocation(state: SubjectState, location: string, { comparison }: PlanContext): SubjectState {
  const { name } = state;
  const isOther = (one: LiveLocation) => one.location !== location;
  const isOnly = comparison.countCertificates(name) <= 1 && !comparison.listLocations(name).some(isOther);
  return { ...state, distinguishing_locations: isOnly ? null : [location] };
}

function describeUnknownLocation(
  name: string,
  location: string,
  error: Failure | null,
  context: PlanContext,
): SubjectState {
  const state: SubjectState = {
    name,
    entry: findEntry(name, [location], context),
    fingerprint: null,
    facts: null,
    verdict: UNKNOWN_VERDICT,
    locations: [location],
    distinguishing_locations: null,
    error,
    last_seen: null,
  };
  return nameByLocation(state, location, context);
}

/** Describes a certificate that is not in use any more. It has no verdict, so its status is the last one that was sent. */
export function describeRemoved(
  { entry: name, fingerprint, locations }: { entry: string; fingerprint: string | null; locations: readonly string[] },
  lastStatus: Verdict['status'] | null,
  context: PlanContext,
): SubjectState {
  const { comparison, scan } = context;
  const facts = comparison.findFacts(fingerprint);
  const entry = findEntry(name, locations, context);
  // If the entry has certificates, the removed one is one of several.
  const distinguishing_locations = comparison.countCertificates(name) > 0 ? locations : null;
  const state = { name, entry, fingerprint, facts, locations, distinguishing_locations, error: null, last_seen: null };
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
