/** The endings of what was told: what is gone, replaced, or holds no longer (contract section 3). */

import { coversNames } from '../../domain/certificate-names.ts';
import { type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  type CertificateFacts,
  DEFERRED_EXPIRED,
  type LivePlace,
  type ResolutionName,
  type Subject,
  type Verdict,
} from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import {
  firedAt,
  type History,
  hasDelivery,
  isAtOrAfter,
  isResolution,
  isScanEvent,
  lastNotified,
  lastNotifiedAt,
  lastResolution,
  lastResolutionNotified,
  listDeliveries,
  notifiedDestinations,
  sentAt,
  type Timestamp,
} from '../log/history.ts';
import { getFilePart, isDirectoryPlace } from '../state/place-names.ts';
import {
  type AlertCandidate,
  describeLiveSubject,
  describePlace,
  describeUnknownPlace,
  expiresLater,
  getExpiry,
  isUnreachable,
  parseTopic,
} from './alerts.ts';
import type { PlanContext } from './context.ts';
import { isOneShot } from './decide.ts';
import { createEventContext } from './payload.ts';

/** What ends: a subject by its fingerprint, or a place that could not be read. */
interface EndedAlert {
  entry: string;
  fingerprint: string | null;
  place: string | null;
  /** The topic of the finding that ends; undefined of what is told of the end of a certificate. */
  about: string | undefined;
  history: History;
  /** Every place at which it was told of. */
  places: string[];
}

/**
 * The endings of this scan: for each history of which an alert was told (or may have been) and none holds. One that
 * has its ending keeps it until something is told anew, and is here only while somebody may still have to hear of it.
 */
export function collectResolutions(world: PlanContext, alerts: readonly AlertCandidate[]): AlertCandidate[] {
  const holding = new Set(
    alerts.filter(({ key }) => key.event !== 'certificate.changed').map(({ history }) => history),
  );
  const facts: AlertCandidate[] = [];
  for (const history of world.histories.values()) {
    const [record] = history.records;
    if (record === undefined || !world.covers(record.certificate) || holding.has(history) || isScanEvent(record))
      continue;
    const told = lastNotified(history);
    if (told === null) continue;
    const last = lastResolution(history);
    const has = last !== null && last.fired.sequence >= told.sequence ? last : null;
    if (has !== null && isCompleted(history, has.fired, told, world)) continue;
    const ended = toEndedAlert(history);
    const now = findResolution(ended, has?.record, world);
    if (now === null) continue;
    facts.push(createResolution(ended, has === null ? now : (has.record.event as ResolutionName), world));
  }
  return facts;
}

function toEndedAlert(history: History): EndedAlert {
  const alerts = history.records.filter(({ event }) => !isResolution(event));
  const { certificate, fingerprint, place, about } = history.records[0] as History['records'][number];
  return {
    entry: certificate,
    fingerprint,
    place: fingerprint === null ? place : null,
    about,
    history,
    places: [...new Set(alerts.flatMap(({ places }) => places))],
  };
}

/** Whether the ending is history: the days for trying are over, and nothing is left that went unheard. */
function isCompleted(
  history: History,
  fired: Timestamp,
  told: Timestamp,
  { manifest, scan, destinations: sending }: PlanContext,
): boolean {
  if (scan.now - fired.wallClock <= manifest.delivery_retry_days * DAY) return false;
  const isLeftOpen = notifiedDestinations(history).some(({ rule, destination }) => {
    const alerted = sending.isStateful(rule, destination) ? lastNotifiedAt(history, rule, destination) : null;
    return alerted !== null && !isAtOrAfter(lastResolutionNotified(history, destination, sentAt), alerted);
  });
  if (isLeftOpen) return false;
  return history.records.every((record) => {
    const isThis = isResolution(record.event) && (firedAt(record)?.sequence ?? -1) >= told.sequence;
    return !isThis || !hasDelivery(record, isPending);
  });
}

/** Whether it failed, or waits, and is tried again. */
function isPending({ error }: LoggedDelivery): boolean {
  return error !== null && error !== DEFERRED_EXPIRED;
}

/** Which ending it is now; null while it holds, also where it came back after its ending, `has`, had fired. */
function findResolution(ended: EndedAlert, has: LoggedEvent | undefined, world: PlanContext): ResolutionName | null {
  if (ended.fingerprint === null) return findPlaceResolution(ended, world);
  if (world.findSubject(ended.entry, ended.fingerprint) === undefined) {
    return findSuccessor(ended, world) === null ? 'certificate.removed' : 'certificate.renewed';
  }
  if (ended.about !== undefined) return findFindingResolution(ended, ended.about, world);
  return wasExpiryNotified(ended.history, has) ? 'certificate.recovered' : null;
}

/** A finding is over where it was looked for and not found; what happened once is over with its certificate alone. */
function findFindingResolution(
  { entry, fingerprint }: EndedAlert,
  topic: string,
  world: PlanContext,
): ResolutionName | null {
  const { event, about } = parseTopic(topic);
  const subject = world.findSubject(entry, fingerprint);
  if (subject === undefined || isOneShot(event)) return null;
  const isOpen = world.getVerdict(subject).undecided.some((one) => {
    return one.event === event && (one.about === null || one.about === about);
  });
  return isOpen ? null : 'certificate.recovered';
}

function findPlaceResolution({ entry, place }: EndedAlert, world: PlanContext): ResolutionName | null {
  const name = place ?? '';
  const live = world.findPlace(entry, name);
  if (live !== undefined) return isUnreachable(live) ? null : 'certificate.recovered';
  // A failure that stood at a source or file as a whole ends when anything under it is read; a folder may hold nothing.
  const isReadAgain = world.listPlaces(entry).some(({ failures, source, place: other }) => {
    return failures === 0 && (isDirectoryPlace(name) || source === name || getFilePart(other) === getFilePart(name));
  });
  return isReadAgain ? 'certificate.recovered' : 'certificate.removed';
}

