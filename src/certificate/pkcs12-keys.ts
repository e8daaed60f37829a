/** Keys from passwords, and what they open: the key derivations and ciphers that PKCS#12 keystores are made with. */

import { createDecipheriv, hash, pbkdf2Sync } from 'node:crypto';
import { children, content, type Element, expectTag, Malformed, readOid, TAG } from './der.ts';
import { decryptRc2 } from './rc2.ts';

/** Thrown where a keystore asks for something that is not known, or for too much work. */
export class Refused extends Error {
  readonly code: 'keystore-encryption-unknown' | 'keystore-too-costly';

  constructor(code: Refused['code']) {
    super(code);
    this.code = code;
  }
}

/** A password in the two spellings that PKCS#12 knows. */
export interface Secret {
  /** Two bytes a character and a closing zero (RFC 7292 B.1). */
  bmp: Buffer;
  utf8: Buffer;
}

/** The spellings to try: for an empty password some leave the closing zero away. */
export function secretsOf(password: string): Secret[] {
  const bmp = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const utf8 = Buffer.from(password, 'utf8');
  return password === ''
    ? [
        { bmp, utf8 },
        { bmp: Buffer.alloc(0), utf8 },
      ]
    : [{ bmp, utf8 }];
}

/**
 * How many rounds of hashing one keystore may cost. What tools write is 1 to 600,000; a stranger can write four
 * thousand million, which would take an hour.
 */
const MOST_ROUNDS = 1_500_000;

export interface Budget {
  left: number;
}

export function newBudget(): Budget {
  return { left: MOST_ROUNDS };
}

function spend(budget: Budget, rounds: number, hashes: number): void {
  if (rounds < 1) throw new Malformed('a key takes no rounds');
  budget.left -= rounds * hashes;
  if (budget.left < 0) throw new Refused('keystore-too-costly');
}

interface Digest {
  name: string;
  /** Bytes of its result, and of the blocks that it works in. */
  size: number;
  block: number;
}

const DIGESTS: Readonly<Record<string, Digest>> = {
  '1.3.14.3.2.26': { name: 'sha1', size: 20, block: 64 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', size: 32, block: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', size: 48, block: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', size: 64, block: 128 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', size: 28, block: 64 },
};

/** The HMACs of RFC 8018 B.1. */
const HMACS: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.7': DIGESTS['1.3.14.3.2.26'] as Digest,
  '1.2.840.113549.2.8': DIGESTS['2.16.840.1.101.3.4.2.4'] as Digest,
  '1.2.840.113549.2.9': DIGESTS['2.16.840.1.101.3.4.2.1'] as Digest,
  '1.2.840.113549.2.10': DIGESTS['2.16.840.1.101.3.4.2.2'] as Digest,
  '1.2.840.113549.2.11': DIGESTS['2.16.840.1.101.3.4.2.3'] as Digest,
};

function known<T>(table: Readonly<Record<string, T>>, bytes: Buffer, oid: Element | undefined): T {
  const found = table[readOid(bytes, expectTag(oid, TAG.oid, 'an algorithm'))];
  if (found === undefined) throw new Refused('keystore-encryption-unknown');
  return found;
}

export function digestOf(bytes: Buffer, algorithm: Element): Digest {
  return known(DIGESTS, bytes, children(bytes, algorithm)[0]);
}

export function hmacOf(bytes: Buffer, algorithm: Element): Digest {
  return known(HMACS, bytes, children(bytes, algorithm)[0]);
}

/** A small positive INTEGER, such as a count of rounds. */
export function readCount(bytes: Buffer, element: Element | undefined): number {
  const value = content(bytes, expectTag(element, TAG.integer, 'a count'));
  if (value.length === 0 || value.length > 5 || (value[0] as number) >= 0x80)
    throw new Malformed('a count out of range');
  return value.readUIntBE(0, value.length);
}

/** What a derived key is for (RFC 7292 B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

interface Derivation {
  digest: Digest;
  purpose: (typeof PURPOSE)[keyof typeof PURPOSE];
  salt: Buffer;
  rounds: number;
  /** Bytes wanted. */
  length: number;
}

