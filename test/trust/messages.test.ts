import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { MissingIssuer, NameKind, PathFields } from '../../src/domain/index.ts';
import { listClientNotices } from '../../src/trust/client-notices.ts';
import { createTrustFailure, formatFetchFailure } from '../../src/trust/messages.ts';
import { createRevocationFailure } from '../../src/trust/revocation/messages.ts';
import { createSignatureVerifier, createUnusableAnchorsTrust } from '../../src/trust/validate-path.ts';
import { CA, conform, LEAF, make, ROOT } from './synthetic-fields.ts';

const MISSING: MissingIssuer = {
  ...{ name: 'CN=ca', sent: 'leaf', url: null, store: null, has_namesake: false, public_root: null },
};

/** Failures with each fact that changes a message. */
const createFailures = () => [
  createTrustFailure('signature-invalid', 'CN=a'),
  createTrustFailure('signature-unsupported', 'CN=a', 'dsa_with_SHA512'),
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
  ...(['server', 'client', 'code_signing', 'ca', 'saml', 'any'] as const).map((purpose) =>
    createTrustFailure('wrong-usage', 'CN=a', 'is only for timeStamping', purpose),
  ),
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
const createRevocationFailures = () =>
  [
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
    createRevocationFailure(
      'revocation-signer-unauthorized',
      SOURCE,
      'the key usage of CN=ca does not include cRLSign',
    ),
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
  { name: 'CN=constrained', ...bases('other'), critical: ['2.5.29.30'] },
  { name: 'CN=policies', restricts_policies: true },
  {
    name: 'CN=relative',
    distributionPoints: [{ urls: [], some_reasons: false, issuers: null, relative: true }],
  },
  { name: 'CN=uri', names: [{ kind: 'uri', text: 'http://a%7Bb/', bytes: null, parts: [] }] },
  { name: 'CN=negative', serial: '-01' },
  { name: 'CN=SHA-224', signature_algorithm: 'sha224WithRSAEncryption' },
  { name: 'CN=SHA-3', signature_algorithm: 'RSA-SHA3-256' },
  { name: 'CN=SHA-3', signature_algorithm: 'ecdsa_with_SHA3-256' },
  { name: 'CN=P-224', curve: '1.3.132.0.33' },
  { name: 'CN=secp256k1', curve: '1.3.132.0.10' },
  { name: 'CN=unknown', curve: null },
  { name: 'CN=Ed25519', key_algorithm: 'Ed25519', curve: null },
  { name: 'CN=Ed448', key_algorithm: 'Ed448', curve: null },
];

it('every failure of trust and revocation has its message', async () => {
  const texts = [...createFailures(), ...createRevocationFailures()].map(({ code, detail }) => `${code}: ${detail}\n`);
  const fetch = formatFetchFailure('http://ca.example/ca.der', 'did not respond');
  await expect(`${texts.join('')}${fetch}\n`).toMatchFileSnapshot('../golden/trust/messages.txt');
});

it('every notice about an accepted path has its message', async () => {
  const unmarked = [LEAF, make('CN=ca', 'CN=ca', { basic_constraints: null, subject_der: LEAF.issuer_der })];
  const paths = [unmarked, ...NOTICES.map((fields) => [{ ...LEAF, ...fields }, CA])];
  const texts = paths.map((path) => listClientNotices(conform(path)).map(({ code, detail }) => `${code}: ${detail}\n`));
  expect(texts.map(({ length }) => length)).toEqual(paths.map(() => 1));
  await expect(texts.flat().join('')).toMatchFileSnapshot('../golden/trust/client-notices.txt');
});

it.each(['ecdsa-with-SHA384', 'sha384WithRSAEncryption', 'ecdsa-with-SHA512', 'sha256WithRSAEncryption'])(
  'a signature with %s has no notice',
  (signature_algorithm) => {
    expect(listClientNotices(conform([{ ...LEAF, signature_algorithm }, CA]))).toEqual([]);
  },
);

it('notices about the length of a path, wildcards and strict clients have their messages', async () => {
  const strict = make('root', 'root', { name: 'CN=strict', basic_constraints: { ca: true, path_length: 0 } });
  const named = (...names: string[]): PathFields => ({
    ...LEAF,
    names: names.map((text) => ({ kind: 'dns', text, bytes: null, parts: [] })),
  });
  const wildcard = named('*.example.com');
  const list = (path: readonly PathFields[], host: string | null = null) =>
    listClientNotices(conform(path), host).map(({ code, detail }) => `${code}: ${detail}\n`);
  const old = make('root', 'root', { version: 1, basic_constraints: null });
  const issued = { ...CA, basic_constraints: null, issuer: ['cn=other'], subject_der: LEAF.issuer_der };
  const texts = [
    ...list([LEAF, issued]),
    ...list([LEAF, CA, strict]),
    ...list([wildcard, CA], 'a_b.example.com'),
    ...list([LEAF, CA, old]),
  ];
  await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/more-client-notices.txt');
  for (const host of ['a.example.com', '-a.example.com', 'a-.example.com', '192.0.2.1', null])
    expect(list([wildcard, CA], host)).toEqual([]);
  const whole = named('*.example.com', 'a_b.example.com');
  expect(list([whole, CA], 'A_b.example.com.')).toEqual([]);
  for (const host of ['a.b-.example.com', 'a.-b.example.com', 'a.b_c.example.com'])
    expect(list([wildcard, CA], host)).toHaveLength(1);
});

it.each<[fault: string, leaf: Partial<PathFields>, ca: Partial<PathFields>, root: Partial<PathFields>]>([
  ['leaf has no authority key identifier', { authority_key_id: null }, {}, {}],
  ['ca has no authority key identifier', {}, { authority_key_id: null }, {}],
  ['ca is a CA without a subject key identifier', {}, { subject_key_id: null }, {}],
  ['root is a CA without a subject key identifier', {}, {}, { subject_key_id: null }],
  ['ca is a CA without a key usage', {}, { key_usages: null }, {}],
  ['root has basic constraints that are not critical', {}, {}, { critical: [] }],
  ['root is a CA of version 1', {}, {}, { version: 1, basic_constraints: null }],
  ['ca has no issuer name', {}, { issuer: [] }, {}],
  ['leaf has no issuer name', { issuer: [] }, {}, {}],
  ['leaf has no subject, and its alternative names are not critical', { subject: [] }, {}, {}],
  ['leaf has a path length', { basic_constraints: { ca: false, path_length: 0 } }, {}, {}],
  ['leaf has the key usage keyCertSign', { key_usages: ['keyCertSign'] }, {}, {}],
  [
    'leaf is a CA without a key usage',
    { basic_constraints: { ca: true, path_length: null }, key_usages: null },
    {},
    {},
  ],
])('Python rejects a path if %s', (fault, ...changes) => {
  const path = conform([LEAF, CA, ROOT]).map((one, index) => ({ ...one, ...changes[index] }));
  const [notice, ...others] = listClientNotices(path);
  expect(others).toEqual([]);
  expect(notice?.code).toBe('python-strict');
  expect(notice?.detail.startsWith(fault)).toBe(true);
});

it('Python accepts an anchor without an authority key identifier, and a leaf without names whose alternative names are critical', () => {
  const [, ca] = conform([LEAF, CA]);
  const unnamed = { ...LEAF, authority_key_id: 'id', subject: [], critical: ['2.5.29.17'] };
  expect(listClientNotices([unnamed, { ...ca, authority_key_id: null }])).toEqual([]);
});

it('Python verifies the path that OpenSSL follows', () => {
  const path = conform([LEAF, CA, ROOT]);
  const followed = path.map((one) => (one.name === CA.name ? { ...one, subject_key_id: null } : one));
  const listCodes = (...all: Parameters<typeof listClientNotices>) => listClientNotices(...all).map(({ code }) => code);
  expect(listCodes(path, null, { followed })).toEqual(['python-strict']);
  expect(listCodes(followed, null, { followed: path })).toEqual([]);
});

it('Python rejects a CA without basic constraints if only OpenSSL follows it', () => {
  const path = conform([LEAF, CA, ROOT]);
  const followed = path.map((one) => (one.name === ROOT.name ? { ...one, basic_constraints: null } : one));
  const [notice] = listClientNotices(path, null, { followed });
  expect(notice?.code).toBe('python-strict');
  expect(notice?.detail).toMatch(/^root is a CA without basic constraints\./);
  // Another notice says that Python rejects the anchor of the path, too.
  expect(listClientNotices(followed).map(({ code }) => code)).toEqual(['anchor-not-marked']);
});

const name = (kind: NameKind, text: string) => ({ kind, text, bytes: null, parts: [] });

it.each<[what: string, kind: 'uri' | 'email', own: string, base: string, clients: string | null]>([
  ['a URI below an excluded host', 'uri', 'https://a.EXAMPLE.com/', 'example.COM', 'Go and GnuTLS'],
  ['another URI than the excluded one', 'uri', 'https://a.example.com/', 'example.org', 'GnuTLS'],
  ['a URI whose host only ends like the excluded one', 'uri', 'https://anexample.com/', 'example.com', 'GnuTLS'],
  ['a URI, although its subdomains are excluded', 'uri', 'https://example.com/', '.example.com', 'GnuTLS'],
  ['a mail address below an excluded host', 'email', 'one@a.example.com', 'example.com', 'Go'],
  ['another mail address than the excluded one', 'email', 'one@a.example.com', 'two@a.example.com', null],
])('clients that reject %s', (_, kind, own, base, clients) => {
  const leaf = { ...LEAF, names: [name(kind, own)] };
  const ca = { ...CA, constraints: { permitted: [], excluded: [name(kind, base)], bounded: false } };
  const notices = listClientNotices(conform([leaf, ca, ROOT]));
  expect(notices.map(({ code }) => code)).toEqual(clients === null ? [] : ['constraint-strict']);
  const named = ['Go', 'GnuTLS'].filter((client) => notices[0]?.detail.includes(`${client} `));
  expect(named.join(' and ')).toBe(clients ?? '');
});

it.each<[what: string, ca: string | null, root: string | null, clients: string[]]>([
  ['a CA below another one is excluded', 'https://a.example.com/', null, ['Go ']],
  ['a CA below another one is like an excluded one', 'https://a.example.org/', null, []],
  ['the CA itself with the constraint is excluded', null, 'https://a.example.com/', []],
])('clients that reject a path if a URI of %s', (_, ca, root, clients) => {
  const uris = (text: string | null) => (text === null ? [] : [name('uri', text)]);
  const constraints = { permitted: [], excluded: [name('uri', 'example.com')], bounded: false };
  const path = [LEAF, { ...CA, names: uris(ca) }, { ...ROOT, names: uris(root), constraints }];
  const details = listClientNotices(conform(path)).map(({ detail }) => detail);
  expect(details).toHaveLength(clients.length);
  for (const client of clients) expect(details[0]).toContain(client);
  expect(details.join()).not.toContain('GnuTLS');
});

it.each<[clients: string, ca: Partial<PathFields>, root: Partial<PathFields>]>([
  ['Go and GnuTLS', { ...bases('directory'), critical: ['2.5.29.19', '2.5.29.30'] }, {}],
  ['Go and GnuTLS', { ...bases('registered'), critical: ['2.5.29.19', '2.5.29.30'] }, bases('directory')],
  ['GnuTLS', bases('directory'), {}],
])('%s do not support directory names in constraints', (clients, ca, root) => {
  const [notice, ...others] = listClientNotices(conform([LEAF, { ...CA, ...ca }, { ...ROOT, ...root }]));
  expect(others).toEqual([]);
  expect(notice?.code).toBe('constraint-unsupported');
  expect(notice?.detail).toContain(`of a kind that ${clients} do`);
});

it('the notice about a name that clients exclude has its message', async () => {
  const excluded = [name('uri', 'example.com'), name('email', 'example.com')];
  const ca = { ...CA, constraints: { permitted: [], excluded, bounded: false } };
  const list = (...names: PathFields['names']) => listClientNotices(conform([{ ...LEAF, names }, ca, ROOT]));
  const notices = [
    ...list(name('email', 'one@a.example.com'), name('uri', 'https://a.example.com/')),
    ...list(name('email', 'one@a.example.com')),
    ...list(name('uri', 'https://example.org/')),
  ];
  const texts = notices.map(({ code, detail }) => `${code}: ${detail}\n`);
  await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/excluded-names.txt');
});

it('the key that the most clients do not support is reported', () => {
  const ca = { ...CA, key_algorithm: 'Ed25519', curve: null };
  const root = { ...ROOT, curve: '1.3.132.0.10' };
  expect(listClientNotices(conform([LEAF, ca, root])).map(({ detail }) => detail)).toEqual([
    'The key of root is on an uncommon curve. OpenSSL supports it, browsers, Go and GnuTLS do not.',
  ]);
});

it.each<[fault: string, fields: Partial<PathFields>, codes: string[]]>([
  ['a negative serial number', { serial: '-01' }, ['serial-negative']],
  ['a time without seconds', { has_strict_times: false }, ['sent-undecodable']],
  ['an uncommon curve', { key_algorithm: 'EC', curve: '1.3.132.0.10' }, ['sent-undecodable']],
  ['P-224', { key_algorithm: 'EC', curve: '1.3.132.0.33' }, []],
  ['a malformed extension', { defects: [{ code: 'extension-malformed', what: 'a' }] }, ['sent-undecodable']],
  ['an unknown critical extension', { defects: [{ code: 'extension-unknown', what: 'a' }] }, []],
  ['a signature with SHA-224', { signature_algorithm: 'sha224WithRSAEncryption' }, []],
])('a certificate with %s that is sent without need has the notices of clients that decode it', (_, fields, codes) => {
  const path = conform([LEAF, CA, ROOT]);
  const extra = { ...CA, fingerprint: 'extra', ...fields };
  expect(listClientNotices(path, null, { sent: [...path, extra] }).map(({ code }) => code)).toEqual(codes);
});

it('a path that all clients accept has no notice', () => {
  const curves = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];
  const keys = [...curves.map((curve) => ({ curve })), { key_algorithm: 'RSA', curve: null }];
  const known = (['dns', 'ip', 'email', 'uri'] as const).map((kind) => ({ ...bases(kind), critical: ['2.5.29.30'] }));
  // Go ignores constraints that are not critical.
  for (const fields of [...keys, ...known, bases('other')])
    expect(listClientNotices(conform([{ ...LEAF, ...fields }, CA, ROOT]))).toEqual([]);
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

it('only a URI is compared with what Go parses', () => {
  const names = (['dns', 'email', 'other'] as const).map((kind) => ({
    kind,
    text: 'http://a%7Bb/',
    bytes: null,
    parts: [],
  }));
  expect(listClientNotices(conform([{ ...LEAF, names }, CA])).map(({ code }) => code)).not.toContain('uri-unusual');
});
