/**
 * Takes the readings of a scan into the log's places. A place has two registers, which move only when something
 * changes: the certificate that is there (`fingerprint`, `previous`, `gone`; `since`) and whether it can be read
 * (`failures`, `source`; `failures_at`). A place that cannot be read keeps its certificate. A third, `path_end`, is there
 * where the path that was seen there ends, or once did, before its certificate.
 */

import {
  type Certificate,
  type CertificateFacts,
  type Entry,
  type Evidence,
  type Failure,
  type IsoTime,
  type LivePlace,
  type Observation,
  type PathExpiry,
  type PlaceReading,
  type SourceReading,
  type Subject,
  type Trust,
  UNVERIFIABLE_REASONS,
} from '../../domain/index.ts';
import type { EventLog, LoggedPlace } from '../../generated/event-log.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { getFilePart, isDirectoryPlace, isWithin } from './place-names.ts';

interface ObserveInput {
  log: EventLog;
  /** Every entry of the manifest. */
  entries: readonly Entry[];
  /** Of the enabled entries that the scan covers. */
  readings: readonly SourceReading[];
  /** Whether the scan is about an entry of that name (`--only`); others are left as they are. */
  covers: (entry: string) => boolean;
  /** Milliseconds. */
  now: number;
}

/** What one place showed: a certificate or why there is none. */
interface ReadResult {
  source: string;
  address: string | null;
  certificate: Certificate | null;
  failure: Failure | null;
  evidence: Evidence | null;
}

type Places = Readonly<Record<string, LoggedPlace>>;

/**
 * Brings places and certificates of a log up to date; its events stay. Places of an entry that is no longer in the
 * manifest, or is disabled, are gone. What nothing changed for is the same object as before.
 */
export function observe({ log, entries, readings, covers, now }: ObserveInput): Observation {
  const enabled = new Set(entries.filter((entry) => entry.enabled).map(({ name }) => name));
  const byEntry = groupBy(readings, ({ entry }) => entry);
  const changed: [string, Places][] = [];
  const places: LivePlace[] = [];
  const seen = new Map<string, Certificate>();

  for (const [name, before] of listEntries(log.places, byEntry.keys())) {
    const read = byEntry.get(name);
    const sights = read === undefined ? NO_RESULTS : collectResults(before, read);
    const touched = covers(name) && (read !== undefined || !enabled.has(name));
    const after = touched ? updatePlaces(before, sights, now) : before;
    if (after !== before) changed.push([name, after]);
    if (!covers(name) || !enabled.has(name)) continue;
    addLivePlaces(places, name, after, sights);
    for (const { certificate } of sights.values()) if (certificate) seen.set(certificate.fingerprint, certificate);
  }

  const certificates = updateCertificates(log.certificates, seen);
  return {
    log: { ...log, places: applyChanges(log.places, changed), certificates },
    places,
    subjects: collectSubjects(places, certificates, seen),
  };
}

/** The places of each entry that the log knows of or that was read, in the order of their names. */
function listEntries(known: EventLog['places'], read: Iterable<string>): [string, Places][] {
  const all = new Map<string, Places>(Object.entries(known));
  for (const name of read) if (!all.has(name)) all.set(name, {});
  return [...all].sort(([a], [b]) => compareText(a, b));
}

const NO_RESULTS: ReadonlyMap<string, ReadResult> = new Map();

/** The same object where nothing changed. */
function applyChanges<T>(known: Record<string, T>, changed: readonly [string, T][]): Record<string, T> {
  return changed.length === 0 ? known : Object.fromEntries([...Object.entries(known), ...changed]);
}

/**
 * What each place showed. A source or folder that failed, and a file that failed in part, fail for every place known under
 * them but those that were read all the same; where none is known, the failure stands at the source or file itself. A key
 * that a glob finds beside certificates is none of them.
 */
function collectResults(before: Places, readings: readonly SourceReading[]): Map<string, ReadResult> {
  const sights = new Map<string, ReadResult>();
  for (const { source, places } of readings) {
    for (const reading of places) {
      const { place, address, certificate } = reading;
      if (certificate !== null && !sights.has(place))
        sights.set(place, { source, address, certificate, failure: null, evidence: collectEvidence(reading) });
    }
  }
  if (!readings.some(isFailed)) return sights;
  const known = Object.entries(before).flatMap(([place, { gone, source, fingerprint }]) =>
    gone ? [] : { place, source, fingerprint },
  );
  const byFile = groupBy(known, ({ place }) => getFilePart(place));
  const bySource = groupBy(known, ({ source }) => source);
  const fail = (at: string, concerned: typeof known, sight: ReadResult) => {
    const unread = concerned.map(({ place }) => place).filter((place) => !sights.has(place));
    for (const place of unread.length > 0 ? unread : [at]) if (!sights.has(place)) sights.set(place, sight);
  };
  const passedOver: [place: string, sight: ReadResult][] = [];
  for (const { source, failure, places, glob = false } of readings) {
    for (const { place, address, failure } of places) {
      if (failure === null) continue;
      const near = isDirectoryPlace(place) ? known : (byFile.get(getFilePart(place)) ?? []);
      const within = near.filter((known) => isWithin(known.place, place));
      const sight = { source, address, certificate: null, failure, evidence: null };
      // One that was copied over a certificate is told.
      const isMeant =
        !glob || !NON_CERTIFICATE_CODES.has(failure.code) || within.some((one) => one.fingerprint !== null);
      if (isMeant) fail(place, within, sight);
      else passedOver.push([place, sight]);
    }
    if (failure !== null) {
      fail(source, bySource.get(source) ?? [], { source, address: null, certificate: null, failure, evidence: null });
    }
  }
  // Where it is all that there is, nothing would be said of the entry.
  return sights.size > 0 ? sights : new Map(passedOver);
}

