/**
 * Converts BER (X.690 section 8) so that it can be read as DER: indefinite lengths become definite, and constructed
 * strings are joined. The bytes of DER do not change, so that the fingerprints of certificates inside stay the same.
 */

import { ignoreMalformed, MalformedError, readElement, TAG } from './der.ts';

const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTET_STRING = TAG.octetString | CONSTRUCTED;

/** The limit is deeper than any format. Deeper input was built to exhaust the reader. */
const MAX_DEPTH = 48;

/** Returns the length of the first element, in DER or BER. Throws MalformedError. */
export function measureElement(bytes: Buffer): number {
  return bytes[1] === INDEFINITE ? rewrite(bytes, 0, bytes.length, 0).end : readElement(bytes, 0, bytes.length).end;
}

interface Rewritten {
  /** The replacement of the element; null if it does not change. */
  bytes: Buffer | null;
  /** The end of the element in the input. */
  end: number;
}

/** Returns the content with definite lengths, or `bytes` itself if nothing changes. Throws MalformedError. */
export function convertToDefiniteLengths(bytes: Buffer): Buffer {
  if (bytes.length < 2) return bytes;
  const { bytes: rewritten, end } = rewrite(bytes, 0, bytes.length, 0);
  return rewritten ?? bytes.subarray(0, end);
}

function rewrite(bytes: Buffer, at: number, limit: number, depth: number): Rewritten {
  if (depth > MAX_DEPTH) throw new MalformedError('it is nested too deeply');
  const tag = bytes[at] as number;
  if (bytes[at + 1] === INDEFINITE) return rewriteIndefinite(bytes, at, limit, depth);
  const { start, end } = readElement(bytes, at, limit);
  if ((tag & CONSTRUCTED) === 0) return { bytes: null, end };
  const parts = rewriteParts(bytes, start, end, depth);
  if (parts === null && tag !== CONSTRUCTED_OCTET_STRING) return { bytes: null, end };
  return { bytes: rebuildElement(tag, parts ?? [bytes.subarray(start, end)]), end };
}

/** Two zero bytes end the element (X.690 section 8.1.5). */
function rewriteIndefinite(bytes: Buffer, at: number, limit: number, depth: number): Rewritten {
  const tag = bytes[at] as number;
  if ((tag & CONSTRUCTED) === 0) throw new MalformedError('a primitive element of indefinite length');
  const parts: Buffer[] = [];
  for (let inner = at + 2; ; ) {
    if (inner + 2 > limit) throw new MalformedError('an element of indefinite length is not terminated');
    if (bytes[inner] === 0 && bytes[inner + 1] === 0) return { bytes: rebuildElement(tag, parts), end: inner + 2 };
    const part = rewrite(bytes, inner, limit, depth + 1);
    parts.push(part.bytes ?? bytes.subarray(inner, part.end));
    inner = part.end;
  }
}

/** Rewrites the parts of an element of definite length. Returns null if no part changes, or if its content is not a list of elements. */
function rewriteParts(bytes: Buffer, start: number, end: number, depth: number): Buffer[] | null {
  return ignoreMalformed(() => {
    const parts: Buffer[] = [];
    let isChanged = false;
    for (let at = start; at < end; ) {
      const part = rewrite(bytes, at, end, depth + 1);
      parts.push(part.bytes ?? bytes.subarray(at, part.end));
      if (part.bytes !== null) isChanged = true;
      at = part.end;
    }
    return isChanged ? parts : null;
  });
}

/** Encodes a changed element. A constructed OCTET STRING becomes a primitive one (X.690 section 8.7.3). */
function rebuildElement(tag: number, parts: readonly Buffer[]): Buffer {
  if (tag !== CONSTRUCTED_OCTET_STRING) return encodeElement(tag, parts);
  return encodeElement(TAG.octetString, readStringSegments(Buffer.concat(parts)));
}

function readStringSegments(bytes: Buffer): Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { tag, start, end } = readElement(bytes, at, bytes.length);
    if (tag !== TAG.octetString) throw new MalformedError('a constructed string has a segment of the wrong type');
    contents.push(bytes.subarray(start, end));
    at = end;
  }
  return contents;
}

/** Returns the content of an implicitly tagged OCTET STRING, which may be constructed. */
export function joinOctetString(bytes: Buffer, tag: number): Buffer {
  return (tag & CONSTRUCTED) === 0 ? bytes : Buffer.concat(readStringSegments(bytes));
}

/** Encodes one element with its parts in DER. */
export function encodeElement(tag: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts]);
  const hex = length.toString(16);
  const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, ...parts]);
}
