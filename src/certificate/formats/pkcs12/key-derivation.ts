/** Keys from passwords, and what they open: the key derivations and ciphers that PKCS#12 keystores are made with. */

import { createDecipheriv, createHmac, hash, pbkdf2Sync } from 'node:crypto';
import { type Element, expectTag, MalformedError, readChildren, readContent, readOid, TAG } from '../../asn1/der.ts';
import {
  CIPHERS,
  type Cipher,
  DIGESTS,
  type Digest,
  HMACS,
  PASSWORD_CIPHERS,
  type PasswordCipher,
  SHA1,
  TRIPLE_DES,
} from './algorithms.ts';
import { decryptRc2 } from './rc2.ts';
import { applyRc4 } from './rc4.ts';

/** Thrown where a keystore asks for something that is not known, or for too much work. */
export class KeystoreError extends Error {
  readonly code: 'keystore-encryption-unsupported' | 'keystore-too-costly';

  constructor(code: KeystoreError['code']) {
    super(code);
    this.code = code;
  }
}

/** A password in the two spellings that PKCS#12 knows. */
export interface EncodedPassword {
  /** Two bytes a character and a closing zero (RFC 7292 B.1). */
  bmp: Buffer;
  utf8: Buffer;
}

/**
 * The spellings to try. For an empty password some leave the closing zero away; and beyond ASCII OpenSSL before 1.1 took each
 * byte of UTF-8 for a character.
 */
export function listPasswordEncodings(password: string): EncodedPassword[] {
  const utf8 = Buffer.from(password, 'utf8');
  const bmp = (text: string) => Buffer.from(`${text}\0`, 'utf16le').swap16();
  if (password === '') return [bmp(''), Buffer.alloc(0)].map((bmp) => ({ bmp, utf8 }));
  const asBytes = utf8.toString('latin1');
  return [...new Set([password, asBytes])].map((text) => ({ bmp: bmp(text), utf8 }));
}

/**
 * How many rounds of hashing one keystore may cost, in those of SHA-256: about a second. Tools write 1 to 600,000 for the
 * seal, and some as many for each certificate; a stranger can write four thousand million, which would take an hour.
 */
const MAX_HASH_ROUNDS = 6_000_000;

/** The hashing of one keystore. */
export interface HashBudget {
  left: number;
  /** What was derived, by all that it was derived from: some keystores ask for the same key again and again. */
  derived: Map<string, Buffer>;
}

export function createHashBudget(): HashBudget {
  return { left: MAX_HASH_ROUNDS, derived: new Map() };
}

/** What goes into a derived key. */
interface KeyParameters {
  secret: Buffer;
  salt: Buffer;
  rounds: number;
  /** Bytes wanted. */
  length: number;
  digest: Digest;
}

/** Derives a key by `make`, of which each round takes `cost`, unless it was before. Throws Malformed and Refused. */
function deriveOnce(work: HashBudget, kind: string, from: KeyParameters, cost: number, make: () => Buffer): Buffer {
  const { secret, salt, rounds, length, digest } = from;
  const key = [kind, digest.name, rounds, length, salt.toString('hex'), secret.toString('hex')].join(' ');
  const known = work.derived.get(key);
  if (known !== undefined) return known;
  if (rounds < 1) throw new MalformedError('a key takes no rounds');
  const price = rounds * cost * Math.ceil(length / digest.size);
  if (price > work.left) throw new KeystoreError('keystore-too-costly');
  work.left -= price;
  const made = runOpenSsl(make);
  work.derived.set(key, made);
  return made;
}

/** A build of OpenSSL may lack, or forbid, any digest. */
function runOpenSsl(make: () => Buffer): Buffer {
  try {
    return make();
  } catch {
    throw new KeystoreError('keystore-encryption-unsupported');
  }
}

/** The seal of these contents with a key. Throws Refused. */
export function computeMac({ name }: Digest, key: Buffer, contents: Buffer): Buffer {
  return runOpenSsl(() => createHmac(name, key).update(contents).digest());
}

