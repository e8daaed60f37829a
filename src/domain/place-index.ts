/** The places of a scan by entry and name. */

import { groupBy, indexGroups } from '../lib/collections.ts';
import type { LivePlace } from './index.ts';

interface PlaceIndex {
  ofEntry: (entry: string) => readonly LivePlace[];
  at: (entry: string, place: string) => LivePlace | undefined;
}

/** Of the places that were indexed before: judging, planning and the report ask for the same. */
const INDEXED = new WeakMap<readonly LivePlace[], PlaceIndex>();

/** Finds places by their entry and name. The list must not change any more. */
export function indexPlaces(places: readonly LivePlace[]): PlaceIndex {
  const known = INDEXED.get(places);
  if (known !== undefined) return known;
  const groups = groupBy(places, ({ entry }) => entry);
  const index = {
    ofEntry: (entry: string) => groups.get(entry) ?? [],
    at: indexGroups(groups, ({ place }) => place),
  };
  INDEXED.set(places, index);
  return index;
}
