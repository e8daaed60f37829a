/**
 * The data that the html report embeds in its page, and the script of the page reads: JSON, compressed with gzip, in base64. Certificates are
 * columns: arrays of the same length. Texts that repeat are indexes into tables. Times are Unix timestamps in seconds. All texts are safe to
 * show as text.
 */

/** In the order of urgency. A status is its index here. */
export const STATUS_ORDER = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'] as const;
export type StatusName = (typeof STATUS_ORDER)[number];

/** What expires. A kind is its index here. */
export const KINDS = ['certificate', 'fixture', 'domain', 'date'] as const;

/** What a critical certificate is called instead, as in all other reports. A verdict is its index here. */
export const VERDICTS = ['', 'untrusted', 'revoked'] as const;

/**
 * What to do about a certificate that is not ok: renew it, do what `problem` says, or keep the old one until it is valid. An action is its
 * index here.
 */
export const ACTIONS = ['none', 'renew', 'fix', 'wait'] as const;

/** A label of an entry. */
export type LabelPair = readonly [name: string, value: string];

/** -1: none. 0 in `alias`, `names` and `problem`: see there. */
export interface Columns {
  /** Index into `entries`. */
  entry: number[];
  /** The name for people; 0: the name of the entry. */
  alias: (string | 0)[];
  /** The first 12 hex digits of the fingerprint; empty if not published. */
  print: string[];
  status: number[];
  /** Index in `KINDS`. A date that stands for a certificate is one. */
  kind: number[];
  from: (number | null)[];
  to: (number | null)[];
  /** The expiry that the status depends on. */
  until: (number | null)[];
  /** Common name and subject alternative names; 0: only the alias. */
  names: (string[] | 0)[];
  locations: string[][];
  /** Indexes into the tables of the same name. */
  issuers: number[];
  owners: number[];
  labels: number[];
  instructions: number[];
  codes: number[];
  reasons: number[];
  verdict: number[];
  action: number[];
  score: (number | null)[];
  violated: number[];
  quantum: number[];
  exchanges: number[];
  /** Whether it has a finding of severity warning or critical: 1 or 0. */
  flagged: number[];
  /** What is wrong, besides the date; 0: nothing. */
  problem: (string | 0)[];
  /** Expected renewal, and the end of the window that the CA suggests. */
  renewal: (number | null)[];
  window: (number | null)[];
}

export interface Tables {
  entries: string[];
  issuers: string[];
  owners: string[];
  labels: LabelPair[][];
  instructions: string[];
  /** Codes of findings and errors. */
  codes: string[][];
  /** Why they are not ok, besides their dates, the worst first: `wrong host`, `2048-bit key`. */
  reasons: string[][];
  /** Policies that they violate. */
  violated: string[][];
  /** What resists quantum computers, and what does not: `Classical key`, `Post-quantum key exchange`. */
  quantum: string[][];
  /** Groups of the key exchange of their servers: `X25519MLKEM768`. */
  exchanges: string[];
}

export interface Trend {
  /** `2027-03-01`, ascending. */
  days: string[];
  /** For each status in the order of `STATUS_ORDER`, one count for each day. */
  counts: number[][];
  scores: (number | null)[];
}

export interface RenewalForecast {
  /** Renewals per year with today's lifetimes, and under each limit. */
  today: number;
  limits: { days: number; from: string; renewals: number }[];
  /** Certificates that the limits do not apply to, and those without a known lifetime. */
  exempt: number;
  unknown: number;
  /** The entries with the most renewals: today, and under each limit. */
  entries: { name: string; certificates: number; renewals: number[] }[];
  /** Settings of the manifest that do not fit shorter lifetimes. */
  settings: { setting: string; value: string; suggestion: string | null; certificates: number; effects: string[] }[];
}

export const WATCHED_STATES = ['unwatched', 'undeclared', 'ignored', 'watched'] as const;

/** A known name or file, and who names it: `deploy/shop.yaml:3, acm and 2 more`. */
export interface WatchedRow {
  name: string;
  kind: string;
  by: string;
  /** The entry to add as YAML, the reason why it is ignored, or the entry that has it; empty: none. */
  note: string;
}

