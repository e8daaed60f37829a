/** The words of the manifest, and of what is wrong with one. */

import type { Position, ThresholdSpec } from './common.ts';
import type { Expectations } from './findings.ts';
import type { Policy } from './policies.ts';
import type { Email, Webhook } from './receivers.ts';
import type { IssueOptions, Rule, Silence } from './rules.ts';
import type { Source } from './sources/index.ts';

/** One thing that is wrong with the user's file. The wording of each code stands in `manifest/diagnostics.ts`. */
export interface Diagnostic extends Position {
  /** Stable and kebab-case, with a paragraph in `docs/reference/errors/`. */
  code: string;
  /** A notice is told and never fails a check. */
  severity: 'error' | 'warning' | 'notice';
  message: string;
  /** What to do about it. */
  hint?: string;
  /** The line itself, for the code frame, and how many columns the caret underlines. */
  source?: { text: string; length: number };
}

/** The `expiry_*` settings as they hold for one entry. */
export interface Settings {
  warning: ThresholdSpec;
  critical: ThresholdSpec;
  thresholds: ThresholdSpec[];
  /** Which of the three the user has written: what he has not is capped by the lifetime (contract section 2). */
  explicit: { warning: boolean; critical: boolean; thresholds: boolean };
  cooldown_hours: number;
  repeat: boolean;
  /** How long a renewal may take to reach all places. */
  settle_hours: number;
}

/** What of the network endpoints are looked for and connected to. */
export interface NetworkPolicy {
  /** CIDR blocks or single addresses. */
  deny: string[];
  /** As `deny`; what is allowed is not denied. */
  allow: string[];
  /** `address:port` of those that alone are asked for names; empty: as the machine does it. */
  dns_servers: string[];
}

/** Who is asked when certificates are to be renewed. */
export interface AcmeSettings {
  /** URL of the ACME directory that they come from; null: that of each one's issuer, where it is known. */
  directory: string | null;
  /** Path of the PEM file with the authorities of its server; null: Mozilla's. */
  ca_file: string | null;
}

/**
 * One item under `certificates`, with the defaults merged in. Fields marked `x-environment` in the schema still hold
 * their `${NAME}` references here.
 */
export interface Entry {
  name: string;
  source: Source;
  /** null: nothing. */
  expect: Expectations | null;
  /** Of the keystores in its source; null where none is written. */
  password: string | null;
  enabled: boolean;
  labels: Record<string, string>;
  owner: string | null;
  assignments: string[];
  renewal_instructions: string | null;
  /** Null: nobody. */
  acme: AcmeSettings | null;
  settings: Settings;
  position: Position;
  /** Where each variable that this entry needs is first named. */
  variables: Record<string, Position>;
}

export const STORES = ['file', 'commit', 'cache'] as const;
export type StoreKind = (typeof STORES)[number];

/** Where the event log lives, and how long it remembers. */
interface EventLogSettings {
  /** Null where it is not written: then `commit` in a workflow of GitHub's, `file` elsewhere. */
  store: StoreKind | null;
  /** Relative to the manifest's folder. */
  path: string;
  /** Of the store `commit`. */
  branch: string;
  retention_days: number;
}

/** What is called after each scan that was recorded. The URL still holds its `${NAME}` references. */
export interface Heartbeat {
  url: string;
  /** Where each variable that it needs is first named. */
  variables: Record<string, Position>;
}

/** Where the digest is sent. */
/** Of the templates, null: that of the webhook, or the built-in one of mails. */
type DigestAction =
  | { kind: 'webhook'; name: string; body_template: string | null }
  | ({ kind: 'email'; name: string } & Pick<Email, 'subject' | 'text_template' | 'html_template'>);

export interface DigestSettings {
  actions: DigestAction[];
  /** Also where nothing is due. */
  always: boolean;
}

/** A manifest that is whole and valid, with every default filled in. */
export interface Manifest {
  /** As named to the user. */
  file: string;
  /** Absolute folder that the manifest's paths are relative to. */
  root: string;
  entries: Entry[];
  webhooks: Webhook[];
  emails: Email[];
  rules: Rule[];
  silences: Silence[];
  policies: Policy[];
  digest: DigestSettings;
  /** `options` for an issue of a rule that is there no more. */
  issues: { max_open: number; options: IssueOptions };
  event_log: EventLogSettings;
  delivery_retry_days: number;
  /** For all deliveries of one scan. */
  delivery_timeout_seconds: number;
  /** A scan that finds the one before it older than that fires `scan.stale`; null: never. */
  stale_after_hours: number | null;
  heartbeat: Heartbeat | null;
  scan: { timeout_seconds: number; concurrency: number; network: NetworkPolicy };
}

/** The manifest on the branch that a change is for, as far as it is known. */
export type BaseManifest =
  /** What is checked is no change that was proposed for a branch. */
  | { kind: 'none' }
  /** The branch is not in this checkout. */
  | { kind: 'absent' }
  /** The branch has no such manifest (`new`), or one that has errors (`broken`). `commit` is its id. */
  | { kind: 'new' | 'broken'; branch: string; commit: string }
  | { kind: 'read'; branch: string; commit: string; manifest: Manifest };
