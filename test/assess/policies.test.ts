import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckName, CheckStatus, Checks, KeyWeakness } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import {
  DECLARED,
  evaluatePolicies,
  FACTS,
  ISSUER,
  limit,
  NOW,
  type Overrides,
  policy,
  UNREAD,
} from './policy-fixtures.ts';

const EC: Overrides = { key_algorithm: 'EC', key_size: 256, signature_algorithm: 'ecdsa-with-SHA256' };
const withLifetime = (days: number, from = NOW): Overrides => ({
  valid_from: formatIsoTime(from),
  valid_to: formatIsoTime(from + days * DAY),
});
const withTimeLeft = (milliseconds: number): Overrides => ({ valid_to: formatIsoTime(NOW + milliseconds) });

const HYBRID = { group: 'X25519MLKEM768', post_quantum: true };
const CURVE = { group: 'X25519', post_quantum: false };
const NOT_OFFERED = { group: 'X25519', post_quantum: null };

const withWeaknesses = (...key_weaknesses: KeyWeakness[]): Overrides => ({ traits: { key_weaknesses } });
const SHA256 = 'ab'.repeat(32);
const DEBIAN_ID = 'cd'.repeat(10);
const listed = (...keys: string[]): Overrides => ({
  blocklists: { 'keys.txt': keys },
  traits: { key_ids: [SHA256, DEBIAN_ID] },
});
const sharedWith = (count: number, ...names: string[]): Overrides => ({
  keyUse: { others: { names, count, hasUnknown: false } },
});
const usedFor = (days: number): Overrides => ({ keyUse: { firstUsed: formatIsoTime(NOW - days * DAY) } });
const UNKNOWN_KEY: Overrides = { keyUse: { isKnown: false, firstUsed: null } };

type Case = [title: string, over: Overrides, result: CheckStatus, checked: string | null];

