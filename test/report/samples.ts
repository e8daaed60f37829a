/** Sample reports: tests spell out only the fields that matter to them. */

import { forecastRenewals } from '../../src/assess/forecast/index.ts';
import {
  type Comparison,
  createComparison,
  type EventName,
  type Level,
  type Reason,
  type Status,
} from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type {
  PolicyOverview,
  Report,
  ReportCertificate,
  ReportCoverage,
  ReportDelivery,
  ReportEvent,
} from '../../src/generated/report.ts';
import type { WatchedItem } from '../../src/generated/watched.ts';
import { compressText } from '../../src/lib/gzip.ts';
import type { ReportSource } from '../../src/report/index.ts';
import { settings as createSettings } from '../events/scenario.ts';

const LEVELS: Record<Status, Level> = {
  expired: 'error',
  unknown: 'warning',
  not_yet_valid: 'warning',
  critical: 'warning',
  warning: 'info',
  ok: 'info',
};

const NOW = Date.parse('2026-11-17T02:00:00Z');

/** The comparison of a scan without locations. */
export function createEmptyComparison(log: Comparison['log']): Comparison {
  return createComparison({ log, entries: new Map(), locations: [], subjects: [] });
}

const NO_WATCHER = { watched_by: null, reason: null, logged: null, entry: null };

/** One item of each state, one of a log, and what the Markdown has to escape. */
export const WATCHED_ITEMS: WatchedItem[] = [
  {
    ...{ ...NO_WATCHER, kind: 'host', value: 'api.example.com:8443', state: 'unwatched' },
    named_by: ['deploy/a|b.yaml:3', 'x.tf:1', 'y.tf:2', 'z.tf:3'],
    entry: { name: 'api.example.com-8443', endpoint: 'api.example.com:8443', owner: '@example/api' },
  },
  {
    ...{ ...NO_WATCHER, kind: 'host', value: '*.pay.example.com', state: 'unwatched', named_by: ['transparency'] },
    logged: { issuer: 'CN=R11|`,O=Example CA', valid_to: '2027-05-30T00:00:00Z' },
  },
  { ...NO_WATCHER, kind: 'host', value: 'shop.example.com', state: 'watched', watched_by: 'shop', named_by: ['acm'] },
  {
    ...{ ...NO_WATCHER, kind: 'host', value: 'ssh.example.com', state: 'ignored', named_by: ['a.yaml:1'] },
    reason: 'SSH `only`',
  },
  { ...NO_WATCHER, kind: 'host', value: 'old.example.com', state: 'undeclared', watched_by: 'old', named_by: [] },
];

/** What a report is rendered from: a scan with an empty event log. */
export function createSource(report: Report, more: Partial<ReportSource> = {}): ReportSource {
  const settings = { manifest: 'certvigil.yaml', positions: new Map(), findFile: () => null, stale_after_hours: null };
  const { certificates, scanned_at } = report;
  const entries = [...new Set(certificates.map(({ certificate }) => certificate))].map((name) => {
    return { name, settings: createSettings({}) };
  });
  return {
    ...{ report, digest: null, log: createEmptyLog(), read_at: scanned_at, ...settings },
    dashboard: { title: 'Certificates', include: null },
    metrics: { labels: [] },
    declared: {
      files: [{ name: 'certvigil.yaml', sha256: 'ab'.repeat(32) }],
      entries: [],
      rules: [],
      silences: [],
      discovery: null,
    },
    watched: WATCHED_ITEMS,
    getForecast: () => forecastRenewals({ certificates, entries }),
    compress: compressText,
    ...more,
  };
}

/** The overview of a policy with one check; counts default to 0. */
export function overview(
  policy: string,
  state: PolicyOverview['state'],
  counts: Partial<PolicyOverview> = {},
): PolicyOverview {
  const none = { pass: 0, fail: 0, error: 0, skipped: 0 };
  const checks = [{ check: 'min_key_size', required: '2048', ...none }];
  return { policy, description: null, severity: 'critical', state, certificates: 0, ...none, checks, ...counts };
}

