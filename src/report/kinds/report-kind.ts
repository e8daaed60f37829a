/** What the kinds of reports have in common. */

import type { DashboardSettings, Manifest, Position } from '../../domain/index.ts';
import type { Digest } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Forecast } from '../../generated/forecast.ts';
import type { Report } from '../../generated/report.ts';
import type { WatchedItem } from '../../generated/watched.ts';

/** What users can write for KIND. The command line knows the names without loading the reports. */
export const REPORT_KINDS = [
  'json',
  'markdown',
  'openmetrics',
  'ics',
  'badge',
  'junit',
  'atom',
  'sarif',
  'cyclonedx',
  'html',
  'csv',
  'watched',
  'audit',
] as const;

type KindName = (typeof REPORT_KINDS)[number];

/** About the manifest and the files of one repository, so that an overview of several does not have them. */
const OWN_KINDS: readonly KindName[] = ['watched', 'audit'];

/** The kinds that an overview has. */
export const OVERVIEW_KINDS: readonly KindName[] = REPORT_KINDS.filter((kind) => !OWN_KINDS.includes(kind));

/** What a report is rendered from. */
export interface ReportSource {
  /** Of a digest: the report of a scan without events. */
  report: Report;
  /** Null for a scan. */
  digest: Digest | null;
  /** When the certificates were read; null if never. */
  read_at: string | null;
  /** The event log after the scan. */
  log: EventLog;
  /** The manifest file, as given. */
  manifest: string;
  /** What the manifest says besides what the report has. */
  declared: Pick<Manifest, 'files' | 'entries' | 'silences' | 'discovery'>;
  /** Where each entry is defined. */
  positions: ReadonlyMap<string, Position>;
  /** The path of a location of an entry, as that of the manifest, if it is a file inside the working directory; otherwise null. */
  findFile: (entry: string, location: string) => string | null;
  /** What a dashboard publishes. */
  dashboard: DashboardSettings;
  /** A longer gap between two scans is reported; null: never. */
  stale_after_hours: number | null;
  /** What the repository, inventories and certificate transparency name; null if no requested report needs it. */
  watched: readonly WatchedItem[] | null;
  /** Computes the renewals per year, now and under shorter lifetimes. */
  getForecast: () => Pick<Forecast, 'limits' | 'renewals' | 'thresholds'>;
  /** Redacts a text, which is not possible any more once it is compressed, and compresses it with gzip. Returns base64. */
  compress: (text: string) => string;
}

/** Settings of one report, as in `csv[columns=certificate status]=FILE`. */
export type ReportOptions = Readonly<Record<string, string>>;

/**
 * A text as a whole if it is short. If it grows with the number of certificates, it is in pieces, each for one certificate or a few, so
 * that it is never in memory as a whole.
 */
export type RenderedText = string | Iterable<string>;

/** Renders the text of a file. */
export type RenderReport = (source: ReportSource) => RenderedText;

/**
 * Renders the files of a directory, each before the next one is requested: their names and texts. A name is relative, has `/` between its parts, and each part consists of
 * letters, digits, `.`, `_` and `-`, and does not begin with a dot. The file that refers to the others comes last.
 */
export type RenderDirectory = (source: ReportSource) => Iterable<readonly [name: string, text: RenderedText]>;

export interface ReportKind {
  /** The names of the options that it has. */
  options: readonly string[];
  /** Whether it can be sent to a URL instead of a file, by PUT as text/plain. */
  uploadable?: true;
  /** Whether it needs `watched`. `if-enabled`: only if the manifest has `discovery`, or entries with `ct`. */
  needsWatched?: 'always' | 'if-enabled';
  /** Throws AppError `usage` for an option with an invalid value, before anything is read or sent. */
  create: (options: ReportOptions) => RenderReport;
  /** The same for a FILE that is a directory. Absent if the report is always one file. */
  createDirectory?: (options: ReportOptions) => RenderDirectory;
}
