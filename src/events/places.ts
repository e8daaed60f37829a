/** The names of places: in a file with unrelated certificates each has the place `path#<12 hex of its fingerprint>`. */

const MEMBER = /#[0-9a-f]{12}$/;

/** The path of the file that a place is in; of any other place its name. */
export function fileOf(place: string): string {
  return place.replace(MEMBER, '');
}
