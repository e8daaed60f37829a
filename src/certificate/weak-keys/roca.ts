/**
 * Recognizes RSA keys with the ROCA weakness (CVE-2017-15361): Infineon's library chose primes of the form k·M + (65537^a mod M), with M the
 * product of the first primes. "The Return of Coppersmith's Attack" (ACM CCS 2017), section 2.
 */

const GENERATOR = 65_537;

/** The primes that divide M at every key size, apart from 2, which divides no odd number. */
const PRIMES = [
  ...[3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107],
  ...[109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167],
];

/** The powers of the generator modulo a prime. */
interface Subgroup {
  prime: bigint;
  /** The exponent of each power. */
  logarithms: ReadonlyMap<number, number>;
}

const SUBGROUPS = PRIMES.map((prime): Subgroup => {
  const logarithms = new Map<number, number>();
  for (let power = 1; !logarithms.has(power); power = (power * GENERATOR) % prime)
    logarithms.set(power, logarithms.size);
  return { prime: BigInt(prime), logarithms };
});

const PRODUCT = SUBGROUPS.reduce((product, { prime }) => product * prime, 1n);

/**
 * Whether a modulus is a power of the generator modulo M, as the product of two such primes is. One random modulus in 10^8 is a power modulo each
 * of the primes, but fewer than one in 10^40 with an exponent that is the same for all of them.
 */
export function isRocaModulus(modulus: bigint): boolean {
  const rest = modulus % PRODUCT;
  const exponents: Congruence[] = [];
  for (const { prime, logarithms } of SUBGROUPS) {
    const exponent = logarithms.get(Number(rest % prime));
    if (exponent === undefined) return false;
    exponents.push({ exponent, order: logarithms.size });
  }
  return exponents.every((one, index) => exponents.slice(0, index).every((other) => areCompatible(one, other)));
}

/** An exponent, which is only known modulo the order of the generator. */
interface Congruence {
  exponent: number;
  order: number;
}

/** Whether one number is congruent to both (the Chinese remainder theorem, whose moduli need not be coprime). */
function areCompatible(a: Congruence, b: Congruence): boolean {
  return (a.exponent - b.exponent) % computeGcd(a.order, b.order) === 0;
}

function computeGcd(a: number, b: number): number {
  return b === 0 ? a : computeGcd(b, a % b);
}
