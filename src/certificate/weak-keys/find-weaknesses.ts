/** Finds known weaknesses of a public key that follow from the key alone. */

import { createPublicKey } from 'node:crypto';
import type { KeyWeakness } from '../../domain/index.ts';
import { type Element, ignoreMalformed } from '../asn1/der.ts';
import { readCurve } from '../x509/algorithms.ts';
import { type RsaKey, readRsaKey } from '../x509/public-key.ts';
import { hasClosePrimes } from './close-primes.ts';
import { isRocaModulus } from './roca.ts';

/**
 * Finds the weaknesses of a SubjectPublicKeyInfo in `der`. Empty also for kinds of keys without known weaknesses; null if the key is
 * malformed, or too large to check.
 */
export function findKeyWeaknesses(der: Buffer, publicKey: Element): KeyWeakness[] | null {
  return ignoreMalformed(() => {
    const rsa = readRsaKey(der, publicKey);
    if (rsa === 'too-large') return null;
    if (rsa !== null) return findRsaWeaknesses(rsa);
    return hasInvalidPoint(der, publicKey) ? [{ kind: 'invalid-point' }] : [];
  });
}

/** The range in which the TLS Baseline Requirements (6.1.6) and FIPS 186-5 (A.1.1) have exponents. */
const MAX_EXPONENT = 2n ** 256n - 1n;

export function findRsaWeaknesses({ modulus, exponent }: RsaKey): KeyWeakness[] {
  const factor = findSmallFactor(modulus);
  const found: KeyWeakness[] = [];
  if (isRocaModulus(modulus)) found.push({ kind: 'roca' });
  if (factor !== null) found.push({ kind: 'small-factor', factor });
  // Fermat's method needs an odd number.
  else if (hasClosePrimes(modulus)) found.push({ kind: 'close-primes' });
  if (exponent < 3n) found.push({ kind: 'small-exponent' });
  else if (exponent % 2n === 0n) found.push({ kind: 'even-exponent' });
  else if (exponent > MAX_EXPONENT) found.push({ kind: 'large-exponent' });
  return found;
}

/** The TLS Baseline Requirements (6.1.6) forbid factors smaller than this. */
const MIN_FACTOR = 752;

const SMALL_PRIMES = listPrimes(MIN_FACTOR);

const SMALL_PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * BigInt(prime), 1n);

function findSmallFactor(modulus: bigint): number | null {
  const rest = modulus % SMALL_PRODUCT;
  return SMALL_PRIMES.find((prime) => rest % BigInt(prime) === 0n) ?? null;
}

function listPrimes(limit: number): number[] {
  const primes: number[] = [];
  for (let number = 2; number < limit; number += 1)
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes;
}

/** P-256, P-384 and P-521: the curves that every OpenSSL has, so that a key is rejected for its point only. */
const CHECKED_CURVES: readonly (string | null)[] = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];

/** Whether the point is not on its curve, or has a wrong length (SEC 1 section 3.2.2.1). */
function hasInvalidPoint(der: Buffer, publicKey: Element): boolean {
  if (!CHECKED_CURVES.includes(readCurve(der, publicKey))) return false;
  try {
    createPublicKey({ key: der.subarray(publicKey.at, publicKey.end), format: 'der', type: 'spki' });
    return false;
  } catch {
    return true;
  }
}
