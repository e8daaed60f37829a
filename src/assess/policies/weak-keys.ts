/** Checks for keys that are known to be weak: by their numbers, or because a list names them. */

import type { KeyWeakness } from '../../domain/index.ts';
import { type Check, createSkipped, createUndecided, formatList, passIf, requireReading } from './policy-check.ts';

const EXPECTED = 'a key without known weaknesses';

const CHECKED_ALGORITHMS: readonly (string | null)[] = ['RSA', 'RSA-PSS', 'EC'];

/** The name of each weakness, and what it means for the key. */
const WEAKNESSES = {
  roca: ['ROCA (CVE-2017-15361)', 'A faulty library generated it, so that its private key can be computed'],
  'close-primes': ['close primes (CVE-2022-26320)', 'Anybody can compute its private key with the method of Fermat'],
  'small-factor': ['small factor', 'Its modulus is not the product of two large primes'],
  'small-exponent': ['exponent below 3', 'Its signatures prove nothing'],
  'even-exponent': ['even exponent', 'An RSA key cannot have an even exponent'],
  'large-exponent': ['exponent of more than 256 bits', 'Clients reject it, and its private exponent may be small'],
  'invalid-point': ['point not on its curve', 'Clients reject it'],
} as const satisfies Record<KeyWeakness['kind'], readonly [name: string, meaning: string]>;

function formatWeakness(weakness: KeyWeakness): string {
  const [name] = WEAKNESSES[weakness.kind];
  return weakness.kind === 'small-factor' ? `${name} ${weakness.factor}` : name;
}

export const weakKeyForbidden: Check<true> = requireReading(
  () => EXPECTED,
  (_, { facts: { key_algorithm } }, { key_weaknesses: weaknesses = null }) => {
    if (!CHECKED_ALGORITHMS.includes(key_algorithm))
      return createSkipped(EXPECTED, `No weaknesses of ${key_algorithm} keys are known.`);
    if (weaknesses === null) return createUndecided(EXPECTED, 'Its key is malformed, or too large to be checked.');
    const meanings = [...new Set(weaknesses.map(({ kind }) => WEAKNESSES[kind][1]))];
    return passIf(weaknesses.length === 0, {
      what: 'Known weaknesses of its key:',
      checked: formatList(weaknesses.map(formatWeakness)),
      expected: 'none',
      advice: [...meanings, 'Update the software or device that generated it, then reissue it with a new key.'].join(
        '. ',
      ),
    });
  },
);

const formatExpected = (file: string) => `a key that is not in ${formatList([file])}`;

export const keyBlocklist: Check<string> = requireReading(formatExpected, (file, { blocklists }, { key_ids = [] }) => {
  const expected = formatExpected(file);
  const blocklist = blocklists.get(file);
  const [sha256] = key_ids;
  if (blocklist === undefined || sha256 === undefined)
    return createUndecided(expected, `The list ${formatList([file])} cannot be read.`);
  return passIf(!key_ids.some((id) => blocklist.has(id)), {
    what: 'The SHA-256 of its key is',
    checked: sha256,
    expected,
    advice:
      'According to the list, its private key is compromised: revoke the certificate, and reissue it with a new key.',
  });
});
