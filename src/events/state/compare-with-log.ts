/** Brings the locations and certificates of the event log up to date with the readings of a scan. */

import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import {
  type Certificate,
  type CertificateFacts,
  type Comparison,
  createComparison,
  type DomainReading,
  type Entry,
  type IssuanceDigests,
  indexEntries,
  isFromCertificate,
  type LiveLocation,
  type Observed,
  type ShrunkListing,
  type SourceReading,
  type Subject,
  type Unobserved,
} from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedLocation } from '../../generated/event-log.ts';
import { addEntries, compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { addSeen, hasAllFields, keepIdentities } from './identities.ts';
import { updateKeys } from './keys.ts';
import {
  findPathExpiry,
  getFailingSince,
  getIssuerExpiry,
  getOwnership,
  getPathExpiry,
  updateLocations,
} from './location-registers.ts';
import {
  collectResults,
  collectUnobserved,
  type Locations,
  type ReadResult,
  type ReadResults,
  selectResult,
} from './read-results.ts';
import { recordErrors } from './record-errors.ts';
import { getRevoked } from './revocation-register.ts';
import { findShrunkListings, keepShrunk, updateShrunk } from './shrunk-listings.ts';
import { listSightings } from './sightings-register.ts';
import { dropUnwatched, listDomainLocations, markKnown, recordTransparency } from './transparency.ts';

interface ObserveInput {
  log: EventLog;
  /** Every entry of the manifest. */
  entries: readonly Entry[];
  /** The readings of the enabled entries that the scan covers. */
  readings: readonly SourceReading[];
  /** The readings of the domains of `ct` entries in this scan. Default: none, so that they keep the state of the last scan. */
  transparency?: readonly DomainReading[];
  /** The enabled entries that no probe observed, and why. Their state is kept. */
  unobserved?: Unobserved;
  /** Whether the scan covers an entry (`--only`); others are not changed. */
  covers: (entry: string) => boolean;
  /** Milliseconds. */
  now: number;
  /** Called with a bug about one location, or about an entry, which then stays as it is in the log. Default: the bug is thrown. */
  onBug?: OnBug;
}

/**
 * Updates locations and certificates; events are unchanged. Locations of an entry that was removed from the manifest, or is disabled, are
 * removed. Unchanged parts are the same objects as before.
 */
export function compareWithLog(input: ObserveInput): Comparison {
  const { entries, readings, unobserved = NONE, transparency = [], covers, now, onBug = throwBug } = input;
  const byName = indexEntries(entries);
  const log = recordTransparency(dropUnwatched(input.log, byName, covers), transparency, now);
  const byEntry = groupBy(readings, ({ entry }) => entry);
  const changed: [string, Locations][] = [];
  const locations: LiveLocation[] = [];
  const seen = new Map<string, Certificate>();
  const shrunk: ShrunkListing[] = [];

  for (const name of listEntries(log.locations, readings, unobserved)) {
    const before = getOwn(log.locations, name) ?? {};
    const listed = byName.get(name);
    const entry = listed?.enabled ? listed : undefined;
    const onLocationBug = (location: string, error: unknown) => onBug({ entry: name, subject: location, error });
    try {
      const missing = entry && findUnobserved(before, entry, unobserved);
      const own = byEntry.get(name) ?? [];
      const read = missing ?? keepIdentities(collectResults(before, own), before, log);
      const { certificates } = log;
      const lost = entry && covers(name) ? findShrunkListings(before, own, read, { entry, certificates, now }) : [];
      shrunk.push(...lost);
      const results = keepShrunk(read, before, lost, now);
      const isUpdated = covers(name) && (missing !== undefined || byEntry.has(name) || entry === undefined);
      const settle = (entry?.settings.settle_hours ?? 0) * HOUR;
      const after = isUpdated
        ? updateShrunk(updateLocations(before, results, { now, settle }, onLocationBug), own, lost, now)
        : before;
      if (after !== before) changed.push([name, after]);
      if (!covers(name) || entry === undefined) continue;
      for (const live of listLiveLocations(name, after, results, onLocationBug)) locations.push(live);
      for (const { certificate, others = [] } of results.values()) {
        if (certificate) addSeen(seen, certificate);
        for (const other of others) if (other.certificate) addSeen(seen, other.certificate);
      }
    } catch (error) {
      onBug({ entry: name, subject: null, error });
      locations.push({ entry: name, location: name, ...NEVER_READ, source: name, failure: null });
    }
  }

  const certificates = updateCertificates(log.certificates, seen);
  const keys = updateKeys(log.keys, seen, certificates);
  const compared = { ...log, locations: addEntries(log.locations, changed), certificates, ...(keys && { keys }) };
  const updated = markKnown(compared, seen.values());
  const all = addDomainLocations(locations, input, updated);
  return createComparison({
    log: recordErrors(updated, { entries: byName, locations: all, covers }),
    entries: byName,
    locations: all,
    subjects: collectSubjects(locations, certificates, seen),
    digests: collectDigests(seen),
    ...(shrunk.length > 0 && { shrunk }),
  });
}

/** Adds the domains of `ct` entries, and keeps the order. */
function addDomainLocations(
  locations: LiveLocation[],
  { entries, transparency = [], covers, now }: ObserveInput,
  log: EventLog,
): LiveLocation[] {
  const watching = entries.filter(({ name, enabled, source }) => enabled && source.kind === 'ct' && covers(name));
  if (watching.length === 0) return locations;
  const readings = groupBy(transparency, ({ entry }) => entry);
  const domains = watching.flatMap((entry) => {
    const own = new Map(readings.get(entry.name)?.map((reading) => [reading.domain, reading]));
    return listDomainLocations(entry, log, own, now);
  });
  return [...locations, ...domains].sort(
    (a, b) => compareText(a.entry, b.entry) || compareText(a.location, b.location),
  );
}

function collectDigests(seen: ReadonlyMap<string, Certificate>): NonNullable<Comparison['digests']> {
  const digests = new Map<string, IssuanceDigests>();
  for (const [fingerprint, certificate] of seen)
    if (certificate.digests !== undefined) digests.set(fingerprint, certificate.digests);
  return digests;
}

/** Lists all entries, with or without locations and readings, sorted. */
function listEntries(
  known: EventLog['locations'],
  readings: readonly SourceReading[],
  unobserved: Unobserved,
): string[] {
  const names = new Set([...Object.keys(known), ...readings.map(({ entry }) => entry), ...unobserved.keys()]);
  return [...names].sort(compareText);
}

const NONE: Unobserved = new Map();

/** Collects the results of an entry that was not observed; undefined for an observed one. */
function findUnobserved(before: Locations, entry: Entry, unobserved: Unobserved): ReadResults | undefined {
  const failure = unobserved.get(entry.name);
  return failure && collectUnobserved(before, listExpectedLocations(entry), failure);
}

/** Lists the locations that an entry has before it is read. An entry such as a search is a location itself until then. */
function listExpectedLocations({ name, source }: Entry): readonly string[] {
  const locations = getSourceDefinition(source.kind).listLocations(source);
  return locations.length > 0 ? locations : [name];
}

/** Lists the locations of an entry, sorted by name. */
function listLiveLocations(
  entry: string,
  locations: Locations,
  results: ReadResults,
  onBug: (location: string, error: unknown) => void,
): LiveLocation[] {
  const live: LiveLocation[] = [];
  for (const [location, logged] of Object.entries(locations)) {
    if (logged.removed) continue;
    try {
      live.push(createLiveLocation(entry, location, logged, results.get(location)));
    } catch (error) {
      onBug(location, error);
      // The location keeps its logged certificate.
      const { source, fingerprint } = logged;
      live.push({ entry, location, ...NEVER_READ, source, fingerprint, failure: null });
    }
  }
  for (const [location, { source, failure, isBlind }] of results) {
    const isKnown = getOwn(locations, location)?.removed === false;
    if (isBlind && !isKnown) live.push({ entry, location, ...NEVER_READ, source, failure });
  }
  return live.sort((a, b) => compareText(a.location, b.location));
}

function createLiveLocation(
  entry: string,
  location: string,
  logged: LoggedLocation,
  result: ReadResult | undefined,
): LiveLocation {
  const { source, fingerprint, previous, since, failures } = logged;
  const own = result && selectResult(result, fingerprint);
  const issuer_end = getIssuerExpiry(logged);
  const { failure = null, observed = {}, evidence = null } = own ?? (result ? withoutCertificate(result) : NOT_READ);
  const live: LiveLocation = {
    entry,
    location,
    source,
    fingerprint,
    previous,
    since,
    failures,
    failing_since: getFailingSince(logged),
    failure,
    observed,
    evidence,
    path_end: getPathExpiry(logged),
    ...(issuer_end && { issuer_end }),
    revoked: getRevoked(logged),
    unobserved: logged.unobserved?.scans ?? 0,
    ownership: getOwnership(logged),
    ...(logged.auto_renewal?.healthy && { renews: true }),
    ...(logged.lookups && { failed_lookups: logged.lookups }),
    ...(logged.tlsa && { served_records: logged.tlsa.served }),
    ...(logged.registration && { registration: logged.registration }),
    ...(logged.mta_sts && { published_policy: logged.mta_sts }),
    ...(logged.dnssec && { signatures: logged.dnssec }),
  };
  return addOthers(live, logged, result);
}

const NOT_READ: Partial<ReadResult> = {};

/** Keeps only the failure and the address of a result, for a location that did not present the certificate in this scan. */
function withoutCertificate({ failure, observed }: ReadResult): Partial<ReadResult> {
  return { failure, observed: selectAddress(observed) };
}

/** Selects the address, the only fact that does not depend on the certificate. */
function selectAddress({ address }: Observed): Observed {
  return address === undefined ? {} : { address };
}

/** Adds the other certificates that the location presents, which have no registers in the log. */
function addOthers(live: LiveLocation, logged: LoggedLocation, result: ReadResult | undefined): LiveLocation {
  if (logged.sightings === undefined) return live;
  const { issuer_end: _, ...shared } = live;
  const { [live.fingerprint ?? '']: own, ...sightings } = listSightings(logged);
  const others = Object.entries(sightings).map(([fingerprint, { last_seen, handshakes }]): LiveLocation => {
    const found = result && selectResult(result, fingerprint);
    const { certificate = null, observed = selectAddress(live.observed), evidence = null } = found ?? NOT_READ;
    const { issuer_expiry } = evidence?.trust ?? evidence?.presented_path ?? {};
    return {
      ...shared,
      fingerprint,
      previous: null,
      since: last_seen,
      observed,
      evidence,
      path_end: certificate && findPathExpiry(evidence, certificate.facts),
      ...(issuer_expiry && { issuer_end: issuer_expiry }),
      revoked: getRevoked({ ...logged, fingerprint }) ?? evidence?.revocation?.revoked ?? null,
      handshakes,
    };
  });
  return { ...live, ...(own && { handshakes: own.handshakes }), ...(others.length > 0 && { others }) };
}

/** A new location in a scan that reached no endpoint: the report shows it, but the log does not record it. */
const NEVER_READ = {
  fingerprint: null,
  previous: null,
  since: null,
  failures: 1,
  observed: {},
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
  for (const { fingerprint, facts, from_fields } of seen.values()) {
    const before = getOwn(known, fingerprint);
    // Facts from the certificate itself are never replaced by an inventory's fields.
    const isKnown = before !== undefined && (hasAllFields(before, facts) || (from_fields && isFromCertificate(before)));
    if (!isKnown) added.push([fingerprint, facts]);
  }
  return addEntries(known, added);
}

function collectSubjects(
  locations: readonly LiveLocation[],
  known: EventLog['certificates'],
  seen: ReadonlyMap<string, Certificate>,
): Subject[] {
  const subjects: Subject[] = [];
  // The subjects of one entry, whose locations are adjacent.
  const own = new Map<string, Subject>();
  const add = ({ entry, location, fingerprint }: LiveLocation) => {
    if (fingerprint === null) return;
    if (subjects.at(-1)?.entry !== entry) own.clear();
    const subject = own.get(fingerprint);
    if (subject !== undefined) {
      subject.locations.push(location);
      return;
    }
    const certificate = seen.get(fingerprint) ?? restoreCertificate(known, fingerprint);
    if (certificate === null) return;
    const added = { entry, fingerprint, certificate, locations: [location] };
    own.set(fingerprint, added);
    subjects.push(added);
  };
  for (const location of locations) {
    add(location);
    if (location.others !== undefined) for (const other of location.others) add(other);
  }
  return subjects.sort((a, b) => compareText(a.entry, b.entry) || compareText(a.fingerprint, b.fingerprint));
}

/** Restores a certificate that could not be read now from the facts of the log, without a chain. */
function restoreCertificate(known: EventLog['certificates'], fingerprint: string): Certificate | null {
  const facts = getOwn(known, fingerprint);
  return facts === undefined ? null : { fingerprint, facts, chain: [] };
}
