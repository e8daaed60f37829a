/**
 * Decodes PKCS#12 keystores (RFC 7292). Keys are skipped and never decrypted: only their names, and which certificates
 * belong to them, are read.
 */

import { timingSafeEqual } from 'node:crypto';
import type { Failure } from '../../../domain/index.ts';
import { convertToDefiniteLengths, joinOctetString } from '../../asn1/ber.ts';
import {
  type Element,
  expectTag,
  handleMalformed,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readOid,
  TAG,
} from '../../asn1/der.ts';
import { isTruncated } from '../../detect-format.ts';
import { createFailure } from '../../failures.ts';
import { createFileSlot, type FileContent, type Slot } from '../../format-types.ts';
import { decodePemBlock, findPemBlocks } from '../pem-blocks.ts';
import { groupBags, KEYSTORE, readBags } from './bags.ts';
import {
  computeMac,
  createHashBudget,
  decrypt,
  derivePbkdf2Key,
  derivePkcs12Key,
  type EncodedPassword,
  type HashBudget,
  KeystoreError,
  listPasswordEncodings,
  PURPOSE,
  readCount,
  readDigest,
  readHmac,
} from './key-derivation.ts';

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const PBMAC1 = '1.2.840.113549.1.5.14';

/** One part of a keystore; null if it needs a private key to be opened. */
type Safe = {
  bytes: Buffer;
  /** The AlgorithmIdentifier of the encryption, in the bytes of the keystore; null if the part is not encrypted. */
  algorithm: Element | null;
} | null;

/** Decodes the keystores among the blocks of PEM, as certtool writes them. They share the hash budget of one keystore. */
export function decodePemKeystores(text: string, password: string | null): Slot[] {
  const budget = createHashBudget();
  return [...findPemBlocks(text)].flatMap((block) => {
    if (block.label !== 'PKCS12') return [];
    if (block.body === null) return [createFailedSlot(createFailure('container-truncated', 'The file', KEYSTORE))];
    const bytes = decodePemBlock(block);
    if (bytes !== null) return decodePkcs12({ bytes, password }, budget);
    return [createFailedSlot(createFailure('container-malformed', 'The file', KEYSTORE, 'it is not base64'))];
  });
}

export function decodePkcs12({ bytes, password }: FileContent, budget = createHashBudget()): Slot[] {
  if (isTruncated(bytes)) return [createFailedSlot(createFailure('container-truncated', 'The file', KEYSTORE))];
  return handleMalformed(
    () => readKeystore(convertToDefiniteLengths(bytes), password, budget),
    ({ message }) => [createFailedSlot(createFailure('container-malformed', 'The file', KEYSTORE, message))],
  );
}

function createFailedSlot(failure: Failure): Slot {
  return createFileSlot('pkcs12', failure);
}

function readKeystore(bytes: Buffer, password: string | null, budget: HashBudget): Slot[] {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the keystore');
  const [, info, mac] = readChildren(bytes, outer);
  const { data, isSigned } = readContents(bytes, expectTag(info, TAG.sequence, 'the content'));
  const { matching, unverified } = checkIntegrity(listPasswordEncodings(password ?? ''), bytes, mac, data, budget);
  // The MAC is computed over the original bytes.
  const contents = convertToDefiniteLengths(data);
  const opened = readSafes(contents).map((safe) => openSafe(matching, contents, safe, budget));
  const slots = groupBags(
    opened.flatMap((safe) => (Buffer.isBuffer(safe) ? readBags(safe, readElement(safe, 0, safe.length)) : [])),
  );
  const failed = opened.find((safe) => typeof safe === 'string');
  if (failed !== undefined) slots.push(createFailedSlot(createFailure(failed)));
  if (opened.includes(null) || (matching.length === 0 && password !== null)) {
    const code = password === null ? 'keystore-password-missing' : 'keystore-password-wrong';
    slots.push(createFailedSlot(createFailure(code, KEYSTORE)));
  }
  if (slots.length === 0) return [createFailedSlot(createFailure('container-empty', 'The file', KEYSTORE))];
  // Without a password, nothing is expected to be verified.
  const why = password === null ? null : isSigned ? 'it has a signature instead of a MAC' : unverified;
  if (why === null) return slots;
  const notice = createFailure('keystore-unverified', why);
  return slots.map((slot) => ({ ...slot, notice }));
}

/** The content that a MAC or a signature protects (RFC 7292 section 4). */
function readContents(bytes: Buffer, info: Element): { data: Buffer; isSigned: boolean } {
  const data = readData(bytes, info);
  if (data !== null) return { data, isSigned: false };
  const [type, wrapper] = readChildren(bytes, info);
  if (type === undefined || readOid(bytes, type) !== SIGNED_DATA)
    throw new MalformedError('its content is neither data nor signed data');
  const [signed] = readChildren(bytes, expectTag(wrapper, 0xa0, 'the signed content'));
  const [, , inner] = readChildren(bytes, expectTag(signed, TAG.sequence, 'the signed content'));
  const content = readData(bytes, expectTag(inner, TAG.sequence, 'the signed content'));
  if (content === null) throw new MalformedError('its signed content is not data');
  return { data: content, isSigned: true };
}

