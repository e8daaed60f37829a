/** Checks of the key and the signature. */

import type { CertificateFacts, Checks, KeySizes } from '../../domain/index.ts';
import { classifyAlgorithm, findWeakestKeyExchange } from '../../domain/post-quantum.ts';
import {
  type Check,
  type CheckOutcome,
  combineStatuses,
  createSkipped,
  createUndecided,
  formatList,
  type PolicyInput,
  passIf,
  requireCertificate,
} from './policy-check.ts';

const NEW_KEY_ADVICE = 'Reissue the certificate with a new key.';

/** Key kinds in manifests, by algorithm name; any other name is used in lower case. */
const KEY_KINDS: Readonly<Record<string, string>> = { 'RSA-PSS': 'rsa', ECDSA: 'ec' };

function toKeyKind(name: string): string {
  return KEY_KINDS[name.toUpperCase()] ?? name.toLowerCase();
}

/** `ml-dsa` and `slh-dsa` stand for all of their parameter sets, such as `SLH-DSA-SHA2-128s`. */
function isOfKind(algorithm: string, wanted: string): boolean {
  const kind = toKeyKind(algorithm);
  return kind === toKeyKind(wanted) || kind.startsWith(`${wanted}-`);
}

/** NIST SP 800-57 part 1 revision 5, table 2: from this many bits on, an RSA or DSA key is as strong as this curve. */
const COMPARABLE_STRENGTHS = [
  { finite: 15_360, curve: 512 },
  { finite: 7_680, curve: 384 },
  { finite: 3_072, curve: 256 },
  { finite: 2_048, curve: 224 },
  { finite: 0, curve: 160 },
] as const;

const CURVES = ['ec', 'ed25519', 'ed448'];

/** Returns the minimum bits for a kind of key; null if there is none. */
function findRequiredBits(wanted: KeySizes, kind: string): number | null {
  if (typeof wanted !== 'number') return wanted[kind as 'rsa'] ?? null;
  if (kind === 'rsa' || kind === 'dsa') return wanted;
  if (!CURVES.includes(kind)) return null;
  return Math.max(...COMPARABLE_STRENGTHS.filter(({ finite }) => finite <= wanted).map(({ curve }) => curve));
}

function formatSizes(wanted: KeySizes): string {
  if (typeof wanted === 'number') return `at least ${wanted} bits`;
  return Object.entries(wanted)
    .map(([kind, bits]) => `at least ${bits} bits for ${kind}`)
    .join(', ');
}

export const minKeySize: Check<KeySizes> = requireCertificate(formatSizes, (wanted, { facts }) => {
  const kind = toKeyKind(facts.key_algorithm);
  const bits = findRequiredBits(wanted, kind);
  if (bits === null) return createSkipped(formatSizes(wanted), `The policy sets no minimum size for ${kind} keys.`);
  const expected = `at least ${bits} bits`;
  if (facts.key_size === null) return createUndecided(expected, `The size of its ${kind} key is unknown.`, kind);
  const checked = formatKey(facts);
  return passIf(facts.key_size >= bits, { what: 'Its key is', checked, expected, advice: NEW_KEY_ADVICE });
});

function formatKey({ key_algorithm: name, key_size: size }: CertificateFacts): string {
  return size === null ? `${name}` : `${size}-bit ${name}`;
}

const formatAllowed = (wanted: readonly string[]) => `one of ${wanted.join(', ')}`;
const formatForbidden = (wanted: readonly string[]) => `none of ${wanted.join(', ')}`;

function createAlgorithmCheck(isAllowed: boolean): Check<string[]> {
  const format = isAllowed ? formatAllowed : formatForbidden;
  return requireCertificate(format, (wanted, { facts }) =>
    passIf(wanted.some((one) => isOfKind(facts.key_algorithm, one)) === isAllowed, {
      what: 'Its key is',
      checked: formatKey(facts),
      expected: format(wanted),
      advice: NEW_KEY_ADVICE,
    }),
  );
}

export const algorithmAllowed = createAlgorithmCheck(true);
export const algorithmForbidden = createAlgorithmCheck(false);

const HASH_PATTERN = /md2|md4|md5|ripemd160|sha1|sha224|sha256|sha384|sha512|sha3-|sm3/;

