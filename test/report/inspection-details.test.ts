import { describe, expect, it } from 'vitest';
import type { InspectedCertificate, InspectedLocation } from '../../src/generated/inspect.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { expectGolden } from './golden.ts';
import { authority, certificate, createLocation, GONE, inspection, SERVED, TRUSTED } from './inspected.ts';
import { renderInspection } from './render.ts';

const validateInspection = compileSchema('inspect');

const plain = (columns: number) => ({ color: false, columns });

/** The line below the location, which states its condition. */
function renderState(leaf: InspectedCertificate, more: Partial<InspectedLocation>): string | undefined {
  return renderInspection(inspection(createLocation('a.pem', [leaf], more)), plain(120))
    .split('\n')[1]
    ?.trim();
}

type InspectedTrust = NonNullable<InspectedLocation['trust']>;

const reject = (reasons: string[], more: Partial<InspectedTrust> = {}): InspectedTrust => ({
  ...TRUSTED,
  trusted: false,
  reason: reasons[0] ?? null,
  reasons,
  detail: 'Clients reject it.',
  ...more,
});

describe('the details of one certificate', () => {
  it('show the chain and a missing issuer', async () => {
    await expectGolden('inspect-one-80.txt', renderInspection(inspection(SERVED), plain(80)));
  });

  it('show a cross-signed chain, and certificates outside the chain', async () => {
    const ways = createLocation('chain.pem', [
      certificate('shop.example.com', 60),
      authority('Example CA R3', 'Example Root X1', 400),
      authority('Example Root X1', 'Example Root X1', 4_000),
      authority('Example CA R3', 'Old Root', -3),
      authority('Old Root', 'Old Root', 1),
      authority('Stray', 'Stray', 100),
    ]);
    await expectGolden('inspect-chain-100.txt', renderInspection(inspection(ways), plain(100)));
  });

  it('show where other targets have it too, or a newer one', () => {
    const newer = { location: 'renewed.pem', fingerprint_sha256: 'ef'.repeat(32), valid_to: '2027-03-01T00:00:00Z' };
    const links = { other_locations: ['shop.pem', 'backup.pem'], successors: [newer] };
    const old = createLocation('shop.example.com:443', [certificate('shop.example.com', 6)], links);
    const one = inspection(old);
    expect(validateInspection(one)).toBe(true);
    const lines = renderInspection(one, plain(100)).split('\n');
    expect(lines).toContain('  Also at     shop.pem, backup.pem');
    expect(lines).toContain('  Newer at    renewed.pem (until 2027-03-01)');
    const others = Array.from({ length: 10 }, (_, index) =>
      createLocation(`${index}.pem`, [certificate(`${index}`, 60)]),
    );
    const many = renderInspection(inspection(old, ...others), plain(100));
    expect(many).toContain('NOT RENEWED EVERYWHERE');
    expect(many).toContain('Newer at renewed.pem (until 2027-03-01)');
  });

  it('limit the number of names', () => {
    const sans = Array.from({ length: 100 }, (_, index) => `host-${index}.example.com`);
    const text = renderInspection(inspection(createLocation('a.pem', [certificate('many', 60, { sans })])), plain(80));
    expect(text.replace(/\s+/g, ' ')).toContain('host-11.example.com and 88 more');
  });

  it('say when it becomes valid, and count the last days in hours', () => {
    const text = (one: InspectedCertificate) =>
      renderInspection(inspection(createLocation('a.pem', [one])), plain(100));
    const coming = certificate('a', 91, { status: 'not_yet_valid', valid_from: '2026-11-20T00:00:00Z' });
    expect(text(coming)).toContain('not yet valid: becomes valid in 3 days');
    expect(text(certificate('a', 0))).toContain('(in 12 hours; lifetime 90 days)');
    expect(text(certificate('a', 0, { valid_to: '2026-11-17T00:10:00Z' }))).toContain('(in less than an hour;');
    expect(text(certificate('a', 0, { valid_to: '2026-11-17T00:00:00Z' }))).toContain('(in less than an hour;');
    expect(text(certificate('a', -1, { valid_to: '2026-11-16T23:59:59Z' }))).toContain('(less than an hour ago;');
  });

  it.each<[string, Partial<InspectedLocation>]>([
    ['UNTRUSTED (self-signed)', { trust: reject(['self-signed']) }],
    ['UNTRUSTED (name-mismatch)', { trust: reject(['name-mismatch']) }],
    ['REVOKED', { trust: TRUSTED, stapled: { status: 'revoked', revoked: null, problem: null } }],
    ['REVOKED', { trust: TRUSTED, revocation: { status: 'revoked', source: 'crl', revoked: null, problems: [] } }],
  ])('begin with %s, whatever the expiry', (words, more) => {
    expect(renderState(certificate('a', 60), more)).toBe(`${words}, expires in 60 days`);
    expect(renderState(certificate('a', 5), more)).toBe(`${words}, critical: expires in 5 days`);
  });

  it('begin with the CA that has expired, or say that one is not valid yet', () => {
    const expired = {
      effective_valid_to: '2026-11-07T00:00:00Z',
      limited_by: { subject: 'CA', fingerprint_sha256: 'cd' },
    };
    const early = reject(['not-yet-valid']);
    expect(renderState(certificate('a', 60), { trust: reject(['path-expired'], expired) })).toBe(
      'UNTRUSTED: CA expired 10 days ago, the certificate itself expires in 60 days',
    );
    expect(renderState(certificate('a', 60), { trust: reject(['weak-signature', 'path-expired'], expired) })).toBe(
      'UNTRUSTED: CA expired 10 days ago, the certificate itself expires in 60 days',
    );
    expect(renderState(certificate('a', 60), { trust: early })).toBe(
      'UNTRUSTED: a CA in its chain is not valid yet, the certificate itself expires in 60 days',
    );
  });

  it('do not repeat the dates of the certificate as the reason', () => {
    const one = certificate('a', -3, { days_since_expiry: 2 });
    const limits = {
      effective_valid_to: one.valid_to,
      limited_by: { subject: 'a', fingerprint_sha256: one.fingerprint_sha256 ?? '' },
    };
    expect(renderState(one, { trust: reject(['path-expired'], limits) })).toBe('UNTRUSTED, expired 2 days ago');
    expect(renderState(one, { trust: reject(['path-expired']) })).toBe('UNTRUSTED, expired 2 days ago');
    const coming = certificate('a', 91, { status: 'not_yet_valid', valid_from: '2026-11-20T00:00:00Z' });
    expect(renderState(coming, { trust: reject(['not-yet-valid']) })).toBe(
      'UNTRUSTED, not yet valid: becomes valid in 3 days',
    );
    expect(renderState(coming, { trust: reject(['unknown-issuer', 'not-yet-valid']) })).toBe(
      'UNTRUSTED (unknown-issuer), not yet valid: becomes valid in 3 days',
    );
  });

  it('say that the name is empty and that notAfter is before notBefore', () => {
    const nameless = certificate('', 60, {
      common_name: null,
      subject: '',
      issuer: 'CN=x',
      sans: [],
      lifetime_days: -3,
    });
    const text = renderInspection(inspection(createLocation('a.pem', [nameless])), plain(100));
    expect(text).toContain('Subject     (empty)');
    expect(text).toContain('; notAfter is before notBefore)');
    expect(text).toContain('Chain       (no name)  expires in 60 days');
  });

  it('report a malformed notBefore, except in a profile, where it is optional', () => {
    const text = (kind: InspectedCertificate['kind']) => {
      const one = certificate('a', 60, { kind, valid_from: null, lifetime_days: null });
      return renderInspection(inspection(createLocation('a.pem', [one])), plain(100));
    };
    expect(text('certificate')).toContain('Valid from  (malformed)');
    expect(text('profile')).not.toContain('Valid from');
  });

  it('show a revocation list, which has neither key nor chain', async () => {
    const list = certificate('x', 3, {
      kind: 'crl',
      subject: null,
      common_name: null,
      sans: [],
      key_algorithm: null,
      key_size: null,
      spki_sha256: null,
      key_usage: [],
      extended_key_usage: [],
    });
    await expectGolden(
      'inspect-crl-80.txt',
      renderInspection(inspection(createLocation('ca.crl', [list], { format: 'crl' })), plain(80)),
    );
  });
});

