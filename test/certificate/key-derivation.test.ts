import { describe, expect, it } from 'vitest';
import { readElement } from '../../src/certificate/asn1/der.ts';
import { DIGESTS, type Digest } from '../../src/certificate/formats/pkcs12/algorithms.ts';
import {
  createHashBudget,
  decrypt,
  derivePkcs12Key,
  type HashBudget,
  listPasswordEncodings,
  PURPOSE,
  readCount,
} from '../../src/certificate/formats/pkcs12/key-derivation.ts';
import { der, oid } from '../helpers/certificates.ts';

describe('the count of rounds', () => {
  const read = (hex: string) => {
    const bytes = der(0x02, Buffer.from(hex, 'hex'));
    return readCount(bytes, { tag: 0x02, at: 0, start: 2, end: bytes.length });
  };

  it.each([
    ['00', 0],
    ['01', 1],
    ['7f', 127],
    ['0080', 128],
    ['7fffffffff', 2 ** 39 - 1],
  ])('%s is %i', (hex, count) => {
    expect(read(hex)).toBe(count);
  });

  it.each(['', '80', 'ff', '8000000000', '000000000001'])('%s is out of range', (hex) => {
    expect(() => read(hex)).toThrow('a count out of range');
  });
});

describe('the hash budget of a keystore', () => {
  const digest = DIGESTS['2.16.840.1.101.3.4.2.1'];
  if (digest === undefined) throw new Error('SHA-256 is unknown');
  const derive = (budget: HashBudget, salt: string, rounds: number, length: number) =>
    derivePkcs12Key({ secret: Buffer.from('s'), salt: Buffer.from(salt), rounds, length, digest }, PURPOSE.key, budget);

  it('pays for each round and each block of a key, once for the same key', () => {
    const budget: HashBudget = { left: 60, derived: new Map() };
    const key = derive(budget, 'a', 10, 32);
    expect(budget.left).toBe(40);
    expect(derive(budget, 'a', 10, 32)).toEqual(key);
    expect(budget.left).toBe(40);
    expect(derive(budget, 'b', 10, 33)).toHaveLength(33);
    expect(budget.left).toBe(0);
    expect(() => derive(budget, 'c', 1, 1)).toThrow('keystore-too-costly');
    expect(derive(budget, 'a', 10, 32)).toEqual(key);
  });

  it('pays exactly what is left, and nothing for a key that is too costly', () => {
    const budget: HashBudget = { left: 20, derived: new Map() };
    expect(() => derive(budget, 'a', 11, 32)).toThrow('keystore-too-costly');
    expect(() => derive(budget, 'a', 6, 33)).toThrow('keystore-too-costly');
    expect(budget.left).toBe(20);
    expect(derive(budget, 'a', 10, 32)).toHaveLength(32);
    expect(budget.left).toBe(0);
  });

  it('derives another key from other rounds, another length, salt, password, purpose or digest', () => {
    const budget = createHashBudget();
    const sha1 = DIGESTS['1.3.14.3.2.26'] as Digest;
    const base = { secret: Buffer.from('11', 'hex'), salt: Buffer.from('12', 'hex'), rounds: 1, length: 12, digest };
    const keys = [
      derivePkcs12Key(base, PURPOSE.key, budget),
      derivePkcs12Key(base, PURPOSE.mac, budget),
      derivePkcs12Key({ ...base, digest: sha1 }, PURPOSE.key, budget),
      derivePkcs12Key({ ...base, rounds: 11, length: 2 }, PURPOSE.key, budget),
      derivePkcs12Key({ ...base, length: 1, salt: Buffer.from('21', 'hex') }, PURPOSE.key, budget),
      derivePkcs12Key({ ...base, salt: Buffer.from('1211', 'hex'), secret: Buffer.alloc(0) }, PURPOSE.key, budget),
    ];
    expect(keys.map(({ length }) => length)).toEqual([12, 12, 12, 2, 1, 12]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(keys.length);
    expect(budget.derived.size).toBe(keys.length);
  });

  it('rejects a key without rounds', () => {
    expect(() => derive({ left: 1, derived: new Map() }, 'a', 0, 1)).toThrow('a key has no rounds');
  });
});

// RFC 7292 B.1: two bytes a character, and a closing zero.
it.each([
  ['', ['0000 ', ' ']],
  ['a', ['00610000 61']],
  ['ab~', ['00610062007e0000 61627e']],
  ['aé', ['006100e90000 61c3a9', '006100e90000 61e9', '006100c300a90000 61c3a9']],
  ['\u007f', ['007f0000 7f']],
  ['\u0080', ['00800000 c280', '00800000 80', '00c200800000 c280']],
  ['\u00ff', ['00ff0000 c3bf', '00ff0000 ff', '00c300bf0000 c3bf']],
  ['\u0100', ['01000000 c480', '00c400800000 c480']],
])('the password %j has the encodings %j', (password, encodings) => {
  const found = listPasswordEncodings(password).map(
    ({ bmp, bytes }) => `${bmp.toString('hex')} ${bytes.toString('hex')}`,
  );
  expect(found).toEqual(encodings);
});

describe('a cipher', () => {
  const SALT = der(0x04, 'saltsalt');
  const PBKDF2 = oid('1.2.840.113549.1.5.12');
  const DERIVATION = der(0x30, PBKDF2, der(0x30, SALT, der(0x02, '\x0a')));
  const AES = der(0x30, oid('2.16.840.1.101.3.4.1.42'), der(0x04, Buffer.alloc(16)));
  const pbes2 = (...fields: Buffer[]) => der(0x30, oid('1.2.840.113549.1.5.13'), der(0x30, ...fields));
  const password = { bmp: Buffer.from('\0x\0\0'), bytes: Buffer.from('x') };
  const run = (algorithm: Buffer, budget = createHashBudget(), encrypted = Buffer.alloc(16)) =>
    decrypt(password, algorithm, readElement(algorithm, 0, algorithm.length), encrypted, budget);

  it.each<[what: string, algorithm: Buffer, message: string]>([
    ['no identifier', der(0x30), 'the cipher parameters'],
    ['no parameters', der(0x30, oid('1.2.3')), 'the cipher parameters'],
    ['another element as its parameters', der(0x30, oid('1.2.3'), der(0x31)), 'the cipher parameters'],
    ['another element as its identifier', der(0x30, der(0x05), der(0x30)), 'a cipher is missing'],
    ['an unknown identifier', der(0x30, oid('1.2.3'), der(0x30)), 'keystore-encryption-unsupported'],
    ['no salt', der(0x30, oid('1.2.840.113549.1.12.1.3'), der(0x30)), 'a salt is missing'],
    ['no count', der(0x30, oid('1.2.840.113549.1.12.1.3'), der(0x30, SALT)), 'a count is missing'],
    ['no rounds', der(0x30, oid('1.2.840.113549.1.12.1.3'), der(0x30, SALT, der(0x02, '\0'))), 'a key has no rounds'],
    ['no scheme', pbes2(DERIVATION), 'a cipher is missing'],
    ['an empty scheme', pbes2(DERIVATION, der(0x30)), 'an algorithm is missing'],
    ['an unknown scheme', pbes2(DERIVATION, der(0x30, oid('1.2.3'))), 'keystore-encryption-unsupported'],
    [
      'no initialization vector',
      pbes2(DERIVATION, der(0x30, oid('2.16.840.1.101.3.4.1.42'))),
      'the initialization vector is missing',
    ],
    [
      'a short initialization vector',
      pbes2(DERIVATION, der(0x30, oid('2.16.840.1.101.3.4.1.42'), der(0x04, Buffer.alloc(15)))),
      'the initialization vector has the wrong length',
    ],
    [
      'a long initialization vector',
      pbes2(DERIVATION, der(0x30, oid('1.2.840.113549.3.7'), der(0x04, Buffer.alloc(9)))),
      'the initialization vector has the wrong length',
    ],
    ['no key derivation', pbes2(der(0x31), AES), 'a key derivation is missing'],
    ['an empty key derivation', pbes2(der(0x30), AES), 'a key derivation is missing'],
    ['a key derivation without parameters', pbes2(der(0x30, PBKDF2), AES), 'the key parameters'],
    ['an unknown key derivation', pbes2(der(0x30, oid('1.2.3'), der(0x30)), AES), 'keystore-encryption-unsupported'],
  ])('is rejected with %s', (_, algorithm, message) => {
    expect(() => run(algorithm)).toThrow(message);
  });

  // Rounds of SHA-256, by RFC 8018 and RFC 7292: 10 rounds, and a call of OpenSSL for each unless it is PBKDF2.
  const short = (id: string) => der(0x30, oid(id), der(0x30, SALT, der(0x02, '\x0a')));
  const prf = (id: string) => der(0x30, PBKDF2, der(0x30, SALT, der(0x02, '\x0a'), der(0x30, oid(id))));
  it.each<[what: string, algorithm: Buffer, cost: number]>([
    ['PBKDF2 with SHA-1, of two blocks', pbes2(DERIVATION, AES), 60],
    ['PBKDF2 with SHA-256', pbes2(prf('1.2.840.113549.2.9'), AES), 10],
    ['PBKDF2 with SHA-512', pbes2(prf('1.2.840.113549.2.11'), AES), 30],
    ['PBKDF2 with SHA3-256', pbes2(prf('2.16.840.1.101.3.4.2.14'), AES), 60],
    ['PBKDF1 with MD5', short('1.2.840.113549.1.5.3'), 40],
    ['PBKDF1 with SHA-1', short('1.2.840.113549.1.5.10'), 40],
    ['the derivation of PKCS#12, of a key of two blocks and a vector', short('1.2.840.113549.1.12.1.3'), 120],
    ['the derivation of PKCS#12, of a key and a vector', short('1.2.840.113549.1.12.1.6'), 80],
    ['the derivation of PKCS#12, of a key without a vector', short('1.2.840.113549.1.12.1.1'), 40],
  ])('costs its hashing: %s', (_, algorithm, cost) => {
    const budget = createHashBudget();
    const before = budget.left;
    expect(before).toBe(6_000_000);
    run(algorithm, budget);
    expect(before - budget.left).toBe(cost);
    expect(() => run(algorithm, { left: cost - 1, derived: new Map() })).toThrow('keystore-too-costly');
  });

  it.each<[what: string, algorithm: Buffer]>([
    ['PBES2', pbes2(DERIVATION, AES)],
    ['PBES1', short('1.2.840.113549.1.5.10')],
    ['PKCS#12', short('1.2.840.113549.1.12.1.3')],
    ['RC2', short('1.2.840.113549.1.12.1.6')],
  ])('returns null for content that is not a multiple of the block: %s', (_, algorithm) => {
    expect(run(algorithm, createHashBudget(), Buffer.alloc(15))).toBeNull();
    expect(run(algorithm, createHashBudget(), Buffer.alloc(0))).toBeNull();
  });
});
