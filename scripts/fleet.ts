/** A fleet of sample certificates for screenshots, benchmarks and tests: the same for the same size. */

import { forecastRenewals } from '../src/assess/forecast/index.ts';
import { parseThreshold } from '../src/domain/thresholds.ts';
import type { EventLog, LoggedDay, LoggedEvent } from '../src/generated/event-log.ts';
import type { Report, ReportCertificate, Status } from '../src/generated/report.ts';
import type { ReportSource } from '../src/report/index.ts';

export const FLEET_TIME = Date.parse('2026-11-17T05:17:00Z');

const DAY = 86_400_000;
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
/** The certificate that was renewed, but not at every location. */
const LAGGING = 23;
const STATUSES: Status[] = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'];

type Random = () => number;

/** Mulberry32. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const toIso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const toHex = (random: Random, digits: number) =>
  Array.from({ length: digits / 8 }, () =>
    Math.floor(random() * 0xffffffff)
      .toString(16)
      .padStart(8, '0'),
  ).join('');

/** What the reports of a scan of `size` certificates are rendered from. */
export function createFleet(size: number): ReportSource {
  const random = createRandom(size);
  const created = Array.from({ length: size }, (_, index) => createCertificate(random, index));
  const renewed = created[LAGGING];
  if (renewed !== undefined && size > LAGGING + 1) {
    created[LAGGING] = { ...renewed, display_name: `${renewed.common_name} (${renewed.places[0]?.location})` };
    created[LAGGING + 1] = createLaggingCopy(random, renewed);
  }
  const certificates = created.sort(compareUrgency);
  const summary = summarize(certificates);
  const report: Report = {
    ...{ version: 1, scan_id: '0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e', scanned_at: toIso(FLEET_TIME), dry_run: false },
    ...{ summary, certificates, events: [], deliveries: [] },
  };
  const limit = (days: number) => parseThreshold(days) as NonNullable<ReturnType<typeof parseThreshold>>;
  const settings = {
    ...{ warning: limit(30), critical: limit(14), thresholds: [limit(60), limit(14)], cooldown_hours: 24 },
    ...{ explicit: { warning: true, critical: false, thresholds: true }, repeat: true, settle_hours: 6 },
  };
  const entries = certificates.map(({ certificate: name }) => ({ name, settings }));
  return {
    ...{ report, digest: null, log: createLog(random, certificates, summary), read_at: report.scanned_at },
    ...{ manifest: 'certvigil.yaml', positions: new Map(), stale_after_hours: null },
    dashboard: { title: 'Certificates', include: null },
    getForecast: () => forecastRenewals({ certificates, entries }),
  };
}

function compareUrgency(a: ReportCertificate, b: ReportCertificate): number {
  const rank = ({ status }: ReportCertificate) => STATUSES.indexOf(status);
  return rank(a) - rank(b) || (a.days_remaining ?? 0) - (b.days_remaining ?? 0);
}

function summarize(certificates: readonly ReportCertificate[]): Report['summary'] {
  const count = (status: Status) => certificates.filter((one) => one.status === status).length;
  return {
    ...{ certificates: certificates.length, ok: count('ok'), warning: count('warning'), critical: count('critical') },
    ...{ expired: count('expired'), not_yet_valid: count('not_yet_valid'), unknown: count('unknown') },
    ...{ events_fired: 0, events_suppressed: 0, events_unmatched: 0, events_by_threshold: {} },
    ...{ deliveries_sent: 0, deliveries_failed: 0 },
    policies: {
      score: 94,
      pass: 5 * certificates.length,
      fail: Math.ceil(certificates.length / 12),
      skipped: 0,
      error: 0,
    },
  };
}