/** A certificate of example.com with `days` left; null for one that was never read. */
export function certificate(
  name: string,
  status: Status,
  days: number | null,
  more: Partial<ReportCertificate> = {},
): ReportCertificate {
  const known = days !== null;
  const common_name = known ? `${name}.example.com` : null;
  const location = {
    location: `${name}.example.com:443`,
    observed: known ? { address: '127.0.0.1:443' } : {},
    error: null,
  };
  return {
    certificate: name,
    display_name: more.certificate ?? name,
    kind: 'certificate',
    what: 'certificate',
    certificate_id: known ? `${name}:0123456789ab` : null,
    common_name,
    subject: known ? `CN=${common_name}` : null,
    issuer: known ? 'CN=Example CA,O=Example' : null,
    serial_number: known ? '01' : null,
    fingerprint_sha256: known ? '0123456789ab'.padEnd(64, '0') : null,
    sans: common_name === null ? [] : [common_name],
    key_algorithm: known ? 'EC' : null,
    key_size: known ? 256 : null,
    signature_algorithm: known ? 'ecdsa-with-SHA256' : null,
    valid_from: known ? '2026-01-01T00:00:00Z' : null,
    valid_to: known ? new Date(NOW + (days + 0.5) * 86_400_000).toISOString().replace('.000Z', 'Z') : null,
    lifetime_days: known ? 398 : null,
    effective_valid_to: known ? new Date(NOW + (days + 0.5) * 86_400_000).toISOString().replace('.000Z', 'Z') : null,
    limited_by: null,
    days_remaining: days,
    days_since_expiry: days !== null && days < 0 ? -days - 1 : null,
    status,
    level: LEVELS[status],
    threshold: null,
    threshold_days: null,
    assigned_objects: [{ type: 'endpoint', name: location.location }],
    assignment_count: 1,
    labels: {},
    owner: null,
    tenant: null,
    renewal_instructions: null,
    error: null,
    last_seen: null,
    locations: [location],
    chain: [],
    renewal: null,
    findings: [],
    ...(more.valid_to !== undefined && { effective_valid_to: more.valid_to }),
    ...more,
  };
}

/** An event of a certificate; its id consists of both names, so that deliveries are easy to read. */
export function event(
  name: EventName,
  of: ReportCertificate,
  reason: Reason,
  more: Partial<ReportEvent> = {},
): ReportEvent {
  const { locations: _locations, chain: _chain, findings: _findings, ...fields } = of;
  const threshold = more.threshold ?? null;
  return {
    id: `${name}/${of.certificate}`,
    event: name,
    certificate: of.certificate,
    fingerprint_sha256: of.fingerprint_sha256,
    threshold,
    suppressed: ['cooldown', 'once', 'silenced', 'quiet_hours', 'unmatched'].includes(reason),
    reason,
    data: {
      event_type: name,
      ...fields,
      threshold,
      threshold_days: typeof threshold === 'number' ? threshold : null,
      unreachable: null,
      alert_key: `certvigil/${of.certificate}/${of.fingerprint_sha256}`,
      scan_id: 'scan-1',
      timestamp: '2026-11-17T02:00:00Z',
      location: null,
      finding: null,
      previous: null,
      repository: null,
      run_url: null,
      test: false,
    },
    ...more,
  };
}

export function delivery(
  of: ReportEvent,
  destination: string,
  status: ReportDelivery['status'],
  error: ReportDelivery['error'] = null,
): ReportDelivery {
  const attempts = { sent: 1, failed: 3, suppressed: 0, due: 0 }[status];
  return { event_id: of.id, rule: 'expiry', destination, status, reason: of.reason, attempts, error };
}

/** The coverage of a scan that read everything. */
export function coverage(more: Partial<ReportCoverage> = {}): ReportCoverage {
  return {
    ...{ text: '1 entry, 1 location: all read, all alerts delivered.', complete: true, allowed: false, reasons: [] },
    ...{ entries: 1, scanned: 1, locations: 1, read: 1, never_read: [], unread: [], not_observed: [], empty: [] },
    ...{ blind: false, undelivered: [], alerts_unmatched: 0, has_rules: true, log_saved: true, internal_error: false },
    ...more,
  };
}

/** A report with the counts that a scan would compute. */
export function report(
  certificates: ReportCertificate[],
  events: ReportEvent[] = [],
  deliveries: ReportDelivery[] = [],
  more: Partial<Report> = {},
): Report {
  const has = (status: Status) => certificates.filter((one) => one.status === status).length;
  const unmatched = events.filter(({ reason }) => reason === 'unmatched').length;
  const suppressed = events.filter((one) => one.suppressed).length;
  return {
    version: 1,
    scan_id: 'scan-1',
    scanned_at: '2026-11-17T02:00:00Z',
    dry_run: false,
    coverage: coverage(),
    summary: {
      certificates: certificates.length,
      ok: has('ok'),
      warning: has('warning'),
      critical: has('critical'),
      expired: has('expired'),
      not_yet_valid: has('not_yet_valid'),
      unknown: has('unknown'),
      events_fired: events.length - suppressed,
      events_suppressed: suppressed - unmatched,
      events_unmatched: unmatched,
      events_by_threshold: {},
      deliveries_sent: deliveries.filter(({ status }) => status === 'sent').length,
      deliveries_failed: deliveries.filter(({ status }) => status === 'failed').length,
    },
    certificates,
    events,
    deliveries,
    ...more,
  };
}

