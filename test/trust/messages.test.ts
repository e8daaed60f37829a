import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { MissingIssuer, NameKind, PathFields } from '../../src/domain/index.ts';
import { listClientNotices } from '../../src/trust/client-notices.ts';
import { createTrustFailure, formatFetchFailure } from '../../src/trust/messages.ts';
import { createRevocationFailure } from '../../src/trust/revocation/messages.ts';
import { createSignatureVerifier, createUnusableAnchorsTrust } from '../../src/trust/validate-path.ts';
import { CA, LEAF, make, ROOT } from './synthetic-fields.ts';

const MISSING: MissingIssuer = {
  ...{ name: 'CN=ca', sent: 'leaf', url: null, store: null, has_namesake: false, public_root: null },
};

const FAILURES = [
  createTrustFailure('signature-invalid', 'CN=a'),
  createTrustFailure('signature-unsupported', 'CN=a'),
  createTrustFailure('version-invalid', 'CN=a', '1'),
  createTrustFailure('time-malformed', 'CN=a'),
  createTrustFailure('self-signed'),
  createTrustFailure('missing-intermediate', { ...MISSING, url: 'http://ca.example/ca.der' }),
  createTrustFailure('unknown-issuer', MISSING),
  createTrustFailure('unknown-issuer', { ...MISSING, sent: 'root' }),
  createTrustFailure('issuer-distrusted', 'CN=ca', '2024-11-30T23:59:59Z', null),
  createTrustFailure('issuer-distrusted', 'CN=ca', null, '2026-04-09'),
  createTrustFailure('authority-mismatch', 'CN=a', 'CN=ca', 'key'),
  createTrustFailure('authority-mismatch', 'CN=a', 'CN=ca', 'serial'),
  createTrustFailure('authority-mismatch', 'CN=a', 'CN=ca', 'anchor'),
  createTrustFailure('stale-anchor', 'CN=ca', 'expired at 2027-01-01T00:00:00Z'),
  createTrustFailure('wrong-order', 'CN=ca', 'CN=old', 'CN=new', 'leads to CN=old, which is not in the trust store'),
  createTrustFailure('wrong-order', 'CN=ca', 'CN=old', null, 'leads to CN=old, which is not in the trust store'),
  createTrustFailure('self-issued', 'CN=a'),
  createTrustFailure('path-too-complex'),
  createTrustFailure('issuer-not-ca', 'CN=ca'),
  createTrustFailure('path-too-long', 'CN=ca', 1, 2),
  createTrustFailure('name-constrained', 'www.example.com', 'CN=ca'),
  createTrustFailure('extension-repeated', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-malformed', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-critical', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-unknown', 'CN=a', '1.2.3.4'),
  createTrustFailure('curve-explicit', 'CN=a'),
  createTrustFailure('key-malformed', 'CN=a', 'EC'),
  createTrustFailure('not-yet-valid', 'CN=a', '2027-01-01T00:00:00Z'),
  createTrustFailure('path-expired', 'CN=a', '2027-01-01T00:00:00Z'),
  createTrustFailure('wrong-usage', 'CN=a', 'is only for clientAuth'),
  createTrustFailure('weak-signature', 'CN=a', 'sha1WithRSAEncryption'),
  createTrustFailure('pss-parameters', 'CN=a', 'RSASSA-PSS'),
  createTrustFailure('weak-key', 'CN=a', 'RSA 1024'),
  createTrustFailure('name-mismatch', 'example.com', 'dns', []),
  createTrustFailure('name-mismatch', 'example.com', 'dns', ['a.example', 'b.example.']),
  createTrustFailure('name-mismatch', '192.0.2.1', 'ip', []),
  createTrustFailure(
    'name-mismatch',
    '192.0.2.1',
    'ip',
    ['1', '2', '3', '4', '5', '6', '7'].map((one) => `${one}.example`),
  ),
  createTrustFailure('ca-file-unusable', 'ca.pem', 'does not exist'),
  createTrustFailure('system-anchors-unusable', '/etc/ssl/certs', 'does not exist'),
  createTrustFailure('signature-unverified', 'CN=a', 'ML-DSA-65'),
];

const SOURCE = 'The response';
const REVOCATION = [
  createRevocationFailure('revocation-unreachable', SOURCE, 'did not respond within 10 s'),
  createRevocationFailure('revocation-url-unsupported', SOURCE),
  createRevocationFailure('revocation-malformed', SOURCE),
  createRevocationFailure('revocation-refused', SOURCE, 'tryLater'),
  createRevocationFailure('revocation-stale', SOURCE, '2027-01-01T00:00:00Z'),
  createRevocationFailure('revocation-not-yet-valid', SOURCE, '2027-01-01T00:00:00Z'),
  createRevocationFailure('revocation-issuer-mismatch', SOURCE, 'CN=ca'),
  createRevocationFailure('revocation-issuer-unknown', SOURCE),
  createRevocationFailure('revocation-certificate-mismatch', SOURCE),
  createRevocationFailure('revocation-signature-invalid', SOURCE, 'CN=ca'),
  createRevocationFailure('revocation-signature-unsupported', SOURCE, 'sha1WithRSAEncryption'),
  createRevocationFailure('revocation-signer-unauthorized', SOURCE, 'the key usage of CN=ca does not include cRLSign'),
  createRevocationFailure('revocation-out-of-scope', SOURCE),
  createRevocationFailure('revocation-unsupported', SOURCE, 'has no nextUpdate'),
  createRevocationFailure('revocation-unknown-certificate', SOURCE),
].map(({ problem }) => problem);

const bases = (kind: NameKind) => ({
  constraints: { permitted: [], excluded: [{ kind, text: '', bytes: null, parts: [] }], bounded: false },
});

/** Leaves with one notice each. */
const NOTICES: Partial<PathFields>[] = [
  { name: 'CN=spelled', issuer_der: Buffer.from('another') },
  { name: 'CN=constrained', ...bases('other') },
  { name: 'CN=policies', restricts_policies: true },
  {
    name: 'CN=relative',
    distributionPoints: [{ urls: [], some_reasons: false, indirect: false, relative: true }],
  },
  { name: 'CN=uri', names: [{ kind: 'uri', text: 'http://a%7Bb/', bytes: null, parts: [] }] },
  { name: 'CN=negative', serial: '-01' },
  { name: 'CN=SHA-3', signature_algorithm: 'RSA-SHA3-256' },
  { name: 'CN=P-224', curve: '1.3.132.0.33' },
  { name: 'CN=secp256k1', curve: '1.3.132.0.10' },
  { name: 'CN=unknown', curve: null },
  { name: 'CN=Ed25519', key_algorithm: 'ED25519', curve: null },
];

it('every failure of trust and revocation has its message', async () => {
  const texts = [...FAILURES, ...REVOCATION].map(({ code, detail }) => `${code}: ${detail}\n`);
  const fetch = formatFetchFailure('http://ca.example/ca.der', 'did not respond');
  await expect(`${texts.join('')}${fetch}\n`).toMatchFileSnapshot('../golden/trust/messages.txt');
});

it('every notice about an accepted path has its message', async () => {
  const unmarked = [LEAF, make('CN=ca', 'CN=ca', { basic_constraints: null, subject_der: LEAF.issuer_der })];
  const paths = [unmarked, ...NOTICES.map((fields) => [{ ...LEAF, ...fields }, CA])];
  const texts = paths.map((path) => listClientNotices(path).map(({ code, detail }) => `${code}: ${detail}\n`));
  expect(texts.map(({ length }) => length)).toEqual(paths.map(() => 1));
  await expect(texts.flat().join('')).toMatchFileSnapshot('../golden/trust/client-notices.txt');
});

it('notices about the length of a path and about wildcards have their messages', async () => {
  const strict = make('root', 'root', { name: 'CN=strict', basic_constraints: { ca: true, path_length: 0 } });
  const named = (...names: string[]): PathFields => ({
    ...LEAF,
    names: names.map((text) => ({ kind: 'dns', text, bytes: null, parts: [] })),
  });
  const wildcard = named('*.example.com');
  const list = (path: readonly PathFields[], host: string | null = null) =>
    listClientNotices(path, host).map(({ code, detail }) => `${code}: ${detail}\n`);
  const texts = [...list([LEAF, CA, strict]), ...list([wildcard, CA], 'a_b.example.com')];
  await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/more-client-notices.txt');
  for (const host of ['a.example.com', '-a.example.com', 'a-.example.com', '192.0.2.1', null])
    expect(list([wildcard, CA], host)).toEqual([]);
  const whole = named('*.example.com', 'a_b.example.com');
  expect(list([whole, CA], 'A_b.example.com.')).toEqual([]);
  for (const host of ['a.b-.example.com', 'a.-b.example.com', 'a.b_c.example.com'])
    expect(list([wildcard, CA], host)).toHaveLength(1);
});

it('a path that all clients accept has no notice', () => {
  const curves = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];
  const keys = [...curves.map((curve) => ({ curve })), { key_algorithm: 'RSA', curve: null }];
  const known = (['dns', 'ip', 'email', 'uri'] as const).map(bases);
  const version1 = make('root', 'root', { version: 1, basic_constraints: null });
  for (const fields of [...keys, ...known]) expect(listClientNotices([{ ...LEAF, ...fields }, CA, ROOT])).toEqual([]);
  expect(listClientNotices([LEAF, CA, version1])).toEqual([]);
  expect(listClientNotices([LEAF])).toEqual([]);
});

it('a certificate is not trusted without anchors, and the result says which are missing', () => {
  const result = (kind: 'ca_file' | 'system') => createUnusableAnchorsTrust({ kind, path: '/tls/ca.pem' }, 'is empty');
  expect(result('ca_file')).toEqual({
    ...{ trusted: false, reason: 'ca-file-unusable', reasons: ['ca-file-unusable'], path: [], notes: [] },
    ...{ effective_valid_to: null, limited_by: null, detail: expect.stringContaining('/tls/ca.pem is empty') },
  });
  expect(result('system').reason).toBe('system-anchors-unusable');
});

it('a signature is not supported if a certificate is malformed', () => {
  const { raw } = new X509Certificate(readFileSync('test/fixtures/certificates/root.pem'));
  const root = { ...CA, der: raw, key: 'root' };
  const verify = createSignatureVerifier();
  expect([verify(LEAF, CA), verify(LEAF, root), verify({ ...LEAF, der: raw, fingerprint: 'root' }, root)]).toEqual([
    ...['unsupported', 'unsupported', 'valid'],
  ]);
});
