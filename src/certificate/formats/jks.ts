/**
 * Decodes Java keystores: JKS, and JCEKS, which differs in the encryption of keys. Certificates are not encrypted. Private keys are skipped
 * without being read; their chains are read. Reading stops at a secret key, which only JCEKS has: it is a serialized Java object of unknown
 * length.
 */

import { hash, timingSafeEqual } from 'node:crypto';
import { ignoreMalformed, MalformedError } from '../asn1/der.ts';
import { createFailure } from '../failures.ts';
import {
  createFileSlot,
  type FileContent,
  type Format,
  formatSlotName,
  isParsed,
  type Slot,
  type SlotContent,
} from '../format-types.ts';
import { parseCertificate } from '../x509/parse.ts';

const KIND = 'a Java keystore';

const ENTRY = { key: 1, certificate: 2, secret: 3 } as const;

/** The digest at the end is SHA-1 over the password, this text, and everything before the digest. */
const DIGEST_LENGTH = 20;
const WHITENER = Buffer.from('Mighty Aphrodite');

interface Cursor {
  bytes: Buffer;
  at: number;
  version: number;
}

/** Decodes a keystore. Entries before a defect or a secret key are returned together with its failure. */
export function decodeJavaKeystore({ bytes, password }: FileContent, format: 'jks' | 'jceks'): Slot[] {
  const slots: Slot[] = [];
  try {
    const cursor = openKeystore(bytes);
    const count = readUint32(cursor);
    for (let index = 0; index < count; index += 1) {
      const entry = readEntry(cursor);
      if (entry === 'secret-key')
        return endAtSecretKey(slots, { before: index, after: count - index - 1 }, format, password);
      slots.push(...decodeEntry(entry, format));
    }
    const digest = readBytes(cursor, DIGEST_LENGTH);
    const content = bytes.subarray(0, cursor.at - DIGEST_LENGTH);
    if (password !== null && !hasValidDigest(digest, content, password)) {
      slots.push(createFileSlot(format, createFailure('keystore-password-wrong', KIND)));
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    slots.push(createFileSlot(format, createFailure('container-malformed', 'The file', KIND, error.message)));
  }
  return slots.length > 0 ? slots : [createFileSlot(format, createFailure('container-empty', 'The file', KIND))];
}

/** Measures the keystore at the beginning of `bytes`; null if its end cannot be found: it is malformed, or has a secret key. */
export function measureJavaKeystore(bytes: Buffer): number | null {
  return ignoreMalformed(() => {
    const cursor = openKeystore(bytes);
    for (let left = readUint32(cursor); left > 0; left -= 1) if (readEntry(cursor) === 'secret-key') return null;
    readBytes(cursor, DIGEST_LENGTH);
    return cursor.at;
  });
}

/** Reads the version. */
function openKeystore(bytes: Buffer): Cursor {
  const cursor: Cursor = { bytes, at: 4, version: 0 };
  cursor.version = readUint32(cursor);
  if (cursor.version !== 1 && cursor.version !== 2) throw new MalformedError('its version is neither 1 nor 2');
  return cursor;
}

/** Ends the decoding at a secret key. If no entries follow it, the only consequence is that the digest cannot be verified. */
function endAtSecretKey(
  slots: readonly Slot[],
  { before, after }: { before: number; after: number },
  format: Format,
  password: string | null,
): Slot[] {
  if (after > 0) return [...slots, createFileSlot(format, createFailure('keystore-secret-key', before, after))];
  if (slots.length === 0) return [createFileSlot(format, createFailure('container-empty', 'The file', KIND))];
  if (password === null) return [...slots];
  const notice = createFailure('keystore-unverified', 'it ends with a secret key, which is not read');
  return slots.map((slot) => ({ ...slot, notice }));
}

/** In a Latin-1 locale, Java treats each byte of a password in UTF-8 as a character. */
function hasValidDigest(digest: Buffer, content: Buffer, password: string): boolean {
  const asBytes = Buffer.from(password).toString('latin1');
  return [password, asBytes].some((one) => timingSafeEqual(digest, computeDigest(content, one)));
}

/** Java encodes the password in two bytes a character. */
function computeDigest(content: Buffer, password: string): Buffer {
  const secret = Buffer.from(password, 'utf16le').swap16();
  return hash('sha1', Buffer.concat([secret, WHITENER, content]), 'buffer');
}

function readBytes(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new MalformedError('it is truncated');
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}

function readUint32(cursor: Cursor): number {
  return readBytes(cursor, 4).readUInt32BE();
}

/** Java's modified UTF-8, which is the same as UTF-8 for the characters that aliases have. */
function readUtf(cursor: Cursor): string {
  return readBytes(cursor, readBytes(cursor, 2).readUInt16BE()).toString('utf8');
}

interface Entry {
  alias: string;
  isKey: boolean;
  /** In DER. */
  certificates: Buffer[];
}

function readEntry(cursor: Cursor): Entry | 'secret-key' {
  const kind = readUint32(cursor);
  const alias = readUtf(cursor);
  // These bytes are the creation time.
  readBytes(cursor, 8);
  if (kind === ENTRY.secret) return 'secret-key';
  if (kind !== ENTRY.key && kind !== ENTRY.certificate) throw new MalformedError('an entry of an unknown kind');
  const isKey = kind === ENTRY.key;
  if (isKey) readBytes(cursor, readUint32(cursor));
  const certificates: Buffer[] = [];
  for (let left = isKey ? readUint32(cursor) : 1; left > 0; left -= 1) certificates.push(readCertificate(cursor));
  return { alias, isKey, certificates };
}

/** A private key without certificates has no slot. */
function decodeEntry({ alias, isKey, certificates }: Entry, format: Format): Slot[] {
  const contents: SlotContent[] = certificates.map((der) => parseCertificate(der, 'The entry'));
  if (contents.length === 0) return [];
  // The first certificate is the leaf. If it is malformed, the others are not its chain.
  const [leaf] = contents;
  return [{ format, name: formatSlotName(alias), contents, chained: isKey && leaf !== undefined && isParsed(leaf) }];
}

function readCertificate(cursor: Cursor): Buffer {
  // Version 1 only has X.509 certificates, and does not name their type.
  if (cursor.version === 2) readUtf(cursor);
  return readBytes(cursor, readUint32(cursor));
}