/** Failures of what lies beside certificates and is none. */
const NON_CERTIFICATE_CODES: ReadonlySet<string> = new Set(['private-key-only', 'certificate-request']);

/** Put together one by one: of many thousands most have nothing but a chain, or not even that. */
function collectEvidence({ address, certificate, trust, revocation, deviations, staples }: PlaceReading): Evidence {
  const evidence: Evidence = {};
  if (address !== null && certificate !== null) evidence.chain = certificate.chain;
  if (trust) evidence.trust = trust;
  if (revocation) evidence.revocation = revocation;
  if (deviations) evidence.deviations = deviations;
  if (staples !== undefined) evidence.staples = staples;
  return evidence;
}

function isFailed({ failure, places }: SourceReading): boolean {
  return failure !== null || places.some(({ failure }) => failure !== null);
}

/** The same object where nothing changed. */
function updatePlaces(before: Places, sights: ReadonlyMap<string, ReadResult>, now: number): Places {
  const changed: [string, LoggedPlace][] = [];
  const move = (place: string, was: LoggedPlace | undefined, is: LoggedPlace) => {
    if (is !== was) changed.push([place, is]);
  };
  for (const place in before) {
    const logged = before[place] as LoggedPlace;
    if (!sights.has(place)) move(place, logged, markRemoved(logged, now));
  }
  for (const [place, sight] of sights) {
    const logged = getOwn(before, place);
    const seen = sight.certificate === null ? markFailed(logged, sight, now) : markRead(logged, sight, now);
    move(place, logged, updatePathExpiry(seen, sight, now));
  }
  return applyChanges(before, changed);
}

/** Registers are ordered by their times, so a write is later than what it replaces even where the clock is not. */
function nextTime(now: number, before: IsoTime | null | undefined): IsoTime {
  return formatIsoTime(before ? Math.max(now, parseIsoTime(before) + 1) : now);
}

/** It forgets its certificate: one that comes back is new there. */
function markRemoved(before: LoggedPlace, now: number): LoggedPlace {
  if (before.gone) return before;
  const { fingerprint, since } = before;
  const kept = clearFailures(before, before.source, now);
  return { ...kept, fingerprint: null, previous: fingerprint, since: nextTime(now, since), gone: true };
}

function markRead(before: LoggedPlace | undefined, { source, certificate }: ReadResult, now: number): LoggedPlace {
  const fingerprint = certificate?.fingerprint ?? null;
  if (before === undefined) {
    const since = formatIsoTime(now);
    return { source, fingerprint, previous: null, since, failures: 0, failures_at: null, gone: false };
  }
  const kept = clearFailures(before, source, now);
  if (!before.gone && before.fingerprint === fingerprint) return kept;
  return { ...kept, fingerprint, previous: before.fingerprint, since: nextTime(now, before.since), gone: false };
}

/**
 * Where its path was judged: it is kept only where it ends, or once ended, before its certificate. Without anchors to judge it
 * by, nothing is known of it that was not before.
 */
function updatePathExpiry(place: LoggedPlace, { certificate, evidence }: ReadResult, now: number): LoggedPlace {
  if (certificate === null || UNVERIFIABLE_REASONS.has(evidence?.trust?.reason)) return place;
  const end = evidence?.trust === undefined ? null : findPathExpiry(evidence.trust, certificate.facts);
  const { path_end: before } = place;
  if (before === undefined && end === null) return place;
  const after = { of: certificate.fingerprint, valid_to: end?.valid_to ?? null, limited_by: end?.limited_by ?? null };
  if (before !== undefined && isSamePathExpiry(before, after)) return place;
  return { ...place, path_end: { ...after, since: nextTime(now, before?.since) } };
}

function findPathExpiry({ effective_valid_to, limited_by }: Trust, { valid_to }: CertificateFacts): PathExpiry | null {
  if (effective_valid_to === null || limited_by === null) return null;
  return parseIsoTime(effective_valid_to) < parseIsoTime(valid_to)
    ? { valid_to: effective_valid_to, limited_by }
    : null;
}

