/**
 * Walks the entries of a revocation list (RFC 5280 section 5.1.2.6). A list may have millions of entries: nothing is allocated for an entry
 * without extensions, or with only the usual one.
 */

import { MalformedError, readElement, readOid, TAG } from '../asn1/der.ts';
import { readExtensions } from '../x509/structure.ts';

/** The extensions of all entries together. */
export interface EntryExtensions {
  /** The dotted OID of the first unknown critical extension: an untrusted list may have millions. */
  unknown: string | null;
  /** Whether an entry names another issuer, as in indirect lists. The issuer would apply to the following entries, too. */
  has_other_issuers: boolean;
}

const REASON = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const CERTIFICATE_ISSUER = '2.5.29.29';

/** Critical extensions that may be ignored: the reason is read with its entry, and the date does not change the status. */
const KNOWN: readonly string[] = [REASON, INVALIDITY_DATE, CERTIFICATE_ISSUER];

/** The maximum size of an entry with extensions. A real one has three of them, and a hostile one could have millions. */
const MAX_ENTRY_BYTES = 1024 * 1024;

/** A list of extensions with only a non-critical reason, which is the usual case. The next byte is the reason. */
const USUAL = Buffer.from('300c300a0603551d1504030a01', 'hex');

/** Finds the extensions of entries that make the whole list unusable (section 5.3). Throws MalformedError. */
export function scanEntryExtensions(bytes: Buffer, start: number, end: number): EntryExtensions {
  let unknown: string | null = null;
  let has_other_issuers = false;
  for (let at = start; at < end; ) {
    if (bytes[at] !== TAG.sequence) throw new MalformedError();
    const content = findContent(bytes, at, end);
    const next = skipElement(bytes, at, end);
    const list = skipElement(bytes, skipElement(bytes, content, next), next);
    at = next;
    if (list === next || isUsual(bytes, list, next)) continue;
    if (next - content > MAX_ENTRY_BYTES) throw new MalformedError();
    for (const { id, critical } of readExtensions(bytes, readElement(bytes, list, next))) {
      const oid = readOid(bytes, id);
      if (oid === CERTIFICATE_ISSUER) has_other_issuers = true;
      if (critical && !KNOWN.includes(oid)) unknown ??= oid;
    }
  }
  return { unknown, has_other_issuers };
}

function isUsual(bytes: Buffer, start: number, end: number): boolean {
  return bytes.compare(USUAL, 0, USUAL.length, start, end - 1) === 0;
}

/** Returns the end of the element at `at`, which must be at or before `limit`. */
function skipElement(bytes: Buffer, at: number, limit: number): number {
  const end = findContent(bytes, at, limit) + readLength(bytes, at);
  if (end > limit) throw new MalformedError();
  return end;
}

/** Returns the offset of the content of the element at `at`. Throws MalformedError if its header exceeds `limit`. */
export function findContent(bytes: Buffer, at: number, limit: number): number {
  const first = bytes[at + 1] as number;
  const start = first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
  if (start > limit || first === 0x80 || first > 0x84) {
    throw new MalformedError();
  }
  return start;
}

/** Reads the length of the element at `at`, whose header `findContent` has checked. */
export function readLength(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] as number;
  return first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f);
}