/** Mostly renewed in time; a few have one of each problem. */
function createCertificate(random: Random, index: number): ReportCertificate {
  const team = pick(random, TEAMS);
  const [service, site] = [
    SERVICES[index % SERVICES.length],
    SITES[Math.floor(index / SERVICES.length) % SITES.length],
  ];
  const number = Math.floor(index / (SERVICES.length * SITES.length)) + 1;
  const name = `${service}-${site}${number > 1 ? `-${number}` : ''}`;
  const host = `${service}${number > 1 ? number : ''}.${site}.example.com`;
  const [issuer, lifetime] = pick(random, ISSUERS);
  const kind = index === 3 ? 'unknown' : index === 5 ? 'untrusted' : index === 17 ? 'early' : '';
  const late = index % 97 === 8 ? 'expired' : index % 61 === 9 ? 'critical' : index % 23 === 11 ? 'warning' : 'ok';
  const days = {
    expired: -2 - random() * 6,
    critical: 1 + random() * 8,
    warning: 15 + random() * 12,
    ok: lifetime * (0.34 + random() * 0.62),
  }[late];
  const to = FLEET_TIME + Math.round(days * DAY);
  const status: Status =
    kind === 'unknown' ? 'unknown' : kind === 'untrusted' ? 'critical' : kind === 'early' ? 'not_yet_valid' : late;
  const from = kind === 'early' ? FLEET_TIME + 3 * DAY : to - lifetime * DAY;
  const fingerprint = toHex(random, 64);
  const place = `${host}:443`;
  const places = [place, ...(random() < 0.3 ? [`${host}:8443`] : [])];
  const error = {
    code: 'endpoint-timeout',
    detail: `${place} did not respond within 10 s (connecting). Check that the service is running and that no firewall drops the connection.`,
  };
  const names = [host, ...(random() < 0.4 ? [`www.${host}`, `static.${host}`] : [])];
  const renewed = to - (lifetime / 3) * DAY;
  const hasWindow = lifetime === 90;
  const isKnown = kind !== 'unknown';
  return {
    certificate: name,
    display_name: name,
    certificate_id: isKnown ? `${name}:${fingerprint.slice(0, 12)}` : null,
    common_name: isKnown ? host : null,
    subject: isKnown ? `CN=${host}` : null,
    issuer: isKnown ? issuer : null,
    serial_number: isKnown ? toHex(random, 32) : null,
    fingerprint_sha256: isKnown ? fingerprint : null,
    sans: isKnown ? names : [],
    key_algorithm: isKnown ? 'EC' : null,
    key_size: isKnown ? 256 : null,
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
    assigned_objects: places.map((one) => ({ type: 'endpoint', name: one })),
    assignment_count: places.length,
    labels: { env: random() < 0.7 ? 'prod' : 'staging', team },
    owner: random() < 0.92 ? `@example/${team}` : null,
    tenant: null,
    renewal_instructions:
      index % 2 === 0 ? `https://docs.example.com/runbooks/renew-${service}` : `docs/renew-${service}.md`,
    error: isKnown ? null : error,
    last_seen: null,
    places: places.map((location, at) => ({
      location,
      address: isKnown && at < 2 ? `192.0.2.${(index % 250) + 1}:443` : null,
      error: isKnown ? null : error,
    })),
    trust: describeTrust(kind, host, to),
    revocation: isKnown ? { status: 'good', source: 'crl', revoked: null, problems: [] } : null,
    chain:
      isKnown && kind !== 'untrusted'
        ? [{ subject: issuer, issuer: ROOT, fingerprint_sha256: 'c'.repeat(64), valid_to: '2031-09-15T16:00:00Z' }]
        : [],
    policies: describePolicies(index),
    findings: listFindings(kind, host, places),
  };
}

function describeTrust(kind: string, host: string, to: number): ReportCertificate['trust'] {
  if (kind === 'unknown') return null;
  const untrusted = kind === 'untrusted';
  return {
    trusted: !untrusted,
    reason: untrusted ? 'missing-intermediate' : null,
    detail: untrusted ? `${host} does not send the intermediate certificate. Add it to the server's chain.` : null,
    reasons: untrusted ? ['missing-intermediate'] : [],
    effective_valid_to: untrusted ? null : toIso(to),
    ...{ limited_by: null, notes: [] },
  };
}

