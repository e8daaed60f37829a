/** Reports of one certificate that differs from a usual one in one respect. */

import type { Status } from '../../src/domain/index.ts';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { certificate, report } from './samples.ts';

const vary = (name: string, status: Status, days: number | null, more: object = {}): [string, Report] => [
  name,
  report([certificate('shop', status, days, more as Partial<ReportCertificate>)]),
];

export const location = (location: string, error: object | null = null) => ({ location, observed: {}, error });
export const failure = (code: string) => ({ code, detail: `Details of ${code}.` });
const trust = (more: object) => ({
  trust: {
    trusted: false,
    reason: null,
    detail: null,
    reasons: [],
    effective_valid_to: null,
    limited_by: null,
    notes: [],
    ...more,
  },
});
const revocation = (more: object) => ({
  revocation: { status: 'good', source: 'crl', revoked: null, problems: [], ...more },
});
const revoked = (reason: string | null) => ({
  revoked_at: '2026-10-01T00:00:00Z',
  reason,
  subject: 'CN=x',
  fingerprint_sha256: null,
});
export const finding = (name: string, more: object = {}) => ({
  ...{
    event: name,
    qualifier: 'x',
    severity: 'warning',
    code: `code-of-${name}`,
    detail: 'Its detail.',
    locations: ['a:443'],
  },
  ...more,
});