function lookUpAlgorithm<T>(table: Readonly<Record<string, T>>, bytes: Buffer, oid: Element | undefined): T {
  const found = table[readOid(bytes, expectTag(oid, TAG.oid, 'an algorithm'))];
  if (found === undefined) throw new KeystoreError('keystore-encryption-unsupported');
  return found;
}

export function readDigest(bytes: Buffer, algorithm: Element): Digest {
  return lookUpAlgorithm(DIGESTS, bytes, readChildren(bytes, algorithm)[0]);
}

export function readHmac(bytes: Buffer, algorithm: Element): Digest {
  return lookUpAlgorithm(HMACS, bytes, readChildren(bytes, algorithm)[0]);
}

/** A small positive INTEGER, such as a count of rounds. */
export function readCount(bytes: Buffer, element: Element | undefined): number {
  const value = readContent(bytes, expectTag(element, TAG.integer, 'a count'));
  if (value.length === 0 || value.length > 5 || (value[0] as number) >= 0x80)
    throw new MalformedError('a count out of range');
  return value.readUIntBE(0, value.length);
}

/** What a derived key is for (RFC 7292 B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;
type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** The key derivation of PKCS#12 itself (RFC 7292 B.2). `from.secret` is in two bytes a character. */
export function derivePkcs12Key(from: KeyParameters, purpose: Purpose, work: HashBudget): Buffer {
  // What is not done by OpenSSL in one call takes longer.
  return deriveOnce(work, `pkcs12 ${purpose}`, from, from.digest.cost + 1, () => hashed(from, purpose));
}

function hashed({ secret, digest, salt, rounds, length }: KeyParameters, purpose: Purpose): Buffer {
  const { block, size } = digest;
  const filled = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const input = Buffer.concat([salt, secret].map((part) => (part.length === 0 ? part : filled(part))));
  const purposeBlock = Buffer.alloc(block, purpose);
  const derived: Buffer[] = [];
  for (let made = 0; made < length; made += size) {
    // Strings of bytes: to make a Buffer of each result takes twice as long.
    let bytes = hash(digest.name, Buffer.concat([purposeBlock, input]), 'binary');
    for (let round = 1; round < rounds; round += 1) bytes = hash(digest.name, Buffer.from(bytes, 'latin1'), 'binary');
    const piece = Buffer.from(bytes, 'latin1');
    derived.push(piece);
    if (made + size < length) addToEach(input, Buffer.alloc(block, piece), block);
  }
  return Buffer.concat(derived).subarray(0, length);
}

