/** Scenarios for tests: certificates at locations, scans on days, and what each receiver got. */

import { evaluateSubjects } from '../../src/app/decision/evaluate.ts';
import type { PolicyEvaluator } from '../../src/app/policy-evaluator.ts';
import type {
  Certificate,
  CertificateFacts,
  Entry,
  Evidence,
  Failure,
  LocationReading,
  Manifest,
  Plan,
  Receipt,
  Revocation,
  Rule,
  Settings,
  Silence,
  SourceReading,
  ThresholdSpec,
  Trust,
  Unobserved,
  Verdict,
  Webhook,
} from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { DAY, parseThreshold } from '../../src/domain/thresholds.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { plan } from '../../src/events/plan/index.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { detectReachability } from '../../src/events/state/reachability.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';

const START = Date.parse('2027-01-01T06:00:00Z');
const HOUR = 3_600_000;

/** Milliseconds of a day, counted from the first day of the scenario; hours may be added. */
export function day(number: number, hours = 0): number {
  return START + number * DAY + hours * HOUR;
}

const POSITION = { file: 'certvigil.yaml', line: 1, column: 1 };

export function limit(raw: number | string): ThresholdSpec {
  const parsed = parseThreshold(raw);
  if (parsed === null) throw new Error(`not a threshold: ${raw}`);
  return parsed;
}

export interface SettingsSpec {
  warning?: number | string;
  critical?: number | string;
  thresholds?: (number | string)[];
  cooldown?: number;
  repeat?: Settings['repeat'];
}

export function settings({ warning, critical, thresholds, cooldown, repeat }: SettingsSpec = {}): Settings {
  return {
    warning: limit(warning ?? 30),
    critical: limit(critical ?? 14),
    thresholds: (thresholds ?? [14, 30, 60, 90]).map(limit),
    explicit: {
      warning: warning !== undefined,
      critical: critical !== undefined,
      thresholds: thresholds !== undefined,
    },
    cooldown_hours: cooldown ?? 24,
    repeat: repeat ?? true,
    settle_hours: 6,
    unreachable_days: 3,
  };
}

export function entry(name: string, over: Partial<Entry> = {}): Entry {
  return {
    name,
    source: createEndpointSource([]),
    enabled: true,
    probe: null,
    labels: {},
    owner: null,
    assignments: [],
    expect: null,
    passwords: [],
    proxy: null,
    variables: {},
    renewal_instructions: null,
    acme: null,
    settings: settings(),
    position: POSITION,
    ...over,
  };
}

export function rule(name: string, over: Partial<Omit<Rule, 'match'>> & { match?: Partial<Rule['match']> } = {}): Rule {
  return {
    name,
    enabled: true,
    events: ['certificate.*'],
    conditions: null,
    actions: [{ kind: 'webhook', name: 'hook' }],
    position: POSITION,
    ...over,
    match: { labels: {}, names: [], status: [], thresholds: [], ...over.match },
  };
}

/** A silence until `until`, in milliseconds. */
export function silence(
  until: number,
  over: Partial<Omit<Silence, 'match'>> & { match?: Partial<Silence['match']> } = {},
): Silence {
  return {
    until: formatIsoTime(until),
    reason: 'known',
    created_by: null,
    events: ['certificate.*'],
    codes: [],
    position: POSITION,
    ...over,
    match: { labels: {}, names: [], status: [], thresholds: [], ...over.match },
  };
}

/** A certificate named by a letter; `from` and `to` in milliseconds. */
export function certificate(
  id: string,
  { from, to, names = ['shop.example.com'] }: { from?: number; to: number; names?: string[] },
): Certificate {
  const start = from ?? to - 398 * DAY;
  const fingerprint = Buffer.from(id).toString('hex').padEnd(64, '0');
  return {
    fingerprint,
    chain: [],
    facts: {
      common_name: names[0] ?? null,
      subject: `CN=${names[0]}`,
      issuer: 'CN=Example CA',
      serial_number: '01',
      fingerprint_sha256: fingerprint,
      sans: names,
      key_algorithm: 'EC',
      key_size: 256,
      signature_algorithm: 'ecdsa-with-SHA256',
      valid_from: formatIsoTime(start),
      valid_to: formatIsoTime(to),
      lifetime_days: Math.round((to - start) / DAY),
    },
  };
}

