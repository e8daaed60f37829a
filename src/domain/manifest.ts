/** The words of the manifest, and of what is wrong with one. */

import type { Position, ThresholdSpec } from './common.ts';
import type { Expectations } from './findings.ts';
import type { Policy } from './policies.ts';
import type { Email, Webhook } from './receivers.ts';
import type { IssueOptions, Rule, Silence } from './rules.ts';

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

export interface EndpointTarget {
  /** As written, without brackets or port. */
  host: string;
  port: number;
  /** Lower-case `host:port` (`[::1]:443`): the name of the place. */
  place: string;
}

export interface UrlTarget {
  /** As written: its `${NAME}` references are replaced when it is fetched. */
  url: string;
  /** The URL as written, without user, password and fragment: the name of the place. */
  place: string;
}

export type StartTls =
  | 'smtp'
  | 'lmtp'
  | 'imap'
  | 'pop3'
  | 'sieve'
  | 'nntp'
  | 'ftp'
  | 'ldap'
  | 'xmpp-client'
  | 'xmpp-server'
  | 'irc'
  | 'postgres'
  | 'mysql'
  | 'mssql';

/** TLS servers, by address or by SRV record, and how they are spoken to. */
export interface EndpointSource {
  kind: 'endpoint';
  targets: EndpointTarget[];
  /** Lower-case names of SRV records such as `_imaps._tcp.example.com`. */
  services: string[];
  /** null: the target's host. */
  server_name: string | null;
  /** null: none, or for a service that which its name stands for. */
  starttls: StartTls | null;
  /** Every address of the name is a place of its own: `host:port@address`. */
  every_address: boolean;
  /** The certificates of each kind are a place each: `host:port#rsa`, `host:port#ecdsa`, `host:port#ml-dsa`. */
  both_algorithms: boolean;
  /** Where to connect instead; its port is null where the target's is meant. */
  connect_to: { host: string; port: number | null } | null;
  /** Paths of PEM files. The key goes to TLS alone. */
  client_certificate: { cert: string; key: string } | null;
  /** A URL that still holds its `${NAME}` references, or `env`: the proxy that the environment names. */
  proxy: string | null;
  trust: TrustStore;
  /** Path of a PEM file with the trust anchors, which goes before `trust`; null: none. */
  ca_file: string | null;
  /** Whether issuers that were not sent along are fetched from where the certificates say that they are. */
  aia: boolean;
  /** Whether issuers are asked for what they have revoked; where that is judged at all. */
  revocation: boolean;
}

/** Whose anchors clients trust; `system`: those of the machine that scans; `none`: that is not judged. */
export type TrustStore = 'mozilla' | 'system' | 'none';

/** What of the network endpoints are looked for and connected to. */
export interface NetworkPolicy {
  /** CIDR blocks or single addresses. */
  deny: string[];
  /** As `deny`; what is allowed is not denied. */
  allow: string[];
  /** `address:port` of those that alone are asked for names; empty: as the machine does it. */
  dns_servers: string[];
}

/** Certificate files by path or glob. */
export interface FilesSource {
  kind: 'file';
  patterns: string[];
  exclude: string[];
  trust: TrustStore;
  /** Path of a PEM file with the trust anchors, which goes before `trust`; null: none. */
  ca_file: string | null;
  /** Whether issuers that were not sent along are fetched from where the certificates say that they are. */
  aia: boolean;
  revocation: boolean;
}

export type Source =
  | EndpointSource
  | FilesSource
  | {
      kind: 'url';
      targets: UrlTarget[];
      headers: Record<string, string>;
      ca_file: string | null;
      ssl_verification: boolean;
    }
  /** Names of environment variables. */
  | { kind: 'env'; names: string[] }
  | { kind: 'pem'; text: string }
  | { kind: 'expires'; date: string };

/** Who is asked when certificates are to be renewed. */
export interface AcmeSettings {
  /** URL of the ACME directory that they come from; null: that of each one's issuer, where it is known. */
  directory: string | null;
  /** Path of the PEM file with the authorities of its server; null: Mozilla's. */
  ca_file: string | null;
}

export type SourceKind = Source['kind'];

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
