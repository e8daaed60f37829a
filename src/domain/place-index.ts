/** Finds places by entry and name. */

import { groupBy, indexGroups } from '../lib/collections.ts';
import type { LivePlace } from './index.ts';

export interface PlaceIndex {
  listByEntry: (entry: string) => readonly LivePlace[];
  find: (entry: string, place: string) => LivePlace | undefined;
}

/** Indexes places. The list must not change afterwards. */
export function indexPlaces(places: readonly LivePlace[]): PlaceIndex {
  const groups = groupBy(places, ({ entry }) => entry);
  return {
    listByEntry: (entry) => groups.get(entry) ?? [],
    find: indexGroups(groups, ({ place }) => place),
  };
}
