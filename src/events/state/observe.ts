/** Brings the places and certificates of the event log up to date with the readings of a scan. */

import { type OnBug, throwBug } from '../../domain/bugs.ts';
import {
  type Certificate,
  type CertificateFacts,
  type Entry,
  isFromCertificate,
  type LivePlace,
  type Observation,
  type SourceReading,
  type Subject,
  type Unobserved,
} from '../../domain/index.ts';
import { indexEntries } from '../../domain/place-index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedPlace } from '../../generated/event-log.ts';
import { addEntries, compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { addSeen, hasAllFields, keepIdentities } from './identities.ts';
import { findPathExpiry, getFailingSince, getOwnership, getPathExpiry, updatePlaces } from './place-registers.ts';
import {
  collectResults,
  collectUnobserved,
  type Places,
  type ReadResult,
  type ReadResults,
  selectResult,
} from './read-results.ts';
import { getRevoked } from './revocation-register.ts';
import { listSightings } from './seen-register.ts';

interface ObserveInput {
  log: EventLog;
  /** Every entry of the manifest. */
  entries: readonly Entry[];
  /** The same by name. Default: they are indexed here. */
  byName?: ReadonlyMap<string, Entry>;
  /** The readings of the enabled entries that the scan covers. */
  readings: readonly SourceReading[];
  /** The enabled entries that no probe observed, and why. Their state is kept. */
  unobserved?: Unobserved;
  /** Whether the scan covers an entry (`--only`); others are not changed. */
  covers: (entry: string) => boolean;
  /** Milliseconds. */
  now: number;
  /** Called with a bug about one place, or about an entry, which then stays as it is in the log. Default: the bug is thrown. */
  onBug?: OnBug;
}

/**
 * Updates places and certificates; events are unchanged. Places of an entry that was removed from the manifest, or is disabled,
 * are removed. Whatever did not change is the same object as before.
 */
export function observe(input: ObserveInput): Observation {
  const { log, entries, readings, unobserved = NONE, covers, now, onBug = throwBug } = input;
  const byName = input.byName ?? indexEntries(entries);
  const byEntry = groupBy(readings, ({ entry }) => entry);
  const changed: [string, Places][] = [];
  const places: LivePlace[] = [];
  const seen = new Map<string, Certificate>();

  for (const name of listEntries(log.places, readings, unobserved)) {
    const before = getOwn(log.places, name) ?? {};
    const listed = byName.get(name);
    const entry = listed?.enabled ? listed : undefined;
    const onPlaceBug = (place: string, error: unknown) => onBug({ entry: name, subject: place, error });
    try {
      const missing = entry && findUnobserved(before, entry, unobserved);
      const results = missing ?? keepIdentities(collectResults(before, byEntry.get(name) ?? []), before, log);
      const isUpdated = covers(name) && (missing !== undefined || byEntry.has(name) || entry === undefined);
      const settle = (entry?.settings.settle_hours ?? 0) * HOUR;
      const after = isUpdated ? updatePlaces(before, results, { now, settle }, onPlaceBug) : before;
      if (after !== before) changed.push([name, after]);
      if (!covers(name) || entry === undefined) continue;
      for (const live of listLivePlaces(name, after, results, onPlaceBug)) places.push(live);
      for (const { certificate, others = [] } of results.values()) {
        if (certificate) addSeen(seen, certificate);
        for (const other of others) if (other.certificate) addSeen(seen, other.certificate);
      }
    } catch (error) {
      onBug({ entry: name, subject: null, error });
      places.push({ entry: name, place: name, ...NEVER_READ, source: name, failure: null });
    }
  }

  const certificates = updateCertificates(log.certificates, seen);
  return {
    log: { ...log, places: addEntries(log.places, changed), certificates },
    places,
    subjects: collectSubjects(places, certificates, seen),
  };
}

/** Every entry with places, readings or neither, sorted. */
function listEntries(known: EventLog['places'], readings: readonly SourceReading[], unobserved: Unobserved): string[] {
  const names = new Set([...Object.keys(known), ...readings.map(({ entry }) => entry), ...unobserved.keys()]);
  return [...names].sort(compareText);
}

const NONE: Unobserved = new Map();

/** The results of an entry that was not observed; undefined if it was. */
function findUnobserved(before: Places, entry: Entry, unobserved: Unobserved): ReadResults | undefined {
  const failure = unobserved.get(entry.name);
  return failure && collectUnobserved(before, listExpectedPlaces(entry), failure);
}

/** An entry whose places are unknown before it is read, such as a search, is a place itself until then. */
function listExpectedPlaces({ name, source }: Entry): readonly string[] {
  const places = getSourceDefinition(source.kind).listPlaces(source);
  return places.length > 0 ? places : [name];
}

/** Sorted by name. */
function listLivePlaces(
  entry: string,
  places: Places,
  results: ReadResults,
  onBug: (place: string, error: unknown) => void,
): LivePlace[] {
  const live: LivePlace[] = [];
  for (const [place, logged] of Object.entries(places)) {
    if (logged.gone) continue;
    try {
      live.push(createLivePlace(entry, place, logged, results.get(place)));
    } catch (error) {
      onBug(place, error);
      // Its certificate is still there.
      const { source, fingerprint } = logged;
      live.push({ entry, place, ...NEVER_READ, source, fingerprint, failure: null });
    }
  }
  for (const [place, { source, failure, isBlind }] of results) {
    const isKnown = getOwn(places, place)?.gone === false;
    if (isBlind && !isKnown) live.push({ entry, place, ...NEVER_READ, source, failure });
  }
  return live.sort((a, b) => compareText(a.place, b.place));
}

function createLivePlace(entry: string, place: string, logged: LoggedPlace, result: ReadResult | undefined): LivePlace {
  const { source, fingerprint, previous, since, failures } = logged;
  const own = result && selectResult(result, fingerprint);
  const { failure = null, address = null, evidence = null } = own ?? (result ? withoutCertificate(result) : NOT_READ);
  const live: LivePlace = {
    entry,
    place,
    source,
    fingerprint,
    previous,
    since,
    failures,
    failing_since: getFailingSince(logged),
    failure,
    address,
    evidence,
    path_end: getPathExpiry(logged),
    revoked: getRevoked(logged),
    unobserved: logged.unobserved?.scans ?? 0,
    ownership: getOwnership(logged),
    ...(logged.auto_renewal?.works && { renews: true }),
  };
  return addOthers(live, logged, result);
}

const NOT_READ: Partial<ReadResult> = {};

/** The failure of a place, or nothing if it did not present the certificate in this scan. */
function withoutCertificate({ failure, address }: ReadResult): Partial<ReadResult> {
  return { failure, address };
}

/** Adds the other certificates that the place presents. Of those, the log has no registers. */
function addOthers(live: LivePlace, logged: LoggedPlace, result: ReadResult | undefined): LivePlace {
  const { [live.fingerprint ?? '']: own, ...sightings } = listSightings(logged);
  const others = Object.entries(sightings).map(([fingerprint, { last_seen, handshakes }]): LivePlace => {
    const found = result && selectResult(result, fingerprint);
    const { certificate = null, address = live.address, evidence = null } = found ?? NOT_READ;
    return {
      ...live,
      fingerprint,
      previous: null,
      since: last_seen,
      address,
      evidence,
      path_end: certificate && findPathExpiry(evidence, certificate.facts),
      revoked: getRevoked({ ...logged, fingerprint }) ?? evidence?.revocation?.revoked ?? null,
      handshakes,
    };
  });
  return { ...live, ...(own && { handshakes: own.handshakes }), ...(others.length > 0 && { others }) };
}

/** A new place in a scan that reached no endpoint: the report shows it, but the log does not record it. */
const NEVER_READ = {
  fingerprint: null,
  previous: null,
  since: null,
  failures: 1,
  address: null,
  evidence: null,
  path_end: null,
  revoked: null,
  ownership: null,
} as const;

/** Adds the certificates that were read; returns the same object if nothing is new. */
function updateCertificates(
  known: EventLog['certificates'],
  seen: ReadonlyMap<string, Certificate>,
): EventLog['certificates'] {
  const added: [string, CertificateFacts][] = [];
  for (const { fingerprint, facts, fromFields } of seen.values()) {
    const before = getOwn(known, fingerprint);
    // Facts from the certificate itself are never replaced by an inventory's fields.
    const isKnown = before !== undefined && (hasAllFields(before, facts) || (fromFields && isFromCertificate(before)));
    if (!isKnown) added.push([fingerprint, facts]);
  }
  return addEntries(known, added);
}

function collectSubjects(
  places: readonly LivePlace[],
  known: EventLog['certificates'],
  seen: ReadonlyMap<string, Certificate>,
): Subject[] {
  const subjects: Subject[] = [];
  // Those of one entry, whose places are adjacent.
  const own = new Map<string, Subject>();
  const add = ({ entry, place, fingerprint }: LivePlace) => {
    if (fingerprint === null) return;
    if (subjects.at(-1)?.entry !== entry) own.clear();
    const subject = own.get(fingerprint);
    if (subject !== undefined) {
      subject.places.push(place);
      return;
    }
    const certificate = seen.get(fingerprint) ?? restoreCertificate(known, fingerprint);
    if (certificate === null) return;
    const added = { entry, fingerprint, certificate, places: [place] };
    own.set(fingerprint, added);
    subjects.push(added);
  };
  for (const place of places) {
    add(place);
    if (place.others !== undefined) for (const other of place.others) add(other);
  }
  return subjects.sort((a, b) => compareText(a.entry, b.entry) || compareText(a.fingerprint, b.fingerprint));
}

/** A certificate that could not be read now has the facts of the log, and no chain. */
function restoreCertificate(known: EventLog['certificates'], fingerprint: string): Certificate | null {
  const facts = getOwn(known, fingerprint);
  return facts === undefined ? null : { fingerprint, facts, chain: [] };
}
