/** Makes public keys with known weaknesses, from random numbers. */

import { checkPrimeSync, generatePrimeSync, randomBytes } from 'node:crypto';
import { der, oid } from './certificates.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_NULL = der(0x05);

/** The SubjectPublicKeyInfo of an RSA key. */
export function makeRsaKey(modulus: bigint, exponent = 65_537n): Buffer {
  const numbers = der(SEQUENCE, encodeInteger(modulus), encodeInteger(exponent));
  const algorithm = der(SEQUENCE, oid('1.2.840.113549.1.1.1'), OBJECT_NULL);
  return der(SEQUENCE, algorithm, der(BIT_STRING, Buffer.from([0]), numbers));
}

/** The SubjectPublicKeyInfo of an EC key on a curve, dotted. */
export function makeEcKey(curve: string, point: Buffer): Buffer {
  const algorithm = der(SEQUENCE, oid('1.2.840.10045.2.1'), oid(curve));
  return der(SEQUENCE, algorithm, der(BIT_STRING, Buffer.from([0]), point));
}

/** A positive INTEGER. */
export function encodeInteger(number: bigint): Buffer {
  const digits = number.toString(16);
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
  // The first bit is the sign.
  return der(INTEGER, Buffer.from(hex >= '8' ? `00${hex}` : hex, 'hex'));
}

export const makePrime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });

/** A product of two random primes. */
export const makeGoodModulus = (bits: number): bigint => makePrime(bits / 2) * makePrime(bits / 2);

/** The products of the first primes, by which Infineon's library chose primes (2 to 167 for small keys, 2 to 701 for 2048 bits). */
const PRIMORIALS = [167, 701].map(multiplyPrimes) as [bigint, bigint];

function multiplyPrimes(last: number): bigint {
  const numbers = Array.from({ length: last - 1 }, (_, index) => BigInt(index + 2));
  return numbers.filter((number) => checkPrimeSync(number)).reduce((product, prime) => product * prime);
}

/** A product of two primes of the form k·M + (65537^a mod M). */
export function makeRocaModulus(bits: number): bigint {
  const primorial = PRIMORIALS[bits < 2048 ? 0 : 1];
  const makeRocaPrime = (): bigint => {
    for (;;) {
      const factor = draw((1n << BigInt(bits / 2)) / primorial) + 1n;
      const prime = factor * primorial + raise(65_537n, draw(1n << 62n), primorial);
      if (checkPrimeSync(prime)) return prime;
    }
  };
  return makeRocaPrime() * makeRocaPrime();
}

/** A random number below a limit. */
function draw(limit: bigint): bigint {
  return BigInt(`0x${randomBytes(limit.toString(16).length).toString('hex')}`) % limit;
}

function raise(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [power, left] = [base % modulus, exponent]; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}

/** A product of a random prime and the first one that is larger by more than `distance`. */
export function makeCloseModulus(bits: number, distance: bigint): bigint {
  const prime = makePrime(bits / 2);
  let other = prime + distance + (distance % 2n === 0n ? 0n : 1n) + 2n;
  while (!checkPrimeSync(other)) other += 2n;
  return prime * other;
}
