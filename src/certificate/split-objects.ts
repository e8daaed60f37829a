/** Splits the content of a file into the objects that were appended to one another, such as DER after DER, or DER after PEM. */

import { measureElement } from './asn1/ber.ts';
import { ignoreMalformed } from './asn1/der.ts';
import { looksLikeBer, looksLikeDer } from './detect-format.ts';

/**
 * Splits binary objects from what comes after them, and DER from the PEM before it. White space and zeros between objects are dropped.
 * Java keystores do not tell where they end, so they extend to the end of the file.
 */
export function splitObjects(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const end = findObjectEnd(rest);
    parts.push(rest.subarray(0, end));
    rest = rest.subarray(skipFiller(rest, end));
  }
  return parts;
}

/** Malformed DER extends to the end, and its own failure explains it. */
function findObjectEnd(bytes: Buffer): number {
  if (!isBinary(bytes)) return findBinaryAfterPem(bytes) ?? bytes.length;
  return ignoreMalformed(() => measureElement(bytes)) ?? bytes.length;
}

function isBinary(bytes: Buffer): boolean {
  return looksLikeDer(bytes) || looksLikeBer(bytes);
}

const BOUNDARY = '-----';

/** Finds the first element that directly follows a boundary of PEM: no text in UTF-8 begins like one. */
function findBinaryAfterPem(bytes: Buffer): number | null {
  for (let at = bytes.indexOf(BOUNDARY); at !== -1; at = bytes.indexOf(BOUNDARY, at + 1)) {
    const start = skipFiller(bytes, at + BOUNDARY.length);
    if (isBinary(bytes.subarray(start, start + 2)))
      return ignoreMalformed(() => measureElement(bytes.subarray(start))) === null ? null : start;
  }
  return null;
}

/** Tab, line feed, form feed, carriage return, space, zero, and the end-of-file mark of DOS. */
const FILLER: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x00, 0x1a]);

function skipFiller(bytes: Buffer, start: number): number {
  let at = start;
  while (FILLER.has(bytes[at])) at += 1;
  return at;
}