/** Signature algorithms without a choice of hash. */
const HASHLESS_PATTERN = /^(?:ed25519|ed448|ml-dsa|slh-dsa|mldsa)/;

export const signatureForbidden: Check<string[]> = requireCertificate(
  formatForbidden,
  (wanted, { facts, policyFields: traits }) => {
    const name = facts.signature_algorithm;
    if (name === null) return createUndecided(formatForbidden(wanted), 'The algorithm of its signature is unknown.');
    const plain = name.toLowerCase();
    // RSA-PSS has its hash in the parameters.
    const hash = HASH_PATTERN.exec(plain)?.[0] ?? traits?.pss_hash ?? null;
    if (hash === null && !HASHLESS_PATTERN.test(plain)) {
      return createUndecided(
        formatForbidden(wanted),
        `The hash of its signature (${formatList([name])}) is unknown.`,
        name,
      );
    }
    return passIf(hash === null || !wanted.includes(hash), {
      what: 'Its signature is',
      checked: hash === null || plain.includes(hash) ? name : `${name} with ${hash}`,
      expected: formatForbidden(wanted),
      advice: 'Reissue it from a CA that signs with SHA-256 or better.',
    });
  },
);

type PostQuantumPart = Checks['post_quantum_required'][number];

const PARTS: Readonly<
  Record<PostQuantumPart, (known: PolicyInput & { facts: { key_algorithm: string } }) => CheckOutcome>
> = {
  key: ({ facts }) => checkAlgorithm('Its key is', facts.key_algorithm, 'Reissue it with such a key.'),
  signature: ({ facts }) =>
    checkAlgorithm('Its signature is', facts.signature_algorithm, 'Reissue it from a CA with such a key.'),
  key_exchange: checkKeyExchange,
};

const EXPECTED_ALGORITHM = 'ML-DSA or SLH-DSA';
const EXPECTED_GROUP = 'ML-KEM, such as X25519MLKEM768';

/** A composite algorithm contains ML-DSA. */
function checkAlgorithm(what: string, name: string | null, advice: string): CheckOutcome {
  const kind = name === null ? 'unknown' : classifyAlgorithm(name);
  if (kind === 'unknown')
    return createUndecided(EXPECTED_ALGORITHM, `${what} of an algorithm that certvigil does not know.`, name);
  const texts = { what, checked: name ?? 'unknown', expected: EXPECTED_ALGORITHM, advice };
  return passIf(kind !== 'classical', texts);
}

/** The weakest one of the servers decides. */
function checkKeyExchange({ key_exchanges, is_presented }: PolicyInput): CheckOutcome {
  if (!is_presented) return createSkipped(EXPECTED_GROUP, 'No server presents the certificate.');
  const weakest = findWeakestKeyExchange(key_exchanges);
  if (weakest === undefined)
    return createUndecided(EXPECTED_GROUP, 'The key exchange of the server is not known in this scan.');
  const { group, post_quantum } = weakest;
  if (post_quantum === null) {
    const why = `The server agreed on ${group}, but it was not offered ML-KEM, which needs Node.js 24 or newer.`;
    return createUndecided(EXPECTED_GROUP, why, group);
  }
  const advice = 'Enable X25519MLKEM768 on the server: OpenSSL 3.5, Go 1.24 and others have it.';
  return passIf(post_quantum, { what: 'The key exchange is', checked: group, expected: EXPECTED_GROUP, advice });
}

const formatParts = (wanted: readonly PostQuantumPart[]) => `post-quantum ${wanted.join(', ').replaceAll('_', ' ')}`;

/** All parts together: a part that fails decides, then one that is undecided; `skipped` if none applies. */
export const postQuantumRequired: Check<PostQuantumPart[]> = requireCertificate(formatParts, (wanted, known) => {
  const outcomes = wanted.map((part) => PARTS[part](known));
  const result = combineStatuses(outcomes.map((one) => one.result));
  const shown = outcomes.filter((one) => one.result === result);
  const checked = shown.flatMap((one) => one.checked ?? []);
  return {
    result,
    checked: checked.length === 0 ? null : formatList(checked),
    expected: formatParts(wanted),
    detail: [...new Set(shown.map(({ detail }) => detail))].join(' '),
  };
});