/** Adds a number, and one, to each block of the input, all of them big-endian and modulo their size. */
function addToEach(input: Buffer, addend: Buffer, block: number): void {
  for (let begin = 0; begin < input.length; begin += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at -= 1) {
      const sum = (input[begin + at] as number) + (addend[at] as number) + carry;
      input[begin + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

/** PBKDF1 (RFC 8018 section 5.1), as often as it is applied: the digest of the digest. */
function derivePbkdf1Key(from: KeyParameters, work: HashBudget): Buffer {
  return deriveOnce(work, 'pbkdf1', from, from.digest.cost + 1, () => {
    let bytes = Buffer.concat([from.secret, from.salt]);
    for (let round = 0; round < from.rounds; round += 1) bytes = hash(from.digest.name, bytes, 'buffer');
    return bytes.subarray(0, from.length);
  });
}

const PBKDF2 = '1.2.840.113549.1.5.12';

/** PBKDF2 by its parameters (RFC 8018 A.2); `length` is how many bytes are wanted where they do not say. */
export function derivePbkdf2Key(
  secret: EncodedPassword,
  bytes: Buffer,
  algorithm: Element,
  length: number | null,
  work: HashBudget,
): Buffer {
  const [oid, parameters] = readChildren(bytes, algorithm);
  if (readOid(bytes, expectTag(oid, TAG.oid, 'a key derivation')) !== PBKDF2) {
    throw new KeystoreError('keystore-encryption-unsupported');
  }
  const fields = readChildren(bytes, expectTag(parameters, TAG.sequence, 'the parameters of a key'));
  const salt = readContent(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const rounds = readCount(bytes, fields[1]);
  const written = fields[2]?.tag === TAG.integer ? readCount(bytes, fields[2]) : null;
  const prf = fields.slice(2).find(({ tag }) => tag === TAG.sequence);
  const digest = prf === undefined ? SHA1 : readHmac(bytes, prf);
  const wanted = length ?? written;
  if (wanted === null || wanted < 1 || wanted > 64) throw new MalformedError('the length of a key');
  const from = { secret: secret.utf8, salt, rounds, length: wanted, digest };
  return deriveOnce(work, 'pbkdf2', from, digest.cost, () =>
    pbkdf2Sync(secret.utf8, salt, rounds, wanted, digest.name),
  );
}

const PBES2 = '1.2.840.113549.1.5.13';

/** What was encrypted; null where the password does not open it. Throws Malformed and Refused. */
export function decrypt(
  secret: EncodedPassword,
  bytes: Buffer,
  algorithm: Element,
  encrypted: Buffer,
  work: HashBudget,
): Buffer | null {
  const [oid, parameters] = readChildren(bytes, algorithm);
  const fields = readChildren(bytes, expectTag(parameters, TAG.sequence, 'the parameters of a cipher'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'a cipher'));
  if (dotted === PBES2) return decryptPbes2(secret, bytes, fields, encrypted, work);
  const cipher = lookUpAlgorithm(PASSWORD_CIPHERS, bytes, oid);
  const salt = readContent(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const { key, iv } = deriveKeyAndIv(cipher, secret, { salt, rounds: readCount(bytes, fields[1]) }, work);
  return decryptWithKey(cipher, key, iv, encrypted);
}

function deriveKeyAndIv(
  { derivation, digest, key, iv }: PasswordCipher,
  secret: EncodedPassword,
  written: Pick<KeyParameters, 'salt' | 'rounds'>,
  work: HashBudget,
): { key: Buffer; iv: Buffer } {
  if (derivation === 'pbkdf1') {
    const both = derivePbkdf1Key({ ...written, digest, secret: secret.utf8, length: key + iv }, work);
    return { key: both.subarray(0, key), iv: both.subarray(key) };
  }
  const derive = (purpose: Purpose, length: number) =>
    derivePkcs12Key({ ...written, digest, secret: secret.bmp, length }, purpose, work);
  return { key: derive(PURPOSE.key, key), iv: iv === 0 ? Buffer.alloc(0) : derive(PURPOSE.iv, iv) };
}

function decryptPbes2(
  secret: EncodedPassword,
  bytes: Buffer,
  [derivation, scheme]: Element[],
  encrypted: Buffer,
  work: HashBudget,
): Buffer | null {
  const [oid, iv] = readChildren(bytes, expectTag(scheme, TAG.sequence, 'a cipher'));
  const cipher = lookUpAlgorithm(CIPHERS, bytes, oid);
  const start = readContent(bytes, expectTag(iv, TAG.octetString, 'the start of a cipher'));
  if (start.length !== cipher.iv) throw new MalformedError('the start of a cipher has another length');
  const derived = expectTag(derivation, TAG.sequence, 'a key derivation');
  return decryptWithKey(cipher, derivePbkdf2Key(secret, bytes, derived, cipher.key, work), start, encrypted);
}

/** A wrong key leaves a padding that is none, or rubbish. */
function decryptWithKey({ name }: Cipher, key: Buffer, iv: Buffer, encrypted: Buffer): Buffer | null {
  if (name === 'rc4') return applyRc4(key, encrypted);
  if (name === 'rc2') return decryptRc2(key, key.length * 8, iv, encrypted);
  const whole = name === TRIPLE_DES ? Buffer.concat([key, key, key]).subarray(0, 24) : key;
  try {
    const decipher = createDecipheriv(name, whole, iv);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return null;
  }
}
