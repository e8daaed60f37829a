/** Recognizes RSA keys whose primes are close to each other (CVE-2022-26320), with Fermat's factorization method. */

/** Enough for the keys of all libraries that are known to be affected. */
const MAX_ROUNDS = 100;

/**
 * Whether Fermat's method factors an odd modulus within 100 rounds: n = a² - b² = (a + b)(a - b), for an `a` from the square root of n
 * upwards. The rounds suffice if the primes have their upper halves in common, and for the square of a prime.
 */
export function hasClosePrimes(modulus: bigint): boolean {
  let a = computeRoot(modulus);
  if (a * a < modulus) a += 1n;
  let difference = a * a - modulus;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (isSquare(difference)) return true;
    difference += 2n * a + 1n;
    a += 1n;
  }
  return false;
}

/** Numbers whose squares have few residues. Together, they rule out all but one number of 1600 that is not a square. */
const MODULI = [64, 63, 65, 11, 17, 19, 23, 31];

const SQUARES = MODULI.map((modulus) => {
  const residues = new Set(Array.from({ length: modulus }, (_, root) => root ** 2 % modulus));
  return { modulus, residues };
});

const PRODUCT = BigInt(MODULI.reduce((a, b) => a * b));

function isSquare(number: bigint): boolean {
  const rest = Number(number % PRODUCT);
  return SQUARES.every(({ modulus, residues }) => residues.has(rest % modulus)) && computeRoot(number) ** 2n === number;
}

/** Computes the integer square root, rounded down, with Newton's method from above. */
export function computeRoot(number: bigint): bigint {
  if (number < 2n) return number;
  let root = 1n << BigInt(2 * number.toString(16).length);
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
