/** Types for the manifest, its entries and settings, and its diagnostics. */

import { parseIsoTime } from '../lib/iso-time.ts';
import type { IsoTime, Position, ThresholdSpec } from './basic-types.ts';
import type { DiscoverySettings } from './discovery.ts';
import type { Expectations } from './findings.ts';
import type { Policy } from './policies.ts';
import type { Email, Webhook } from './receivers.ts';
import type { IssueOptions, Rule, Silence } from './rules.ts';
import type { Source } from './sources/index.ts';

/** A problem in the user's file. The texts are in `manifest/diagnostics/messages/`. */
export interface Diagnostic extends Position {
  /** The code, stable and in kebab-case, with an entry in `docs/reference/errors/`. */
  code: string;
  /** A notice never fails a check. */
  severity: 'error' | 'warning' | 'notice';
  message: string;
  /** The fix. */
  hint?: string;
  /** The line for the code frame, and the number of columns that the caret underlines. */
  source?: { text: string; length: number };
}

/** The effective `expiry_*` settings of an entry. */
export interface Settings {
  warning: ThresholdSpec;
  critical: ThresholdSpec;
  thresholds: ThresholdSpec[];
  /** The settings that the manifest sets: only defaults are capped by the lifetime (docs/concepts/events.md). */
  explicit: { warning: boolean; critical: boolean; thresholds: boolean };
  cooldown_hours: number;
  /**
   * Whether active alerts repeat after the cooldown: always, never, only with the status critical or worse, or at fixed days before the
   * expiry.
   */
  repeat: boolean | 'critical' | 'thresholds';
  /** The maximum time of the deployment of a renewal. */
  settle_hours: number;
  /** The time for which a location may be unreachable before all receivers of alerts are notified. */
  unreachable_days: number;
  /** Present for test certificates: only their dates are checked, and some are expired on purpose. */
  fixture?: { expired: 'intended' | 'unwanted' };
}

/** The addresses that connections may use, and the DNS servers. */
export interface NetworkPolicy {
  /** CIDR blocks or single addresses. */
  deny: string[];
  /** Overrides `deny`. */
  allow: string[];
  /** The DNS servers as `address:port`; empty: the system resolver. */
  dns_servers: string[];
  proxy: ProxyPolicy;
  /** The resolver for CAA and TLSA records. Absent: the DNS servers, or those of the system. */
  dns_over_https?: { url: string; ca_file: string | null };
  /** Whether the AD bit of the DNS servers, or of those of the system, is trusted (`trust-ad` in resolv.conf). */
  trust_ad?: true;
  /** The URL of the bootstrap file (RFC 9224). Absent: that of IANA. */
  rdap_bootstrap?: string;
}

/** The proxy for each kind of connection: a URL with its `${NAME}` references; `env` for the proxies of the environment; null: none. */
export interface ProxyPolicy {
  receivers: string | null;
  apis: string | null;
  revocation: string | null;
  /** Absolute path of a PEM file with the only CAs that are trusted for proxies with TLS; null: the trust store of Node. */
  ca_file: string | null;
}

/** The settings for requests of renewal information. */
export interface AcmeSettings {
  /** URL of the ACME directory; null: that of each certificate's issuer, if known. */
  directory: string | null;
  /** Path of a PEM file with the trust anchors for its server; null: Mozilla's. */
  ca_file: string | null;
}

/** One item under `certificates`, merged with `defaults`. Fields marked `x-environment` in the schema still contain `${NAME}`. */
export interface Entry {
  name: string;
  source: Source;
  /** The expectations; null: none. */
  expect: Expectations | null;
  /** The passwords of its keystores, to try in turn. */
  passwords: string[];
  /** The proxy that overrides `ProxyPolicy`. The values are the same, with `none` for no proxy; null: not set. */
  proxy: string | null;
  enabled: boolean;
  /** The time until which it is disabled, and why. Absent: `enabled` does not depend on the time, and there is no reason. */
  disabled_until?: IsoTime;
  disabled_reason?: string;
  /** Set if most items of its inventory may disappear at once. */
  allow_shrink?: true;
  /** The probe that reads it; null: the scan itself. */
  probe: string | null;
  labels: Record<string, string>;
  owner: string | null;
  assignments: string[];
  renewal_instructions: string | null;
  /** The settings for renewal information; null: it is not requested. */
  acme: AcmeSettings | null;
  settings: Settings;
  position: Position;
  /** The first reference to each variable that this entry needs. */
  variables: Record<string, Position>;
}

/** Returns the entries as they are at a time (milliseconds): one with `disabled_until` is enabled from then on. */
export function resolveEnabled(entries: readonly Entry[], now: number): Entry[] {
  return entries.map((entry) =>
    entry.disabled_until === undefined ? entry : { ...entry, enabled: parseIsoTime(entry.disabled_until) <= now },
  );
}

export const STORES = ['file', 'commit', 'cache'] as const;
export type StoreKind = (typeof STORES)[number];

