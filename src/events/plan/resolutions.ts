/** The endings of what was told: what is gone, replaced, or holds no longer (contract section 3). */

import { isNamedLike } from '../../domain/certificate-names.ts';
import { type Described, UNKNOWN } from '../../domain/event-data.ts';
import {
  type CertificateFacts,
  type EndingName,
  HELD_NO_MORE,
  type LivePlace,
  type Subject,
  type Verdict,
} from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { own } from '../../lib/collections.ts';
import {
  alertedBy,
  deliveriesOf,
  firedAt,
  type History,
  hasDelivery,
  isEnding,
  isOfScans,
  isSince,
  lastEnding,
  lastHeardOfEnd,
  lastTold,
  lastToldTo,
  type Moment,
  sentAt,
} from '../log/history.ts';
import { fileOf, isFolder } from '../state/place-names.ts';
import {
  describeLive,
  describePlace,
  describeUnknown,
  endOf,
  endsLater,
  type Fact,
  findingOf,
  isUnreachable,
} from './alerts.ts';
import type { World } from './context.ts';
import { isToldOnce } from './decide.ts';
import { eventContext } from './payload.ts';

/** What ends: a subject by its fingerprint, or a place that could not be read. */
interface Ended {
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
export function endings(world: World, alerts: readonly Fact[]): Fact[] {
  const holding = new Set(
    alerts.filter(({ key }) => key.event !== 'certificate.changed').map(({ history }) => history),
  );
  const facts: Fact[] = [];
  for (const history of world.histories.values()) {
    const [record] = history.records;
    if (record === undefined || !world.covers(record.certificate) || holding.has(history) || isOfScans(record))
      continue;
    const told = lastTold(history);
    if (told === null) continue;
    const last = lastEnding(history);
    const has = last !== null && last.fired.order >= told.order ? last : null;
    if (has !== null && isClosed(history, has.fired, told, world)) continue;
    const ended = endedOf(history);
    const now = endingOf(ended, has?.record, world);
    if (now === null) continue;
    facts.push(endingFact(ended, has === null ? now : (has.record.event as EndingName), world));
  }
  return facts;
}

function endedOf(history: History): Ended {
  const alerts = history.records.filter(({ event }) => !isEnding(event));
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
function isClosed(history: History, fired: Moment, told: Moment, { manifest, scan, sending }: World): boolean {
  if (scan.now - fired.at <= manifest.delivery_retry_days * DAY) return false;
  const isLeftOpen = alertedBy(history).some(({ rule, destination }) => {
    const alerted = sending.keepsState(rule, destination) ? lastToldTo(history, rule, destination) : null;
    return alerted !== null && !isSince(lastHeardOfEnd(history, destination, sentAt), alerted);
  });
  if (isLeftOpen) return false;
  return history.records.every((record) => {
    const isThis = isEnding(record.event) && (firedAt(record)?.order ?? -1) >= told.order;
    return !isThis || !hasDelivery(record, isDue);
  });
}

/** Whether it failed, or waits, and is tried again. */
function isDue({ error }: LoggedDelivery): boolean {
  return error !== null && error !== HELD_NO_MORE;
}

/** Which ending it is now; null while it holds, also where it came back after its ending, `has`, had fired. */
function endingOf(ended: Ended, has: LoggedEvent | undefined, world: World): EndingName | null {
  if (ended.fingerprint === null) return endingOfPlace(ended, world);
  if (world.subject(ended.entry, ended.fingerprint) === undefined) {
    return replacement(ended, world) === null ? 'certificate.removed' : 'certificate.renewed';
  }
  if (ended.about !== undefined) return endingOfFinding(ended, ended.about, world);
  return isToldOfExpiry(ended.history, has) ? 'certificate.recovered' : null;
}

/** A finding is over where it was looked for and not found; what happened once is over with its certificate alone. */
function endingOfFinding({ entry, fingerprint }: Ended, topic: string, world: World): EndingName | null {
  const { event, about } = findingOf(topic);
  const subject = world.subject(entry, fingerprint);
  if (subject === undefined || isToldOnce(event)) return null;
  const isOpen = world.verdictOf(subject).undecided.some((one) => {
    return one.event === event && (one.about === null || one.about === about);
  });
  return isOpen ? null : 'certificate.recovered';
}

function endingOfPlace({ entry, place }: Ended, world: World): EndingName | null {
  const name = place ?? '';
  const live = world.place(entry, name);
  if (live !== undefined) return isUnreachable(live) ? null : 'certificate.recovered';
  // A failure that stood at a source or file as a whole ends when anything under it is read; a folder may hold nothing.
  const isReadAgain = world.placesOf(entry).some(({ failures, source, place: other }) => {
    return failures === 0 && (isFolder(name) || source === name || fileOf(other) === fileOf(name));
  });
  return isReadAgain ? 'certificate.recovered' : 'certificate.removed';
}

/**
 * Whether an alert of expiry was told since the ending before this one. That a certificate came to a place is no
 * state that it could recover from: where only that was told, the history ends with its subject.
 */
function isToldOfExpiry({ records }: History, has: LoggedEvent | undefined): boolean {
  const told = lastTold({ records: records.filter(({ event }) => EXPIRY_ALERTS.has(event)) });
  const before = lastEnding({ records: records.filter((record) => record !== has) });
  return told !== null && (before === null || told.order > before.fired.order);
}

const EXPIRY_ALERTS: ReadonlySet<string> = new Set(['certificate.expiry_warning', 'certificate.expired']);

/**
 * What took the place of a subject that is gone, where all of it ends later; of several the one that ends first. Its
 * places tell; where all of them are gone, or cannot be read and nothing is known of them, what the entry holds under the
 * same names.
 */
function replacement(ended: Ended, world: World): Subject | null {
  const old = world.factsOf(ended.fingerprint);
  if (old === null) return null;
  const left = ended.places.flatMap((place) => world.place(ended.entry, place) ?? []);
  const there = left.flatMap(({ fingerprint }: LivePlace) => world.subject(ended.entry, fingerprint) ?? []);
  const candidates =
    there.length > 0
      ? there
      : world.subjectsOf(ended.entry).filter(({ certificate }) => isNamedLike(certificate.facts, old));
  if (!candidates.every(({ certificate }) => endsLater(certificate.facts, old))) return null;
  return candidates.toSorted((a, b) => endOf(a.certificate.facts) - endOf(b.certificate.facts))[0] ?? null;
}

// ---------------------------------------------------------------------------------------------- what is told

function endingFact(ended: Ended, event: EndingName, world: World): Fact {
  const { entry, fingerprint, place, about, history, places } = ended;
  const { described, previous } = describeEnding(ended, event, world);
  const alert = `${fingerprint ?? place ?? ''}${about === undefined ? '' : `/${about}`}`;
  const finding =
    about === undefined ? {} : { finding: { ...findingOf(about), severity: null, code: null, detail: null } };
  return {
    key: { certificate: entry, fingerprint, event, threshold: null, place, ...(about !== undefined && { about }) },
    history,
    threshold: null,
    life: null,
    since: null,
    places,
    context: eventContext({ ...described, ...finding, event, place, alert, previous, scan: world.scan, test: false }),
  };
}

/** `renewed` is about what came, with what went before it; `removed` about what went; `recovered` about what is there. */
function describeEnding(
  ended: Ended,
  event: EndingName,
  world: World,
): { described: Described; previous: CertificateFacts | null } {
  const { entry, fingerprint, place } = ended;
  const old = world.factsOf(fingerprint);
  if (place !== null) {
    const live = world.place(entry, place);
    const described = live === undefined ? describeGonePlace(ended, place, world) : describePlace(live, world);
    return { described, previous: null };
  }
  const came = event === 'certificate.renewed' ? replacement(ended, world) : null;
  if (came !== null) return { described: describeLive(came, world), previous: old };
  const live = world.subject(entry, fingerprint);
  const described = live === undefined ? describeGone(ended, old, world) : describeLive(live, world);
  return { described, previous: null };
}

/** A place that is gone is told of by the certificate that was last seen there. */
function describeGonePlace(ended: Ended, place: string, world: World): Described {
  const { entry } = ended;
  const fingerprint = own(own(world.log.places, entry), place)?.previous ?? null;
  const elsewhere = world.subject(entry, fingerprint);
  if (elsewhere !== undefined) return describeLive(elsewhere, world);
  const facts = world.factsOf(fingerprint);
  if (facts === null) return describeUnknown(entry, place, null, world);
  return describeGone({ ...ended, fingerprint }, facts, world);
}

/** It is not judged any more: its status is the one that was told last. */
function describeGone(ended: Ended, facts: CertificateFacts | null, world: World): Described {
  const { entry: name, fingerprint, history, places } = ended;
  const { now } = world.scan;
  const entry = world.entries.get(name) ?? null;
  const known = { name, entry, fingerprint, places, error: null, last_seen: null };
  if (facts === null) return { ...known, facts, verdict: describeUnknown(name, '', null, world).verdict };
  const isExpired = endOf(facts) < now;
  const verdict: Verdict = {
    ...UNKNOWN,
    status: isExpired ? 'expired' : (lastStatus(history) ?? 'ok'),
    level: 'info',
    effective_valid_to: facts.valid_to,
    days_remaining: Math.floor((endOf(facts) - now) / DAY),
  };
  return { ...known, facts, verdict };
}

function lastStatus(history: History): Verdict['status'] | null {
  const told = history.records
    .filter(({ event }) => !isEnding(event))
    .flatMap(deliveriesOf)
    .flatMap((delivery) => ({ order: sentAt(delivery)?.order ?? -1, status: delivery.status }))
    .toSorted((a, b) => b.order - a.order)[0];
  return told?.status ?? null;
}
