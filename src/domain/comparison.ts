/** The state after the readings of a scan were added to the event log, with indexes of its entries, locations and certificates. */

import type { EventLog } from '../generated/event-log.ts';
import { getOwn, groupBy, indexGroups } from '../lib/collections.ts';
import { lazy } from '../lib/memoize.ts';
import type { CertificateFacts, IssuanceDigests, LiveLocation, ShrunkListing, Subject } from './certificate.ts';
import type { Entry } from './manifest.ts';

/** The data of a comparison, without its indexes. */
export interface ComparedState {
  /** The log with up-to-date locations and certificates; its events are unchanged. */
  readonly log: EventLog;
  /** Every entry of the manifest by name. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** The locations of the entries that this scan covers, sorted by entry and location. */
  readonly locations: readonly LiveLocation[];
  readonly subjects: readonly Subject[];
  /** The digests of the certificates that this scan read, by fingerprint. Empty unless certificate transparency is watched. */
  readonly digests?: ReadonlyMap<string, IssuanceDigests>;
  /** The inventories that lost most of their items, accepted or not. Absent: none. */
  readonly shrunk?: readonly ShrunkListing[];
}

/**
 * The state before anything is decided. Each index is computed when it is first used. A changed copy needs indexes of its own:
 * `createComparison({ ...comparison, locations })`.
 */
export interface Comparison extends ComparedState {
  listLocations: (entry: string) => readonly LiveLocation[];
  findLocation: (entry: string, location: string) => LiveLocation | undefined;
  /** Finds the named locations that exist, with a certificate that is there (see `selectCertificate`). */
  findLocations: (entry: string, locations: readonly string[], fingerprint: string | null) => LiveLocation[];
  listSubjects: (entry: string) => readonly Subject[];
  findSubject: (entry: string, fingerprint: string | null) => Subject | undefined;
  /** Counts the present certificates of an entry: distinct ones, and locations that were never read. */
  countCertificates: (entry: string) => number;
  /** Finds the facts of a certificate in the log. */
  findFacts: (fingerprint: string | null) => CertificateFacts | null;
}

/** Creates a comparison. The lists of `state` must not change afterwards. */
export function createComparison(state: ComparedState): Comparison {
  const { log, entries, locations, subjects, digests, shrunk } = state;
  const getLocations = lazy(() => groupBy(locations, ({ entry }) => entry));
  const getSubjects = lazy(() => groupBy(subjects, ({ entry }) => entry));
  const getUnreadCounts = lazy(() => countUnread(locations));
  const getLocationFinder = lazy(() => indexGroups(getLocations(), ({ location }) => location));
  const getSubjectFinder = lazy(() => indexGroups(getSubjects(), ({ fingerprint }) => fingerprint));
  const findLocation: Comparison['findLocation'] = (entry, location) => getLocationFinder()(entry, location);
  return {
    ...{ log, entries, locations, subjects, ...(digests && { digests }), ...(shrunk && { shrunk }) },
    listLocations: (entry) => getLocations().get(entry) ?? [],
    findLocation,
    findLocations: (entry, names, fingerprint) =>
      names
        .map((name) => findLocation(entry, name))
        .filter((location) => location !== undefined)
        .map((location) => selectCertificate(location, fingerprint)),
    listSubjects: (entry) => getSubjects().get(entry) ?? [],
    findSubject: (entry, fingerprint) => getSubjectFinder()(entry, fingerprint),
    countCertificates: (entry) => (getSubjects().get(entry)?.length ?? 0) + (getUnreadCounts().get(entry) ?? 0),
    findFacts: (fingerprint) => (fingerprint === null ? null : (getOwn(log.certificates, fingerprint) ?? null)),
  };
}

/** Indexes entries by name. */
export function indexEntries(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** Returns a location with one of the certificates that it presents; the same location if it has only one. */
function selectCertificate(location: LiveLocation, fingerprint: string | null): LiveLocation {
  return location.others?.find((other) => other.fingerprint === fingerprint) ?? location;
}

/** Counts the locations without a certificate, by entry. */
function countUnread(locations: readonly LiveLocation[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { entry, fingerprint } of locations)
    if (fingerprint === null) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return counts;
}
