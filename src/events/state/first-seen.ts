/** Finds since when certificates have been at the locations of their entries. */

import type { IsoTime } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { memoize } from '../../lib/memoize.ts';
import { listSightings } from './sightings-register.ts';

/**
 * Creates a function that returns since when a certificate has been at one of the locations of an entry: locations forget a replaced
 * certificate. A location with several certificates knows only when it last presented the others. The locations of an entry are read once,
 * because a single file can have thousands of certificates.
 */
export function createFirstSeenFinder({ locations }: EventLog) {
  const listEntry = memoize((entry: string) => listFirstSeen(getOwn(locations, entry) ?? {}));
  return (entry: string, fingerprint: string): IsoTime | undefined => listEntry(entry).get(fingerprint);
}

function listFirstSeen(locations: EventLog['locations'][string]): ReadonlyMap<string, IsoTime> {
  const found = new Map<string, IsoTime>();
  const add = (fingerprint: string, seen: IsoTime) => {
    const known = found.get(fingerprint);
    if (known === undefined || parseIsoTime(seen) < parseIsoTime(known)) found.set(fingerprint, seen);
  };
  for (const location of Object.values(locations)) {
    const { fingerprint, since } = location;
    if (fingerprint !== null && since !== null) add(fingerprint, since);
    for (const [other, { last_seen }] of Object.entries(listSightings(location))) add(other, last_seen);
  }
  return found;
}