/** The key derivation of PKCS#12 itself (RFC 7292 B.2). */
export function deriveKey(
  secret: Secret,
  { digest, purpose, salt, rounds, length }: Derivation,
  budget: Budget,
): Buffer {
  const { block, size } = digest;
  spend(budget, rounds, Math.ceil(length / size));
  const filled = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const input = Buffer.concat([salt, secret.bmp].map((part) => (part.length === 0 ? part : filled(part))));
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

const PBKDF2 = '1.2.840.113549.1.5.12';

/** PBKDF2 by its parameters (RFC 8018 A.2); `length` is how many bytes are wanted where they do not say. */
export function pbkdf2(
  secret: Secret,
  bytes: Buffer,
  algorithm: Element,
  length: number | null,
  budget: Budget,
): Buffer {
  const [oid, parameters] = children(bytes, algorithm);
  if (readOid(bytes, expectTag(oid, TAG.oid, 'a key derivation')) !== PBKDF2) {
    throw new Refused('keystore-encryption-unknown');
  }
  const fields = children(bytes, expectTag(parameters, TAG.sequence, 'the parameters of a key'));
  const salt = content(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const rounds = readCount(bytes, fields[1]);
  const written = fields[2]?.tag === TAG.integer ? readCount(bytes, fields[2]) : null;
  const prf = fields.slice(2).find(({ tag }) => tag === TAG.sequence);
  const digest = prf === undefined ? (HMACS['1.2.840.113549.2.7'] as Digest) : hmacOf(bytes, prf);
  const wanted = length ?? written;
  if (wanted === null || wanted < 1 || wanted > 64) throw new Malformed('the length of a key');
  spend(budget, rounds, Math.ceil(wanted / digest.size));
  return pbkdf2Sync(secret.utf8, salt, rounds, wanted, digest.name);
}

const PBES2 = '1.2.840.113549.1.5.13';

/** Ciphers of PBES2, by the names that node:crypto has for them, with the bytes of their keys and blocks. */
const CIPHERS: Readonly<Record<string, { name: string; key: number; iv: number }>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', key: 24, iv: 8 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', key: 16, iv: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', key: 24, iv: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', key: 32, iv: 16 },
};

/** The ciphers of RFC 7292 appendix C, all keyed by its own derivation. `rc2` is the bits of its key. */
const LEGACY: Readonly<Record<string, { key: number; rc2?: number }>> = {
  '1.2.840.113549.1.12.1.3': { key: 24 },
  '1.2.840.113549.1.12.1.4': { key: 16 },
  '1.2.840.113549.1.12.1.5': { key: 16, rc2: 128 },
  '1.2.840.113549.1.12.1.6': { key: 5, rc2: 40 },
};

/** What was encrypted; null where the password does not open it. Throws Malformed and Refused. */
export function decrypt(
  secret: Secret,
  bytes: Buffer,
  algorithm: Element,
  encrypted: Buffer,
  budget: Budget,
): Buffer | null {
  const [oid, parameters] = children(bytes, algorithm);
  const fields = children(bytes, expectTag(parameters, TAG.sequence, 'the parameters of a cipher'));
  const dotted = readOid(bytes, expectTag(oid, TAG.oid, 'a cipher'));
  if (dotted === PBES2) return decryptModern(secret, bytes, fields, encrypted, budget);
  const legacy = known(LEGACY, bytes, oid);
  const salt = content(bytes, expectTag(fields[0], TAG.octetString, 'a salt'));
  const rounds = readCount(bytes, fields[1]);
  const derive = (purpose: Derivation['purpose'], length: number) =>
    deriveKey(secret, { digest: DIGESTS['1.3.14.3.2.26'] as Digest, purpose, salt, rounds, length }, budget);
  const key = derive(PURPOSE.key, legacy.key);
  const iv = derive(PURPOSE.iv, 8);
  if (legacy.rc2 === undefined) {
    return open('des-ede3-cbc', legacy.key === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key, iv, encrypted);
  }
  return decryptRc2(key, legacy.rc2, iv, encrypted);
}

function decryptModern(
  secret: Secret,
  bytes: Buffer,
  [derivation, scheme]: Element[],
  encrypted: Buffer,
  budget: Budget,
): Buffer | null {
  const [oid, iv] = children(bytes, expectTag(scheme, TAG.sequence, 'a cipher'));
  const cipher = known(CIPHERS, bytes, oid);
  const vector = content(bytes, expectTag(iv, TAG.octetString, 'the start of a cipher'));
  if (vector.length !== cipher.iv) throw new Malformed('the start of a cipher has another length');
  const derived = expectTag(derivation, TAG.sequence, 'a key derivation');
  return open(cipher.name, pbkdf2(secret, bytes, derived, cipher.key, budget), vector, encrypted);
}

/** A wrong key leaves a padding that is none. */
function open(cipher: string, key: Buffer, iv: Buffer, encrypted: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return null;
  }
}