/** A hard-coded date: YYYY-MM-DD. */
export function declared(date: string): Certificate {
  const nothing: Omit<CertificateFacts, 'valid_to' | 'sans'> = {
    ...{ common_name: null, subject: null, issuer: null, serial_number: null, fingerprint_sha256: null },
    ...{ key_algorithm: null, key_size: null, signature_algorithm: null, valid_from: null, lifetime_days: null },
  };
  return { fingerprint: date, chain: [], facts: { ...nothing, sans: [], valid_to: `${date}T00:00:00Z` } };
}

export const REFUSED: Failure = { code: 'endpoint-refused', detail: 'refused the connection' };

/** What a location serves: a certificate, or a failure. */
export type Served = Certificate | Failure;

function toReading(location: string, showing: Served): LocationReading {
  const isCertificate = 'fingerprint' in showing;
  return {
    location,
    observed: {},
    certificate: isCertificate ? showing : null,
    failure: isCertificate ? null : showing,
  };
}

/** A reading of one endpoint, whose source is its location. `evidence` is what else the scan found there. */
export function endpoint(entryName: string, location: string, showing: Served, evidence: Evidence = {}): SourceReading {
  return {
    entry: entryName,
    source: location,
    failure: null,
    locations: [{ ...toReading(location, showing), ...evidence }],
  };
}

/** The trust of a certificate. Default: trusted, and expiring with the certificate. */
export function trust(over: Partial<Trust> = {}): { trust: Trust } {
  const reasons = over.reason ? [over.reason] : [];
  return {
    trust: {
      trusted: reasons.length === 0,
      reason: null,
      detail: over.reason ? 'It is so. Do something.' : null,
      reasons,
      effective_valid_to: null,
      limited_by: null,
      notes: [],
      path: [],
      ...over,
    },
  };
}

/** The revocation status of a certificate. `revoked` and `good` are fingerprints; a good response is of the day `at`. */
export function revocation({
  revoked = null,
  good = [],
  reason = null,
  at: number = 0,
}: {
  revoked?: string | null;
  good?: string[];
  reason?: string | null;
  at?: number;
}): { revocation: Revocation } {
  const at = formatIsoTime(day(-1));
  const problem = { code: 'revocation-unreachable', detail: 'The revocation list could not be fetched.' };
  const status = revoked !== null ? 'revoked' : good.length > 0 ? 'good' : 'unknown';
  return {
    revocation: {
      status,
      source: status === 'unknown' ? null : 'crl',
      revoked:
        revoked === null ? null : { subject: 'shop.example.com', fingerprint_sha256: revoked, reason, revoked_at: at },
      good: good.map((fingerprint_sha256) => ({ fingerprint_sha256, at: formatIsoTime(day(number)) })),
      problems: status === 'unknown' ? [problem] : [],
    },
  };
}

/** A glob or file with its readings, or a failure of the whole source. */
export function files(entryName: string, source: string, found: Record<string, Served> | Failure): SourceReading {
  if ('code' in found && typeof found.code === 'string') {
    return { entry: entryName, source, failure: found as Failure, locations: [] };
  }
  const locations = Object.entries(found as Record<string, Served>).map(([location, showing]) =>
    toReading(location, showing),
  );
  return { entry: entryName, source, failure: null, locations };
}

interface Scan {
  now: number;
  readings: SourceReading[];
  /** The entries that no probe observed, and why. */
  unobserved?: Unobserved;
  ignoreCooldown?: boolean;
  only?: (entry: string) => boolean;
  /** The outcome of each delivery. Default: accepted. */
  receive?: (destination: string, event: string) => 'sent' | 'failed' | 'unsent';
}

export interface Scenario {
  entries: Entry[];
  rules: Rule[];
  log: EventLog;
  retention_days: number;
  retry_days: number;
  stale_after_hours: number | null;
  webhooks: Webhook[];
  silences: Silence[];
  policies: PolicyEvaluator | null;
  /** Changes the verdict on a certificate. Default: it stays as it is. */
  adjust: (verdict: Verdict) => Verdict;
  /** Plans without delivering or saving. */
  preview(scan: Scan): Plan;
  /** Plans, delivers, records and saves; returns the notifications as `event[@threshold] reason -> destination`. */
  scan(scan: Scan): string[];
  /** Runs a scan without saving: the log is merged when `save` is called. */
  start(scan: Scan): { notifications: string[]; save(): void };
}

