/** Finds places and certificates by entry. */

import { groupBy, indexGroups } from '../lib/collections.ts';
import type { Entry, LivePlace, Observation, Subject } from './index.ts';

export interface PlaceIndex {
  listByEntry: (entry: string) => readonly LivePlace[];
  find: (entry: string, place: string) => LivePlace | undefined;
  /** Those of the named places that exist, with a certificate that is there (see `selectCertificate`). */
  findAll: (entry: string, places: readonly string[], fingerprint: string | null) => LivePlace[];
}

/** Returns a place with one of the certificates that it presents; as it is, if it has only one. */
function selectCertificate(place: LivePlace, fingerprint: string | null): LivePlace {
  return place.others?.find((other) => other.fingerprint === fingerprint) ?? place;
}

/** Indexes places. The list must not change afterwards. */
export function indexPlaces(places: readonly LivePlace[]): PlaceIndex {
  const groups = groupBy(places, ({ entry }) => entry);
  const find = indexGroups(groups, ({ place }) => place);
  return {
    listByEntry: (entry) => groups.get(entry) ?? [],
    find,
    findAll: (entry, names, fingerprint) =>
      names.flatMap((name) => find(entry, name) ?? []).map((place) => selectCertificate(place, fingerprint)),
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

/** How many certificates an entry has now: distinct ones, and places that were never read. */
export interface CertificateCounts {
  count: (entry: string) => number;
}

/** `index`: of the subjects, if it is already known. */
export function countCertificates(
  { subjects, places }: Pick<Observation, 'subjects' | 'places'>,
  index = indexSubjects(subjects),
): CertificateCounts {
  const unread = new Map<string, number>();
  for (const { entry, fingerprint } of places) {
    if (fingerprint === null) unread.set(entry, (unread.get(entry) ?? 0) + 1);
  }
  return { count: (entry) => (index.get(entry)?.length ?? 0) + (unread.get(entry) ?? 0) };
}