/**
 * Whether an alert of expiry was told since the ending before this one. That a certificate came to a place is no
 * state that it could recover from: where only that was told, the history ends with its subject.
 */
function wasExpiryNotified({ records }: History, has: LoggedEvent | undefined): boolean {
  const told = lastNotified({ records: records.filter(({ event }) => EXPIRY_ALERTS.has(event)) });
  const before = lastResolution({ records: records.filter((record) => record !== has) });
  return told !== null && (before === null || told.sequence > before.fired.sequence);
}

const EXPIRY_ALERTS: ReadonlySet<string> = new Set(['certificate.expiry_warning', 'certificate.expired']);

/**
 * What took the place of a subject that is gone, where all of it ends later; of several the one that ends first. Its
 * places tell; where all of them are gone, or cannot be read and nothing is known of them, what the entry holds under the
 * same names.
 */
function findSuccessor(ended: EndedAlert, world: PlanContext): Subject | null {
  const old = world.findFacts(ended.fingerprint);
  if (old === null) return null;
  const left = ended.places.flatMap((place) => world.findPlace(ended.entry, place) ?? []);
  const there = left.flatMap(({ fingerprint }: LivePlace) => world.findSubject(ended.entry, fingerprint) ?? []);
  const candidates =
    there.length > 0
      ? there
      : world.listSubjects(ended.entry).filter(({ certificate }) => coversNames(certificate.facts, old));
  if (!candidates.every(({ certificate }) => expiresLater(certificate.facts, old))) return null;
  return candidates.toSorted((a, b) => getExpiry(a.certificate.facts) - getExpiry(b.certificate.facts))[0] ?? null;
}

// ---------------------------------------------------------------------------------------------- what is told

function createResolution(ended: EndedAlert, event: ResolutionName, world: PlanContext): AlertCandidate {
  const { entry, fingerprint, place, about, history, places } = ended;
  const { described, previous } = describeResolution(ended, event, world);
  const alert = `${fingerprint ?? place ?? ''}${about === undefined ? '' : `/${about}`}`;
  const finding =
    about === undefined ? {} : { finding: { ...parseTopic(about), severity: null, code: null, detail: null } };
  return {
    key: { certificate: entry, fingerprint, event, threshold: null, place, ...(about !== undefined && { about }) },
    history,
    threshold: null,
    life: null,
    since: null,
    places,
    context: createEventContext({
      ...described,
      ...finding,
      event,
      place,
      alert,
      previous,
      scan: world.scan,
      test: false,
    }),
  };
}

/** `renewed` is about what came, with what went before it; `removed` about what went; `recovered` about what is there. */
function describeResolution(
  ended: EndedAlert,
  event: ResolutionName,
  world: PlanContext,
): { described: SubjectState; previous: CertificateFacts | null } {
  const { entry, fingerprint, place } = ended;
  const old = world.findFacts(fingerprint);
  if (place !== null) {
    const live = world.findPlace(entry, place);
    const described = live === undefined ? describeRemovedPlace(ended, place, world) : describePlace(live, world);
    return { described, previous: null };
  }
  const came = event === 'certificate.renewed' ? findSuccessor(ended, world) : null;
  if (came !== null) return { described: describeLiveSubject(came, world), previous: old };
  const live = world.findSubject(entry, fingerprint);
  const described = live === undefined ? describeRemovedSubject(ended, old, world) : describeLiveSubject(live, world);
  return { described, previous: null };
}

/** A place that is gone is told of by the certificate that was last seen there. */
function describeRemovedPlace(ended: EndedAlert, place: string, world: PlanContext): SubjectState {
  const { entry } = ended;
  const fingerprint = getOwn(getOwn(world.log.places, entry), place)?.previous ?? null;
  const elsewhere = world.findSubject(entry, fingerprint);
  if (elsewhere !== undefined) return describeLiveSubject(elsewhere, world);
  const facts = world.findFacts(fingerprint);
  if (facts === null) return describeUnknownPlace(entry, place, null, world);
  return describeRemovedSubject({ ...ended, fingerprint }, facts, world);
}

/** It is not judged any more: its status is the one that was told last. */
function describeRemovedSubject(ended: EndedAlert, facts: CertificateFacts | null, world: PlanContext): SubjectState {
  const { entry: name, fingerprint, history, places } = ended;
  const { now } = world.scan;
  const entry = world.entries.get(name) ?? null;
  const known = { name, entry, fingerprint, places, error: null, last_seen: null };
  if (facts === null) return { ...known, facts, verdict: describeUnknownPlace(name, '', null, world).verdict };
  const isExpired = getExpiry(facts) < now;
  const verdict: Verdict = {
    ...UNKNOWN_VERDICT,
    status: isExpired ? 'expired' : (findLastStatus(history) ?? 'ok'),
    level: 'info',
    effective_valid_to: facts.valid_to,
    days_remaining: Math.floor((getExpiry(facts) - now) / DAY),
  };
  return { ...known, facts, verdict };
}

function findLastStatus(history: History): Verdict['status'] | null {
  const told = history.records
    .filter(({ event }) => !isResolution(event))
    .flatMap(listDeliveries)
    .flatMap((delivery) => ({ order: sentAt(delivery)?.sequence ?? -1, status: delivery.status }))
    .toSorted((a, b) => b.order - a.order)[0];
  return told?.status ?? null;
}
