/** Removes private keys from texts of an inventory, before other code reads them. */

/** Labels of RFC 7468 section 10 and 11, and of older formats, also if the end is missing. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Returns the text without private keys, and whether it had any. Line breaks may be written as `\n`. */
export function removePrivateKeys(text: string): { text: string; found: boolean } {
  if (!text.includes('PRIVATE KEY')) return { text, found: false };
  const rest = text.replace(PRIVATE_KEY, '');
  return { text: rest, found: rest !== text };
}