export function createManifest({
  entries,
  rules,
  retention_days,
  retry_days,
  stale_after_hours,
  webhooks,
  silences,
}: Scenario): Manifest {
  return {
    file: 'certvigil.yaml',
    files: [],
    root: '/',
    entries,
    webhooks,
    emails: [],
    digest: { actions: [], always: false },
    rules,
    silences,
    policies: [],
    discovery: null,
    issues: { max_open: 25, options: { labels: [], assignees: [], milestone: null } },
    event_log: {
      store: 'file',
      path: 'log.json',
      branch: 'certvigil-state',
      max_commits: null,
      partitions: 1,
      retention_days,
    },
    delivery_retry_days: retry_days,
    delivery_timeout_seconds: 600,
    stale_after_hours,
    dashboard: { title: 'Certificates', include: null },
    metrics: { labels: [] },
    heartbeat: null,
    heartbeat_declined: false,
    channel_test: null,
    observations: { secret: null, secrets: {}, max_age_hours: 24 },
    scan: {
      timeout_seconds: 10,
      concurrency: 10,
      reading_minutes: 8,
      network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
    },
  };
}

export function createScenario(entries: Entry[], rules: Rule[] = [rule('all')]): Scenario {
  let scans = 0;
  const self: Scenario = {
    entries,
    rules,
    log: createEmptyLog(),
    retention_days: 90,
    retry_days: 7,
    stale_after_hours: Number.POSITIVE_INFINITY,
    webhooks: [],
    silences: [],
    policies: null,
    adjust: (verdict) => verdict,
    preview: (scan) => planScan(self, scan, 'look').planned,
    scan: (scan) => {
      const started = self.start(scan);
      started.save();
      return started.notifications;
    },
    start: (scan) => {
      const { planned, observed, context } = planScan(self, scan, `scan-${++scans}`);
      const receipts = createReceipts(planned, scan);
      const after = record({ log: observed, plan: planned, receipts, scan: context });
      return {
        notifications: formatNotifications(planned),
        save: () => {
          const merged = mergeLogs(self.log, after);
          self.log = pruneLog(merged, { now: scan.now, retention_days: self.retention_days });
        },
      };
    },
  };
  return self;
}

function planScan(
  self: Scenario,
  { now, readings: read, unobserved, only = () => true, ignoreCooldown = false }: Scan,
  scan_id: string,
) {
  const { readings, reachability } = detectReachability(
    read,
    self.entries,
    self.entries.every(({ name }) => only(name)),
  );
  const context = { scan_id, now, username: null, repository: null, run_url: null };
  const comparison = compareWithLog({ log: self.log, entries: self.entries, readings, unobserved, covers: only, now });
  const getVerdict = evaluateSubjects(comparison, now, self.policies);
  const planned = plan({
    alerting: createManifest(self),
    comparison,
    getVerdict: (subject) => self.adjust(getVerdict(subject)),
    scan: context,
    ignoreCooldown,
    compileRegex: null,
    covers: only,
    reachability,
  });
  return { planned, observed: comparison.log, context };
}

function createReceipts(planned: Plan, { receive = () => 'sent' }: Scan): Receipt[] {
  const names = new Map(planned.events.map(({ id, event }) => [id, shortenEvent(event)]));
  return planned.deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }) => {
      const outcome = receive(destination, names.get(event_id) ?? '');
      const error = outcome === 'sent' ? null : { code: 'http-server-error', detail: 'answered 500' };
      const status = outcome === 'sent' ? 'sent' : 'failed';
      return { event_id, rule, destination, status, attempts: outcome === 'unsent' ? 0 : 1, error };
    });
}

function shortenEvent(event: string): string {
  return event.replace('certificate.', '');
}

/** `expiry_warning@30 first -> hook`, for every delivery that is due. */
function formatNotifications(planned: Plan): string[] {
  const names = new Map(planned.events.map((event) => [event.id, formatEvent(event)]));
  return planned.deliveries
    .filter(({ due }) => due)
    .map(
      ({ event_id, reason, destination }) =>
        `${names.get(event_id)} ${reason} -> ${destination.replace('webhook:', '')}`,
    );
}

/** `expiry_warning@30 cooldown`, for every event that is suppressed. */
export function listSuppressed(planned: Plan): string[] {
  return planned.events.filter(({ suppressed }) => suppressed).map((event) => `${formatEvent(event)} ${event.reason}`);
}

function formatEvent({ event, threshold }: { event: string; threshold: number | string | null }): string {
  return threshold === null ? shortenEvent(event) : `${shortenEvent(event)}@${threshold}`;
}