describe('the revocation status of one certificate', () => {
  const revoked = {
    subject: 'CN=shop',
    fingerprint_sha256: 'ab',
    revoked_at: '2026-11-01T00:00:00Z',
    reason: 'keyCompromise',
  };
  const problems = [{ code: 'revocation-stale', detail: 'The list has expired.' }];

  it.each<[NonNullable<InspectedLocation['revocation']>, string[]]>([
    [{ status: 'good', source: 'crl', revoked: null, problems: [] }, ['not revoked, according to the CRL']],
    [
      { status: 'good', source: 'stapled', revoked: null, problems: [] },
      ['not revoked, according to the stapled OCSP response'],
    ],
    [{ status: 'good', source: null, revoked: null, problems }, ['not revoked', 'The list has expired.']],
    [
      { status: 'unknown', source: null, revoked: null, problems },
      ['status unknown: no trusted response', 'The list has expired.'],
    ],
    [
      { status: 'revoked', source: 'ocsp', revoked, problems: [] },
      ['REVOKED 2026-11-01T00:00:00Z (keyCompromise), according to the OCSP responder: CN=shop'],
    ],
    [
      { status: 'revoked', source: 'crl', revoked: { ...revoked, reason: null }, problems: [] },
      ['REVOKED 2026-11-01T00:00:00Z, according to the CRL: CN=shop'],
    ],
  ])('is shown: %j', (revocation, lines) => {
    const shown = renderInspection(inspection({ ...SERVED, revocation }), plain(200)).split('\n');
    const at = shown.findIndex((line) => line.startsWith('  Revocation'));
    const texts = shown.slice(at, at + lines.length).map((line) => line.replace('  Revocation', '').trim());
    expect(texts).toEqual(lines);
  });
});

