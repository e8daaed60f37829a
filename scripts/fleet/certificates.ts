/** The certificates of a sample fleet. */

import type { ReportCertificate, Status } from '../../src/generated/report.ts';
import { DAY, FLEET_TIME, pick, type Random, toHex, toIso } from './sample.ts';

const TEAMS = ['payments', 'web', 'platform', 'identity', 'data', 'mobile', 'search', 'support'];
const SERVICES = [
  'api',
  'shop',
  'login',
  'mail',
  'cdn',
  'admin',
  'docs',
  'billing',
  'status',
  'vpn',
  'registry',
  'grafana',
];
const SITES = ['eu1', 'eu2', 'us1', 'us2', 'ap1'];
const ISSUERS = [
  ['CN=Example Issuing CA 1,O=Example', 90],
  ['CN=Example Issuing CA 2,O=Example', 90],
  ['CN=Example TLS CA G4,O=Example', 200],
  ['CN=Example Internal CA,O=Example', 365],
] as const;
const ROOT = 'CN=Example Root X1,O=Example';

/** The problems of some certificates other than their dates. */
const KINDS = new Map([
  [3, 'unknown'],
  [5, 'untrusted'],
  [17, 'early'],
  [31, 'mismatch'],
  [44, 'weak'],
  [50, 'revoked'],
]);
const REJECTED = ['untrusted', 'mismatch', 'revoked'];

/** Creates a certificate. Most are renewed in time; a few have one of the problems. */
export function createCertificate(random: Random, index: number): ReportCertificate {
  const team = pick(random, TEAMS);
  const [service, site] = [
    SERVICES[index % SERVICES.length],
    SITES[Math.floor(index / SERVICES.length) % SITES.length],
  ];
  const number = Math.floor(index / (SERVICES.length * SITES.length)) + 1;
  const name = `${service}-${site}${number > 1 ? `-${number}` : ''}`;
  const host = `${service}${number > 1 ? number : ''}.${site}.example.com`;
  const [issuer, lifetime] = pick(random, ISSUERS);
  const kind = KINDS.get(index) ?? '';
  const late = index % 97 === 8 ? 'expired' : index % 61 === 9 ? 'critical' : index % 23 === 11 ? 'warning' : 'ok';
  const days = {
    expired: -2 - random() * 6,
    critical: 1 + random() * 8,
    warning: 15 + random() * 12,
    ok: lifetime * (0.34 + random() * 0.62),
  }[late];
  const to = FLEET_TIME + Math.round(days * DAY);
  const status: Status =
    kind === 'unknown' ? 'unknown' : REJECTED.includes(kind) ? 'critical' : kind === 'early' ? 'not_yet_valid' : late;
  const from = kind === 'early' ? FLEET_TIME + 3 * DAY : to - lifetime * DAY;
  const fingerprint = toHex(random, 64);
  const location = `${host}:443`;
  const locations = [location, ...(random() < 0.3 ? [`${host}:8443`] : [])];
  const error = {
    code: 'endpoint-timeout',
    detail: `${location} did not respond within 10 s (connecting). Check that the service is running and that no firewall drops the connection.`,
  };
  const names = [host, ...(random() < 0.4 ? [`www.${host}`, `static.${host}`] : [])];
  const renewed = to - (lifetime / 3) * DAY;
  const hasWindow = lifetime === 90;
  const isKnown = kind !== 'unknown';
  return {
    certificate: name,
    display_name: name,
    kind: 'certificate',
    what: 'certificate',
    certificate_id: isKnown ? `${name}:${fingerprint.slice(0, 12)}` : null,
    common_name: isKnown ? host : null,
    subject: isKnown ? `CN=${host}` : null,
    issuer: isKnown ? issuer : null,
    serial_number: isKnown ? toHex(random, 32) : null,
    fingerprint_sha256: isKnown ? fingerprint : null,
    sans: isKnown ? names : [],
    key_algorithm: isKnown ? (kind === 'weak' ? 'RSA' : 'EC') : null,
    key_size: isKnown ? (kind === 'weak' ? 1024 : 256) : null,
    signature_algorithm: isKnown ? 'ecdsa-with-SHA384' : null,
    valid_from: isKnown ? toIso(from) : null,
    valid_to: isKnown ? toIso(to) : null,
    lifetime_days: isKnown ? lifetime : null,
    effective_valid_to: isKnown ? toIso(to) : null,
    limited_by: null,
    renewal: isKnown
      ? {
          expected_at: toIso(renewed),
          source: hasWindow ? 'ari' : 'lifetime',
          window: hasWindow ? { start: toIso(renewed), end: toIso(renewed + 2 * DAY) } : null,
          ...{ explanation_url: null, error: null },
        }
      : null,
    days_remaining: isKnown ? Math.floor(days) : null,
    days_since_expiry: isKnown && days < 0 ? Math.floor(-days) : null,
    status,
    level: status === 'expired' ? 'error' : 'warning',
    ...{ threshold: null, threshold_days: null },
    assigned_objects: locations.map((one) => ({ type: 'endpoint', name: one })),
    assignment_count: locations.length,
    labels: { env: random() < 0.7 ? 'prod' : 'staging', team },
    owner: random() < 0.92 ? `@example/${team}` : null,
    tenant: null,
    renewal_instructions: describeRenewal(service ?? '', index),
    error: isKnown ? null : error,
    last_seen: null,
    locations: locations.map((location, at) => ({
      location,
      observed: {
        ...(isKnown && at < 2 && { address: `192.0.2.${(index % 250) + 1}:443` }),
        ...(isKnown && { key_exchange: KEY_EXCHANGES[index % KEY_EXCHANGES.length] }),
      },
      error: isKnown ? null : error,
    })),
    trust: describeTrust(kind, host, to),
    revocation: isKnown ? describeRevocation(kind, host) : null,
    chain:
      isKnown && kind !== 'untrusted'
        ? [{ subject: issuer, issuer: ROOT, fingerprint_sha256: 'c'.repeat(64), valid_to: '2031-09-15T16:00:00Z' }]
        : [],
    ...(isKnown && { policies: describePolicies(index, kind === 'weak') }),
    findings: listFindings(kind, host, locations, isUnlogged(index)),
  };
}

