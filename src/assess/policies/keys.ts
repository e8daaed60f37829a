/** Checks of the key, and of the signature that the issuer made. */

import type { CertificateFacts, KeySizes } from '../../domain/index.ts';
import { type Check, counted, decided, listed, ofCertificates, skipped, undecided } from './check.ts';

const NEW_KEY = 'Make a new key, and have the certificate issued for it.';

/** Kinds of keys as manifests call them, by the names that certificates have; any other name is its own in small letters. */
const KINDS: Readonly<Record<string, string>> = { 'RSA-PSS': 'rsa', ECDSA: 'ec' };

function kindOf(name: string): string {
  return KINDS[name.toUpperCase()] ?? name.toLowerCase();
}

/**
 * NIST SP 800-57 part 1 revision 5, table 2: from so many bits on a key of RSA or DSA is as strong as one on a curve of so
 * many bits.
 */
const AS_STRONG = [
  { finite: 15_360, curve: 512 },
  { finite: 7_680, curve: 384 },
  { finite: 3_072, curve: 256 },
  { finite: 2_048, curve: 224 },
  { finite: 0, curve: 160 },
] as const;

const CURVES = ['ec', 'ed25519', 'ed448'];

/** The bits that a key of this kind must have; null where nothing is asked of it. */
function bitsFor(wanted: KeySizes, kind: string): number | null {
  if (typeof wanted !== 'number') return wanted[kind as 'rsa'] ?? null;
  if (kind === 'rsa' || kind === 'dsa') return wanted;
  const row = AS_STRONG.find(({ finite }) => finite <= wanted);
  return CURVES.includes(kind) && row !== undefined ? row.curve : null;
}

function sizesText(wanted: KeySizes): string {
  if (typeof wanted === 'number') return `at least ${wanted} bits`;
  return Object.entries(wanted)
    .map(([kind, bits]) => `at least ${bits} bits for ${kind}`)
    .join(', ');
}

export const minKeySize: Check<KeySizes> = ofCertificates(sizesText, (wanted, { facts }) => {
  const kind = kindOf(facts.key_algorithm ?? '');
  const bits = bitsFor(wanted, kind);
  if (bits === null) return skipped(sizesText(wanted), `Of a key of the kind ${kind} no size is asked.`);
  const expected = `at least ${bits} bits`;
  if (facts.key_size === null) return undecided(expected, `The size of its ${kind} key cannot be told.`, kind);
  const checked = `${facts.key_algorithm} of ${counted(facts.key_size, 'bit')}`;
  return decided(facts.key_size >= bits, { what: 'Its key is', checked, expected, advice: NEW_KEY });
});

function keyText({ key_algorithm: name, key_size: size }: CertificateFacts): string {
  return size === null ? `${name}` : `${name} of ${counted(size, 'bit')}`;
}

const oneOf = (wanted: readonly string[]) => `one of ${wanted.join(', ')}`;
const noneOf = (wanted: readonly string[]) => `none of ${wanted.join(', ')}`;

export const algorithmAllowed: Check<string[]> = ofCertificates(oneOf, (wanted, { facts }) =>
  decided(wanted.map(kindOf).includes(kindOf(facts.key_algorithm ?? '')), {
    what: 'Its key is',
    checked: keyText(facts),
    expected: oneOf(wanted),
    advice: NEW_KEY,
  }),
);

export const algorithmForbidden: Check<string[]> = ofCertificates(noneOf, (wanted, { facts }) =>
  decided(!wanted.map(kindOf).includes(kindOf(facts.key_algorithm ?? '')), {
    what: 'Its key is',
    checked: keyText(facts),
    expected: noneOf(wanted),
    advice: NEW_KEY,
  }),
);

const HASH = /md2|md4|md5|ripemd160|sha1|sha224|sha256|sha384|sha512|sha3-\d+|sm3/;

/** Signatures that have no hash of their own to choose. */
const WITHOUT_HASH = /^(?:ed25519|ed448|ml-dsa|slh-dsa)/;

export const signatureForbidden: Check<string[]> = ofCertificates(noneOf, (wanted, { facts, traits }) => {
  const name = facts.signature_algorithm ?? '';
  const plain = name.toLowerCase();
  // Of RSA-PSS the hash stands in the parameters.
  const hash = HASH.exec(plain)?.[0] ?? traits?.pss_hash ?? null;
  if (hash === null && !WITHOUT_HASH.test(plain)) {
    return undecided(noneOf(wanted), `It cannot be told which hash its signature (${listed([name])}) has.`, name);
  }
  return decided(hash === null || !wanted.includes(hash), {
    what: 'Its signature is',
    checked: hash === null || plain.includes(hash) ? name : `${name} with ${hash}`,
    expected: noneOf(wanted),
    advice: 'Have it issued anew by an authority that signs with SHA-256 or better.',
  });
});