type LoggedPathExpiry = NonNullable<LoggedPlace['path_end']>;

function isSamePathExpiry(before: LoggedPathExpiry, after: Omit<LoggedPathExpiry, 'since'>): boolean {
  return (
    before.of === after.of &&
    before.valid_to === after.valid_to &&
    before.limited_by?.fingerprint_sha256 === after.limited_by?.fingerprint_sha256
  );
}

function clearFailures(before: LoggedPlace, source: string, now: number): LoggedPlace {
  if (before.failures === 0 && before.source === source) return before;
  return { ...before, source, failures: 0, failures_at: nextTime(now, before.failures_at) };
}

function markFailed(before: LoggedPlace | undefined, { source }: ReadResult, now: number): LoggedPlace {
  if (before === undefined) {
    const failures_at = formatIsoTime(now);
    return { source, fingerprint: null, previous: null, since: null, failures: 1, failures_at, gone: false };
  }
  const after = { ...before, source, failures: before.failures + 1, failures_at: nextTime(now, before.failures_at) };
  if (!before.gone) return after;
  // A failure is no sight: it ends what was seen to be gone, and never overrides what a racing scan has read since.
  return {
    ...after,
    previous: null,
    since: before.since && formatIsoTime(parseIsoTime(before.since) + 1),
    gone: false,
  };
}

/** In the order of their names. */
function addLivePlaces(all: LivePlace[], entry: string, places: Places, sights: ReadonlyMap<string, ReadResult>): void {
  const live: LivePlace[] = [];
  for (const place in places) {
    const logged = places[place] as LoggedPlace;
    if (logged.gone) continue;
    const { source, fingerprint, previous, since, failures } = logged;
    const { failure = null, address = null, evidence = null } = sights.get(place) ?? NO_RESULT;
    const path_end = getPathExpiry(logged);
    live.push({ entry, place, source, fingerprint, previous, since, failures, failure, address, evidence, path_end });
  }
  live.sort((a, b) => compareText(a.place, b.place));
  for (const place of live) all.push(place);
}

const NO_RESULT = { failure: null, address: null, evidence: null };

/** Of the certificate that is there now. */
function getPathExpiry({ fingerprint, path_end }: LoggedPlace): PathExpiry | null {
  if (path_end === undefined || path_end.of !== fingerprint) return null;
  const { valid_to, limited_by } = path_end;
  return valid_to === null || limited_by === null ? null : { valid_to, limited_by };
}

/** The log's certificates and what was seen of them now; the same object where nothing is new. */
function updateCertificates(
  known: EventLog['certificates'],
  seen: ReadonlyMap<string, Certificate>,
): EventLog['certificates'] {
  const news = [...seen.values()].filter(({ fingerprint, facts }) => {
    const before = getOwn(known, fingerprint);
    return before === undefined || !hasAllFields(before, facts);
  });
  if (news.length === 0) return known;
  const all = { ...known };
  for (const { fingerprint, facts } of news) all[fingerprint] = facts;
  return all;
}

/** Whether a record of the log has everything that was read now: a later version of ours may read more. */
function hasAllFields(before: CertificateFacts, facts: CertificateFacts): boolean {
  for (const key in facts) {
    const field = key as keyof CertificateFacts;
    if (!isFieldEqual(before[field], facts[field])) return false;
  }
  return true;
}

/** Lists are of texts. */
function isFieldEqual(was: unknown, is: unknown): boolean {
  if (!Array.isArray(was) || !Array.isArray(is)) return was === is;
  return was.length === is.length && was.every((text, index) => text === is[index]);
}

function collectSubjects(
  places: readonly LivePlace[],
  known: EventLog['certificates'],
  seen: ReadonlyMap<string, Certificate>,
): Subject[] {
  const subjects: Subject[] = [];
  // The places of an entry stand together: of a fingerprint it has a subject where the last is its own.
  const last = new Map<string, Subject>();
  for (const { entry, place, fingerprint } of places) {
    if (fingerprint === null) continue;
    const subject = last.get(fingerprint);
    if (subject?.entry === entry) {
      subject.places.push(place);
      continue;
    }
    const certificate = seen.get(fingerprint) ?? restoreCertificate(known, fingerprint);
    if (certificate === null) continue;
    const added = { entry, fingerprint, certificate, places: [place] };
    last.set(fingerprint, added);
    subjects.push(added);
  }
  return subjects.sort((a, b) => compareText(a.entry, b.entry) || compareText(a.fingerprint, b.fingerprint));
}

/** Of a certificate that was not read now, all that is known is what the log kept: its facts, without the chain. */
function restoreCertificate(known: EventLog['certificates'], fingerprint: string): Certificate | null {
  const facts = getOwn(known, fingerprint);
  return facts === undefined ? null : { fingerprint, facts, chain: [] };
}
