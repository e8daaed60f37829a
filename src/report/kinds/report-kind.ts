/** The interface of the kinds of reports. */

import type { DashboardSettings, Manifest, MetricsSettings, Position } from '../../domain/index.ts';
import type { Digest } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Forecast } from '../../generated/forecast.ts';
import type { Report } from '../../generated/report.ts';
import type { WatchedItem } from '../../generated/watched.ts';

/** The names that users can specify for KIND. The command line knows them without loading the reports. */
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

/** The kinds about the manifest and the files of one repository, which an overview does not have. */
const OWN_KINDS: readonly KindName[] = ['watched', 'audit'];

/** The kinds that an overview has. */
export const OVERVIEW_KINDS: readonly KindName[] = REPORT_KINDS.filter((kind) => !OWN_KINDS.includes(kind));

/** The source of a report. */
export interface ReportSource {
  /** The report; for a digest, that of a scan without events. */
  report: Report;
  /** The digest; null for a scan. */
  digest: Digest | null;
  /** The time at which the certificates were read; null if never. */
  read_at: string | null;
  /** The event log after the scan. */
  log: EventLog;
  /** The manifest file, as given. */
  manifest: string;
  /** The parts of the manifest that the report does not contain. */
  declared: Pick<Manifest, 'files' | 'entries' | 'rules' | 'silences' | 'discovery'>;
  /** The position of each entry. */
  positions: ReadonlyMap<string, Position>;
  /** Finds the path of a location of an entry, like that of the manifest, if it is a file inside the working directory; otherwise null. */
  findFile: (entry: string, location: string) => string | null;
  /** The fields that a dashboard publishes. */
  dashboard: DashboardSettings;
  metrics: MetricsSettings;
  /** The maximum gap between two scans, above which it is reported; null: never. */
  stale_after_hours: number | null;
  /** The known names of the repository, inventories and certificate transparency; null if no requested report needs them. */
  watched: readonly WatchedItem[] | null;
  /** Computes the renewals per year, now and under shorter lifetimes. */
  getForecast: () => Pick<Forecast, 'limits' | 'renewals' | 'thresholds'>;
  /** Redacts a text, which is impossible after compression, and compresses it with gzip. Returns base64. */
  compress: (text: string) => string;
}

/** The settings of one report, as in `csv[columns=certificate status]=FILE`. */
export type ReportOptions = Readonly<Record<string, string>>;

/**
 * A rendered text, as a whole if it is short. If it grows with the number of certificates, it is in pieces, each for one certificate or a
 * few, so that it is never in memory as a whole.
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
  /** The names of its options. */
  options: readonly string[];
  /** Whether it can be sent to a URL instead of a file, by PUT as text/plain. */
  uploadable?: true;
  /** Whether it needs `watched`. `if-enabled`: only if the manifest has `discovery`, or entries with `ct`. */
  needsWatched?: 'always' | 'if-enabled';
  /** Creates the renderer. Throws AppError `usage` for an option with an invalid value, before anything is read or sent. */
  create: (options: ReportOptions) => RenderReport;
  /** Creates the renderer for a FILE that is a directory. Absent if the report is always one file. */
  createDirectory?: (options: ReportOptions) => RenderDirectory;
}
