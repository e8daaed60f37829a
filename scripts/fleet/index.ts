/** Creates a fleet of sample certificates for screenshots, benchmarks and tests, which is the same for the same size. */

import { forecastRenewals } from '../../src/assess/forecast/index.ts';
import type { Policy, Silence } from '../../src/domain/index.ts';
import { getWorstStatus } from '../../src/domain/severity.ts';
import { parseThreshold } from '../../src/domain/thresholds.ts';
import type { Report, ReportCertificate, Status } from '../../src/generated/report.ts';
import { compareText } from '../../src/lib/collections.ts';
import { compressText } from '../../src/lib/gzip.ts';
import { truncateList } from '../../src/lib/text/truncate.ts';
import type { ReportSource } from '../../src/report/index.ts';
import { buildPolicyOverviews } from '../../src/report/scan/policies.ts';
import { createCertificate, createLaggingCopy } from './certificates.ts';
import { createLog } from './log.ts';
import { createRandom, FLEET_TIME, toIso } from './sample.ts';

export { FLEET_TIME } from './sample.ts';

/** The certificate that was renewed, but not at every location. */
const LAGGING = 23;

const POSITION = { file: 'certvigil.yaml', line: 1, column: 1 };
const EVERYTHING = { names: [], labels: {}, status: [], thresholds: [] };

function createPolicy(name: string, severity: Policy['severity'], checks: Policy['checks'], enabled = true): Policy {
  const fixed = { description: null, match: EVERYTHING, applies_to: 'leaf' as const, position: POSITION };
  return { name, severity, checks, enabled, ...fixed };
}

const POLICIES: readonly Policy[] = [
  { ...createPolicy('strong-keys', 'warning', { min_key_size: 2048 }), description: 'Crypto standard 4.2' },
  createPolicy('short-lifetimes', 'warning', { max_validity_days: 200 }),
  createPolicy('logged', 'info', { ct_required: true }),
  createPolicy('no-wildcards', 'warning', { wildcard_forbidden: true }, false),
];

const SILENCES: Silence[] = [
  {
    ...{ until: '2027-03-01T00:00:00Z', reason: 'legacy appliance, replaced by change 123', created_by: '@ciso' },
    ...{ events: ['certificate.policy_violation'], codes: [], match: { ...EVERYTHING, labels: { env: ['staging'] } } },
    position: POSITION,
  },
];

const STATUSES: Status[] = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'];

/** Creates the source of the reports of a scan of `size` certificates. */
export function createFleet(size: number): ReportSource {
  const random = createRandom(size);
  const created = Array.from({ length: size }, (_, index) => createCertificate(random, index));
  const renewed = created[LAGGING];
  if (renewed !== undefined && size > LAGGING + 1) {
    created[LAGGING] = { ...renewed, display_name: `${renewed.common_name} (${renewed.locations[0]?.location})` };
    created[LAGGING + 1] = createLaggingCopy(random, renewed);
  }
  const certificates = created.sort(compareUrgency);
  const summary = summarize(certificates);
  const report: Report = {
    ...{ version: 1, scan_id: '0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e', scanned_at: toIso(FLEET_TIME), dry_run: false },
    ...{ coverage: createCoverage(certificates), summary, certificates, events: [], deliveries: [] },
    policies: buildPolicyOverviews(POLICIES, certificates),
  };
  const limit = (days: number) => parseThreshold(days) as NonNullable<ReturnType<typeof parseThreshold>>;
  const settings = {
    ...{ warning: limit(30), critical: limit(14), thresholds: [limit(60), limit(14)], cooldown_hours: 24 },
    ...{
      explicit: { warning: true, critical: false, thresholds: true },
      repeat: true,
      settle_hours: 6,
      unreachable_days: 3,
    },
  };
  const entries = certificates.map(({ certificate: name }) => ({ name, settings }));
  return {
    ...{ report, digest: null, log: createLog(random, certificates, summary), read_at: report.scanned_at },
    ...{ manifest: 'certvigil.yaml', positions: new Map(), findFile: () => null, stale_after_hours: null },
    declared: { files: [], entries: [], rules: [], silences: SILENCES, discovery: null },
    dashboard: { title: 'Certificates', include: null },
    metrics: { labels: [] },
    watched: null,
    compress: compressText,
    getForecast: () => forecastRenewals({ certificates, entries }),
  };
}

/** Creates the coverage as if all certificates except for unknown ones were read. */
function createCoverage(certificates: readonly ReportCertificate[]): Report['coverage'] {
  const size = certificates.length;
  const unknown = certificates.filter(({ status }) => status === 'unknown');
  const never_read = unknown.map(({ certificate }) => certificate);
  const unread = never_read.length;
  const text =
    unread === 0
      ? `${size} ${size === 1 ? 'entry' : 'entries'}, ${size} ${size === 1 ? 'location' : 'locations'}: all read, all alerts delivered.`
      : `${unread} of ${size} entries ${unread === 1 ? 'has' : 'have'} never been read (${truncateList(never_read, 3)}), all alerts delivered.`;
  const reasons = unread === 0 ? [] : [{ code: 'never-read', entries: never_read }];
  return {
    ...{ text, complete: unread === 0, allowed: false, entries: size, scanned: size, locations: size },
    ...{
      read: size - unread,
      never_read,
      reasons,
      unread: unknown.flatMap(listUnread),
      not_observed: [],
      empty: [],
      blind: false,
    },
    ...{ undelivered: [], alerts_unmatched: 0, has_rules: true, log_saved: true, internal_error: false },
  };
}

function listUnread({ certificate, locations }: ReportCertificate): Report['coverage']['unread'] {
  return locations.map(({ location, error }) => {
    const never = { never_read: true, last_read: null, tolerated: false };
    return { certificate, location, code: error?.code ?? null, ...never };
  });
}

function compareUrgency(a: ReportCertificate, b: ReportCertificate): number {
  const rank = (one: ReportCertificate) => STATUSES.indexOf(getWorstStatus(one));
  return rank(a) - rank(b) || compareText(a.effective_valid_to ?? '', b.effective_valid_to ?? '');
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
