/** Names the locations of inventories. */

import { hash } from 'node:crypto';

const MAX_ID_LENGTH = 200;

/**
 * Characters with a meaning in other places (`path#slot`, `host:port@address`, `directory/`), the escape character itself, and unprintable
 * characters.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const RESERVED = /[#@%\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\s(?=\s|$)|^\s|\/$/g;

/**
 * Formats the location of an item: `KIND:ID`. An ID of any length and content results in one line that stays the same from scan to scan,
 * and different IDs in different locations.
 */
export function formatItemLocation(kind: string, id: string): string {
  const escaped = id.replace(RESERVED, (character) => encodeURIComponent(character));
  if (escaped.length <= MAX_ID_LENGTH) return `${kind}:${escaped}`;
  return `${kind}:${escaped.slice(0, MAX_ID_LENGTH - 13)}~${hash('sha256', id, 'hex').slice(0, 12)}`;
}

/** Whether a location belongs to an inventory of this kind, or to one of its items. */
export function isItemLocation(location: string, kind: string): boolean {
  return location === kind || location.startsWith(`${kind}:`);
}

/** Whether a source is a listing itself, or one that it finds, such as the vault `SUBSCRIPTION/VAULT` of a subscription. */
export function isSourceUnder(source: string, listing: string): boolean {
  return source === listing || source.startsWith(`${listing}/`);
}

/**
 * Lists a source and the listings that may have found it, the longest first: `azure_key_vault:SUBSCRIPTION/VAULT`,
 * `azure_key_vault:SUBSCRIPTION`.
 */
export function listPossibleListings(source: string): string[] {
  const slashes = [...source.matchAll(/\//g)].map(({ index }) => index).reverse();
  return [source, ...slashes.map((index) => source.slice(0, index))];
}