function describePolicies(index: number): NonNullable<ReportCertificate['policies']> {
  const fails = index % 12 === 4;
  const check = {
    check: 'max_lifetime_days',
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
    detail: 'The certificate has no signed certificate timestamps. Reissue it with a CA that logs certificates.',
  };
  return {
    score: fails ? 75 : 100,
    results: [
      { policy: 'short-lifetimes', severity: 'warning', result: 'pass', checks: [check] },
      { policy: 'strong-keys', severity: 'critical', result: 'pass', checks: [{ ...check, check: 'min_key_size' }] },
      {
        policy: 'logged',
        severity: 'info',
        result: fails ? 'fail' : 'pass',
        checks: [fails ? failed : { ...check, check: 'ct_required' }],
      },
    ],
  };
}

function listFindings(kind: string, host: string, places: readonly string[]): ReportCertificate['findings'] {
  if (kind === 'untrusted') {
    const detail = `${host} does not send the intermediate certificate. Add it to the server's chain.`;
    return [
      {
        event: 'certificate.untrusted',
        about: '',
        severity: 'critical',
        code: 'missing-intermediate',
        detail,
        places: [...places],
      },
    ];
  }
  return [];
}

/** The certificate before a renewal, which one location still has. */
function createLaggingCopy(random: Random, renewed: ReportCertificate): ReportCertificate {
  const { certificate, common_name, valid_to } = renewed;
  const location = `certs/${certificate}.pem`;
  const to = Math.min(Date.parse(valid_to ?? ''), FLEET_TIME + 60 * DAY) - 20 * DAY;
  const fingerprint = toHex(random, 64);
  const detail = `${location} still has the certificate that expires at ${toIso(to)}, which another place has replaced. Deploy the new certificate there too, or reload the server.`;
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
    places: [{ location, address: null, error: null }],
    findings: [
      {
        event: 'certificate.lagging',
        about: '',
        severity: 'warning',
        code: 'places-disagree',
        detail,
        places: [location],
      },
    ],
  };
}

const DAYS_OF_HISTORY = 365;

function createLog(random: Random, certificates: readonly ReportCertificate[], summary: Report['summary']): EventLog {
  const history: Record<string, LoggedDay> = {};
  for (let ago = DAYS_OF_HISTORY; ago >= 0; ago -= 1) {
    const time = FLEET_TIME - ago * DAY;
    const part = ago / DAYS_OF_HISTORY;
    // More problems a year ago, with the rhythm of renewals.
    const wave = 0.7 + 0.3 * Math.sin(ago / 17);
    const vary = (count: number, most: number) => Math.round(count + most * part * wave);
    const counts = {
      expired: vary(summary.expired, 5),
      critical: vary(summary.critical, 9),
      warning: vary(summary.warning, 16),
      unknown: summary.unknown,
    };
    const kept = Object.entries({ ...counts, ok: summary.ok }).filter(([, count]) => count > 0);
    history[toIso(time).slice(0, 10)] = {
      scanned_at: toIso(time),
      statuses: Object.fromEntries(kept),
      policy_score: Math.round(78 + 16 * (1 - part) + random() * 1.5),
    };
  }
  const events = certificates.flatMap((one) => (one.status === 'ok' ? [] : createEvents(one)));
  return { version: 1, scans: {}, places: {}, certificates: {}, history, events };
}

function createEvents({
  certificate,
  fingerprint_sha256: fingerprint,
  places,
  status,
}: ReportCertificate): LoggedEvent[] {
  const names =
    status === 'expired' ? ['certificate.expired', 'certificate.expiry_warning'] : ['certificate.expiry_warning'];
  return names.map((event, index) => {
    const at = toIso(FLEET_TIME - (index * 9 + 1) * DAY);
    const sent = { tried_at: at, sent_at: at, status, attempts: 0, error: null };
    const failed = { ...sent, sent_at: null, attempts: 3, error: 'http-server-error' };
    return {
      ...{
        id: String(index).padStart(16, '0'),
        certificate,
        fingerprint,
        place: null,
        event,
        threshold: index === 0 && status === 'expired' ? null : 14,
      },
      ...{ places: places.map(({ location }) => location), fired_at: at, scan_id: null, cleared_at: null },
      deliveries: {
        expiry: { 'webhook:slack': sent, ...(index === 0 && status === 'expired' && { 'webhook:pager': failed }) },
      },
    };
  });
}
