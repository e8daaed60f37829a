import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { certificate, delivery, event, overview, report } from './samples.ts';

const finding = (code: string, severity: 'critical' | 'warning' | 'info', event = 'certificate.policy_violation') =>
  ({
    ...{
      event,
      qualifier: `about-${code}`,
      severity,
      code,
      detail: `Details of ${code}.`,
      locations: ['shop.example.com:443'],
    },
  }) as ReportCertificate['findings'][number];

const trust = (trusted: boolean, reason: string | null, days = 100) =>
  ({
    ...{ trusted, reason, detail: reason && `Because of ${reason}.`, reasons: reason === null ? [] : [reason] },
    effective_valid_to: trusted ? new Date(Date.parse('2026-11-17T02:00:00Z') + days * 86_400_000).toISOString() : null,
    ...{ limited_by: null, notes: [] },
  }) as unknown as NonNullable<ReportCertificate['trust']>;

const revocation = (status: 'good' | 'revoked' | 'unknown') =>
  ({ status, source: 'crl', revoked: null, problems: [] }) as unknown as NonNullable<ReportCertificate['revocation']>;

const fingerprint = (digit: string) => digit.repeat(64);

/** A report whose certificates have every optional field: trust, revocation, policies, findings, labels, chain and more. */
export function createDetailedReport(): Report {
  const shop = certificate('shop', 'critical', 9, {
    fingerprint_sha256: fingerprint('1'),
    sans: ['shop.example.com', 'www.shop.example.com', '192.0.2.1'],
    labels: { team: 'web', env: 'prod' },
    owner: '@example/payments',
    tenant: 'retail',
    threshold: 14,
    threshold_days: 14,
    renewal_instructions: 'docs/renew-shop.md',
    trust: trust(false, 'missing-intermediate'),
    revocation: revocation('revoked'),
    policies: { score: 50, results: [] } as unknown as NonNullable<ReportCertificate['policies']>,
    findings: [
      finding('policy-min-key-size', 'warning'),
      finding('policy-min-key-size', 'warning'),
      finding('policy-min-key-size', 'critical'),
      finding('missing-intermediate', 'critical', 'certificate.untrusted'),
    ],
    locations: [
      { location: 'shop.example.com:443', observed: { address: '127.0.0.1:443' }, error: null },
      { location: 'certs/shop.pem', observed: {}, error: { code: 'file-empty', detail: 'The file is empty.' } },
    ],
    assigned_objects: [
      { type: 'endpoint', name: 'shop.example.com:443' },
      { type: 'file', name: 'certs/shop.pem' },
    ],
    chain: [
      {
        ...{ subject: 'CN=Example CA,O=Example', issuer: 'CN=Example Root', fingerprint_sha256: fingerprint('c') },
        valid_to: '2026-12-01T00:00:00Z',
      },
    ] as ReportCertificate['chain'],
    renewal: {
      ...{ expected_at: '2026-11-01T00:00:00Z', source: 'lifetime', window: null, explanation_url: null, error: null },
    } as unknown as ReportCertificate['renewal'],
  });
  const mail = certificate('mail', 'ok', 200, {
    ...{ fingerprint_sha256: fingerprint('2'), trust: trust(true, null), revocation: revocation('good') },
    policies: { score: 100, results: [] } as unknown as NonNullable<ReportCertificate['policies']>,
  });
  const wiki = certificate('wiki', 'warning', 25, {
    ...{ fingerprint_sha256: fingerprint('3'), trust: trust(false, null), revocation: revocation('unknown') },
    findings: [finding('renewal-due', 'info', 'certificate.ari_window_open')],
    last_seen: '2026-11-01T02:00:00Z',
    error: { code: 'endpoint-refused', detail: 'wiki.example.com:443 refuses connections.' },
  });
  const young = certificate('young', 'not_yet_valid', 400, { fingerprint_sha256: fingerprint('4') });
  const lost = certificate('lost', 'unknown', null, {
    error: { code: 'endpoint-timeout', detail: 'lost.example.com:443 did not respond.' },
    locations: [
      {
        ...{ location: 'lost.example.com:443', observed: {} },
        error: { code: 'endpoint-timeout', detail: 'lost.example.com:443 did not respond.' },
      },
    ],
  });
  const found = event('certificate.untrusted', shop, 'first', { threshold: null });
  found.data.finding = finding('missing-intermediate', 'critical', 'certificate.untrusted') as never;
  found.data.run_url = 'https://github.example/runs/1';
  const warned = event('certificate.expiry_warning', wiki, 'first', { threshold: '25%' });
  const made = report(
    [shop, mail, wiki, young, lost],
    [found, warned],
    [
      delivery(found, 'webhook:chat', 'sent'),
      delivery(warned, 'email:ops', 'failed', { code: 'smtp-refused', detail: 'x' }),
    ],
  );
  const summary = { score: 75, pass: 3, fail: 1, skipped: 0, error: 0 };
  const policies = [overview('strong-keys', 'violated', { certificates: 4, pass: 3, fail: 1 })];
  return { ...made, policies, summary: { ...made.summary, policies: summary } };
}
