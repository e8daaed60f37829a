/**
 * The names of places. A file with several slots or unrelated certificates has places `path#...`, of which each may have parts
 * of its own: `keystore.p12#shop`, `roots.pem#<12 hex of its fingerprint>`. An unreadable directory has the place `certs/`.
 */

import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { listSightings } from './seen-register.ts';

/** Lists the places of a source of an entry that were not removed, and have or had a certificate. */
export function createPlaceLister({ places }: EventLog): (entry: string, source: string) => string[] {
  return (entry, source) =>
    Object.entries(getOwn(places, entry) ?? {}).flatMap(([place, logged]) =>
      logged.gone || logged.source !== source || place === source ? [] : place,
    );
}

/** Lists the fingerprints of the certificates that a place presented when it was last read. */
export function createCertificateLister({ places }: EventLog): (entry: string, place: string) => string[] {
  return (entry, place) => {
    const logged = getOwn(getOwn(places, entry) ?? {}, place);
    if (logged === undefined || logged.gone || logged.fingerprint === null) return [];
    return [...new Set([logged.fingerprint, ...Object.keys(listSightings(logged))])];
  };
}

/** Returns the path of the file that a place is in, or the place itself. A `#` in the path ends it early. */
export function getFilePart(place: string): string {
  const end = place.indexOf('#');
  return end === -1 ? place : place.slice(0, end);
}

/** Whether a place is, or is in, a file, slot or directory. */
export function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(isDirectoryPlace(outer) ? outer.replace(/^\.\/$/, '') : `${outer}#`);
}

/** An unreadable directory ends in `/`, which no file does, but a URL may. */
export function isDirectoryPlace(place: string): boolean {
  return place.endsWith('/') && !place.includes('://');
}

/** Whether a place is an address of this family of a server: `host:port@address`, with `#ALGORITHM` if both algorithms are read. */
export function isAddressPlace(place: string, server: string, family: 4 | 6): boolean {
  const start = `${server}@`;
  if (!place.startsWith(start)) return false;
  // An IPv4 address may have a port.
  return getFilePart(place.slice(start.length)).split(':').length > 2 === (family === 6);
}
