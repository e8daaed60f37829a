/** Finds locations and certificates by entry. */

import { groupBy, indexGroups } from '../lib/collections.ts';
import type { Comparison, Entry, LiveLocation, Subject } from './index.ts';

export interface LocationIndex {
  listByEntry: (entry: string) => readonly LiveLocation[];
  find: (entry: string, location: string) => LiveLocation | undefined;
  /** Finds the named locations that exist, with the given certificate (see `selectCertificate`). */
  findAll: (entry: string, locations: readonly string[], fingerprint: string | null) => LiveLocation[];
}

/** Returns a location with one of the certificates that it presents, or the location itself if it has only one. */
function selectCertificate(location: LiveLocation, fingerprint: string | null): LiveLocation {
  return location.others?.find((other) => other.fingerprint === fingerprint) ?? location;
}

/** Indexes locations. The list must not change afterwards. */
export function indexLocations(locations: readonly LiveLocation[]): LocationIndex {
  const groups = groupBy(locations, ({ entry }) => entry);
  const find = indexGroups(groups, ({ location }) => location);
  return {
    listByEntry: (entry) => groups.get(entry) ?? [],
    find,
    findAll: (entry, names, fingerprint) =>
      names.flatMap((name) => find(entry, name) ?? []).map((location) => selectCertificate(location, fingerprint)),
  };
}

/** Indexes entries by name. */
export function indexEntries(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** Indexes subjects by entry. */
export function indexSubjects(subjects: readonly Subject[]): ReadonlyMap<string, readonly Subject[]> {
  return groupBy(subjects, ({ entry }) => entry);
}

/** The numbers of certificates of an entry now: distinct certificates, and locations that were never read. */
export interface CertificateCounts {
  count: (entry: string) => number;
}

/** Counts certificates. `index` is the index of the subjects, if it is already known. */
export function countCertificates(
  { subjects, locations }: Pick<Comparison, 'subjects' | 'locations'>,
  index = indexSubjects(subjects),
): CertificateCounts {
  const unread = new Map<string, number>();
  for (const { entry, fingerprint } of locations) {
    if (fingerprint === null) unread.set(entry, (unread.get(entry) ?? 0) + 1);
  }
  return { count: (entry) => (index.get(entry)?.length ?? 0) + (unread.get(entry) ?? 0) };
}