/** Describes the renewal by an address, a file, or steps with both. */
function describeRenewal(service: string, index: number): string {
  if (index % 3 === 0) return `https://docs.example.com/runbooks/renew-${service}`;
  if (index % 3 === 1) return `docs/renew-${service}.md`;
  return `Run \`make renew SERVICE=${service}\`, then reload the load balancer (https://docs.example.com/lb).`;
}

const TEXTS: Readonly<Record<string, [code: string, createDetail: (host: string) => string]>> = {
  untrusted: [
    'missing-intermediate',
    (host) => `${host} does not send the intermediate certificate. Add it to the server's chain.`,
  ],
  mismatch: [
    'name-mismatch',
    (host) =>
      `The certificate is not valid for ${host}. Install the certificate of that name, or correct the DNS record.`,
  ],
  revoked: [
    'revoked',
    (host) => `The certificate of ${host} was revoked on 2026-11-15 (keyCompromise). Replace it now.`,
  ],
  weak: [
    'policy-min-key-size',
    () => 'The key has 1024 bits; at least 2048 are required. Reissue it with a larger key.',
  ],
};

function describeTrust(kind: string, host: string, to: number): ReportCertificate['trust'] {
  if (kind === 'unknown') return null;
  const [reason = null, createDetail] = (kind === 'untrusted' || kind === 'mismatch' ? TEXTS[kind] : undefined) ?? [];
  const reasons = reason === null ? [] : [reason];
  return {
    ...{ trusted: reason === null, reason, detail: createDetail?.(host) ?? null, reasons },
    effective_valid_to: reason === null ? toIso(to) : null,
    ...{ limited_by: null, notes: [] },
  };
}

function describeRevocation(kind: string, host: string): ReportCertificate['revocation'] {
  const revoked = {
    subject: host,
    fingerprint_sha256: '',
    revoked_at: '2026-11-15T08:00:00Z',
    reason: 'keyCompromise',
  };
  if (kind === 'revoked') return { status: 'revoked', source: 'crl', revoked, problems: [] };
  return { status: 'good', source: 'crl', revoked: null, problems: [] };
}