/** The store and the retention of the event log. */
interface EventLogSettings {
  /** The kind of store; null: `commit` in GitHub Actions, otherwise `file`. */
  store: StoreKind | null;
  /** The path relative to the manifest's directory. */
  path: string;
  /** The branch, for the store `commit`. */
  branch: string;
  /** For the store `commit`: the number of commits at which they are replaced by one; null: never. */
  max_commits: number | null;
  /** For the stores `commit` and `file`: the number of files. */
  partitions: number;
  retention_days: number;
}

/**
 * Fields of certificates, and `watched` for known names that are not monitored. The name of the entry, the status and the dates are always
 * published.
 */
export const DASHBOARD_FIELDS = [
  'names',
  'locations',
  'issuer',
  'fingerprint',
  'owner',
  'labels',
  'renewal',
  'findings',
  'policies',
  'events',
  'watched',
] as const;
export type DashboardField = (typeof DASHBOARD_FIELDS)[number];

/** The fields that a dashboard publishes. */
export interface DashboardSettings {
  title: string;
  /** Fields, and `labels.NAME` for single labels; null: everything. */
  include: string[] | null;
}

export interface MetricsSettings {
  /** The names of labels of entries that metrics have, too. */
  labels: string[];
}

/** Whether `name` is a field or a single label. */
export function isDashboardField(name: string): boolean {
  return DASHBOARD_FIELDS.some((field) => field === name) || /^labels\../s.test(name);
}

/** The value of `heartbeat_url` for scans that are watched in another way. */
export const NO_HEARTBEAT = 'none';

/** The URL to request after each recorded scan, which still contains `${NAME}` references. */
export interface Heartbeat {
  url: string;
  /** The first reference to each variable that it needs. */
  variables: Record<string, Position>;
}

/** The secrets of accepted files of probes, which still contain `${NAME}` references. Without secrets, files are not signed. */
interface ObservationSettings {
  /** The secret of entries without a probe, and of probes that are not in `secrets`. */
  secret: string | null;
  /** The secrets by probe. */
  secrets: Readonly<Record<string, string>>;
  max_age_hours: number;
}

/** A destination of the digest. If a template is null, the template of the webhook, or the built-in template of email, is used. */
type DigestAction =
  | { kind: 'webhook'; name: string; body_template: string | null }
  | ({ kind: 'email'; name: string } & Pick<Email, 'subject' | 'text_template' | 'html_template'>);

export interface DigestSettings {
  actions: DigestAction[];
  /** Whether the digest is sent even if nothing is due. */
  always: boolean;
}

/** A file with its SHA-256 as `sha256sum` prints it, so that an auditor can compare it. */
export interface ManifestFile {
  /** The name as shown to users. */
  name: string;
  sha256: string;
}

/** A path or glob under `include`, and the number of entries in its files. */
export interface IncludedEntries {
  /** The path or glob as in the manifest. */
  name: string;
  entries: number;
  /** The files that it selects, as paths from the manifest's directory. */
  files: readonly { name: string; entries: number }[];
  /** Whether it may have no entries, although it had some before. */
  allow_empty: boolean;
}

/** A complete and valid manifest with all defaults. */
export interface Manifest {
  /** The name that messages use. */
  file: string;
  /** The files that it was read from, the manifest itself first, with the SHA-256 of their bytes in lower-case hex. */
  files: ManifestFile[];
  /** The includes, each with its files. Absent: none. */
  included?: readonly IncludedEntries[];
  /** The absolute directory that paths are relative to. */
  root: string;
  entries: Entry[];
  webhooks: Webhook[];
  emails: Email[];
  rules: Rule[];
  silences: Silence[];
  policies: Policy[];
  digest: DigestSettings;
  /** `options` apply to an issue whose rule was removed. */
  issues: { max_open: number; options: IssueOptions };
  event_log: EventLogSettings;
  dashboard: DashboardSettings;
  metrics: MetricsSettings;
  /** The settings of discovery; null: the manifest does not have this section, so that `validate` does not search. */
  discovery: DiscoverySettings | null;
  delivery_retry_days: number;
  /** The time limit for all deliveries of one scan. */
  delivery_timeout_seconds: number;
  /** A longer gap between two scans fires `scan.stale`; null: three times the usual distance, at least 36 hours. */
  stale_after_hours: number | null;
  heartbeat: Heartbeat | null;
  /** Whether the manifest says that no monitor outside is needed. */
  heartbeat_declined: boolean;
  /** Whether receivers that accepted nothing for a month get a test; null: never. */
  channel_test: 'monthly' | null;
  observations: ObservationSettings;
  scan: { timeout_seconds: number; concurrency: number; reading_minutes: number; network: NetworkPolicy };
}

/** The manifest on the base branch of a pull request. */
export type BaseManifest =
  /** The run is not for a pull request. */
  | { kind: 'none' }
  /** The base branch is not in this checkout. */
  | { kind: 'absent' }
  /** The base branch does not have the manifest (`new`), or its manifest has errors (`broken`). `commit` is the commit ID. */
  | { kind: 'new' | 'broken'; branch: string; commit: string }
  | { kind: 'read'; branch: string; commit: string; manifest: Manifest };