const NOTE = { code: 'root-sent', detail: 'The root is sent, too.' };
const OCSP = { code: 'ocsp-stale', detail: 'The response has expired.' };
const LEAF = certificate('shop.example.com', 60);
const limits = (fingerprint_sha256: string, effective_valid_to: string | null = '2026-11-20T00:00:00Z') => ({
  trust: { ...TRUSTED, effective_valid_to, limited_by: { subject: 'CN=Example CA', fingerprint_sha256 } },
});
const HOURS = ['2026-11-17T00:59:59Z', '2026-11-17T01:00:00Z', '2026-11-18T23:59:59Z', '2026-11-19T00:00:00Z'];
const PAST = ['2026-11-16T23:00:01Z', '2026-11-16T23:00:00Z', '2026-11-15T00:00:01Z', '2026-11-15T00:00:00Z'];

/** A location that differs from a usual one in one respect. */
const VARIATIONS: [string, Partial<InspectedLocation>, Partial<InspectedCertificate>?][] = [
  ['a usual one', {}],
  ['an address', { observed: { address: '192.0.2.1:443' }, format: null }],
  ['a handshake', { observed: { tls_version: '1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: 'h2' } }],
  ['a handshake without ALPN', { observed: { tls_version: '1.2', alpn: null } }],
  ['a slot', { format: 'pkcs12', slot: 'web' }],
  ['a CA', {}, { is_ca: true, key_usage: ['keyCertSign'], extended_key_usage: [] }],
  ['no usage', {}, { key_usage: [], extended_key_usage: [] }],
  ['self-signed', {}, { issuer: 'CN=shop.example.com' }],
  ['no names', {}, { subject: '', issuer: '', common_name: null, sans: [] }],
  ['unknown names', {}, { subject: null, issuer: null, common_name: null }],
  ['no lifetime', {}, { lifetime_days: null }],
  ['a lifetime of one day', {}, { lifetime_days: 1 }],
  ['a lifetime of no day', {}, { lifetime_days: 0 }],
  ['no key', {}, { key_algorithm: null, key_size: null, spki_sha256: null, signature_algorithm: null }],
  ['a key without a size', {}, { key_algorithm: 'ML-DSA-65', key_size: null }],
  ['a profile', {}, { kind: 'profile' }],
  ...[...HOURS, ...PAST].map((valid_to): (typeof VARIATIONS)[number] => [`valid to ${valid_to}`, {}, { valid_to }]),
  ['not yet valid', {}, { status: 'not_yet_valid', valid_from: '2026-11-20T00:00:00Z' }],
  ['not yet valid, without a start', {}, { status: 'not_yet_valid', valid_from: null }],
  ['expired', {}, { status: 'expired', days_remaining: -3, days_since_expiry: 2 }],
  ['trusted', { trust: TRUSTED }],
  ['trusted until its issuer expires', limits('cd')],
  ['trusted until it expires itself', limits(LEAF.fingerprint_sha256 ?? '')],
  ['trusted, limited at an unknown time', limits('cd', null)],
  ['trusted with notices', { trust: { ...TRUSTED, notes: [NOTE, { ...NOTE, detail: 'Another.' }] } }],
  ['trusted by a named store', { trust: { ...TRUSTED, store: { kind: 'ca_file', description: 'ca_file root.pem' } } }],
  ['not trusted', { trust: { ...TRUSTED, trusted: false, reason: 'self-signed', detail: 'It is self-signed.' } }],
  ...['signature-unverified', 'ca-file-unusable', 'system-anchors-unusable'].map(
    (reason): (typeof VARIATIONS)[number] => [
      `not checked: ${reason}`,
      { trust: { ...TRUSTED, trusted: false, reason, reasons: [reason], detail: 'Trust cannot be evaluated.' } },
    ],
  ),
  ['nothing stapled', { stapled: { status: 'absent', revoked: null, problem: null } }],
  ['stapled and good', { stapled: { status: 'good', revoked: null, problem: null } }],
  ['stapled and rejected', { stapled: { status: 'invalid', revoked: null, problem: OCSP } as never }],
  ['stapled and revoked', { stapled: { status: 'revoked', revoked: GONE, problem: null } }],
  ['stapled and revoked, without details', { stapled: { status: 'revoked', revoked: null, problem: null } }],
  ['revoked', { revocation: { status: 'revoked', source: 'crl', revoked: GONE, problems: [] } }],
  ['revoked, without details', { revocation: { status: 'revoked', source: 'crl', revoked: null, problems: [OCSP] } }],
];

it('the details of a certificate are these, in color', async () => {
  const texts = VARIATIONS.map(([name, more, facts]) => {
    const text = renderInspection(inspection(createLocation('a.pem', [{ ...LEAF, ...facts }], more)), {
      color: true,
      columns: 90,
    });
    return `# ${name}\n${text.replaceAll('\u001b', '<ESC>')}`;
  });
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/report/inspect-variations.txt');
});

it('certificates of a chain have the color of their status, and a missing issuer has none', () => {
  const expired = createLocation('a.pem', [certificate('shop', 60), authority('Example CA R3', 'Old Root', -3)]);
  const [leaf, issuer, missing] = renderInspection(inspection(expired), { color: true, columns: 100 })
    .split('\n')
    .filter((line) => / {2}Chain|└─/.test(line));
  expect([leaf, issuer]).toEqual([expect.stringContaining('\u001b['), expect.stringContaining('\u001b[')]);
  expect(missing).toMatch(/Old Root {2}not included$/);
});