/** The content of a ContentInfo of type data; null for another type. */
function readData(bytes: Buffer, info: Element): Buffer | null {
  const [type, wrapper] = readChildren(bytes, info);
  if (readOid(bytes, expectTag(type, TAG.oid, 'the type of the content')) !== DATA) return null;
  const [data] = readChildren(bytes, expectTag(wrapper, 0xa0, 'the content'));
  return readContent(bytes, expectTag(data, TAG.octetString, 'the content'));
}

/** The encodings of the password that match the MAC; all of them, and the reason, if that cannot be verified. */
function checkIntegrity(
  passwords: readonly EncodedPassword[],
  bytes: Buffer,
  mac: Element | undefined,
  contents: Buffer,
  budget: HashBudget,
): { matching: readonly EncodedPassword[]; unverified: string | null } {
  if (mac === undefined) return { matching: passwords, unverified: 'it has no MAC' };
  try {
    const matching = passwords.filter((password) => verifyMac(password, bytes, mac, contents, budget));
    return { matching, unverified: null };
  } catch (error) {
    if (error instanceof KeystoreError) return { matching: passwords, unverified: UNVERIFIED[error.code] };
    if (error instanceof MalformedError) return { matching: passwords, unverified: 'its MAC is malformed' };
    throw error;
  }
}

const UNVERIFIED: Record<KeystoreError['code'], string> = {
  'keystore-encryption-unsupported': 'its MAC has an unsupported algorithm',
  'keystore-too-costly': 'its MAC needs over 6,000,000 rounds of SHA-256',
};

/** RFC 7292 section 4; RFC 9579 for PBMAC1. */
function verifyMac(
  password: EncodedPassword,
  bytes: Buffer,
  mac: Element,
  contents: Buffer,
  budget: HashBudget,
): boolean {
  const [info, salt, rounds] = readChildren(bytes, mac);
  const [first, value] = readChildren(bytes, expectTag(info, TAG.sequence));
  const algorithm = expectTag(first, TAG.sequence);
  const expected = readContent(bytes, expectTag(value, TAG.octetString));
  const [oid, parameters] = readChildren(bytes, algorithm);
  if (readOid(bytes, expectTag(oid, TAG.oid)) === PBMAC1) {
    const [derivation, scheme] = readChildren(bytes, expectTag(parameters, TAG.sequence));
    const key = derivePbkdf2Key(password, bytes, expectTag(derivation, TAG.sequence), null, budget);
    const hmac = readHmac(bytes, expectTag(scheme, TAG.sequence));
    return isEqual(computeMac(hmac, key, contents), expected);
  }
  const digest = readDigest(bytes, algorithm);
  const key = derivePkcs12Key(
    {
      secret: password.bmp,
      digest,
      salt: readContent(bytes, expectTag(salt, TAG.octetString)),
      rounds: rounds === undefined ? 1 : readCount(bytes, rounds),
      length: digest.size,
    },
    PURPOSE.mac,
    budget,
  );
  return isEqual(computeMac(digest, key, contents), expected);
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Reads the parts of the keystore (RFC 7292 section 4.1). */
function readSafes(bytes: Buffer): Safe[] {
  const list = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list of contents');
  return readChildren(bytes, list).map((info) => {
    const plain = readData(bytes, expectTag(info, TAG.sequence, 'a content'));
    if (plain !== null) return { bytes: plain, algorithm: null };
    const [type, wrapper] = readChildren(bytes, info);
    if (readOid(bytes, expectTag(type, TAG.oid, 'a content')) !== ENCRYPTED_DATA) return null;
    const [data] = readChildren(bytes, expectTag(wrapper, 0xa0, 'a content'));
    const [, inner] = readChildren(bytes, expectTag(data, TAG.sequence, 'an encrypted content'));
    const [, algorithm, encrypted] = readChildren(bytes, expectTag(inner, TAG.sequence, 'an encrypted content'));
    if (encrypted === undefined) throw new MalformedError('an encrypted content is missing');
    return {
      bytes: joinOctetString(readContent(bytes, encrypted), encrypted.tag),
      algorithm: expectTag(algorithm, TAG.sequence, 'a cipher'),
    };
  });
}

/**
 * The content of a part; null if no password opens it, or the code of the error, so that one part that is unsupported
 * does not hide the others. Without a MAC, a wrong password is only noticed by the malformed content that it decrypts.
 */
function openSafe(
  passwords: readonly EncodedPassword[],
  bytes: Buffer,
  safe: Safe,
  budget: HashBudget,
): Buffer | KeystoreError['code'] | null {
  if (safe === null) return 'keystore-encryption-unsupported';
  if (safe.algorithm === null) return convertToDefiniteLengths(safe.bytes);
  try {
    for (const password of passwords) {
      const opened = decrypt(password, bytes, safe.algorithm, safe.bytes, budget);
      if (opened?.[0] === TAG.sequence) return convertToDefiniteLengths(opened);
    }
    return null;
  } catch (error) {
    if (error instanceof KeystoreError) return error.code;
    throw error;
  }
}
