/**
 * The data that the html report embeds in its page, and the script of the page reads: JSON, compressed with gzip, in base64. Certificates are
 * columns: arrays of the same length. Texts that repeat are indexes into tables. Times are Unix timestamps in seconds. All texts are safe to
 * show as text.
 */

/** The statuses in the order of urgency. A status is encoded as its index. */
export const STATUS_ORDER = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning', 'ok'] as const;
export type StatusName = (typeof STATUS_ORDER)[number];

/** The kinds of items that expire. A kind is encoded as its index. */
export const KINDS = ['certificate', 'fixture', 'domain', 'date'] as const;

/** The verdicts that replace the status of a critical certificate, as in all other reports. A verdict is encoded as its index. */
export const VERDICTS = ['', 'untrusted', 'revoked'] as const;

/**
 * The actions for a certificate that is not ok: renew it, follow `problem`, or keep the old one until it is valid. An action is encoded as
 * its index.
 */
export const ACTIONS = ['none', 'renew', 'fix', 'wait'] as const;

/** A label of an entry. */
export type LabelPair = readonly [name: string, value: string];

/** The columns. An index of -1 stands for none. 0 has a special meaning in `alias`, `names` and `problem`. */
export interface Columns {
  /** The index into `entries`. */
  entry: number[];
  /** The display name; 0: the name of the entry. */
  alias: (string | 0)[];
  /** The first 12 hex digits of the fingerprint; empty if not published. */
  print: string[];
  status: number[];
  /** The index in `KINDS`. A date that stands for a certificate has the kind `certificate`. */
  kind: number[];
  from: (number | null)[];
  to: (number | null)[];
  /** The expiry that determines the status. */
  until: (number | null)[];
  /** Common name and subject alternative names; 0: only the alias. */
  names: (string[] | 0)[];
  locations: string[][];
  /** The indexes into the tables of the same name. */
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
  /** Whether the certificate has a finding of severity warning or critical: 1 or 0. */
  flagged: number[];
  /** The problem other than the date; 0: none. */
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
  /** The reasons other than dates why they are not ok, the worst first: `wrong host`, `2048-bit key`. */
  reasons: string[][];
  /** Policies that they violate. */
  violated: string[][];
  /** The resistance to quantum computers: `Classical key`, `Post-quantum key exchange`. */
  quantum: string[][];
  /** The groups of the key exchange of their servers, such as `X25519MLKEM768`. */
  exchanges: string[];
}

export interface Trend {
  /** The days, such as `2027-03-01`, in ascending order. */
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

/** A known name or file, and its origin: `deploy/shop.yaml:3, acm and 2 more`. */
export interface WatchedRow {
  name: string;
  kind: string;
  by: string;
  /** The entry to add as YAML, the reason why it is ignored, or the entry that has it; empty: none. */
  note: string;
}

/** The known names and files, by whether they are watched. */
export interface KnownNames {
  /** The counts in the order of `WATCHED_STATES`. */
  counts: number[];
  /** The number of unwatched names in certificate transparency logs. */
  logged: number;
  /** The first rows of each state. */
  rows: WatchedRow[][];
}

/** `counts`: the certificates that pass, that violate the policy, that could not be checked, and to which it does not apply. */
export interface PolicyRow {
  name: string;
  /** The description; empty: none. */
  description: string;
  severity: string;
  state: 'violated' | 'undecided' | 'met' | 'not-applicable' | 'no-certificates' | 'disabled';
  certificates: number;
  counts: number[];
  checks: { name: string; required: string; counts: number[] }[];
}

export interface PolicyData {
  policies: PolicyRow[];
  /** The items that are silenced, disabled or ignored. `ends` is a day; empty: never. */
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
  /** The time when the certificates were last read; null: never. */
  scanned: number | null;
  /** The time after which the scan is stale. */
  stale_after: number;
  /** The coverage of the last scan in a sentence, and whether it is complete. */
  coverage: { text: string; complete: boolean };
  summary: { counts: number[]; score: number | null };
  columns: Columns;
  tables: Tables;
  trend: Trend;
  forecast: RenewalForecast;
  /** The receivers of rules, and when each last accepted anything (null: never). Empty if not published. */
  channels: { name: string; delivered: number | null }[];
  /** The known names; null: not compared, or not published. */
  known: KnownNames | null;
  /** The policies; null: none, or not published. */
  policies: PolicyData | null;
  /** The fields that are published, and that any certificate has. */
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

/** The data that only the view of one certificate needs. Fields that are empty or not published are absent. */
export interface Details {
  /** True for a test certificate, of which only the dates are checked. */
  fixture?: true;
  /** The subject, unless it is only the common name. */
  subject?: string;
  serial?: string;
  fingerprint?: string;
  key?: string;
  signature?: string;
  /** The details in the order of the locations. */
  locations?: LocationDetails[];
  assignments?: string[];
  /** Other entries that have the same certificate. */
  other_locations?: { entry: string; location: string }[];
  /** Other entries that have replaced it, and the expiry of its successor. */
  successors?: { entry: string; location: string; until: number | null }[];
  /** The issuers, up to the trust anchor if it is known. */
  chain?: ChainLink[];
  /** The trust; `trusted` is null if it could not be checked. */
  trust?: { trusted: boolean | null; texts?: string[]; notes?: string[] };
  limited_by?: string;
  revocation?: { status: string; texts?: string[] };
  findings?: { severity: string; code: string; text: string | null; locations: string[] }[];
  policies?: { name: string; severity: string; result: string; checks: { name: string; text: string }[] }[];
  events?: HistoryEvent[];
  renewal?: { estimated: boolean; explanation?: string; error?: string };
  last_seen?: number;
}

/** Details that many certificates share: in a block, they are indexes into `shared`. */
export const SHARED_DETAILS = ['chain', 'trust', 'revocation', 'policies', 'renewal'] as const;
type SharedName = (typeof SHARED_DETAILS)[number];

export interface DetailsBlock {
  shared: unknown[];
  items: (Omit<Details, SharedName> & Partial<Record<SharedName, number>>)[];
}

export interface LocationDetails {
  address?: string;
  /** The reason why the location could not be read. */
  error?: string;
  /** True if the location still presents an old certificate. */
  lags?: true;
}

/** A certificate of a path. `kind`: the certificate itself, an issuer that was sent, a trust anchor, or one that is missing. */
export interface ChainLink {
  kind: 'leaf' | 'issuer' | 'anchor' | 'missing';
  name: string;
  until: number | null;
  /** Whether it expires before the certificate itself. */
  limits: boolean;
}

/** An event with its deliveries, or a renewal: `certificate.expired`, `renewed`, `first seen`. */
export interface HistoryEvent {
  name: string;
  /** The detail, such as a threshold or a policy. */
  detail: string;
  at: number;
  location: string | null;
  deliveries: { to: string; at: number; error: string | null }[];
}
