import { createHash, createHmac, getCipherInfo, getHashes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readElement } from '../../src/certificate/asn1/der.ts';
import {
  CIPHERS,
  DIGESTS,
  type Digest,
  HMACS,
  PASSWORD_CIPHERS,
} from '../../src/certificate/formats/pkcs12/algorithms.ts';
import {
  computeMac,
  createHashBudget,
  decrypt,
  derivePbkdf2Key,
  derivePkcs12Key,
  PURPOSE,
  readDigest,
  readHmac,
} from '../../src/certificate/formats/pkcs12/key-derivation.ts';
import { der, oid } from '../helpers/certificates.ts';

const golden = (file: string) =>
  readFileSync(new URL(`../golden/certificate/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

const root = (bytes: Buffer) => readElement(bytes, 0, bytes.length);
const password = { bmp: Buffer.from('changeit\0', 'utf16le').swap16(), bytes: Buffer.from('changeit') };

describe('an encrypted key of OpenSSL', () => {
  // openssl pkcs8 -topk8 -v1 NAME, -v2 NAME or -v2 aes-256-cbc -v2prf NAME, each with -iter 5.
  const keys = golden('encrypted-keys.txt').map(([name = '', hex = '']) => ({ name, bytes: Buffer.from(hex, 'hex') }));
  // The example of RFC 8410 section 10.3.
  const KEY = '302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842';

  const decryptKey = (bytes: Buffer, used = password) => {
    const algorithm = readElement(bytes, root(bytes).start, bytes.length);
    const { start, end } = readElement(bytes, algorithm.end, bytes.length);
    return decrypt(used, bytes, algorithm, bytes.subarray(start, end), createHashBudget());
  };

  it.each(keys)('is decrypted: $name', ({ bytes }) => {
    expect(decryptKey(bytes)?.toString('hex')).toBe(KEY);
    const other = { bmp: Buffer.from('\0x\0\0'), bytes: Buffer.from('x') };
    expect(decryptKey(bytes, other)?.toString('hex')).not.toBe(KEY);
  });

  it('has each cipher and each HMAC', () => {
    const known = [CIPHERS, PASSWORD_CIPHERS, HMACS].flatMap((table) => Object.keys(table));
    const absent = known.filter((one) => !keys.some(({ bytes }) => bytes.includes(oid(one))));
    // The HMAC of SHA-1 is the default, which DER leaves out.
    expect(absent).toEqual(['1.2.840.113549.2.7']);
    expect(known).toHaveLength(keys.length);
  });
});

describe('the key derivation of PKCS#12', () => {
  // openssl kdf -kdfopt digest:1 -kdfopt id:2 -kdfopt hexpass:3 -kdfopt hexsalt:4 -kdfopt iter:5 PKCS12KDF: 6
  const keys = golden('pkcs12-keys.txt').map(([name = '', id, secret = '', salt = '', rounds, key = '']) => ({
    ...{ name, purpose: Number(id) as 1 | 2 | 3, rounds: Number(rounds), key },
    ...{ secret: Buffer.from(secret, 'hex'), salt: Buffer.from(salt, 'hex') },
  }));

  it.each(keys.map((one) => ({ ...one, sizes: `${one.secret.length} and ${one.salt.length}` })))(
    'matches OpenSSL with $name, purpose $purpose, for a password and a salt of $sizes bytes',
    (one) => {
      const digest = Object.values(DIGESTS).find(({ name }) => name === one.name) as Digest;
      const from = { secret: one.secret, salt: one.salt, rounds: one.rounds, length: one.key.length / 2, digest };
      expect(derivePkcs12Key(from, one.purpose, createHashBudget()).toString('hex')).toBe(one.key);
    },
  );

  it('covers each digest', () => {
    const names = Object.values(DIGESTS).map(({ name }) => name);
    expect(names.filter((one) => !keys.some(({ name }) => name === one))).toEqual([]);
  });

  it('has another key for each purpose from the same budget', () => {
    const budget = createHashBudget();
    const from = { secret: Buffer.alloc(2), salt: Buffer.alloc(8), rounds: 1, length: 8 };
    const digest = DIGESTS['1.3.14.3.2.26'] as Digest;
    const made = Object.values(PURPOSE).map((one) => derivePkcs12Key({ ...from, digest }, one, budget).toString('hex'));
    expect(new Set(made).size).toBe(3);
  });
});

// The identifiers that OpenSSL has for each digest and for its HMAC, and the time of a round.
const NAMES: [digest: string, hmac: string | null, name: string, cost: number][] = [
  ['1.2.840.113549.2.5', '1.2.840.113549.2.6', 'md5', 3],
  ['1.3.14.3.2.26', '1.2.840.113549.2.7', 'sha1', 3],
  ['1.3.36.3.2.1', null, 'ripemd160', 6],
  ['1.2.156.10197.1.401', '1.2.156.10197.1.401.3.1', 'sm3', 3],
  ['2.16.840.1.101.3.4.2.1', '1.2.840.113549.2.9', 'sha256', 1],
  ['2.16.840.1.101.3.4.2.2', '1.2.840.113549.2.10', 'sha384', 3],
  ['2.16.840.1.101.3.4.2.3', '1.2.840.113549.2.11', 'sha512', 3],
  ['2.16.840.1.101.3.4.2.4', '1.2.840.113549.2.8', 'sha224', 1],
  ['2.16.840.1.101.3.4.2.5', '1.2.840.113549.2.12', 'sha512-224', 3],
  ['2.16.840.1.101.3.4.2.6', '1.2.840.113549.2.13', 'sha512-256', 3],
  ['2.16.840.1.101.3.4.2.7', '2.16.840.1.101.3.4.2.13', 'sha3-224', 6],
  ['2.16.840.1.101.3.4.2.8', '2.16.840.1.101.3.4.2.14', 'sha3-256', 6],
  ['2.16.840.1.101.3.4.2.9', '2.16.840.1.101.3.4.2.15', 'sha3-384', 6],
  ['2.16.840.1.101.3.4.2.10', '2.16.840.1.101.3.4.2.16', 'sha3-512', 6],
];

describe('the algorithms of keystores', () => {
  it.each(NAMES)('have the digest %s and the HMAC %s: %s', (id, hmac, name, cost) => {
    expect(getHashes()).toContain(name);
    const algorithm = der(0x30, oid(id), der(0x05));
    const digest = readDigest(algorithm, root(algorithm));
    const size = createHash(name).digest().length;
    expect(digest).toEqual({ name, size, block: digest.block, cost });
    // HMAC replaces a key that is longer than a block by its digest (RFC 2104 section 2).
    const mac = (key: Buffer) => createHmac(name, key).digest('hex');
    const isHashed = (length: number) => {
      const key = Buffer.alloc(length, 1);
      return mac(key) === mac(createHash(name).update(key).digest());
    };
    expect([isHashed(digest.block), isHashed(digest.block + 1)]).toEqual([false, true]);
    expect(computeMac(digest, Buffer.from('k'), Buffer.from('c'))).toEqual(createHmac(name, 'k').update('c').digest());
    if (hmac === null) return;
    const prf = der(0x30, oid(hmac));
    expect(readHmac(prf, root(prf))).toBe(digest);
  });

  it('have no other digest and HMAC', () => {
    expect(Object.keys(DIGESTS).sort()).toEqual(NAMES.map(([id]) => id).sort());
    expect(Object.keys(HMACS).sort()).toEqual(NAMES.flatMap(([, hmac]) => hmac ?? []).sort());
    for (const unknown of ['1.2.3', '1.2.840.113549.2.9']) {
      const algorithm = der(0x30, oid(unknown));
      expect(() => readDigest(algorithm, root(algorithm))).toThrow('keystore-encryption-unsupported');
    }
  });

  // A key of DES is repeated to one of 3DES.
  it.each(Object.entries(CIPHERS))('have the cipher %s with the sizes that OpenSSL gives', (id, { name, key, iv }) => {
    const found = getCipherInfo(name);
    expect([found?.ivLength, found?.keyLength]).toEqual([iv, id === '1.3.14.3.2.7' ? 24 : key]);
  });

  it('are unsupported if OpenSSL does not have them', () => {
    const absent = { name: 'none', size: 1, block: 1, cost: 1 };
    expect(() => computeMac(absent, Buffer.alloc(1), Buffer.alloc(1))).toThrow('keystore-encryption-unsupported');
  });
});

describe('PBKDF2', () => {
  const derive = (length: number | null, parts: Buffer[], id = '1.2.840.113549.1.5.12') => {
    const bytes = der(0x30, oid(id), der(0x30, ...parts));
    return derivePbkdf2Key(
      { ...password, bytes: Buffer.from('password') },
      bytes,
      root(bytes),
      length,
      createHashBudget(),
    );
  };
  const salt = der(0x04, 'salt');
  const rounds = (count: number) => der(0x02, Buffer.from([count]));

  // RFC 6070 section 2. HMAC with SHA-1 is the default (RFC 8018 A.2).
  it.each([
    [1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    [2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
  ])('matches RFC 6070 without the name of an HMAC, rounds: %i', (count, key) => {
    expect(derive(20, [salt, rounds(count)]).toString('hex')).toBe(key);
  });

  it.each<[what: string, length: number | null, parts: Buffer[], size: number]>([
    ['as many bytes as the cipher needs', 8, [salt, rounds(1)], 8],
    ['as many bytes as the cipher needs, whatever the parameters say', 8, [salt, rounds(1), rounds(16)], 8],
    ['as many bytes as the parameters say', null, [salt, rounds(1), rounds(16)], 16],
    ['one byte', null, [salt, rounds(1), rounds(1)], 1],
    ['1,024 bytes', null, [salt, rounds(1), der(0x02, Buffer.from([4, 0]))], 1024],
  ])('derives a key of %s', (_, length, parts, size) => {
    expect(derive(length, parts)).toHaveLength(size);
  });

  it.each<[what: string, parts: Buffer[], message: string]>([
    ['a key without a length', [salt, rounds(1)], 'the length of a key is out of range'],
    ['a key of no bytes', [salt, rounds(1), rounds(0)], 'the length of a key is out of range'],
    ['a key of 1,025 bytes', [salt, rounds(1), der(0x02, Buffer.from([4, 1]))], 'the length of a key is out of range'],
    ['no rounds', [salt, rounds(0), rounds(1)], 'a key has no rounds'],
    ['no salt', [], 'a salt is missing'],
    ['a salt of another type', [der(0x30, oid('1.2.3'))], 'a salt is missing'],
    ['no count', [salt], 'a count is missing'],
  ])('rejects %s', (_, parts, message) => {
    expect(() => derive(null, parts)).toThrow(message);
  });

  it('is the only key derivation', () => {
    expect(() => derive(8, [salt, rounds(1)], '1.3.6.1.4.1.11591.4.11')).toThrow('keystore-encryption-unsupported');
    expect(() => derive(8, [salt, rounds(1), der(0x30, oid('1.2.3'))])).toThrow('keystore-encryption-unsupported');
  });
});
