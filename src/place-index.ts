/** The places of a scan by entry and name. */

import { indexByPair } from './collections.ts';
import type { LivePlace } from './types.ts';

type PlaceOf = (entry: string, place: string | null) => LivePlace | undefined;

/** Of the places that were indexed before: judging, planning and the report ask for the same. */
const INDEXED = new WeakMap<readonly LivePlace[], PlaceOf>();

/** Finds a place by its entry and name. The list must not change any more. */
export function indexPlaces(places: readonly LivePlace[]): PlaceOf {
  const known = INDEXED.get(places);
  if (known !== undefined) return known;
  const index = indexByPair(
    places,
    ({ entry }) => entry,
    ({ place }) => place,
  );
  INDEXED.set(places, index);
  return index;
}
