/** Runs scans whose alerts go to issues, with the real planner. */

import { selectReceivers } from '../../../src/app/select-settings.ts';
import { assess } from '../../../src/assess/index.ts';
import type {
  Entry,
  Failure,
  IssueSyncInput,
  Manifest,
  Plan,
  Rule,
  Silence,
  SourceReading,
} from '../../../src/domain/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { plan } from '../../../src/events/plan/index.ts';
import { compareWithLog } from '../../../src/events/state/compare-with-log.ts';
import { record } from '../../../src/events/state/record.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { deliverAll } from '../../../src/notify/index.ts';
import { rule, settings } from '../../events/scenario.ts';
import { REPOSITORY, TOKEN } from '../../helpers/github/server.ts';

const NO_OPTIONS = { labels: ['certificate'], assignees: [], milestone: null };

/** The rule that `issues: {}` creates. */
export const ISSUES = rule('issues', {
  events: ['certificate.expiry_warning', 'certificate.expired'],
  match: { status: ['critical', 'expired'] },
  actions: [{ kind: 'issue', options: NO_OPTIONS }],
});

export interface Project {
  entries: Entry[];
  rules: Rule[];
  silences: Silence[];
  max_open: number;
  file: string;
  log: EventLog;
  io: Io;
}

export function createProject(entries: Entry[], over: Partial<Project> = {}): Project {
  const io = {
    cwd: '/',
    env: {},
    now: () => 0,
    sleep: async () => undefined,
    mask: (text: string) => text,
    github: null,
  } as unknown as Io;
  return {
    entries,
    rules: [ISSUES],
    silences: [],
    max_open: 25,
    file: 'certvigil.yaml',
    log: createEmptyLog(),
    io,
    ...over,
  };
}

export interface Scan {
  now: number;
  readings: SourceReading[];
  only?: (entry: string) => boolean;
  interrupted?: AbortSignal;
  /** False: only what is due is delivered, as by a test of one rule. */
  upkeep?: boolean;
}

export interface ScanResult {
  /** `expiry_warning first sent`, for every delivery that was due. */
  deliveries: string[];
  failures: Failure[];
  problems: Failure[];
}

export function createManifest({ entries, rules, silences, max_open, file }: Project): Manifest {
  return {
    file,
    files: [],
    root: '/',
    entries,
    webhooks: [],
    emails: [],
    digest: { actions: [], always: false },
    rules,
    silences,
    policies: [],
    discovery: null,
    issues: { max_open, options: NO_OPTIONS },
    event_log: {
      store: 'file',
      path: 'log.json',
      branch: 'certvigil-state',
      max_commits: null,
      partitions: 1,
      retention_days: 90,
    },
    delivery_retry_days: 7,
    delivery_timeout_seconds: 600,
    dashboard: { title: 'Certificates', include: null },
    metrics: { labels: [] },
    stale_after_hours: null,
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

let scans = 0;

export function planScan(
  self: Project,
  { now, readings, only = () => true }: Scan,
): { planned: Plan; issueSync: IssueSyncInput } {
  scans += 1;
  const run_url = `https://github.com/${REPOSITORY}/actions/runs/${scans}`;
  const scan = { scan_id: `scan-${scans}`, now, username: null, repository: REPOSITORY, run_url };
  const comparison = compareWithLog({ log: self.log, entries: self.entries, readings, covers: only, now });
  const own = new Map(self.entries.map((one) => [one.name, one.settings]));
  const planned = plan({
    alerting: createManifest(self),
    comparison,
    getVerdict: ({ entry, fingerprint, locations: names, certificate }) => {
      const locations = comparison.findLocations(entry, names, fingerprint);
      const context = { locations, others: [], renewal: null, findFacts: () => null };
      return assess(certificate, own.get(entry) ?? settings(), now, context);
    },
    scan,
    ignoreCooldown: false,
    compileRegex: null,
    covers: only,
  });
  return { planned, issueSync: { comparison, isComplete: only('any entry'), scan } };
}

/** Observes, plans, delivers and records; updates the log of the project. */
export async function runScan(self: Project, given: Scan): Promise<ScanResult> {
  const { planned, issueSync } = planScan(self, given);
  const { receipts, problems } = await deliverAll(planned, selectReceivers(createManifest(self)), self.io, {
    issueSync: given.upkeep === false ? null : issueSync,
    ...(given.interrupted && { interrupted: given.interrupted }),
  });
  self.log = record({ log: issueSync.comparison.log, plan: planned, receipts, scan: issueSync.scan });
  const names = new Map(planned.events.map(({ id, event }) => [id, event.replace('certificate.', '')]));
  const reasons = new Map(planned.deliveries.map(({ event_id, rule, reason }) => [`${event_id} ${rule}`, reason]));
  return {
    deliveries: receipts.map(
      ({ event_id, rule, status }) => `${names.get(event_id)} ${reasons.get(`${event_id} ${rule}`)} ${status}`,
    ),
    failures: receipts.flatMap(({ error }) => error ?? []),
    problems,
  };
}

export function createAccess(api_url: string, token = TOKEN): NonNullable<Io['github']> {
  return { token, api_url, repository: REPOSITORY };
}
