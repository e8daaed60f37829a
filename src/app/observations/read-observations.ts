/** Reads the certificates of a scan from the files of probes. */

import type { Entry, Failure, LocationReading, Reachability, SourceReading } from '../../domain/index.ts';
import { detectReachability } from '../../events/state/reachability.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { formatCount } from '../../lib/text/count.ts';
import type { CoverageReason } from '../../report/coverage/input.ts';
import type { RenewalInfoResult } from '../../scan/acme/renewal-info.ts';
import { createInventoryFailure } from '../../scan/inventory/failures.ts';
import { createTrustOptionsReader } from '../../scan/sources/trust-anchors.ts';
import { resolveManifestPath } from '../observe/observe.ts';
import type { EntryReadings, ReadOptions } from '../read-entries.ts';
import { type RenewalQuery, refreshRenewalInfo } from '../verify/fetch-renewal-info.ts';
import { findMissingIssuers } from '../verify/missing-issuers.ts';
import {
  checkHeader,
  type EntryIndex,
  type HeaderContext,
  indexEntries,
  type ProbeSettings,
  selectCovered,
} from './check-header.ts';
import { rejectContradictions } from './contradictions.ts';
import { listFiles } from './list-files.ts';
import { RejectedFile } from './observation-problems.ts';
import { createLastObserved, formatPart, type ObservedTimes } from './observed-times.ts';
import { resolveProbeSecret } from './probe-secret.ts';
import type { ObservationFile } from './read-lines.ts';
import { type RestoreContext, type RestoredFile, restoreFile } from './restore-file.ts';
import { explainBlindProbe, explainMissing } from './unobserved.ts';
import { type SecretResolver, verifyFile } from './verify-file.ts';

export interface ObservationRequest {
  /** Files, directories and globs, as given by the user. */
  paths: readonly string[];
  log: EventLog;
  /** The time of the clock in milliseconds, which decides whether a file is current. */
  clock: number;
}

/** Lists the files of probes, and reports in them, that were rejected, as one reason for a red run. */
function listRejections({ length }: readonly Failure[]): CoverageReason[] {
  if (length === 0) return [];
  const clause = `${formatCount(length, 'observation')} ${length === 1 ? 'was' : 'were'} rejected`;
  return [{ code: 'observations-rejected', entries: [], clause }];
}

/** Reads the files. `entries`: those that the scan covers. A file that is rejected does not affect the others. */
export async function readObservations(
  entries: readonly Entry[],
  settings: ProbeSettings,
  { paths, log, clock }: ObservationRequest,
  { now, isComplete, policies, listKnownLocations }: ReadOptions,
  io: Io,
): Promise<EntryReadings> {
  const { files, problems } = listFiles(paths, io.cwd);
  const workspace = resolveWorkspace(settings.root, io.env);
  const proven = new WeakSet<LocationReading>();
  const context: FileContext = {
    ...{ settings, manifestPath: resolveManifestPath(settings, io.cwd, io.env) },
    ...{ repository: io.env.GITHUB_REPOSITORY || null, now: clock },
    resolveSecret: (probe) => resolveProbeSecret(settings, probe, io),
    index: indexEntries(entries),
    restore: {
      ...{ now, policies, proven, reportBug: createBugReporter(io) },
      readTrustOptions: createTrustOptionsReader(settings.root, workspace, io.env),
    },
  };
  const accepted = await readFiles(files, context, problems);
  const latest = selectLatest(accepted);
  const changed = new Set(accepted.flatMap((one) => one.changed));
  const foreign = new Set(accepted.flatMap((one) => [...one.foreign]));
  const headers = accepted.map(({ header }) => header);
  const observed = entries.filter(({ name }) => latest.has(name));
  const unobserved = new Map(
    entries.flatMap((entry) =>
      latest.has(entry.name) ? [] : [[entry.name, explainMissing(entry, headers, { changed, foreign })]],
    ),
  );
  const collected = failEmptyInventories(collectReadings(observed, latest, log), observed, listKnownLocations);
  const plausible = rejectContradictions(collected, (reading) => proven.has(reading), {
    entries: settings.entries,
    log,
  });
  const readings = findMissingIssuers(plausible);
  const reached = detectBlindProbes(readings, observed, latest, isComplete && unobserved.size === 0);
  for (const [name, failure] of reached.blind) unobserved.set(name, failure);
  return {
    readings: reached.readings,
    reachability: reached.reachability,
    unobserved,
    problems,
    reasons: listRejections(problems),
    observed: isComplete ? collectObservedTimes(accepted) : new Map(),
    refreshRenewals: (before) =>
      refreshRenewalInfo({ log: before, entries: observed, readings: reached.readings, now }, async (queries) =>
        selectRenewals(queries, latest),
      ),
  };
}

interface FileContext extends HeaderContext {
  resolveSecret: SecretResolver;
  index: EntryIndex;
  restore: RestoreContext;
}

/** An accepted file, and its entries that differ in the manifest now. */
type AcceptedFile = RestoredFile & { changed: string[] };

