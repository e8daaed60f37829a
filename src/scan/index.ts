/** Reads the bytes of all certificates: from entries to places, before they are decoded. */

import type { DecodePlace, Source, SourceKind, SourceWithPlaces } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { resolveWorkspace, restrictToWorkspace, UNRESTRICTED } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { memoize } from '../lib/memoize.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import { createInternalFailure } from './failures.ts';
import type { Network, NetworkOptions } from './network/index.ts';
import { listJobs } from './sources/index.ts';
import type { ByteCache, InventorySample, ReadableEntry, ReadContext, ReadJob, ReadResult } from './sources/reader.ts';
import { createVariableResolver, type VariableResolver } from './sources/resolve-variables.ts';
import { createTrustOptionsReader } from './sources/trust-anchors.ts';

export type { ReadableEntry } from './sources/reader.ts';

export interface ScanOptions extends NetworkOptions {
  /** Whether to follow links to files outside the workspace. Default: false. */
  allowOutsideLinks?: boolean;
  /** Whether to read only files inside the workspace, whatever paths the entries name. Default: false. */
  restrictToWorkspace?: boolean;
  onProgress?: (done: number, total: number) => void;
  /** The places of a source that the event log knows. Default: none. */
  listKnownPlaces?: (entry: string, source: string) => readonly string[];
  /** The fingerprints of the certificates that a place presented in earlier scans. Default: none. */
  listKnownCertificates?: (entry: string, place: string) => readonly string[];
  /** If present, inventories are not read, but their first items are passed to it. */
  onSample?: (sample: InventorySample) => void;
  /** What earlier scans read, as far as it cannot change. Default: nothing. */
  cache?: ByteCache | null;
}

/**
 * Reads the sources of all entries and passes each place to `decode` once it is read. The result is in the order of the
 * entries and of their sources. A place or source that cannot be read has a failure in its result, also if that is because of a
 * bug.
 */
export async function readSources<Place>(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  decode: DecodePlace<Place>,
): Promise<SourceWithPlaces<Place>[]> {
  const { root, timeout_seconds } = options;
  const own = options.allowOutsideLinks ? UNRESTRICTED : resolveWorkspace(root, io.env);
  const workspace = options.restrictToWorkspace ? restrictToWorkspace(own) : own;
  const readTrustOptions = createTrustOptionsReader(root, workspace, io.env);
  const opened: Promise<Network>[] = [];
  const reportBug = createBugReporter(io);
  const openNetwork = () => {
    opened[0] ??= import('./network/index.ts').then((module) =>
      module.openNetwork(io, { ...options, servers: countServers(entries) }, readTrustOptions, reportBug),
    );
    return opened[0];
  };
  const acquire = createSemaphore(options.concurrency);
  const cache = options.cache ?? null;
  const shared = { io, root, timeout_seconds, workspace, readTrustOptions, openNetwork, acquire, reportBug, cache };
  const listEntryJobs = async (entry: ReadableEntry) => {
    const resolveVariables = createVariableResolver(entry, io.env);
    const decodeEntry = createDecoder(entry, resolveVariables, decode, reportBug);
    const listKnownPlaces = (source: string) => options.listKnownPlaces?.(entry.name, source) ?? [];
    const listKnownCertificates = (place: string) => options.listKnownCertificates?.(entry.name, place) ?? [];
    return listJobs(entry.source, {
      ...shared,
      entry,
      resolveVariables,
      listKnownPlaces,
      listKnownCertificates,
      onSample: options.onSample,
      decode: decodeEntry,
    });
  };
  const progress = createProgressCounter(entries, options.onProgress);
  const readEntry = async (entry: ReadableEntry): Promise<ReadResult<Place>[]> => {
    const jobs = await catchBugs(
      () => listEntryJobs(entry),
      () => [createFailedJob<Place>(entry)],
      reportBug,
    );
    progress.addJobs(entry, jobs.length);
    const readJob = async ({ sources, read }: ReadJob<Place>) => {
      const found = await catchBugs(read, () => createFailedResults<Place>(entry.name, sources), reportBug);
      progress.finishJob();
      return found;
    };
    const acquireJob = createSemaphore(MAX_AT_ONCE);
    const results = await Promise.all(jobs.map((job) => acquireJob(() => readJob(job))));
    const { inventory } = getSourceDefinition(entry.source.kind);
    return inventory === undefined ? results.flat() : results.flat().map((result) => ({ ...result, inventory }));
  };
  const decodeLater = async ({ places, ...source }: ReadResult<Place>) =>
    typeof places !== 'function'
      ? { ...source, places }
      : catchBugs<SourceWithPlaces<Place>>(
          async () => ({ ...source, places: await places() }),
          () => ({ ...source, failure: createInternalFailure(source.source), places: [] }),
          reportBug,
        );
  try {
    // Each kind of source has its own limit: slow inventories do not hold up endpoints.
    const getSemaphore = memoize((_: SourceKind) => createSemaphore(MAX_AT_ONCE));
    const read = entries.map((entry) => getSemaphore(entry.source.kind)(() => readEntry(entry)));
    const results = (await Promise.all(read)).flat();
    const acquireDecoder = createSemaphore(MAX_AT_ONCE);
    return await Promise.all(results.map((result) => acquireDecoder(() => decodeLater(result))));
  } finally {
    // If it cannot be opened, that is the failure of every place that needs it.
    const network = await opened[0]?.catch(() => null);
    network?.close();
  }
}

