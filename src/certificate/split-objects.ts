/** Splits the content of a file into the objects that were appended to one another, such as DER after DER, or DER after PEM. */

import { measureElement } from './asn1/ber.ts';
import { ignoreMalformed } from './asn1/der.ts';
import { detectBinaryFormat, looksLikeBer, looksLikeDer, looksLikeJavaKeystore } from './detect-format.ts';
import { measureJavaKeystore } from './formats/jks.ts';

/**
 * Splits binary objects from what comes after them, and from the text before them. White space and zeros between objects are dropped.
 * A Java keystore with a secret key does not tell where it ends, so it extends to the end of the file.
 */
export function splitObjects(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  // Nearly all files are text, which need not be searched.
  const isText = !NOT_ASCII.test(bytes.toString('latin1'));
  for (let rest = bytes; rest.length > 0; ) {
    const end = isText ? rest.length : findObjectEnd(rest);
    parts.push(rest.subarray(0, end));
    rest = rest.subarray(skipFiller(rest, end));
  }
  return parts;
}

/** Malformed DER and keystores extend to the end, and their own failure explains it. */
function findObjectEnd(bytes: Buffer): number {
  if (looksLikeJavaKeystore(bytes)) return measureJavaKeystore(bytes) ?? bytes.length;
  if (!isBinary(bytes)) return findBinaryAfterText(bytes) ?? bytes.length;
  return ignoreMalformed(() => measureElement(bytes)) ?? bytes.length;
}

function isBinary(bytes: Buffer): boolean {
  return looksLikeDer(bytes) || looksLikeBer(bytes);
}

const HYPHEN = 0x2d;
const LAST_CONTROL = 0x1f;
/** The hyphens of a boundary of PEM. */
const BOUNDARY = 5;

/** The bytes before an object that follows white space, without a boundary: fewer are the damaged head of a binary file. */
const MIN_TEXT = 16;

/** A hostile file can consist of beginnings of objects. */
const MAX_ATTEMPTS = 100;

/** One of the first two bytes of each object. */
const NOT_ASCII = /[\u0080-\u00ff]/;

/** Finds the first binary object after text: any that directly follows a boundary of PEM, and a whole one after other white space. */
function findBinaryAfterText(bytes: Buffer): number | null {
  let hyphens = 0;
  let attempts = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte === HYPHEN) hyphens += 1;
    else if (!FILLER.has(byte)) {
      const isAfterBoundary = hyphens >= BOUNDARY;
      const isAfterText = at >= MIN_TEXT && FILLER.has(bytes[at - 1]) && attempts < MAX_ATTEMPTS;
      if (FIRST_BYTES.has(byte) && (isAfterBoundary || isAfterText)) {
        attempts += 1;
        if (isObject(bytes.subarray(at), isAfterBoundary)) return at;
      }
      // Binary data of an unknown format is not searched.
      if (byte <= LAST_CONTROL) attempts = MAX_ATTEMPTS;
      hyphens = 0;
    }
  }
  return null;
}

/** The first bytes of DER, BER and Java keystores. */
const FIRST_BYTES: ReadonlySet<number> = new Set([0x30, 0xfe, 0xce]);

/** Whether an object begins here. A truncated one after a boundary is one, too: its failure says so. */
function isObject(bytes: Buffer, isAfterBoundary: boolean): boolean {
  if (!isBinary(bytes)) return looksLikeJavaKeystore(bytes);
  if (isAfterBoundary) return true;
  return ignoreMalformed(() => measureElement(bytes)) !== null && detectBinaryFormat(bytes) !== 'other';
}

/** Tab, line feed, form feed, carriage return, space, zero, and the end-of-file mark of DOS. */
const FILLER: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x00, 0x1a]);

function skipFiller(bytes: Buffer, start: number): number {
  let at = start;
  while (FILLER.has(bytes[at])) at += 1;
  return at;
}