/** Reads the files one after the other, so that memory does not depend on their number. */
async function readFiles(
  files: readonly ObservationFile[],
  context: FileContext,
  problems: Failure[],
): Promise<AcceptedFile[]> {
  const accepted = new Map<string, AcceptedFile>();
  for (const file of files) {
    try {
      const verified = await verifyFile(file, context.resolveSecret);
      const same = accepted.get(verified.sha256);
      if (same !== undefined) throw new RejectedFile('observations-duplicate', file.name, same.file.name);
      checkHeader(file.name, verified.header, context);
      const { covered, changed } = selectCovered(verified.header, context.index);
      accepted.set(verified.sha256, { ...(await restoreFile(verified, covered, context.restore)), changed });
    } catch (error) {
      if (!(error instanceof RejectedFile)) throw error;
      problems.push(error.problem);
    }
  }
  return [...accepted.values()];
}

/** Collects the time of the latest file of each probe and shard that has all of its entries. */
function collectObservedTimes(files: readonly AcceptedFile[]): ObservedTimes {
  const times = new Map<string, number>();
  for (const { header, observedAt } of files) {
    const part = formatPart(header.probe, header.shard);
    if (!header.partial) times.set(part, Math.max(observedAt, times.get(part) ?? observedAt));
  }
  return times;
}

/** Selects the file with the latest observation of each entry. If two have the same time, any choice works if it is always the same. */
function selectLatest(files: readonly AcceptedFile[]): Map<string, AcceptedFile> {
  const latest = new Map<string, AcceptedFile>();
  const sorted = files.toSorted((a, b) => a.observedAt - b.observedAt || (a.sha256 < b.sha256 ? -1 : 1));
  for (const file of sorted) for (const name of file.readings.keys()) latest.set(name, file);
  return latest;
}

/** Collects the readings in the order of the manifest. */
function collectReadings(
  entries: readonly Entry[],
  latest: ReadonlyMap<string, AcceptedFile>,
  log: EventLog,
): SourceReading[] {
  const getLastObserved = createLastObserved(log);
  return entries.flatMap(({ name }) => {
    const file = latest.get(name);
    const readings = file?.readings.get(name) ?? [];
    const isOld = file !== undefined && file.observedAt <= getLastObserved(name, file.header);
    return isOld ? readings.map((reading) => selectUnchanged(reading, getOwn(log.locations, name) ?? {})) : readings;
  });
}

/**
 * Selects the unchanged locations. An observation that was already used, or is older than a used one, only confirms the log: failures are
 * not counted twice, and an old certificate does not come back.
 */
function selectUnchanged(reading: SourceReading, logged: EventLog['locations'][string]): SourceReading {
  const locations = reading.locations.filter(({ location, certificate }) => {
    const known = getOwn(logged, location);
    return certificate === null || (known?.failures === 0 && known.fingerprint === certificate.fingerprint);
  });
  return { ...reading, locations, blind: true };
}

/** Fails inventories that became empty: a probe has no event log, so that it cannot detect this. */
function failEmptyInventories(
  readings: readonly SourceReading[],
  entries: readonly Entry[],
  listKnownLocations: ReadOptions['listKnownLocations'],
): SourceReading[] {
  const allowed = new Set(entries.filter(({ source }) => canBeEmpty(source)).map(({ name }) => name));
  return readings.map((reading) => {
    const { entry, source, inventory, failure, locations } = reading;
    if (!inventory || failure !== null || locations.length > 0 || allowed.has(entry)) return reading;
    const known = listKnownLocations(entry, source).length;
    return known === 0
      ? reading
      : { ...reading, failure: createInventoryFailure('inventory-empty', source, String(known)) };
  });
}

function canBeEmpty(source: object): boolean {
  return 'allow_empty' in source && source.allow_empty === true;
}

/**
 * Like `detectReachability`, for each probe and for each file, which is from one machine: if one has no network, its entries are not
 * observed, and the others are not affected.
 */
function detectBlindProbes(
  readings: readonly SourceReading[],
  entries: readonly Entry[],
  latest: ReadonlyMap<string, AcceptedFile>,
  isComplete: boolean,
): { readings: readonly SourceReading[]; reachability: Reachability; blind: Map<string, Failure> } {
  const whole = detectReachability(readings, entries, isComplete);
  const blind = new Map<string, Failure>();
  if (whole.reachability.endpoints === 'none') return { ...whole, blind };
  const byEntry = groupBy(readings, ({ entry }) => entry);
  for (const [probe, own] of groupBy(entries, (entry) => entry.probe)) {
    const byShard = groupBy(own, ({ name }) => latest.get(name)?.header.shard ?? null);
    for (const [shard, group] of [[null, own] as const, ...byShard]) {
      const found = detectReachability(
        group.flatMap(({ name }) => byEntry.get(name) ?? []),
        group,
        false,
      );
      if (found.reachability.endpoints !== 'none') continue;
      const failure = explainBlindProbe(probe, shard, found.reachability.failure.detail);
      for (const reading of found.readings) if (reading.blind) blind.set(reading.entry, failure);
    }
  }
  return { ...whole, readings: whole.readings.filter(({ entry }) => !blind.has(entry)), blind };
}

/** Selects the answer of the probe of the entry: another probe may have seen the same certificate, but must not answer for it. */
function selectRenewals(
  queries: readonly RenewalQuery[],
  latest: ReadonlyMap<string, AcceptedFile>,
): ReadonlyMap<string, RenewalInfoResult> {
  return new Map(
    queries.flatMap(({ fingerprint, entry }) => {
      const result = latest.get(entry)?.renewals.get(fingerprint);
      return result === undefined ? [] : [[fingerprint, result] as const];
    }),
  );
}
