/**
 * The names of locations. A file with several slots or unrelated certificates has locations `path#...`, of which each may have parts
 * of its own: `keystore.p12#shop`, `roots.pem#<12 hex of its fingerprint>`. An unreadable directory has the location `certs/`.
 */

import type { Registration } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { listSightings } from './sightings-register.ts';

/** Lists the locations of a source of an entry that are not removed, and have or had a certificate. */
export function createLocationLister({ locations }: EventLog): (entry: string, source: string) => string[] {
  return (entry, source) =>
    Object.entries(getOwn(locations, entry) ?? {}).flatMap(([location, logged]) =>
      logged.removed || logged.source !== source || location === source ? [] : location,
    );
}

/** Lists the fingerprints of the certificates that a location presented when it was last read. */
export function createCertificateLister({ locations }: EventLog): (entry: string, location: string) => string[] {
  return (entry, location) => {
    const logged = getOwn(getOwn(locations, entry) ?? {}, location);
    if (logged === undefined || logged.removed || logged.fingerprint === null) return [];
    return [...new Set([logged.fingerprint, ...Object.keys(listSightings(logged))])];
  };
}

/** Finds the last registration of the domain at a location. */
export function createRegistrationFinder({
  locations,
}: EventLog): (entry: string, location: string) => Registration | null {
  return (entry, location) => {
    const logged = getOwn(getOwn(locations, entry) ?? {}, location);
    return logged === undefined || logged.removed ? null : (logged.registration ?? null);
  };
}

/** Returns the path of the file that a location is in, or the location itself. A `#` in the path ends it early. */
export function getFilePart(location: string): string {
  const end = location.indexOf('#');
  return end === -1 ? location : location.slice(0, end);
}

/** Whether a location is, or is in, a file, slot or directory. */
export function isWithin(location: string, outer: string): boolean {
  return (
    location === outer || location.startsWith(isDirectoryLocation(outer) ? outer.replace(/^\.\/$/, '') : `${outer}#`)
  );
}

/** Whether a location is an unreadable directory. It ends in `/`, unlike a file; a URL may end in it, too. */
export function isDirectoryLocation(location: string): boolean {
  return location.endsWith('/') && !location.includes('://');
}

/** Whether a location is an address of this family of a server: `host:port@address`, with `#ALGORITHM` if both algorithms are read. */
export function isAddressLocation(location: string, server: string, family: 4 | 6): boolean {
  const start = `${server}@`;
  if (!location.startsWith(start)) return false;
  // An IPv4 address may have a port.
  return getFilePart(location.slice(start.length)).split(':').length > 2 === (family === 6);
}
