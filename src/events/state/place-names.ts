/**
 * The names of places. What lies in a file with several slots or unrelated certificates has the place `path#...`, which
 * may have a part of its own: `keystore.p12#shop`, `roots.pem#<12 hex of its fingerprint>`. A folder that could not be looked
 * into has the place `certs/`.
 */

/** The path of the file that a place is in; of any other place its name. A `#` of the path itself ends it early. */
export function getFilePart(place: string): string {
  const end = place.indexOf('#');
  return end === -1 ? place : place.slice(0, end);
}

/** Whether a place is the file, slot or folder of that name, or lies in it. */
export function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(isDirectoryPlace(outer) ? outer.replace(/^\.\/$/, '') : `${outer}#`);
}

/** A folder that could not be looked into ends in `/`, as no file does; so may a URL. */
export function isDirectoryPlace(place: string): boolean {
  return place.endsWith('/') && !place.includes('://');
}
