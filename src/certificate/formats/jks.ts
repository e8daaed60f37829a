/**
 * Java keystores: JKS, and JCEKS, which differs in how keys are kept. Certificates stand in them in the clear. A key is
 * passed over unread; its chain is read.
 */

import { hash, timingSafeEqual } from 'node:crypto';
import { MalformedError } from '../asn1/der.ts';
import { skipJavaObject } from '../encoding/java-serialization.ts';
import { createFailure } from '../failures.ts';
import {
  type FileContent,
  type Format,
  formatSlotName,
  isParsed,
  type Slot,
  type SlotContent,
} from '../format-types.ts';
import { tryParse } from '../x509/parse.ts';

const KIND = 'a Java keystore';

const ENTRY = { key: 1, certificate: 2, secret: 3 } as const;

/** SHA-1 over the password, this, and all that stands before it. */
const DIGEST_LENGTH = 20;
const WHITENER = Buffer.from('Mighty Aphrodite');

interface Cursor {
  bytes: Buffer;
  at: number;
  version: number;
}

/** Reads as far as it can: what stands before a defect is given beside its failure. */
export function decodeJavaKeystore({ bytes, password }: FileContent, format: 'jks' | 'jceks'): Slot[] {
  const items: Slot[] = [];
  try {
    const cursor: Cursor = { bytes, at: 4, version: 0 };
    cursor.version = readUint32(cursor);
    if (cursor.version !== 1 && cursor.version !== 2) throw new MalformedError('its version is neither 1 nor 2');
    const count = readUint32(cursor);
    for (let index = 0; index < count; index += 1) items.push(...readEntry(cursor, format));
    const digest = readBytes(cursor, DIGEST_LENGTH);
    if (
      password !== null &&
      !timingSafeEqual(digest, computeDigest(bytes.subarray(0, cursor.at - DIGEST_LENGTH), password))
    )
      items.push(createFileSlot(format, createFailure('keystore-password-wrong', KIND)));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    items.push(createFileSlot(format, createFailure('container-malformed', 'The file', KIND, error.message)));
  }
  return items.length > 0 ? items : [createFileSlot(format, createFailure('container-empty', 'The file', KIND))];
}

function createFileSlot(format: Format, finding: SlotContent): Slot {
  return { format, slot: null, findings: [finding] };
}

/** Two bytes a character, as Java has them. */
function computeDigest(content: Buffer, password: string): Buffer {
  const secret = Buffer.from(password, 'utf16le').swap16();
  return hash('sha1', Buffer.concat([secret, WHITENER, content]), 'buffer');
}

function readBytes(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new MalformedError('it is cut short');
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}

function readUint32(cursor: Cursor): number {
  return readBytes(cursor, 4).readUInt32BE();
}

/** Java's own UTF-8, which is the common one for all that an alias is likely to hold. */
function readUtf(cursor: Cursor): string {
  return readBytes(cursor, readBytes(cursor, 2).readUInt16BE()).toString('utf8');
}

/** None for a secret key. */
function readEntry(cursor: Cursor, format: Format): Slot[] {
  const kind = readUint32(cursor);
  const slot = formatSlotName(readUtf(cursor));
  // When it was made.
  readBytes(cursor, 8);
  if (kind === ENTRY.secret) {
    cursor.at = skipJavaObject(cursor.bytes, cursor.at);
    return [];
  }
  if (kind !== ENTRY.key && kind !== ENTRY.certificate) throw new MalformedError('an entry of a kind that none has');
  const isKey = kind === ENTRY.key;
  if (isKey) readBytes(cursor, readUint32(cursor));
  const findings: SlotContent[] = [];
  const count = isKey ? readUint32(cursor) : 1;
  for (let index = 0; index < count; index += 1) findings.push(readCertificate(cursor));
  if (findings.length === 0) return [];
  // The leaf is the first: where that is broken, the others are no chain of its.
  return [{ format, slot, findings, chained: isKey && isParsed(findings[0] as SlotContent) }];
}

function readCertificate(cursor: Cursor): SlotContent {
  // Version 1 knows X.509 alone, and does not name it.
  if (cursor.version === 2) readUtf(cursor);
  return tryParse(readBytes(cursor, readUint32(cursor)), 'The entry');
}
