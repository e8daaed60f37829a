/** Finds places by entry and name. */

import { groupCompactly, indexGroups } from '../lib/collections.ts';
import type { LivePlace, Observation } from './index.ts';

export interface PlaceIndex {
  listByEntry: (entry: string) => readonly LivePlace[];
  find: (entry: string, place: string) => LivePlace | undefined;
  /** Those of the named places that exist. */
  findAll: (entry: string, places: readonly string[]) => LivePlace[];
}

/** Indexes places. The list must not change afterwards. */
export function indexPlaces(places: readonly LivePlace[]): PlaceIndex {
  const groups = groupCompactly(places, ({ entry }) => entry);
  const find = indexGroups(groups, ({ place }) => place);
  return {
    listByEntry: (entry) => groups.get(entry) ?? [],
    find,
    findAll: (entry, names) => {
      const found: LivePlace[] = [];
      for (const name of names) {
        const place = find(entry, name);
        if (place !== undefined) found.push(place);
      }
      return found;
    },
  };
}

/** Counts what each entry has now: distinct certificates, and places that were never read. */
export function countCertificates({ subjects, places }: Pick<Observation, 'subjects' | 'places'>): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (entry: string) => counts.set(entry, (counts.get(entry) ?? 0) + 1);
  for (const { entry } of subjects) count(entry);
  for (const { entry, fingerprint } of places) if (fingerprint === null) count(entry);
  return counts;
}