/**
 * Each entry, and each job of one entry, takes memory while it is in progress. This is more than there can be connections, so that some
 * always wait for one.
 */
const MAX_AT_ONCE = 2000;

interface ProgressCounter {
  /** Called with the number of jobs of an entry, once they are listed. */
  addJobs: (entry: ReadableEntry, count: number) => void;
  finishJob: () => void;
}

/** Counts the sources that were read. Until the jobs of an entry are listed, its source tells how many there will be. */
function createProgressCounter(
  entries: readonly ReadableEntry[],
  onProgress: ScanOptions['onProgress'],
): ProgressCounter {
  let total = entries.reduce((sum, { source }) => sum + countJobs(source), 0);
  let done = 0;
  return {
    addJobs: ({ source }, count) => {
      total += count - countJobs(source);
    },
    finishJob: () => {
      done += 1;
      onProgress?.(done, total);
    },
  };
}

function countJobs(source: Source): number {
  if (source.kind !== 'endpoint') return getSourceDefinition(source.kind).listPlaces(source).length;
  return source.targets.length + source.services.length + (source.client_certificate === null ? 0 : 1);
}

/** An SRV record, or a name with several addresses, counts as one. */
function countServers(entries: readonly ReadableEntry[]): number {
  const counts = entries.map(({ source }) =>
    source.kind === 'endpoint' ? source.targets.length + source.services.length : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function createFailedJob<Place>(entry: ReadableEntry): ReadJob<Place> {
  const sources = listSources(entry.source);
  return { sources, read: async () => createFailedResults(entry.name, sources) };
}

/** Every known place of these sources fails. */
function createFailedResults<Place>(entry: string, sources: readonly string[]): ReadResult<Place>[] {
  return sources.map((source) => ({ entry, source, failure: createInternalFailure(source), places: [] }));
}

/** The sources of an entry, as the results of its jobs name them. */
function listSources(source: Source): readonly string[] {
  if (source.kind === 'file') return source.patterns;
  const places = getSourceDefinition(source.kind).listPlaces(source);
  if (source.kind !== 'endpoint') return places;
  const files = source.client_certificate === null ? [] : [source.client_certificate.cert];
  return [...new Set([...places, ...source.services, ...files])];
}

/** If a password of a keystore is not set, the keystore fails, and the other places of the entry are decoded. */
function createDecoder<Place>(
  entry: ReadableEntry,
  resolveVariables: VariableResolver,
  decode: DecodePlace<Place>,
  reportBug: ReportBug,
): ReadContext<Place>['decode'] {
  const resolved = entry.passwords.map(resolveVariables);
  const passwords = {
    values: resolved.flatMap((one) => ('value' in one ? one.value : [])),
    unset: resolved.flatMap((one) => ('failure' in one ? one.failure : []))[0] ?? null,
  };
  return (raw, expect = entry.expect ?? null) => {
    const { place, address } = raw;
    return catchBugs(
      () => decode(raw, passwords, expect),
      () => decode({ place, address, failure: createInternalFailure(place) }, null, null),
      reportBug,
    );
  };
}