const CASES: { [Name in CheckName]: [wanted: Checks[Name], ...Case[]][] } = {
  min_key_size: [
    [
      2048,
      ['RSA with as many bits', {}, 'pass', '2048-bit RSA'],
      ['RSA with fewer bits', { key_size: 1024 }, 'fail', '1024-bit RSA'],
      ['RSA-PSS with fewer bits', { key_algorithm: 'RSA-PSS', key_size: 1024 }, 'fail', '1024-bit RSA-PSS'],
      ['a stronger curve', EC, 'pass', '256-bit EC'],
      ['a weaker curve', { ...EC, key_size: 192 }, 'fail', '192-bit EC'],
      ['Ed448', { key_algorithm: 'Ed448', key_size: 448 }, 'pass', '448-bit Ed448'],
      ['Ed25519', { key_algorithm: 'Ed25519', key_size: 256 }, 'pass', '256-bit Ed25519'],
      ['an algorithm without a size', { key_algorithm: 'ML-DSA-65', key_size: null }, 'skipped', null],
      ['an unknown curve', { ...EC, key_size: null }, 'error', 'ec'],
      ['a hard-coded date', DECLARED, 'skipped', null],
      ['a certificate that was not read now', UNREAD, 'pass', '2048-bit RSA'],
      ['DSA with fewer bits', { key_algorithm: 'DSA', key_size: 1024 }, 'fail', '1024-bit DSA'],
    ],
    [7680, ['a curve of 256 bits', EC, 'fail', '256-bit EC']],
    [7679, ['a curve of 256 bits', EC, 'pass', '256-bit EC']],
    [
      { rsa: 3072, ec: 256 },
      ['RSA with fewer bits', {}, 'fail', '2048-bit RSA'],
      ['a curve with as many bits', EC, 'pass', '256-bit EC'],
      ['a kind without a minimum', { key_algorithm: 'DSA', key_size: 1024 }, 'skipped', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  algorithm_allowed: [
    [
      ['ecdsa', 'ed25519'],
      ['another', {}, 'fail', '2048-bit RSA'],
      ['an alias', EC, 'pass', '256-bit EC'],
      ['an unknown algorithm', { key_algorithm: '1.2.3', key_size: null }, 'fail', '1.2.3'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
    [['rsa'], ['RSA-PSS', { key_algorithm: 'RSA-PSS' }, 'pass', '2048-bit RSA-PSS']],
    [
      ['slh-dsa', 'ml-dsa-65'],
      ['any parameter set', { key_algorithm: 'SLH-DSA-SHA2-128s', key_size: null }, 'pass', 'SLH-DSA-SHA2-128s'],
      ['one parameter set', { key_algorithm: 'ML-DSA-65', key_size: null }, 'pass', 'ML-DSA-65'],
      ['another parameter set', { key_algorithm: 'ML-DSA-87', key_size: null }, 'fail', 'ML-DSA-87'],
    ],
  ],
  algorithm_forbidden: [
    [
      ['dsa', 'rsa'],
      ['one of them', {}, 'fail', '2048-bit RSA'],
      ['another', EC, 'pass', '256-bit EC'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  signature_forbidden: [
    [
      ['md5', 'sha1'],
      ['another', {}, 'pass', 'sha256WithRSAEncryption'],
      ['SHA-1 with RSA', { signature_algorithm: 'sha1WithRSAEncryption' }, 'fail', 'sha1WithRSAEncryption'],
      ['SHA-1 with ECDSA', { signature_algorithm: 'ecdsa-with-SHA1' }, 'fail', 'ecdsa-with-SHA1'],
      ['SHA-1 with DSA', { signature_algorithm: 'dsaWithSHA1' }, 'fail', 'dsaWithSHA1'],
      ['another name of SHA-1', { signature_algorithm: 'sha1WithRSA' }, 'fail', 'sha1WithRSA'],
      ['SHA-3', { signature_algorithm: 'RSA-SHA3-256' }, 'pass', 'RSA-SHA3-256'],
      ['SM3', { signature_algorithm: 'SM2-with-SM3' }, 'pass', 'SM2-with-SM3'],
      ['a signature with a fixed hash', { signature_algorithm: 'ED25519' }, 'pass', 'ED25519'],
      ['a signature without a hash', { signature_algorithm: 'SLH-DSA-SHA2-128s' }, 'pass', 'SLH-DSA-SHA2-128s'],
      [
        'RSA-PSS with SHA-1',
        { signature_algorithm: 'rsassaPss', traits: { pss_hash: 'sha1' } },
        'fail',
        'rsassaPss with sha1',
      ],
      [
        'RSA-PSS with SHA-256',
        { signature_algorithm: 'rsassaPss', traits: { pss_hash: 'sha256' } },
        'pass',
        'rsassaPss with sha256',
      ],
      ['RSA-PSS that was not read now', { signature_algorithm: 'rsassaPss', traits: null }, 'error', 'rsassaPss'],
      ['an unknown algorithm', { signature_algorithm: '1.2.3' }, 'error', '1.2.3'],
      ['one that only contains a known name', { signature_algorithm: 'x-ed448' }, 'error', 'x-ed448'],
      ['fields of an inventory', { signature_algorithm: null, traits: null }, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  max_validity_days: [
    [
      398,
      ['the maximum', withLifetime(398), 'pass', '398 days'],
      [
        'a second more',
        { ...withLifetime(398), valid_to: formatIsoTime(NOW + 398 * DAY + 1000) },
        'fail',
        '398.1 days',
      ],
      ['years', withLifetime(825), 'fail', '825 days'],
      ['an unknown start', { valid_from: null }, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  baseline_requirements: [
    [
      true,
      ['200 days in 2027', withLifetime(200, Date.parse('2027-03-14T23:59:59Z')), 'pass', '200 days'],
      ['200 days a day later', withLifetime(200, Date.parse('2027-03-15T00:00:00Z')), 'fail', '200 days'],
      ['398 days in 2025', withLifetime(398, Date.parse('2025-06-01T00:00:00Z')), 'pass', '398 days'],
      ['an unknown start', { valid_from: null }, 'error', null],
      ['398 days since March 2026', withLifetime(398, Date.parse('2026-06-01T00:00:00Z')), 'fail', '398 days'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  expiry_warning: [
    [
      limit(14),
      ['15 days left', withTimeLeft(15 * DAY), 'pass', 'in 15 days'],
      ['a second less', withTimeLeft(15 * DAY - 1000), 'fail', 'in 14 days'],
      ['expired', withTimeLeft(-2 * DAY), 'fail', '2 days ago'],
      ['a chain that expires earlier', { ends: NOW + DAY }, 'fail', 'in 1 day'],
      ['a hard-coded date', { ...DECLARED, ...withTimeLeft(10 * DAY) }, 'fail', 'in 10 days'],
    ],
    [
      limit('50%'),
      ['a third left', {}, 'fail', 'in 30 days'],
      ['two thirds left', withTimeLeft(120 * DAY), 'pass', 'in 120 days'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
    [limit('36h'), ['36 hours', withTimeLeft(1.5 * DAY), 'fail', 'in 1 day']],
  ],
  days_to_renew_before: [
    [
      limit(30),
      ['30 days left', {}, 'pass', 'in 30 days'],
      ['a second less', withTimeLeft(30 * DAY - 1000), 'fail', 'in 29 days'],
      ['a chain that expires earlier', { ends: NOW + DAY }, 'pass', 'in 30 days'],
      ['expired', withTimeLeft(-1000), 'fail', 'within the last day'],
      ['the last day', withTimeLeft(1000), 'fail', 'within a day'],
    ],
    [
      limit('33%'),
      ['a third left', {}, 'pass', 'in 30 days'],
      ['a quarter left', withTimeLeft(20 * DAY), 'fail', 'in 20 days'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  chain_required: [
    [
      true,
      ['no chain', {}, 'fail', 'no certificate'],
      ['its issuer in the chain', { chain: [{ subject: ISSUER }] }, 'pass', '1 certificate'],
      [
        'an issuer without a name',
        { issuer: '', chain: [{ subject: 'CN=other' }] },
        'fail',
        'no certificate of (no name)',
      ],
      [
        'another notice about the chain',
        { chain: [{ subject: ISSUER }], trusts: [{ notes: [{ code: 'root-sent', detail: '' }] }] },
        'pass',
        '1 certificate',
      ],
      ['another certificate in the chain', { chain: [{ subject: 'CN=other' }] }, 'fail', `no certificate of ${ISSUER}`],
      ['a self-signed certificate', { issuer: FACTS.subject }, 'skipped', null],
      [
        'an intermediate missing further up',
        { chain: [{ subject: ISSUER }], trusts: [{ reasons: ['missing-intermediate'] }] },
        'fail',
        'an incomplete chain',
      ],
      [
        'a fetched intermediate',
        { chain: [{ subject: ISSUER }], trusts: [{ notes: [{ code: 'intermediate-fetched', detail: '' }] }] },
        'fail',
        'an incomplete chain',
      ],
      [
        'a certificate issued by a trust anchor',
        { trusts: [{ path: ['leaf', 'root'] }] },
        'pass',
        'no certificate, but a trust anchor issued it',
      ],
      [
        'an unreadable ca_file',
        { trusts: [{ reason: 'ca-file-unusable', reasons: ['ca-file-unusable'], path: [] }] },
        'error',
        null,
      ],
      ['two locations with different paths', { trusts: [{ path: ['leaf', 'root'] }, {}] }, 'fail', 'no certificate'],
      ['a certificate that was not read now', UNREAD, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  san_required: [
    [
      true,
      ['a name', {}, 'pass', 'shop.example.com'],
      [
        'many names',
        { sans: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.example`) },
        'pass',
        'a.example, b.example, c.example, d.example, e.example and 2 more',
      ],
      ['none', { sans: [] }, 'fail', 'none'],
      [
        'a certificate that was not read now and may be that of a CA',
        { ...UNREAD, common_name: 'Example', sans: [] },
        'error',
        null,
      ],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  wildcard_forbidden: [
    [
      true,
      ['none', { sans: ['a.example', '192.0.2.1', 'x*@example.com', 'https://a.example/*'] }, 'pass', 'none'],
      ['a label', { sans: ['a.example', '*.example.com'] }, 'fail', '*.example.com'],
      ['a part of a label', { sans: ['w*.example.com'] }, 'fail', 'w*.example.com'],
      ['the common name', { common_name: '*.example.com' }, 'fail', '*.example.com'],
      ['more names than a scan keeps', { sans: ['a.example', '… and 9 more names (SHA-256 0)'] }, 'error', null],
      ['no common name', { common_name: null }, 'pass', 'none'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  issuer_allowed: [
    [
      ['example trust, inc.', "Let's Encrypt"],
      ['its organization', {}, 'pass', ISSUER],
      ['another', { issuer: 'CN=Example Trust' }, 'fail', 'CN=Example Trust'],
      ['no name', { issuer: '' }, 'fail', '(no name)'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
    [['Example TLS CA ?'], ['its common name', {}, 'pass', ISSUER]],
    [['*,C=DE'], ['its full name', {}, 'pass', ISSUER]],
    [['evil'], ['another part of its name', { issuer: 'OU=CN=evil' }, 'fail', 'OU=CN=evil']],
    [['?*'], ['fields of an inventory without an issuer', { issuer: null }, 'fail', '(no name)']],
  ],
  issuer_forbidden: [
    [
      ['example *', 'CN=odd*'],
      ['its common name', {}, 'fail', ISSUER],
      ['another', { issuer: 'CN=Another' }, 'pass', 'CN=Another'],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  usage_required: [
    [
      ['serverAuth', 'digitalSignature'],
      ['both', {}, 'pass', 'digitalSignature, serverAuth'],
      ['one', { traits: { extended_key_usages: ['clientAuth'] } }, 'fail', 'digitalSignature, clientAuth'],
      ['nothing', { traits: { key_usages: null, extended_key_usages: null } }, 'fail', 'none'],
      [
        'any extended one',
        { traits: { extended_key_usages: ['anyExtendedKeyUsage'] } },
        'pass',
        'digitalSignature, anyExtendedKeyUsage',
      ],
      ['a certificate that was not read now', UNREAD, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
    [
      ['1.3.6.1.4.1.311.20.2.2'],
      ['another', {}, 'fail', 'digitalSignature, serverAuth'],
      [
        'any extended one',
        { traits: { key_usages: null, extended_key_usages: ['anyExtendedKeyUsage'] } },
        'pass',
        'anyExtendedKeyUsage',
      ],
    ],
    [
      ['keyAgreement'],
      [
        'any extended one',
        { traits: { key_usages: null, extended_key_usages: ['anyExtendedKeyUsage'] } },
        'fail',
        'anyExtendedKeyUsage',
      ],
    ],
  ],
  must_staple: [
    [
      true,
      ['must-staple', { traits: { must_staple: true } }, 'pass', 'present'],
      [
        'must-staple, and servers that staple',
        { traits: { must_staple: true }, staples: [true, true] },
        'pass',
        'present',
      ],
      [
        'must-staple, and a server that does not staple',
        { traits: { must_staple: true }, staples: [true, false] },
        'fail',
        'not honored by a server',
      ],
      ['nothing', {}, 'fail', 'missing'],
      ['no must-staple, although a server staples', { staples: [true] }, 'fail', 'missing'],
      ['a certificate that was not read now', UNREAD, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  min_tls_version: [
    [
      '1.2',
      ['servers with newer versions', { tls_versions: ['1.3', '1.2'], is_presented: true }, 'pass', 'TLS 1.2'],
      ['a server without it', { tls_versions: ['1.3', '1.1'], is_presented: true }, 'fail', 'TLS 1.1'],
      ['a server that was not read now', { is_presented: true }, 'error', null],
      ['a file', {}, 'skipped', null],
    ],
  ],
  post_quantum_required: [
    [
      ['key_exchange'],
      ['a server with a hybrid', { key_exchanges: [HYBRID], is_presented: true }, 'pass', 'X25519MLKEM768'],
      ['one server of two without it', { key_exchanges: [HYBRID, CURVE], is_presented: true }, 'fail', 'X25519'],
      [
        'a server that was not offered it',
        { key_exchanges: [HYBRID, NOT_OFFERED], is_presented: true },
        'error',
        'X25519',
      ],
      ['a server that was not read now', { is_presented: true }, 'error', null],
      ['a file', {}, 'skipped', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
    [
      ['key', 'signature'],
      ['classical algorithms', {}, 'fail', 'RSA, sha256WithRSAEncryption'],
      ['ML-DSA', { key_algorithm: 'ML-DSA-65', signature_algorithm: 'ML-DSA-87' }, 'pass', 'ML-DSA-65, ML-DSA-87'],
      [
        'a classical signature',
        { key_algorithm: 'SLH-DSA-SHA2-128s', signature_algorithm: 'ecdsa-with-SHA256' },
        'fail',
        'ecdsa-with-SHA256',
      ],
      [
        'a composite',
        { key_algorithm: 'MLDSA65-ECDSA-P256-SHA512', signature_algorithm: 'MLDSA65-ECDSA-P256-SHA512' },
        'pass',
        'MLDSA65-ECDSA-P256-SHA512, MLDSA65-ECDSA-P256-SHA512',
      ],
      ['an unknown algorithm', { key_algorithm: '1.2.3', signature_algorithm: 'ML-DSA-65' }, 'error', '1.2.3'],
      ['an unknown signature', { key_algorithm: 'ML-DSA-65', signature_algorithm: null }, 'error', null],
    ],
    [
      ['key_exchange', 'key'],
      ['a file with ML-DSA', { key_algorithm: 'ML-DSA-65' }, 'pass', 'ML-DSA-65'],
      ['a server with ML-KEM and a classical key', { key_exchanges: [HYBRID], is_presented: true }, 'fail', 'RSA'],
    ],
  ],
  ct_required: [
    [
      true,
      ['some', {}, 'pass', '2 SCTs'],
      ['none', { traits: { timestamps: 0 } }, 'fail', 'no SCTs'],
      ['a certificate that was not read now', UNREAD, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  weak_key_forbidden: [
    [
      true,
      ['no weakness', withWeaknesses(), 'pass', 'none'],
      ['ROCA', withWeaknesses({ kind: 'roca' }), 'fail', 'ROCA (CVE-2017-15361)'],
      ['close primes', withWeaknesses({ kind: 'close-primes' }), 'fail', 'close primes (CVE-2022-26320)'],
      ['a small factor', withWeaknesses({ kind: 'small-factor', factor: 3 }), 'fail', 'small factor 3'],
      ['an even exponent', withWeaknesses({ kind: 'even-exponent' }), 'fail', 'even exponent'],
      ['a small exponent', withWeaknesses({ kind: 'small-exponent' }), 'fail', 'exponent below 3'],
      ['a large exponent', withWeaknesses({ kind: 'large-exponent' }), 'fail', 'exponent of more than 256 bits'],
      [
        'two weaknesses',
        withWeaknesses({ kind: 'roca' }, { kind: 'small-exponent' }),
        'fail',
        'ROCA (CVE-2017-15361), exponent below 3',
      ],
      [
        'a point beside the curve',
        { ...EC, ...withWeaknesses({ kind: 'invalid-point' }) },
        'fail',
        'point not on its curve',
      ],
      ['RSA-PSS', { key_algorithm: 'RSA-PSS', ...withWeaknesses({ kind: 'roca' }) }, 'fail', 'ROCA (CVE-2017-15361)'],
      ['Ed25519', { key_algorithm: 'Ed25519', ...withWeaknesses() }, 'skipped', null],
      ['a malformed key', { traits: { key_weaknesses: null } }, 'error', null],
      ['a certificate that was not read now', UNREAD, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
  key_blocklist: [
    [
      'keys.txt',
      ['another key', listed('00'.repeat(32)), 'pass', SHA256],
      ['this key', listed(SHA256), 'fail', SHA256],
      ['this key, as Debian lists it', listed(DEBIAN_ID), 'fail', SHA256],
      ['a key that was not read', { ...listed(SHA256), traits: {} }, 'error', null],
      ['no list', { traits: { key_ids: [SHA256] } }, 'error', null],
      ['a certificate that was not read now', { ...listed(SHA256), ...UNREAD }, 'error', null],
      ['a hard-coded date', { ...listed(SHA256), ...DECLARED }, 'skipped', null],
    ],
  ],
  shared_key_forbidden: [
    [
      true,
      ['one owner', sharedWith(0), 'pass', 'none'],
      ['two owners', sharedWith(2, 'mail (ops)', 'old (no owner)'), 'fail', 'mail (ops), old (no owner)'],
      ['many owners', sharedWith(7, 'a (b)', 'c (d)', 'e (f)'), 'fail', 'a (b), c (d), e (f) and 4 more'],
      ['an unknown owner', { keyUse: { others: { names: [], count: 0, hasUnknown: true } } }, 'error', null],
      [
        'an owner and an unknown one',
        { keyUse: { others: { names: ['mail (ops)'], count: 1, hasUnknown: true } } },
        'fail',
        'mail (ops)',
      ],
      ['an unknown key', UNKNOWN_KEY, 'error', null],
      [
        'a certificate that was not read now',
        { ...sharedWith(1, 'mail (ops)'), traits: null, is_presented: true },
        'fail',
        'mail (ops)',
      ],
      ['a file of a repository', {}, 'skipped', null],
      ['a hard-coded date', { ...sharedWith(0), ...DECLARED }, 'skipped', null],
    ],
  ],
  new_key_on_renewal: [
    [
      true,
      ['no previous certificate', { keyUse: {} }, 'skipped', null],
      ['a new key', { keyUse: { renewals: [false] } }, 'pass', 'a new one'],
      ['the same key', { keyUse: { renewals: [true] } }, 'fail', 'that of the previous certificate'],
      [
        'the same key at one location',
        { keyUse: { renewals: [null, false, true] } },
        'fail',
        'that of the previous certificate',
      ],
      ['a previous key that is unknown', { keyUse: { renewals: [null] } }, 'skipped', null],
      ['a previous key that is unknown at one location', { keyUse: { renewals: [null, false] } }, 'pass', 'a new one'],
      ['an unknown key', { keyUse: { isKnown: false, renewals: [null] } }, 'error', null],
      ['a file of a repository', {}, 'skipped', null],
      ['a hard-coded date', { keyUse: { renewals: [true] }, ...DECLARED }, 'skipped', null],
    ],
  ],
  max_key_age_days: [
    [
      365,
      ['a key that is used for a shorter time', usedFor(364.9), 'pass', '364 days'],
      ['a key that is used for as long', usedFor(365), 'pass', '365 days'],
      ['a key that is used for longer', usedFor(365.1), 'fail', '366 days'],
      ['a key that is used from tomorrow', usedFor(-1), 'pass', '0 days'],
      ['an unknown key', UNKNOWN_KEY, 'error', null],
      ['a file of a repository', {}, 'pass', '60 days'],
      ['a file of a repository, issued long ago', { valid_from: formatIsoTime(NOW - 400 * DAY) }, 'fail', '400 days'],
      ['a certificate without notBefore', { valid_from: null }, 'error', null],
      ['a hard-coded date', DECLARED, 'skipped', null],
    ],
  ],
};

describe.each(Object.keys(CASES) as CheckName[])('%s', (check) => {
  const cases = (CASES[check] as [unknown, ...Case[]][]).flatMap(([wanted, ...all]) =>
    all.map(([title, ...rest]) => [JSON.stringify(wanted), title, wanted, ...rest] as const),
  );
  it.each(cases)('%s: %s', (_, __, wanted, over, result, checked) => {
    const [policyResult] = evaluatePolicies([policy({ [check]: wanted })], over);
    expect(policyResult?.checks).toMatchObject([{ check, result, checked }]);
    expect(policyResult?.result).toBe(result);
  });
});

describe('the detail of a check', () => {
  it('is one of these', async () => {
    const lines = Object.entries(CASES).flatMap(([check, groups]) =>
      (groups as [unknown, ...Case[]][]).flatMap(([wanted, ...all]) =>
        all.flatMap(([title, over]) => {
          const checks = evaluatePolicies([policy({ [check]: wanted })], over)[0]?.checks ?? [];
          return checks.map(
            ({ expected, detail }) => `${check} ${JSON.stringify(wanted)}, ${title}: ${expected}\n  ${detail}\n`,
          );
        }),
      ),
    );
    await expect(lines.join('')).toMatchFileSnapshot('../golden/assess/policy-checks.txt');
  });

  it('says what was found, what is expected, and what to do', () => {
    const detail = (checks: Partial<Checks>, over: Overrides = {}) =>
      evaluatePolicies([policy(checks)], over)[0]?.checks[0]?.detail;
    expect(detail({ min_key_size: 3072 })).toBe(
      'Its key is 2048-bit RSA; expected: at least 3072 bits. Reissue the certificate with a new key.',
    );
    expect(detail({ min_key_size: 2048 })).toBe('Its key is 2048-bit RSA; expected: at least 2048 bits.');
    expect(detail({ baseline_requirements: true }, withLifetime(398))).toBe(
      'It is valid for 398 days; expected: at most 200 days, as the TLS Baseline Requirements allow since 2026-03-15. ' +
        'Reissue it with a shorter validity, and automate its renewal.',
    );
    expect(detail({ days_to_renew_before: limit('33%') }, withTimeLeft(10 * DAY))).toMatch(
      /^It expires in 10 days; expected: renewal at least 33% of its lifetime before expiry\. /,
    );
  });

  it('truncates long names and lists', () => {
    const over = { issuer: `CN=${'x'.repeat(100_000)}`, sans: Array<string>(9999).fill(`*.${'y'.repeat(10_000)}`) };
    const checks = { issuer_allowed: ['Example'], wildcard_forbidden: true, san_required: true } as const;
    const [result] = evaluatePolicies([policy({ ...checks, issuer_allowed: [...checks.issuer_allowed] })], over);
    expect(JSON.stringify(result).length).toBeLessThan(6_000);
  });
});

describe('docs/reference/errors/', () => {
  it('documents the code of each check', () => {
    const text = readFileSync('docs/reference/errors/policies.md', 'utf8');
    const codes = Object.keys(CASES).map((check) => `policy-${check.replaceAll('_', '-')}`);
    expect(codes.filter((code) => !text.includes(`| \`${code}\` |`))).toEqual([]);
  });
});