const KEY_EXCHANGES = [
  { group: 'X25519MLKEM768', post_quantum: true },
  { group: 'X25519', post_quantum: false },
  { group: 'X25519MLKEM768', post_quantum: true },
  { group: 'secp256r1', post_quantum: false },
];

const isUnlogged = (index: number) => index % 12 === 4;

const UNLOGGED = 'The certificate has no signed certificate timestamps. Reissue it with a CA that logs certificates.';

function describePolicies(index: number, isWeak: boolean): NonNullable<ReportCertificate['policies']> {
  const fails = isUnlogged(index);
  const check = {
    check: 'max_validity_days',
    result: 'pass' as const,
    checked: '90',
    expected: 'at most 200',
    detail: '',
  };
  const failed = {
    ...check,
    check: 'ct_required',
    result: 'fail' as const,
    checked: '0',
    expected: 'true',
    detail: UNLOGGED,
  };
  const size = { ...check, check: 'min_key_size', checked: '256', expected: 'at least 2048 (RSA)' };
  const [, describeWeak] = TEXTS.weak ?? [];
  const weak = { ...size, result: 'fail' as const, checked: '1024', detail: describeWeak?.('') ?? '' };
  return {
    score: isWeak ? 50 : fails ? 75 : 100,
    results: [
      { policy: 'short-lifetimes', severity: 'warning', result: 'pass', checks: [check] },
      {
        policy: 'strong-keys',
        severity: 'warning',
        result: isWeak ? 'fail' : 'pass',
        checks: [isWeak ? weak : size],
      },
      {
        policy: 'logged',
        severity: 'info',
        result: fails ? 'fail' : 'pass',
        checks: [fails ? failed : { ...check, check: 'ct_required' }],
      },
    ],
  };
}

function listFindings(
  kind: string,
  host: string,
  affected: readonly string[],
  unlogged: boolean,
): ReportCertificate['findings'] {
  const locations = [...affected];
  const violation = { event: 'certificate.policy_violation', qualifier: 'logged', severity: 'info' } as const;
  const logging = unlogged ? [{ ...violation, code: 'policy-ct-required', detail: UNLOGGED, locations }] : [];
  const [code, createDetail] = TEXTS[kind] ?? [];
  if (code === undefined || createDetail === undefined) return logging;
  const event = { revoked: 'certificate.revoked', weak: 'certificate.policy_violation' }[kind];
  const severity = kind === 'weak' ? 'warning' : 'critical';
  const qualifier = kind === 'weak' ? 'strong-keys' : '';
  const topic = { event: event ?? 'certificate.untrusted', qualifier, severity } as const;
  return [{ ...topic, code, detail: createDetail(host), locations }, ...logging];
}

/** Creates the certificate before a renewal, which one location still has. */
export function createLaggingCopy(random: Random, renewed: ReportCertificate): ReportCertificate {
  const { certificate, common_name, valid_to } = renewed;
  const location = `certs/${certificate}.pem`;
  const to = Math.min(Date.parse(valid_to ?? ''), FLEET_TIME + 60 * DAY) - 20 * DAY;
  const fingerprint = toHex(random, 64);
  const detail = `${location} still has the certificate that expires at ${toIso(to)}, which another location has replaced. Deploy the new certificate there too, or reload the server.`;
  return {
    ...renewed,
    ...{ display_name: `${common_name} (${location})`, certificate_id: `${certificate}:${fingerprint.slice(0, 12)}` },
    ...{
      fingerprint_sha256: fingerprint,
      serial_number: toHex(random, 32),
      days_remaining: Math.floor((to - FLEET_TIME) / DAY),
    },
    ...{ valid_from: toIso(to - 90 * DAY), valid_to: toIso(to), effective_valid_to: toIso(to), lifetime_days: 90 },
    ...{ renewal: null, assigned_objects: [{ type: 'file', name: location }], assignment_count: 1 },
    locations: [{ location, observed: {}, error: null }],
    findings: [
      {
        event: 'certificate.lagging',
        qualifier: '',
        severity: 'warning',
        code: 'locations-disagree',
        detail,
        locations: [location],
      },
    ],
  };
}
