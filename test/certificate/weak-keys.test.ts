import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeRoot, hasClosePrimes } from '../../src/certificate/weak-keys/close-primes.ts';
import { findRsaWeaknesses } from '../../src/certificate/weak-keys/find-weaknesses.ts';
import { isRocaModulus } from '../../src/certificate/weak-keys/roca.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import { buildCertificate, der, oid } from '../helpers/certificates.ts';
import {
  encodeInteger,
  makeCloseModulus,
  makeEcKey,
  makeGoodModulus,
  makePrime,
  makeRocaModulus,
  makeRsaKey,
} from '../helpers/weak-keys.ts';

const GOOD = makeGoodModulus(1024);
const EXPONENT = 65_537n;

const times = <Value>(count: number, make: () => Value): Value[] => Array.from({ length: count }, make);
const findKinds = (modulus: bigint, exponent = EXPONENT) =>
  findRsaWeaknesses({ modulus, exponent }).map((one) => (one.kind === 'small-factor' ? one.factor : one.kind));

describe('an RSA modulus', () => {
  it.each([512, 1024, 2048])(
    'of %i bits has the ROCA weakness if its primes are those of the affected library',
    (bits) => {
      for (const modulus of times(10, () => makeRocaModulus(bits))) expect(findKinds(modulus)).toEqual(['roca']);
    },
  );

  it('has no ROCA weakness if only one of its primes has it', () => {
    // The product of any number and a power is a power, if the number is one: so one such prime leaves a random residue.
    for (const modulus of times(20, () => makeRocaModulus(512) * makePrime(256)))
      expect(isRocaModulus(modulus)).toBe(false);
  });

  it('has no ROCA weakness if it is a power modulo each prime, but with exponents that contradict each other', () => {
    const primes = [
      3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
    ].concat([107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167]);
    // 65537 modulo the first half of the primes, and its square modulo the others.
    const product = primes.reduce((a, b) => a * BigInt(b), 1n);
    const modulus = primes.reduce((sum, prime, index) => {
      const rest = BigInt(65_537 ** (index < 19 ? 1 : 2) % prime);
      const others = product / BigInt(prime);
      const inverse = BigInt(
        Array.from({ length: prime }, (_, n) => n).find((n) => (Number(others % BigInt(prime)) * n) % prime === 1) ?? 0,
      );
      return sum + rest * others * inverse;
    }, 0n);
    expect(
      primes.every((prime, index) => modulus % BigInt(prime) === BigInt(65_537 ** (index < 19 ? 1 : 2) % prime)),
    ).toBe(true);
    expect(isRocaModulus(modulus)).toBe(false);
    expect(isRocaModulus(65_537n ** 2n % product)).toBe(true);
  });

  it.each([0, 10, 100])('has close primes if their difference has about %i bits', (bits) => {
    for (const modulus of times(5, () => makeCloseModulus(512, 1n << BigInt(bits))))
      expect(findKinds(modulus)).toEqual(['close-primes']);
  });

  it('has close primes if it is the square of one', () => {
    expect(findKinds(makePrime(256) ** 2n)).toEqual(['close-primes']);
  });

  it('has close primes if Fermat needs 100 rounds, but not if it needs one more', () => {
    // (a + b)(a - b) = a² - b², for which the first round is the root of the product.
    const factor = (rounds: number) => {
      const a = (1n << 256n) + 1n;
      const b = computeRoot(2n * a * BigInt(rounds - 1)) + 2n;
      return [(a + b) * (a - b), a - b] as const;
    };
    const countRounds = ([modulus, smaller]: readonly [bigint, bigint]) => {
      const first = computeRoot(modulus - 1n) + 1n;
      return (modulus / smaller + smaller) / 2n - first + 1n;
    };
    expect([100, 101].map((rounds) => countRounds(factor(rounds)))).toEqual([100n, 101n]);
    expect([100, 101].map((rounds) => hasClosePrimes(factor(rounds)[0]))).toEqual([true, false]);
  });

  it.each([2, 3, 5, 743, 751])('has the small factor %i', (factor) => {
    expect(findKinds(makePrime(512) * BigInt(factor))).toEqual([factor]);
  });

  it('has no small factor from 752 on', () => {
    expect(findKinds(makePrime(512) * 757n)).toEqual([]);
  });

  it.each([
    [0n, ['small-exponent']],
    [1n, ['small-exponent']],
    [2n, ['small-exponent']],
    [3n, []],
    [4n, ['even-exponent']],
    [65_536n, ['even-exponent']],
    [65_537n, []],
    [2n ** 256n - 1n, []],
    [2n ** 256n + 1n, ['large-exponent']],
  ])('with the exponent %i has the weaknesses %j', (exponent, kinds) => {
    expect(findKinds(GOOD, exponent)).toEqual(kinds);
  });

  it('of random primes has no weakness', () => {
    for (const modulus of times(200, () => makeGoodModulus(512))) expect(findKinds(modulus)).toEqual([]);
    for (const modulus of times(5, () => makeGoodModulus(2048))) expect(findKinds(modulus)).toEqual([]);
  });
});

