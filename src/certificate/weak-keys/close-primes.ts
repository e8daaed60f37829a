/** Recognizes RSA keys whose primes are close to each other (CVE-2022-26320), with Fermat's factorization method. */

/** Enough for the keys of all libraries that are known to be affected. */
const MAX_ROUNDS = 100;

/**
 * Whether Fermat's method factors an odd modulus within 100 rounds: n = a² - b² = (a + b)(a - b), for an `a` from the square root of n
 * upwards. The rounds suffice if the primes have their upper halves in common, and for the square of a prime.
 */
export function hasClosePrimes(modulus: bigint): boolean {
  const root = computeRoot(modulus);
  const first = root * root < modulus ? root + 1n : root;
  const subtract = (a: bigint) => a * a - modulus;
  // Most rounds need only the residue of the difference, which grows by 2a + 1 from round to round.
  let rest = Number(subtract(first) % PRODUCT);
  let growth = Number((2n * first + 1n) % PRODUCT);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (hasSquareResidues(rest) && isSquare(subtract(first + BigInt(round)))) return true;
    rest = (rest + growth) % NUMERIC_PRODUCT;
    growth += 2;
  }
  return false;
}

/** Numbers whose squares have few residues. Together, they rule out all but one of 1600 numbers that are not squares. */
const MODULI = [64, 63, 65, 11, 17, 19, 23, 31];

const SQUARES = MODULI.map((modulus) => {
  const residues = new Set(Array.from({ length: modulus }, (_, root) => root ** 2 % modulus));
  return { modulus, residues };
});

/** Below 2^40, so that sums of residues are exact. */
const NUMERIC_PRODUCT = MODULI.reduce((a, b) => a * b);
const PRODUCT = BigInt(NUMERIC_PRODUCT);

function hasSquareResidues(rest: number): boolean {
  return SQUARES.every(({ modulus, residues }) => residues.has(rest % modulus));
}

function isSquare(number: bigint): boolean {
  return computeRoot(number) ** 2n === number;
}

/** The bits of a number whose root a double has exactly. */
const EXACT_BITS = 100;

/** Computes the integer square root, rounded down, with Newton's method. The first value comes from the leading bits, and is too large. */
export function computeRoot(number: bigint): bigint {
  if (number === 0n) return 0n;
  const bits = 4 * number.toString(16).length;
  const shift = BigInt(Math.max(0, bits - EXACT_BITS) >> 1);
  let root = BigInt(Math.floor(Math.sqrt(Number(number >> (2n * shift)))) + 2) << shift;
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