/** What is known, and whether it is watched. */
export interface KnownNames {
  /** In the order of `WATCHED_STATES`. */
  counts: number[];
  /** How many of those that are not watched are in certificate transparency logs. */
  logged: number;
  /** The first of each state. */
  rows: WatchedRow[][];
}

/** `counts`: certificates that pass, that violate it, that could not be checked, and that it does not apply to. */
export interface PolicyRow {
  name: string;
  /** Empty: none. */
  description: string;
  severity: string;
  state: 'violated' | 'undecided' | 'met' | 'not-applicable' | 'no-certificates' | 'disabled';
  certificates: number;
  counts: number[];
  checks: { name: string; required: string; counts: number[] }[];
}

export interface PolicyData {
  policies: PolicyRow[];
  /** What is silenced, disabled or ignored. `ends`: a day; empty: never. */
  exceptions: {
    kind: string;
    scope: string;
    reason: string;
    by: string;
    ends: string;
    over: boolean;
    violations: number | null;
  }[];
}

export interface DashboardData {
  title: string;
  /** When the certificates were last read; null: never. */
  scanned: number | null;
  /** The scan is stale if it is older. */
  stale_after: number;
  /** What the last scan covered, in a sentence, and whether that is everything. */
  coverage: { text: string; complete: boolean };
  summary: { counts: number[]; score: number | null };
  columns: Columns;
  tables: Tables;
  trend: Trend;
  forecast: RenewalForecast;
  /** Null: not compared, or not published. */
  known: KnownNames | null;
  /** Null: none, or not published. */
  policies: PolicyData | null;
  /** Whether any certificate has these, and they are published. */
  has: {
    owners: boolean;
    issuers: boolean;
    labels: boolean;
    locations: boolean;
    scores: boolean;
    reasons: boolean;
    violated: boolean;
    exchanges: boolean;
  };
  /** The number of certificates in each block of details. */
  block_size: number;
}

/** What only the view of one certificate needs. Fields that are empty or not published are absent. */
export interface Details {
  /** It is a test certificate: only its dates are checked. */
  fixture?: true;
  /** Only if it is more than the common name. */
  subject?: string;
  serial?: string;
  fingerprint?: string;
  key?: string;
  signature?: string;
  /** In the order of the locations. */
  locations?: LocationDetails[];
  assignments?: string[];
  /** Other entries that have the same certificate. */
  other_locations?: { entry: string; location: string }[];
  /** Other entries that have replaced it, and the expiry of its successor. */
  successors?: { entry: string; location: string; until: number | null }[];
  /** The issuers, up to the trust anchor if it is known. */
  chain?: ChainLink[];
  /** `trusted` is null if it could not be checked. */
  trust?: { trusted: boolean | null; texts?: string[]; notes?: string[] };
  limited_by?: string;
  revocation?: { status: string; texts?: string[] };
  findings?: { severity: string; code: string; text: string | null; locations: string[] }[];
  policies?: { name: string; severity: string; result: string; checks: { name: string; text: string }[] }[];
  events?: HistoryEvent[];
  renewal?: { estimated: boolean; explanation?: string; error?: string };
  last_seen?: number;
}

/** Details that many certificates have in common: in a block, they are indexes into `shared`. */
export const SHARED_DETAILS = ['chain', 'trust', 'revocation', 'policies', 'renewal'] as const;
type SharedName = (typeof SHARED_DETAILS)[number];

export interface DetailsBlock {
  shared: unknown[];
  items: (Omit<Details, SharedName> & Partial<Record<SharedName, number>>)[];
}

export interface LocationDetails {
  address?: string;
  /** Why it could not be read. */
  error?: string;
  /** It still presents an old certificate. */
  lags?: true;
}

/** A certificate of a path. `kind`: the certificate itself, an issuer that was sent, a trust anchor, or one that is missing. */
export interface ChainLink {
  kind: 'leaf' | 'issuer' | 'anchor' | 'missing';
  name: string;
  until: number | null;
  /** It expires before the certificate itself. */
  limits: boolean;
}

/** An event with its deliveries, or a renewal: `certificate.expired`, `renewed`, `first seen`. */
export interface HistoryEvent {
  name: string;
  /** Such as a threshold or a policy. */
  detail: string;
  at: number;
  location: string | null;
  deliveries: { to: string; at: number; error: string | null }[];
}
