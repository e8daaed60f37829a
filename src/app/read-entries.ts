/** Reads the certificates of a scan from their sources. Entries of probes are left to them. */

import type { Entry, Failure, Reachability, Registration, SourceReading, Unobserved } from '../domain/index.ts';
import { NOT_OBSERVED } from '../domain/index.ts';
import type { ReadingOrder } from '../domain/reading-order.ts';
import { detectReachability } from '../events/state/reachability.ts';
import type { EventLog } from '../generated/event-log.ts';
import type { Io } from '../lib/io.ts';
import type { CoverageReason } from '../report/coverage/input.ts';
import type { ScanOptions } from '../scan/index.ts';
import type { NetworkOptions } from '../scan/network/index.ts';
import type { OnProgress } from '../scan/progress.ts';
import type { ResponseCache } from '../store/response-cache/file.ts';
import { formatPart, type ObservedTimes } from './observations/observed-times.ts';
import type { PolicyEvaluator } from './policy-evaluator.ts';
import { createRenewalFetcher, refreshRenewalInfo } from './verify/fetch-renewal-info.ts';
import { readAndVerify } from './verify/index.ts';

/** The readings of the entries before decisions are made. */
export interface EntryReadings {
  readings: readonly SourceReading[];
  reachability: Reachability;
  unobserved: Unobserved;
  /** Failures other than those of certificates, such as a rejected file of a probe. */
  problems: Failure[];
  /** Reasons for a red run that do not follow from the readings. */
  reasons: readonly CoverageReason[];
  /** The time at which the entries of each probe were observed. Empty if the scan covers only some entries. */
  observed: ObservedTimes;
  /** Returns the log with the renewal windows of the certificates that are due. */
  refreshRenewals: (log: EventLog) => Promise<{ log: EventLog; problems: Failure[] }>;
}

export interface ReadOptions {
  /** The time of the scan in milliseconds. */
  now: number;
  /** Whether the scan covers every entry. */
  isComplete: boolean;
  policies: PolicyEvaluator | null;
  /** Whether to compute the digests by which certificate transparency identifies certificates. Default: false. */
  hasDigests?: boolean;
  cache: ResponseCache | null;
  onProgress: OnProgress | undefined;
  /** Lists the locations of a source that are in the event log. */
  listKnownLocations: (entry: string, source: string) => readonly string[];
  /** Lists the fingerprints of the certificates that a location presented in earlier scans. Default: none. */
  listKnownCertificates?: (entry: string, location: string) => readonly string[];
  /** The order in which to read. Default: that of the entries. */
  order?: ReadingOrder | null;
  /** Finds the last known registration of the domain at a location. Default: none. */
  findRegistration?: (entry: string, location: string) => Registration | null;
}

/** The network, the deadline, and who is told about each entry that was read. */
export type LimitedReading = NetworkOptions & Pick<ScanOptions, 'onEntryRead'>;

/** Reads the enabled entries that have no probe. */
export async function readEntries(
  entries: readonly Entry[],
  settings: LimitedReading,
  { now, isComplete, policies, hasDigests, cache, onProgress, ...known }: ReadOptions,
  io: Io,
): Promise<EntryReadings> {
  const reading = { ...settings, onProgress, ...known };
  const own = entries.filter(({ probe }) => probe === null);
  const read = await readAndVerify(own, io, reading, now, { policies, hasDigests, cache });
  const { readings, reachability } = detectReachability(read, own, isComplete && own.length === entries.length);
  return {
    readings,
    reachability,
    unobserved: leaveToProbes(entries),
    problems: [],
    reasons: [],
    observed: isComplete ? new Map([[formatPart(null, null), now]]) : new Map(),
    refreshRenewals: (log) =>
      refreshRenewalInfo({ log, entries: own, readings, now }, createRenewalFetcher(io, reading)),
  };
}

/** Finds the entries that a scan does not read itself. */
function leaveToProbes(entries: readonly Entry[]): Unobserved {
  return new Map(entries.flatMap(({ name, probe }) => (probe === null ? [] : [[name, createLeftFailure(probe)]])));
}

function createLeftFailure(probe: string): Failure {
  const detail = `The probe ${probe} reads this entry, and this scan got no file from it. Pass its files with --observations.`;
  return { code: NOT_OBSERVED, detail };
}
