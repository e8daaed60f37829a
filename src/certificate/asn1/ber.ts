/**
 * BER (X.690 section 8) made readable as DER: lengths of the indefinite form become definite, and strings in pieces are
 * joined. What is DER already stays the same bytes, so that the fingerprint of a certificate inside stays its own.
 */

import { MalformedError, readElement, TAG } from './der.ts';

const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTET_STRING = TAG.octetString | CONSTRUCTED;

/** No format nests as deep; beyond it something was built to exhaust the reader. */
const MAX_DEPTH = 48;

interface Rewritten {
  /** What replaces the element; null where it stays as it is. */
  bytes: Buffer | null;
  /** Where the element ends in what was read. */
  end: number;
}

/** The same content with definite lengths throughout; `bytes` itself where it has no others. Throws Malformed. */
export function convertToDefiniteLengths(bytes: Buffer): Buffer {
  if (bytes.length < 2) return bytes;
  const { bytes: rewritten, end } = rewrite(bytes, 0, bytes.length, 0);
  return rewritten ?? bytes.subarray(0, end);
}

function rewrite(bytes: Buffer, at: number, limit: number, depth: number): Rewritten {
  if (depth > MAX_DEPTH) throw new MalformedError('it is nested too deep');
  if (at + 2 > limit) throw new MalformedError('an element is cut short');
  const tag = bytes[at] as number;
  if (bytes[at + 1] === INDEFINITE) return rewriteIndefinite(bytes, at, limit, depth);
  const { start, end } = readElement(bytes, at, limit);
  if ((tag & CONSTRUCTED) === 0) return { bytes: null, end };
  const parts = rewriteParts(bytes, start, end, depth);
  if (parts === null && tag !== CONSTRUCTED_OCTET_STRING) return { bytes: null, end };
  return { bytes: element(tag, parts ?? [bytes.subarray(start, end)]), end };
}

/** Ends at two zero bytes (X.690 section 8.1.5). */
function rewriteIndefinite(bytes: Buffer, at: number, limit: number, depth: number): Rewritten {
  const tag = bytes[at] as number;
  if ((tag & CONSTRUCTED) === 0) throw new MalformedError('an element without parts and without an end');
  const parts: Buffer[] = [];
  for (let inner = at + 2; ; ) {
    if (inner + 2 > limit) throw new MalformedError('an element of indefinite length has no end');
    if (bytes[inner] === 0 && bytes[inner + 1] === 0) return { bytes: element(tag, parts), end: inner + 2 };
    const part = rewrite(bytes, inner, limit, depth + 1);
    parts.push(part.bytes ?? bytes.subarray(inner, part.end));
    inner = part.end;
  }
}

/** The parts of an element of definite length; null where none changes, or where it holds something else than parts. */
function rewriteParts(bytes: Buffer, start: number, end: number, depth: number): Buffer[] | null {
  const parts: Buffer[] = [];
  let isChanged = false;
  try {
    for (let at = start; at < end; ) {
      const part = rewrite(bytes, at, end, depth + 1);
      parts.push(part.bytes ?? bytes.subarray(at, part.end));
      if (part.bytes !== null) isChanged = true;
      at = part.end;
    }
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
  return isChanged ? parts : null;
}

/** An OCTET STRING in pieces is the one that they make up (X.690 section 8.7.3). */
function element(tag: number, parts: readonly Buffer[]): Buffer {
  if (tag !== CONSTRUCTED_OCTET_STRING) return withHeader(tag, parts);
  return withHeader(TAG.octetString, readStringSegments(Buffer.concat(parts)));
}

function readStringSegments(bytes: Buffer): Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { tag, start, end } = readElement(bytes, at, bytes.length);
    if (tag !== TAG.octetString) throw new MalformedError('a string has a piece that is none');
    contents.push(bytes.subarray(start, end));
    at = end;
  }
  return contents;
}

/** The contents of an implicitly tagged OCTET STRING, which may be in pieces. */
export function joinOctetString(bytes: Buffer, tag: number): Buffer {
  return (tag & CONSTRUCTED) === 0 ? bytes : Buffer.concat(readStringSegments(bytes));
}

function withHeader(tag: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts]);
  const hex = length.toString(16);
  const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, ...parts]);
}