export const CERTIFICATES: [string, Report][] = [
  ['no certificate', report([])],
  vary('expired today', 'expired', -1),
  vary('expired yesterday', 'expired', -2),
  vary('critical, 0 days', 'critical', 0),
  vary('critical, 1 day', 'critical', 1),
  vary('warning, 2 days', 'warning', 2),
  vary('not yet valid', 'not_yet_valid', 400, { valid_from: '2026-12-01T00:00:00Z' }),
  vary('never read', 'unknown', null, {
    error: failure('file-empty'),
    locations: [location('a.pem', failure('file-empty'))],
  }),
  vary('never read, without a location', 'unknown', null, { error: failure('file-empty'), locations: [] }),
  vary('not observed', 'unknown', null, {
    error: failure('not-observed'),
    locations: [location('a', failure('not-observed'))],
  }),
  vary('read before', 'ok', 100, {
    ...{ last_seen: '2026-11-01T00:00:00Z', error: failure('endpoint-refused') },
    locations: [location('a:443', failure('endpoint-refused')), location('b:443')],
  }),
  vary('not observed this time', 'warning', 20, {
    locations: [location('a:443', failure('not-observed')), location('b:443')],
  }),
  vary('two kinds of failures', 'warning', 20, {
    locations: [location('a:443', failure('not-observed')), location('b:443', failure('endpoint-refused'))],
  }),
  vary('at no location', 'warning', 20, { locations: [] }),
  vary('at seven locations', 'warning', 20, {
    locations: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((one) => location(one)),
  }),
  vary('a known threshold', 'warning', 20, { threshold: '30d', threshold_days: 30 }),
  vary('an owner, a tenant, labels and instructions', 'critical', 5, {
    ...{
      owner: '@example/web',
      tenant: 'retail',
      labels: { team: 'web', env: 'prod' },
      renewal_instructions: 'docs/a.md',
    },
  }),
  vary('instructions as a URL', 'critical', 5, { renewal_instructions: 'https://wiki.example.com/a?b=c&d' }),
  vary('another display name', 'critical', 5, { display_name: 'shop (shop.example.com)' }),
  vary('names with special characters', 'critical', 5, {
    ...{ common_name: 'a|b`<c>&"\'\n\u202e*_x_', display_name: 'a|b`<c>&"\'\n,;\\=', owner: '=1+1', tenant: '@x, "y"' },
    locations: [location('a,b;c|d<e>&"\'\\\n:443')],
  }),
  vary('no common name', 'critical', 5, { common_name: null, sans: [] }),
  vary('no serial number and no key', 'warning', 20, { serial_number: null, key_algorithm: null, key_size: null }),
  vary('a key of an unknown size', 'warning', 20, { key_size: null, signature_algorithm: null }),
  vary('no fingerprint', 'warning', 20, { fingerprint_sha256: null, subject: null, issuer: null }),
  vary('a fingerprint without names', 'warning', 20, { subject: null, issuer: null, common_name: null, sans: [] }),
  vary('no beginning', 'warning', 20, { valid_from: null, lifetime_days: null }),
  ...(['ok', 'warning', 'expired'] as const).map((status) =>
    vary(`limited by its chain, ${status}`, status, status === 'expired' ? -3 : 20, {
      ...{ valid_to: '2027-05-01T00:00:00Z', effective_valid_to: '2026-12-07T14:00:00Z' },
      limited_by: { subject: 'Old CA', fingerprint_sha256: 'c'.repeat(64) },
    }),
  ),
  vary('trusted', 'ok', 100, trust({ trusted: true })),
  vary(
    'trusted with a notice',
    'ok',
    100,
    trust({ trusted: true, notes: [{ code: 'root-sent', detail: 'A notice.' }] }),
  ),
  ...['missing-intermediate', 'self-signed', 'ca-file-unusable', 'system-anchors-unusable', 'name-mismatch'].map(
    (reason) =>
      vary(
        `untrusted: ${reason}`,
        'ok',
        100,
        trust({ reason, detail: `Because of ${reason}.`, reasons: [reason, 'weak-key'] }),
      ),
  ),
  vary(
    'an unusable anchor without a detail',
    'ok',
    100,
    trust({ reason: 'ca-file-unusable', reasons: ['ca-file-unusable'] }),
  ),
  ...['stapled', 'crl', 'ocsp'].map((source) => vary(`not revoked by ${source}`, 'ok', 100, revocation({ source }))),
  vary('revoked', 'ok', 100, revocation({ status: 'revoked', revoked: revoked('keyCompromise') })),
  vary(
    'revoked without a reason',
    'ok',
    100,
    revocation({ status: 'revoked', revoked: revoked(null), source: 'ocsp' }),
  ),
  vary('unknown revocation', 'ok', 100, revocation({ status: 'unknown', source: null })),
  vary('unknown revocation with problems', 'ok', 100, {
    ...revocation({
      status: 'unknown',
      source: null,
      problems: [
        { code: 'a', detail: 'First.' },
        { code: 'b', detail: 'Second.' },
      ],
    }),
  }),
  vary('an estimated renewal', 'ok', 100, {
    renewal: {
      expected_at: '2026-12-01T00:00:00Z',
      source: 'lifetime',
      window: null,
      explanation_url: null,
      error: null,
    },
  }),
  vary('a renewal window', 'ok', 100, {
    renewal: {
      ...{
        expected_at: '2026-11-20T00:00:00Z',
        source: 'ari',
        explanation_url: 'https://ca.example/why',
        error: failure('acme-timeout'),
      },
      window: { start: '2026-11-19T00:00:00Z', end: '2026-11-21T00:00:00Z' },
    },
  }),
  vary('a chain', 'ok', 100, {
    chain: [
      { subject: 'CN=CA', issuer: 'CN=Root', fingerprint_sha256: 'c'.repeat(64), valid_to: '2026-12-01T00:00:00Z' },
      { subject: 'CN=Root', issuer: 'CN=Root', fingerprint_sha256: null, valid_to: '2036-12-01T00:00:00Z' },
    ],
  }),
  ...[1, 4].map((count) =>
    vary(`replaced at ${count} locations`, 'ok', 100, {
      successors: Array.from({ length: count }, (_, at) => ({
        ...{ certificate: `other-${at}`, location: `${at}.pem`, fingerprint_sha256: 'd'.repeat(64) },
        valid_to: `2027-0${at + 1}-01T00:00:00Z`,
      })),
    }),
  ),
  vary('also elsewhere', 'ok', 100, {
    other_locations: [
      { certificate: 'acm', location: 'aws_acm:1' },
      { certificate: 'file', location: 'a.pem' },
    ],
  }),
  vary('an inventory that fails, and a file', 'ok', 100, {
    locations: ['rest:10', 'rest', 'rest:2', 'b.pem'].map((one) => location(one, failure('inventory-forbidden'))),
  }),
  vary('the second location cannot be read', 'ok', 100, {
    locations: [location('a:443'), location('b:443', failure('endpoint-refused'))],
  }),
  vary('a location listed twice', 'ok', 100, {
    locations: ['endpoint-refused', 'endpoint-timeout'].map((code) => location('a:443', failure(code))),
  }),
  vary('a bug, and a missing variable', 'ok', 100, {
    locations: ['internal-error', 'variable-unset'].map((code) => location(code, failure(code))),
  }),
  ...[20, 21, 22].map((count) =>
    vary(`${count} locations that cannot be read`, 'ok', 100, {
      locations: Array.from({ length: count }, (_, at) => location(`${at}.pem`, failure('file-empty'))),
    }),
  ),
  vary('a policy score', 'ok', 100, { policies: { score: 70, results: [] } }),
  ...[
    'certificate.untrusted',
    'certificate.revoked',
    'certificate.lagging',
    'certificate.policy_violation',
    'certificate.unexpected',
  ].flatMap((name) =>
    (['info', 'warning', 'critical'] as const).map((severity) =>
      vary(`${name}, ${severity}`, 'ok', 100, { findings: [finding(name, { severity })] }),
    ),
  ),
  ...['certificate.untrusted', 'certificate.revoked', 'certificate.lagging'].map((name) =>
    vary(`${name} as its status`, 'critical', 100, { findings: [finding(name, { severity: 'critical' })] }),
  ),
  vary('untrusted and expired', 'expired', -3, { findings: [finding('certificate.untrusted')] }),
  vary('the same finding twice, and another', 'warning', 20, {
    findings: [
      finding('certificate.policy_violation', { severity: 'info', detail: 'It informs.' }),
      finding('certificate.policy_violation', { severity: 'critical', detail: 'It is critical.' }),
      finding('certificate.untrusted', { locations: [], qualifier: 'y', detail: 'It warns.' }),
    ],
  }),
  ...[2, 10, 11, 60, 250].map((count): [string, Report] => [
    `${count} certificates`,
    report(
      Array.from({ length: count }, (_, at) => certificate(`c${at}`, at % 2 === 0 ? 'warning' : 'ok', 20 + (at % 30))),
    ),
  ]),
  ...[11, 60].map((count): [string, Report] => [
    `${count} unreadable certificates`,
    report(
      Array.from({ length: count }, (_, at) =>
        certificate(`c${at}`, 'unknown', null, {
          ...{ error: failure(`code-${at % 3}`), locations: [location(`p${at}`, failure(`code-${at % 3}`)) as never] },
        }),
      ),
    ),
  ]),
];