describe('the integer square root', () => {
  it('is the largest number whose square is not larger', () => {
    const big = fc
      .bigInt(0n, 1n << 4200n)
      .chain((root) => fc.constantFrom(root, root * root, root * root + 1n, root * root - 1n));
    const number = fc.oneof(fc.bigInt(0n, 1000n), fc.bigInt(0n, 1n << 130n), big).map((one) => (one < 0n ? 0n : one));
    fc.assert(
      fc.property(number, (one) => {
        const root = computeRoot(one);
        expect(root * root <= one && (root + 1n) ** 2n > one).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const readFields = (key: Buffer) =>
  readPolicyFields(buildCertificate({ key }), ['key_sha256', 'key_ids', 'key_weaknesses']);
const readWeaknesses = (key: Buffer) => readFields(key)?.key_weaknesses;

describe('the key of a certificate', () => {
  const point = (curve: string) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
    return publicKey.export({ format: 'der', type: 'spki' });
  };

  it.each(['P-256', 'P-384', 'P-521'])('on %s has no weakness', (curve) => {
    expect(readWeaknesses(point(curve))).toEqual([]);
  });

  it.each(['P-256', 'P-384', 'P-521'])('is invalid if its point is not on %s', (curve) => {
    const key = Buffer.from(point(curve));
    key.writeUInt8((key.at(-1) ?? 0) ^ 1, key.length - 1);
    expect(readWeaknesses(key)).toEqual([{ kind: 'invalid-point' }]);
  });

  it('is invalid if its point has a wrong length', () => {
    for (const bytes of [[4, 1, 2, 3], []])
      expect(readWeaknesses(makeEcKey('1.2.840.10045.3.1.7', Buffer.from(bytes)))).toEqual([{ kind: 'invalid-point' }]);
  });

  it('on another curve has no known weakness', () => {
    expect(readWeaknesses(makeEcKey('1.3.132.0.34.1', Buffer.from([4, 1, 2, 3])))).toEqual([]);
    expect(readWeaknesses(point('secp256k1'))).toEqual([]);
  });

  it('is checked with RSA-PSS, too', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 1024 });
    expect(readWeaknesses(publicKey.export({ format: 'der', type: 'spki' }))).toEqual([]);
    const key = makeRsaKey(makeRocaModulus(512)).toString('hex');
    const pss = key.replace(oid('1.2.840.113549.1.1.1').toString('hex'), oid('1.2.840.113549.1.1.10').toString('hex'));
    expect(readWeaknesses(Buffer.from(pss, 'hex'))).toEqual([{ kind: 'roca' }]);
  });

  it.each(['ed25519', 'ed448'] as const)('of the type %s has no known weakness', (type) => {
    // The overloads of the function have one type each.
    const { publicKey } = generateKeyPairSync(type as 'ed25519');
    expect(readWeaknesses(publicKey.export({ format: 'der', type: 'spki' }))).toEqual([]);
  });

  it('is not checked if it is malformed', () => {
    const algorithm = der(0x30, oid('1.2.840.113549.1.1.1'), der(0x05));
    const withNumbers = (...numbers: Buffer[]) =>
      der(0x30, algorithm, der(0x03, Buffer.from([0]), der(0x30, ...numbers)));
    const three = encodeInteger(3n);
    expect(readWeaknesses(withNumbers(encodeInteger(GOOD), three))).toEqual([]);
    for (const numbers of [
      [],
      [encodeInteger(GOOD)],
      [der(0x02), three],
      [der(0x02, Buffer.from([0x81])), three],
      [der(0x04), three],
    ])
      expect(readWeaknesses(withNumbers(...numbers))).toBeNull();
    expect(readWeaknesses(der(0x30, algorithm, der(0x03, Buffer.from([0]))))).toBeNull();
  });

  it('is not checked above 16384 bits, which no client accepts', () => {
    expect(readWeaknesses(makeRsaKey((1n << 16_384n) - 1n))).toContainEqual({ kind: 'small-factor', factor: 3 });
    for (const [modulus, exponent] of [
      [1n << 16_392n, 3n],
      [GOOD, 1n << 16_392n],
    ] as const)
      expect(readWeaknesses(makeRsaKey(modulus, exponent))).toBeNull();
  });

  it('has the SHA-256 of its SubjectPublicKeyInfo, and for RSA the digest of Debian', () => {
    const key = makeRsaKey(GOOD);
    const sha1 = createHash('sha1')
      .update(`Modulus=${GOOD.toString(16).toUpperCase()}\n`)
      .digest('hex');
    const sha256 = createHash('sha256').update(key).digest('hex');
    expect(readFields(key)).toMatchObject({ key_sha256: sha256, key_ids: [sha256, sha1.slice(-20)] });
    expect(readFields(point('P-256'))?.key_ids).toHaveLength(1);
    expect(readFields(makeRsaKey(1n << 16_392n))?.key_ids).toHaveLength(1);
  });

  it('is read only if a policy needs it', () => {
    const bytes = buildCertificate({ key: makeRsaKey(GOOD) });
    const fields = ['key_sha256', 'key_ids', 'key_weaknesses'] as const;
    for (const needs of [[], ...fields.map((field) => [field])])
      expect(fields.filter((field) => Object.hasOwn(readPolicyFields(bytes, needs) ?? {}, field))).toEqual(needs);
  });
});
