/** The key derivations and ciphers of PKCS#12 keystores: derives keys from passwords, and decrypts with them. */

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

/** Thrown if a keystore uses an unsupported algorithm, or requires too much hashing. */
export class KeystoreError extends Error {
  readonly code: 'keystore-encryption-unsupported' | 'keystore-too-costly';

  constructor(code: KeystoreError['code']) {
    super(code);
    this.code = code;
  }
}

/** A password in the two encodings of PKCS#12. */
export interface EncodedPassword {
  /** The password with two bytes per character and a closing zero (RFC 7292 B.1). */
  bmp: Buffer;
  /** The password in UTF-8 (RFC 8018 section 3), or Latin-1. */
  bytes: Buffer;
}

/**
 * Lists the encodings to try. Some tools omit the closing zero of an empty password. OpenSSL before 1.1 treated each byte of UTF-8 as a
 * character. Tools in a Latin-1 locale pass on the bytes of the terminal.
 */
export function listPasswordEncodings(password: string): EncodedPassword[] {
  const utf8 = Buffer.from(password, 'utf8');
  if (password === '') return [encodeBmp(''), Buffer.alloc(0)].map((bmp) => ({ bmp, bytes: utf8 }));
  const usual = { bmp: encodeBmp(password), bytes: utf8 };
  if (ASCII.test(password)) return [usual];
  const old = { bmp: encodeBmp(utf8.toString('latin1')), bytes: utf8 };
  if (!LATIN1.test(password)) return [usual, old];
  return [usual, { bmp: usual.bmp, bytes: Buffer.from(password, 'latin1') }, old];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the first character of these sets is a control character.
const ASCII = /^[\u0000-\u007f]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the first character of the set is a control character.
const LATIN1 = /^[\u0000-\u00ff]*$/;

function encodeBmp(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}

/**
 * The maximum number of hash rounds of one keystore, in rounds of SHA-256: about a second. Tools use 1 to 600,000 rounds for the MAC, and
 * some use as many for each certificate. An untrusted file can request four billion rounds, which would take an hour.
 */
const MAX_HASH_ROUNDS = 6_000_000;

/** The remaining hash rounds of one keystore, and the keys derived so far. */
export interface HashBudget {
  left: number;
  /** Derived keys by their parameters: some keystores need the same key many times. */
  derived: Map<string, Buffer>;
}

export function createHashBudget(): HashBudget {
  return { left: MAX_HASH_ROUNDS, derived: new Map() };
}

/** The input of a key derivation. */
interface KeyParameters {
  secret: Buffer;
  salt: Buffer;
  rounds: number;
  /** The length of the key in bytes. */
  length: number;
  digest: Digest;
}

/**
 * Derives a key with `make`, whose rounds cost `cost`, or returns the key from an earlier derivation. Throws MalformedError and
 * KeystoreError.
 */
function deriveOnce(budget: HashBudget, kind: string, from: KeyParameters, cost: number, make: () => Buffer): Buffer {
  const { secret, salt, rounds, length, digest } = from;
  const key = [kind, digest.name, rounds, length, salt.toString('hex'), secret.toString('hex')].join(' ');
  const derived = budget.derived.get(key);
  if (derived !== undefined) return derived;
  if (rounds < 1) throw new MalformedError('a key has no rounds');
  const price = rounds * cost * Math.ceil(length / digest.size);
  if (price > budget.left) throw new KeystoreError('keystore-too-costly');
  budget.left -= price;
  const made = runOpenSsl(make);
  budget.derived.set(key, made);
  return made;
}

/** A build of OpenSSL may not support, or forbid, any digest. */
function runOpenSsl(make: () => Buffer): Buffer {
  try {
    return make();
  } catch {
    throw new KeystoreError('keystore-encryption-unsupported');
  }
}

/** Computes the MAC of these contents with a key. Throws KeystoreError. */
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

/** Reads a small positive INTEGER, such as a count of rounds. */
export function readCount(bytes: Buffer, element: Element | undefined): number {
  const value = readContent(bytes, expectTag(element, TAG.integer, 'a count'));
  if (value.length === 0 || value.length > 5 || (value[0] as number) >= 0x80)
    throw new MalformedError('a count out of range');
  return value.readUIntBE(0, value.length);
}

/** The purpose of a derived key (RFC 7292 B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;
type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** Derives a key by the method of PKCS#12 itself (RFC 7292 B.2). `from.secret` has two bytes per character. */
export function derivePkcs12Key(from: KeyParameters, purpose: Purpose, budget: HashBudget): Buffer {
  // Each round is a call of OpenSSL, which takes longer than one call for all rounds.
  return deriveOnce(budget, `pkcs12 ${purpose}`, from, from.digest.cost + 1, () => hashed(from, purpose));
}

function hashed({ secret, digest, salt, rounds, length }: KeyParameters, purpose: Purpose): Buffer {
  const { block, size } = digest;
  const filled = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const input = Buffer.concat([filled(salt), filled(secret)]);
  const purposeBlock = Buffer.alloc(block, purpose);
  const derived: Buffer[] = [];
  for (let made = 0; made < length; made += size) {
    // Binary strings are used, because creating a Buffer of each result would take twice as long.
    let bytes = hash(digest.name, Buffer.concat([purposeBlock, input]), 'binary');
    for (let round = 1; round < rounds; round += 1) bytes = hash(digest.name, Buffer.from(bytes, 'latin1'), 'binary');
    const piece = Buffer.from(bytes, 'latin1');
    derived.push(piece);
    addToEach(input, Buffer.alloc(block, piece), block);
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

/** PBKDF1 (RFC 8018 section 5.1): each round computes the digest of the previous digest. */
function derivePbkdf1Key(from: KeyParameters, budget: HashBudget): Buffer {
  return deriveOnce(budget, 'pbkdf1', from, from.digest.cost + 1, () => {
    let bytes = Buffer.concat([from.secret, from.salt]);
    for (let round = 0; round < from.rounds; round += 1) bytes = hash(from.digest.name, bytes, 'buffer');
    return bytes.subarray(0, from.length);
  });
}

const PBKDF2 = '1.2.840.113549.1.5.12';

/** Derives a key by PBKDF2 from its parameters (RFC 8018 A.2). `length`, in bytes, overrides the length in the parameters. */
export function derivePbkdf2Key(
  password: EncodedPassword,
  bytes: Buffer,
  algorithm: Element,
  length: number | null,
  budget: HashBudget,
): Buffer {
  const [oid, parameters] = readChildren(bytes, algorithm);
  if (readOid(bytes, expectTag(oid, TAG.oid, 'a key derivation')) !== PBKDF2) {
    throw new KeystoreError('keystore-encryption-unsupported');
  }
  const fields = readChildren(bytes, expectTag(parameters, TAG.sequence, 'the key parameters'));
  const salt = readContent(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const rounds = readCount(bytes, fields[1]);
  const explicit = fields[2]?.tag === TAG.integer ? readCount(bytes, fields[2]) : null;
  const prf = fields.find(({ tag }) => tag === TAG.sequence);
  const digest = prf === undefined ? SHA1 : readHmac(bytes, prf);
  const keyLength = length ?? explicit;
  if (keyLength === null || keyLength < 1 || keyLength > MAX_KEY_BYTES)
    throw new MalformedError('the length of a key is out of range');
  const from = { secret: password.bytes, salt, rounds, length: keyLength, digest };
  return deriveOnce(budget, 'pbkdf2', from, digest.cost, () =>
    pbkdf2Sync(password.bytes, salt, rounds, keyLength, digest.name),
  );
}

/** An HMAC key can have any length (RFC 2104 section 3). */
const MAX_KEY_BYTES = 1024;

const PBES2 = '1.2.840.113549.1.5.13';

/** Decrypts `encrypted`; returns null if the password is wrong. Throws MalformedError and KeystoreError. */
export function decrypt(
  password: EncodedPassword,
  bytes: Buffer,
  algorithm: Element,
  encrypted: Buffer,
  budget: HashBudget,
): Buffer | null {
  const [oid, parameters] = readChildren(bytes, algorithm);
  const fields = readChildren(bytes, expectTag(parameters, TAG.sequence, 'the cipher parameters'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'a cipher'));
  if (dotted === PBES2) return decryptPbes2(password, bytes, fields, encrypted, budget);
  const cipher = lookUpAlgorithm(PASSWORD_CIPHERS, bytes, oid);
  const salt = readContent(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const { key, iv } = deriveKeyAndIv(cipher, password, { salt, rounds: readCount(bytes, fields[1]) }, budget);
  return decryptWithKey(cipher, key, iv, encrypted);
}

function deriveKeyAndIv(
  { derivation, digest, key, iv }: PasswordCipher,
  password: EncodedPassword,
  parameters: Pick<KeyParameters, 'salt' | 'rounds'>,
  budget: HashBudget,
): { key: Buffer; iv: Buffer } {
  if (derivation === 'pbkdf1') {
    const both = derivePbkdf1Key({ ...parameters, digest, secret: password.bytes, length: key + iv }, budget);
    return { key: both.subarray(0, key), iv: both.subarray(key) };
  }
  const derive = (purpose: Purpose, length: number) =>
    derivePkcs12Key({ ...parameters, digest, secret: password.bmp, length }, purpose, budget);
  return { key: derive(PURPOSE.key, key), iv: derive(PURPOSE.iv, iv) };
}

function decryptPbes2(
  password: EncodedPassword,
  bytes: Buffer,
  [derivation, scheme]: Element[],
  encrypted: Buffer,
  budget: HashBudget,
): Buffer | null {
  const [oid, iv] = readChildren(bytes, expectTag(scheme, TAG.sequence, 'a cipher'));
  const cipher = lookUpAlgorithm(CIPHERS, bytes, oid);
  const start = readContent(bytes, expectTag(iv, TAG.octetString, 'the initialization vector'));
  if (start.length !== cipher.iv) throw new MalformedError('the initialization vector has the wrong length');
  const derived = expectTag(derivation, TAG.sequence, 'a key derivation');
  return decryptWithKey(cipher, derivePbkdf2Key(password, bytes, derived, cipher.key, budget), start, encrypted);
}

/** A wrong key causes an invalid padding (null), or in malformed content. */
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