const timeout = {
  code: 'endpoint-timeout',
  detail:
    'mail.example.com:587 did not respond within 10 s (connecting). Check that the service is running and that no firewall drops the connection.',
};
const refused = { code: 'http-server-error', detail: 'webhook "pager": the receiver failed with status 503.' };

/** A report with one of everything. */
export function mixedReport(): Report {
  const portal = certificate('old-portal', 'expired', -3, { owner: '@example/web' });
  const shop = certificate('shop', 'critical', 9, {
    owner: '@example/payments',
    renewal_instructions: 'docs/renew-shop.md',
    locations: [
      { location: 'shop.example.com:443', observed: { address: '127.0.0.1:443' }, error: null },
      { location: 'certs/shop.pem', observed: {}, error: null },
    ],
  });
  const mail = certificate('mail', 'unknown', null, {
    error: timeout,
    locations: [{ location: 'mail.example.com:587', observed: {}, error: timeout }],
  });
  const next = certificate('next', 'not_yet_valid', 412, { valid_from: '2026-12-01T00:00:00Z' });
  const blog = certificate('blog', 'warning', 25);
  const wiki = certificate('wiki', 'ok', 201, {
    last_seen: '2026-10-01T02:00:00Z',
    error: {
      code: 'endpoint-refused',
      detail:
        'wiki.example.com:443 refuses connections. Check the host and port, that the service is running, and the firewall.',
    },
    locations: [
      {
        location: 'wiki.example.com:443',
        observed: {},
        error: {
          code: 'endpoint-refused',
          detail:
            'wiki.example.com:443 refuses connections. Check the host and port, that the service is running, and the firewall.',
        },
      },
    ],
  });
  const home = certificate('home', 'ok', 300);
  const expired = event('certificate.expired', portal, 'repeat');
  const critical = event('certificate.expiry_warning', shop, 'escalated', { threshold: 14 });
  const warned = event('certificate.expiry_warning', blog, 'cooldown', {
    threshold: '30d',
    notes: ['Rule team-alerts: The condition on "labels.team" is false: this event has no such attribute.'],
  });
  const renewed = event('certificate.renewed', home, 'first');
  const unreachable = event('certificate.unreachable', wiki, 'unmatched');
  unreachable.data.location = 'wiki.example.com:443';
  return report(
    [portal, shop, mail, next, blog, wiki, home],
    [expired, critical, warned, renewed, unreachable],
    [
      delivery(expired, 'webhook:slack', 'sent'),
      delivery(expired, 'webhook:pager', 'failed', refused),
      delivery(critical, 'webhook:slack', 'sent'),
      delivery(critical, 'webhook:pager', 'failed', refused),
      delivery(warned, 'webhook:slack', 'suppressed'),
      delivery(renewed, 'webhook:slack', 'sent'),
    ],
  );
}

/** Three events of one silence, one of another, and one that quiet hours defer. */
export function silencedReport(reason = 'moves to the new load balancer'): Report {
  const until = { blog: '2026-12-01T00:00:00Z', wiki: '2026-12-01T08:30:00Z' };
  const silenced = (name: string, end: string) =>
    event('certificate.expiry_warning', certificate(name, 'warning', 25), 'silenced', {
      silence: { until: end, reason },
    });
  return report(
    [],
    [
      ...['blog', 'shop', 'mail'].map((name) => silenced(name, until.blog)),
      silenced('wiki', until.wiki),
      event('certificate.expired', certificate('home', 'expired', -2), 'quiet_hours'),
    ],
  );
}

/** Names in a certificate that try to deceive a terminal or a Markdown page. */
export const HOSTILE_NAMES = [
  'red \u001b[31mALERT\u001b[0m',
  'two\nlines\r\nor three',
  'reads \u202edrawkcab\u202c',
  'zero\u200bwidth\u2060join\u00ad',
  'a | pipe ` and `` ticks `',
  '<img src=x onerror=alert(1)> & <script>',
  '@everyone see #123 or [here](https://evil.example)',
  '*bold* _it_ ~~no~~ # title',
  '::error file=x::not ours',
  '證明書.例え.テスト',
  '🔒 locked',
  'lone \ud800 surrogate',
  'line\u2028and\u2029paragraph',
  '\u0000\u0007\u0008\u009b31m',
  ' ',
  '',
  'é combining e\u0301\u0301\u0301',
  'x'.repeat(5000),
];
