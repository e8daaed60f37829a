/** The input of the coverage of a scan. */

import type { Comparison, Entry, Plan, Reachability, Receipt, Silence, Unobserved } from '../../domain/index.ts';
import type { RedCode } from '../../domain/red-reasons.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportOmission } from '../../generated/report.ts';

export interface CoverageInput {
  /** The enabled entries of the manifest. */
  entries: readonly Entry[];
  /** Whether the scan covers an entry (`--only`). */
  covers: (entry: string) => boolean;
  /** Whether this run reads an entry. Other entries have the state of the last scan. */
  reads: (entry: string) => boolean;
  listLocations: Comparison['listLocations'];
  unobserved: Unobserved;
  reachability: Reachability;
  /** The due deliveries and their receipts; null in a run that does not send alerts. */
  sent: { plan: Plan; receipts: readonly Receipt[] } | null;
  /** The event log before this scan. */
  log: EventLog;
  /** Milliseconds. */
  now: number;
  hasRules: boolean;
  isDryRun: boolean;
  /** Whether files of probes were given. A dry run needs none. Default: false. */
  hasObservations?: boolean;
  allowUnread: boolean;
  silences: readonly Silence[];
  isLogSaved: boolean;
  hasInternalError: boolean;
  /** Items of inventories that were not requested. Default: unknown. */
  omitted?: readonly ReportOmission[];
  /** Further reasons for a red run, which do not follow from the locations. Default: none. */
  reasons?: readonly CoverageReason[];
}

/** A reason with the entries that it is about (empty: the scan), and its clause of the coverage line. */
export interface CoverageReason {
  code: RedCode;
  entries: readonly string[];
  clause: string;
}
