/** A certificate revocation list (RFC 5280 section 5), to look for certificates in it: it may hold millions of them. */

import type { ListScope, RevocationDetails, RevocationList } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readElement,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { readSigned } from '../asn1/signed.ts';
import { readTime } from '../asn1/time.ts';
import { readExtensionList, readUris } from '../x509/details.ts';
import { readNormalizedName } from '../x509/general-names.ts';

const DELTA = '2.5.29.27';
const ISSUING_POINT = '2.5.29.28';
const REASON = '2.5.29.21';

/** Nothing is verified here. Null for bytes that are no such list, whole and by itself. */
export function readRevocationList(bytes: Buffer): RevocationList | null {
  try {
    const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list');
    if (outer.end !== bytes.length) return null;
    return read(bytes, outer);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

function read(bytes: Buffer, outer: Element): RevocationList {
  const { tbs, signed } = readSigned(bytes, outer);
  const fields = readChildren(bytes, tbs);
  // Version 1 is not written.
  const first = fields[0]?.tag === TAG.integer ? 1 : 0;
  const issuer = expectTag(fields[first + 1], TAG.sequence, 'the issuer');
  const next = fields[first + 3];
  const hasNext = next?.tag === TAG.utcTime || next?.tag === TAG.generalizedTime;
  const entries = fields[first + (hasNext ? 4 : 3)];
  const wrapper = fields.at(-1)?.tag === 0xa0 ? fields.at(-1) : undefined;
  const extensions = readExtensionList(bytes, wrapper && readChildren(bytes, wrapper)[0]);
  const point = extensions.get(ISSUING_POINT)?.value;
  const critical = [...extensions].filter(([, { critical }]) => critical).map(([oid]) => oid);
  return {
    bytes,
    signed,
    issuer: readNormalizedName(bytes, issuer),
    this_update: readTime(bytes, fields[first + 2]).milliseconds,
    next_update: hasNext ? readTime(bytes, next).milliseconds : null,
    scope: point === undefined ? EVERYTHING : readScope(point),
    delta: extensions.has(DELTA),
    unknown: critical.filter((oid) => oid !== DELTA && oid !== ISSUING_POINT),
    entries: entries?.tag === TAG.sequence ? { start: entries.start, end: entries.end } : { start: 0, end: 0 },
  };
}

const EVERYTHING: ListScope = { urls: null, relative: false, only: null, some_reasons: false, indirect: false };

/** The value of an issuing distribution point extension (section 5.2.5). */
function readScope(value: Buffer): ListScope {
  const outer = expectTag(readElement(value, 0, value.length), TAG.sequence, 'the scope');
  const parts = readChildren(value, outer);
  const part = (tag: number) => parts.find((one) => one.tag === tag);
  // A default is not written, but some write it.
  const isTrue = (tag: number) => {
    const flag = part(tag);
    return flag !== undefined && value[flag.start] !== 0;
  };
  const name = part(0xa0);
  return {
    urls: name === undefined ? null : readUris(value, outer),
    relative: name !== undefined && readChildren(value, name).some(({ tag }) => tag === 0xa1),
    only: isTrue(0x81) ? 'leaves' : isTrue(0x82) ? 'authorities' : isTrue(0x85) ? 'attributes' : null,
    some_reasons: part(0x83) !== undefined,
    indirect: isTrue(0x84),
  };
}

/**
 * The entry of a serial number, given as the content of its INTEGER; null where the list has none, `malformed` where its
 * entries are rubbish. It takes time in proportion to the list, and no memory.
 */
export function findRevokedEntry(list: RevocationList, serial: Uint8Array): RevocationDetails | null | 'malformed' {
  try {
    return find(list, serial);
  } catch (error) {
    if (error instanceof MalformedError) return 'malformed';
    throw error;
  }
}

function find({ bytes, entries }: RevocationList, serial: Uint8Array): RevocationDetails | null {
  const wanted = withoutZeros(serial);
  // Most certificates are in no list, and to find that out is quick: only what holds these bytes at all is walked.
  const at = bytes.indexOf(wanted, entries.start);
  if (at < 0 || at >= entries.end) return null;
  let found: RevocationDetails | null = null;
  for (let at = entries.start; at < entries.end; ) {
    const start = contentOf(bytes, at, entries.end);
    const end = start + lengthOf(bytes, at);
    if (end > entries.end || bytes[start] !== TAG.integer) throw new MalformedError('an entry is cut short');
    if (isInteger(bytes, start, end, wanted)) found = readEntry(bytes, { start, end }) ?? found;
    at = end;
  }
  return found;
}

/** Where the content of the element at `at` begins. Here and below no object is made: the list may hold millions. */
function contentOf(bytes: Buffer, at: number, limit: number): number {
  const first = bytes[at + 1] as number;
  const start = first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
  if (start > limit || first === 0x80 || first > 0x84) throw new MalformedError('a length that is not DER');
  return start;
}

function lengthOf(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] as number;
  return first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f);
}

function isInteger(bytes: Buffer, at: number, limit: number, wanted: Buffer): boolean {
  let start = contentOf(bytes, at, limit);
  const end = start + lengthOf(bytes, at);
  if (end > limit) throw new MalformedError('an entry is cut short');
  while (start < end - 1 && bytes[start] === 0) start += 1;
  return end - start === wanted.length && bytes.compare(wanted, 0, wanted.length, start, end) === 0;
}

function withoutZeros(serial: Uint8Array): Buffer {
  const bytes = Buffer.from(serial.buffer, serial.byteOffset, serial.byteLength);
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}

/** Null for one that takes the certificate out of the list again, as only a delta list should have it. */
function readEntry(bytes: Buffer, { start, end }: { start: number; end: number }): RevocationDetails | null {
  const [, date, list] = readChildren(bytes, { tag: TAG.sequence, at: start, start, end });
  const value = readExtensionList(bytes, list).get(REASON)?.value;
  const reason = value === undefined ? null : readRevocationReason(value, readElement(value, 0, value.length));
  if (reason === 'removeFromCRL') return null;
  return { reason, at: formatIsoTime(readTime(bytes, date).milliseconds) };
}

/** By number (section 5.3.1). */
const REASONS: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

/** A CRLReason by its name; null for one that has none. */
export function readRevocationReason(bytes: Buffer, reason: Element): string | null {
  return REASONS[Number.parseInt(readIntegerHex(bytes, reason), 16)] ?? null;
}
