/** Reads a certificate revocation list (RFC 5280 section 5), and looks up certificates in it. The list may have millions of entries. */

import type { ListScope, RevocationDetails, RevocationList } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import {
  type Element,
  expectTag,
  handleMalformed,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readElement,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import { readTime } from '../asn1/time.ts';
import { readPointUrls } from '../x509/extensions.ts';
import { readNormalizedName } from '../x509/general-names.ts';
import { toBuffer } from '../x509/parse.ts';
import {
  type ExtensionReader,
  indexExtensions,
  listCriticalExtensions,
  listRepeatedExtensions,
  readExtensions,
} from '../x509/structure.ts';
import { findContent, readLength, scanEntryExtensions } from './crl-entry-walk.ts';
import { readCrlStructure } from './crl-structure.ts';
import { readSigned } from './signed-data.ts';

/** Reads a list without verifying it. Returns null unless the bytes are exactly one list. */
export function readRevocationList(bytes: Buffer): RevocationList | null {
  return ignoreMalformed(() => {
    const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence);
    return outer.end === bytes.length ? readList(bytes, outer) : null;
  });
}

function readList(bytes: Buffer, outer: Element): RevocationList {
  const { tbs, signed } = readSigned(bytes, outer);
  const list = readCrlStructure(bytes, tbs);
  const extensions = readExtensions(bytes, list.extensions);
  const readExtension = indexExtensions(bytes, extensions);
  const critical = listCriticalExtensions(bytes, extensions);
  const entries = { start: list.entries?.start ?? 0, end: list.entries?.end ?? 0 };
  const scanned = scanEntryExtensions(bytes, entries.start, entries.end);
  return {
    bytes,
    signed,
    issuer: readNormalizedName(bytes, list.issuer),
    this_update: readTime(bytes, list.thisUpdate).milliseconds,
    next_update: list.nextUpdate === undefined ? null : readTime(bytes, list.nextUpdate).milliseconds,
    scope: readExtension(ISSUING_DISTRIBUTION_POINT) ?? UNLIMITED_SCOPE,
    delta: readExtension(DELTA) ?? false,
    unknown: [
      ...critical.filter((oid) => oid !== DELTA.oid && oid !== ISSUING_DISTRIBUTION_POINT.oid),
      ...(scanned.unknown === null ? [] : [scanned.unknown]),
    ],
    repeated: listRepeatedExtensions(bytes, extensions),
    has_other_issuers: scanned.has_other_issuers,
    entries,
  };
}

/** Whether the list only has the changes since another one. The value of the extension is not used. */
const DELTA: ExtensionReader<boolean> = { oid: '2.5.29.27', read: () => true };
const ISSUING_DISTRIBUTION_POINT: ExtensionReader<ListScope> = { oid: '2.5.29.28', read: readScope };
const REASON: ExtensionReader<string | null> = { oid: '2.5.29.21', read: readRevocationReason };

const UNLIMITED_SCOPE: ListScope = { urls: null, relative: false, only: null, some_reasons: false, indirect: false };

/** The kinds of certificates that a list may be limited to, with the tags of their flags. */
const KINDS = [
  ['leaves', 0x81],
  ['authorities', 0x82],
  ['attributes', 0x85],
] as const;

/**
 * Reads the issuing distribution point. RFC 5280 section 5.2.5 forbids an empty one, and several kinds of certificates. Clients reject such
 * lists.
 */
function readScope(bytes: Buffer, value: Element): ListScope {
  const parts = readChildren(bytes, expectTag(value, TAG.sequence));
  const findPart = (tag: number) => parts.find((part) => part.tag === tag);
  // DER omits false flags, but some issuers write them.
  const isTrue = (tag: number) => {
    const flag = findPart(tag);
    return flag !== undefined && bytes[flag.start] !== 0;
  };
  const name = findPart(0xa0);
  const [only = null, ...others] = KINDS.flatMap(([kind, tag]) => (isTrue(tag) ? [kind] : []));
  if (parts.length === 0 || others.length > 0) throw new MalformedError();
  return {
    urls: name === undefined ? null : readPointUrls(bytes, value),
    relative: name !== undefined && readChildren(bytes, name).some(({ tag }) => tag === 0xa1),
    only,
    some_reasons: findPart(0x83) !== undefined,
    indirect: isTrue(0x84),
  };
}

/**
 * Finds the entry of a serial number, given as the content of its INTEGER; returns null if the list does not contain it. The search takes
 * time linear in the list, and constant memory.
 */
export function findRevokedEntry(list: RevocationList, serial: Uint8Array): RevocationDetails | null | 'malformed' {
  return handleMalformed(
    () => find(list, serial),
    () => 'malformed' as const,
  );
}

function find({ bytes, entries }: RevocationList, serial: Uint8Array): RevocationDetails | null {
  const wanted = removeLeadingZeros(serial);
  // Few certificates are revoked: the list is only walked if it contains these bytes.
  if (!bytes.subarray(entries.start, entries.end).includes(wanted)) return null;
  let found: RevocationDetails | null = null;
  // `scanEntryExtensions` has checked all lengths.
  for (let at = entries.start; at < entries.end; ) {
    const start = findContent(bytes, at, entries.end);
    const end = start + readLength(bytes, at);
    if (bytes[start] !== TAG.integer) throw new MalformedError();
    // If there are several entries, OpenSSL takes the first, too.
    if (isInteger(bytes, start, end, wanted)) found ??= readEntry(bytes, { start, end });
    at = end;
  }
  return found;
}

function isInteger(bytes: Buffer, at: number, limit: number, wanted: Buffer): boolean {
  let start = findContent(bytes, at, limit);
  const end = start + readLength(bytes, at);
  while (start < end - 1 && bytes[start] === 0) start += 1;
  return end - start === wanted.length && bytes.compare(wanted, 0, wanted.length, start, end) === 0;
}

function removeLeadingZeros(serial: Uint8Array): Buffer {
  const bytes = toBuffer(serial);
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}

/** Returns null for an entry that removes a certificate from the list, which only delta lists should have. */
function readEntry(bytes: Buffer, { start, end }: { start: number; end: number }): RevocationDetails | null {
  const [, date, list] = readChildren(bytes, { tag: TAG.sequence, at: start, start, end });
  const reason = indexExtensions(bytes, readExtensions(bytes, list))(REASON) ?? null;
  if (reason === 'removeFromCRL') return null;
  return { reason, revoked_at: formatIsoTime(readTime(bytes, date).milliseconds) };
}

/** The reasons by number (RFC 5280 section 5.3.1). */
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

/** Reads a CRLReason and returns its name; null for an unknown number. */
export function readRevocationReason(bytes: Buffer, reason: Element): string | null {
  return REASONS[Number.parseInt(readIntegerHex(bytes, reason), 16)] ?? null;
}
