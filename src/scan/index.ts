/** Reads the bytes of all certificates, from entries to locations. */

import type { RawSource, Registration, Source, SourceKind } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import { catchBugs, createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { resolveWorkspace, restrictToWorkspace, UNRESTRICTED } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { lazy, memoize } from '../lib/memoize.ts';
import { createSemaphore, type Semaphore } from '../lib/semaphore.ts';
import { createInternalFailure } from './failures.ts';
import type { ByteCache } from './http/byte-cache.ts';
import { type Network, type NetworkOptions, openNetwork } from './network/index.ts';
import { createProgressCounter, type OnProgress } from './progress.ts';
import { listJobs } from './sources/index.ts';
import type { InventorySample, ReadableEntry, ReadJob } from './sources/reader.ts';
import { createVariableResolver } from './sources/resolve-variables.ts';
import { createTrustOptionsReader } from './sources/trust-anchors.ts';

export type { ReadableEntry } from './sources/reader.ts';

export interface ScanOptions extends NetworkOptions {
  /** Whether to follow links to files outside the workspace. Default: false. */
  allowOutsideLinks?: boolean;
  /** Whether to read only files inside the workspace, whatever paths the entries name. Default: false. */
  restrictToWorkspace?: boolean;
  onProgress?: OnProgress;
  /** The locations of a source that the event log knows. Default: none. */
  listKnownLocations?: (entry: string, source: string) => readonly string[];
  /** The fingerprints of the certificates that a location presented in earlier scans. Default: none. */
  listKnownCertificates?: (entry: string, location: string) => readonly string[];
  /** What the registry last said about the domain at a location. Default: nothing. */
  findRegistration?: (entry: string, location: string) => Registration | null;
  /** If present, inventories are not read, but their first items are passed to it. */
  onSample?: (sample: InventorySample) => void;
  /** What earlier scans read, as far as it cannot change. Default: nothing. */
  cache?: ByteCache | null;
}

/** What one job of an entry read. */
export interface JobResult {
  entry: ReadableEntry;
  /** The position of the job among those of the entry. */
  position: number;
  sources: RawSource[];
}

/**
 * Reads the sources of all entries, and yields what each job reads as soon as it has, so that its bytes need not be kept. A location or
 * source that cannot be read has a failure in its result, also if that is because of a bug.
 */
export async function* readSources(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
): AsyncGenerator<JobResult> {
  const { root, timeout_seconds } = options;
  const own = options.allowOutsideLinks ? UNRESTRICTED : resolveWorkspace(root, io.env);
  const workspace = options.restrictToWorkspace ? restrictToWorkspace(own) : own;
  const readTrustOptions = createTrustOptionsReader(root, workspace, io.env);
  const opened: Promise<Network>[] = [];
  const reportBug = createBugReporter(io);
  const getNetwork = () => {
    opened[0] ??= openNetwork(io, { ...options, servers: countServers(entries) }, readTrustOptions, reportBug);
    return opened[0];
  };
  const acquire = createSemaphore(options.concurrency);
  const cache = options.cache ?? null;
  // Shared by all domains, so that each server gets one request at a time.
  const openRdap = lazy(async () => {
    const [{ createRdapClient }, network] = await Promise.all([import('./rdap/client.ts'), getNetwork()]);
    const bootstrap = options.network.rdap_bootstrap;
    return createRdapClient({ io, access: network.createApiAccess(null), timeout_seconds, cache, bootstrap });
  });
  const shared = {
    io,
    root,
    timeout_seconds,
    workspace,
    readTrustOptions,
    openNetwork: getNetwork,
    openRdap,
    acquire,
    reportBug,
    cache,
  };
  const progress = createProgressCounter(entries, options.onProgress, io.now);
  /** Only for someone who watches: there may be 100,000 entries. */
  const trackReads = (entry: ReadableEntry) => {
    const acquireTracked: Semaphore = (work) => acquire(() => progress.track(entry, work));
    const openTracked = async (): Promise<Network> => {
      const network = await getNetwork();
      const { acquireConnection } = network;
      return {
        ...network,
        acquireConnection: (server, work) => acquireConnection(server, () => progress.track(entry, work)),
      };
    };
    return { acquire: acquireTracked, openNetwork: lazy(openTracked) };
  };
  const listEntryJobs = async (entry: ReadableEntry) => {
    const resolveVariables = createVariableResolver(entry, io.env);
    const listKnownLocations = (source: string) => options.listKnownLocations?.(entry.name, source) ?? [];
    const listKnownCertificates = (location: string) => options.listKnownCertificates?.(entry.name, location) ?? [];
    const findRegistration = (location: string) => options.findRegistration?.(entry.name, location) ?? null;
    const own = {
      entry,
      resolveVariables,
      findRegistration,
      listKnownLocations,
      listKnownCertificates,
      onSample: options.onSample,
      ...(options.onProgress && trackReads(entry)),
    };
    return listJobs(entry.source, { ...shared, ...own });
  };
  const readEntry = async (entry: ReadableEntry, send: (result: JobResult) => void) => {
    const { inventory } = getSourceDefinition(entry.source.kind);
    const jobs = await catchBugs(
      () => listEntryJobs(entry),
      () => [createFailedJob(entry)],
      reportBug,
    );
    progress.addJobs(entry, jobs.length);
    const readJob = async ({ sources, read }: ReadJob, position: number) => {
      const found = await catchBugs(read, () => createFailedResults(entry.name, sources), reportBug);
      progress.finishJob();
      send({ entry, position, sources: inventory === undefined ? found : found.map((one) => ({ ...one, inventory })) });
    };
    const acquireJob = createSemaphore(MAX_AT_ONCE);
    await Promise.all(jobs.map((job, position) => acquireJob(() => readJob(job, position))));
  };
  const results = new ReadableStream<JobResult>({
    start: async (controller) => {
      // Each kind of source has its own limit: slow inventories do not hold up endpoints.
      const getSemaphore = memoize((_: SourceKind) => createSemaphore(MAX_AT_ONCE));
      const send = (result: JobResult) => controller.enqueue(result);
      await Promise.all(entries.map((entry) => getSemaphore(entry.source.kind)(() => readEntry(entry, send))));
      controller.close();
    },
  });
  try {
    yield* results;
  } finally {
    // If it cannot be opened, that is the failure of every location that needs it.
    const network = await opened[0]?.catch(() => null);
    network?.close();
  }
}

/**
 * Each entry, and each job of one entry, takes memory while it is in progress. This is more than there can be connections, so that some
 * always wait for one.
 */
const MAX_AT_ONCE = 2000;

/** An SRV record, or a name with several addresses, counts as one. */
function countServers(entries: readonly ReadableEntry[]): number {
  const counts = entries.map(({ source }) =>
    source.kind === 'endpoint' ? source.targets.length + source.services.length : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function createFailedJob(entry: ReadableEntry): ReadJob {
  const sources = listSources(entry.source);
  return { sources, read: async () => createFailedResults(entry.name, sources) };
}

/** Every known location of these sources fails. */
function createFailedResults(entry: string, sources: readonly string[]): RawSource[] {
  return sources.map((source) => ({ entry, source, failure: createInternalFailure(source), locations: [] }));
}

/** The sources of an entry, as the results of its jobs name them. */
function listSources(source: Source): readonly string[] {
  if (source.kind === 'file') return source.patterns;
  const locations = getSourceDefinition(source.kind).listLocations(source);
  if (source.kind !== 'endpoint') return locations;
  const files = source.client_certificate === null ? [] : [source.client_certificate.cert];
  return [...new Set([...locations, ...source.services, ...files])];
}
