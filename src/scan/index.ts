/** Reads the bytes of all certificates, from entries to locations. */

import type { Failure, RawSource, Registration, Source, SourceKind } from '../domain/index.ts';
import type { ReadingOrder } from '../domain/reading-order.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { groupBy, sortByRank } from '../lib/collections.ts';
import { type Deadline, hasPassed, limitOr, NO_DEADLINE } from '../lib/deadline.ts';
import {
  resolveWorkspace,
  restrictToWorkspace,
  UNRESTRICTED,
  type Workspace,
} from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { lazy } from '../lib/memoize.ts';
import { useWithPrograms } from '../lib/process/end-programs.ts';
import { createSemaphore, forEachLimited } from '../lib/semaphore.ts';
import { type DnsClient, openDnsClient } from './dns/client.ts';
import { createInternalFailure, createLateFailure } from './failures.ts';
import type { ByteCache } from './http/byte-cache.ts';
import { type Network, type NetworkOptions, openNetwork } from './network/index.ts';
import { createProgressCounter, type OnProgress, type ProgressCounter } from './progress.ts';
import type { RdapClient } from './rdap/client.ts';
import { listJobs } from './sources/index.ts';
import type { InventorySample, ReadableEntry, ReadContext, ReadJob } from './sources/reader.ts';
import { createVariableResolver } from './sources/resolve-variables.ts';
import { createTrustOptionsReader } from './sources/trust-anchors.ts';

export type { ReadableEntry } from './sources/reader.ts';

export interface ScanOptions extends NetworkOptions {
  /** Whether to follow links to files outside the workspace. Default: false. */
  allowOutsideLinks?: boolean;
  /** Whether to read only files inside the workspace, also if entries name others. Default: false. */
  restrictToWorkspace?: boolean;
  onProgress?: OnProgress;
  /** Called when the last job of an entry has ended. */
  onEntryRead?: () => void;
  /** Lists the locations of a source that are in the event log. Default: none. */
  listKnownLocations?: (entry: string, source: string) => readonly string[];
  /** Lists the fingerprints of the certificates that a location presented in earlier scans. Default: none. */
  listKnownCertificates?: (entry: string, location: string) => readonly string[];
  /** Finds the last known registration of the domain at a location. Default: none. */
  findRegistration?: (entry: string, location: string) => Registration | null;
  /** The order in which to read, if it matters. Default: that of the entries. */
  order?: ReadingOrder | null;
  /** If present, inventories are not read, but their first items are passed to it. */
  onSample?: (sample: InventorySample) => void;
  /** The cache of immutable data from earlier scans. Default: none. */
  cache?: ByteCache | null;
}

/** The result of one job of an entry. */
export interface JobResult {
  entry: ReadableEntry;
  /** The position of the job among those of the entry. */
  position: number;
  sources: RawSource[];
}

/** The shared context of the readers of all entries. */
type SharedContext = Omit<
  ReadContext,
  | 'entry'
  | 'resolveVariables'
  | 'rankItems'
  | 'findRegistration'
  | 'listKnownLocations'
  | 'listKnownCertificates'
  | 'onSample'
>;

/**
 * Reads the sources of all entries, and passes the result of each job to `onResult` at once, so that its bytes need not be kept. Waits for
 * it before that job's place is free for another one. A location or source that cannot be read has a failure in its result, also if that is
 * because of a bug.
 */
export async function readSources(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  onResult: (result: JobResult) => void | Promise<void>,
): Promise<void> {
  const opened: Promise<Network>[] = [];
  const dns: DnsClient[] = [];
  const reportBug = createBugReporter(io);
  const workspace = openWorkspace(io, options);
  const readTrustOptions = createTrustOptionsReader(options.root, workspace, io.env);
  const getNetwork = () => {
    opened[0] ??= openNetwork(io, { ...options, servers: countServers(entries) }, readTrustOptions, reportBug);
    return opened[0];
  };
  const { deadline = NO_DEADLINE, order = null } = options;
  const acquire = createSemaphore(options.concurrency);
  const forEach: ForEach = async (kind, items, work) => {
    // If the network cannot be opened, every location that needs it has that failure.
    const network = kind === 'endpoint' ? await getNetwork().catch(() => null) : null;
    await (network === null ? forEachLimited(items, MAX_AT_ONCE, work) : network.forEachServer(items, work));
  };
  const shared: SharedContext = {
    io,
    root: options.root,
    timeout_seconds: options.timeout_seconds,
    deadline,
    workspace,
    readTrustOptions,
    openNetwork: getNetwork,
    // All domains share the client, so that each server gets one request at a time.
    openRdap: lazy(() => openRdap(io, options, getNetwork)),
    openDns: async () => {
      dns[0] ??= openDnsClient(io, options);
      return dns[0];
    },
    acquire: (work) => acquire(() => deadline.limit(work)),
    reportBug,
    cache: options.cache ?? null,
  };
  const progress = createProgressCounter(entries, options.onProgress, io.now);
  const readOne = async (entry: ReadableEntry) => {
    const listEntryJobs = () => listJobs(entry.source, createReadContext(entry, shared, options, progress));
    await readEntry(entry, listEntryJobs, { deadline, order, progress, reportBug, forEach, onResult });
    options.onEntryRead?.();
  };
  const ordered = order === null ? entries : sortByRank(entries, ({ name }) => order.rankEntry(name));
  // Each kind of source has its own limit, so that slow inventories do not delay endpoints.
  const kinds = groupBy(ordered, ({ source }) => source.kind);
  try {
    await Promise.all(Array.from(kinds, ([kind, some]) => forEach(kind, some, readOne)));
  } finally {
    const network = await opened[0]?.catch(() => null);
    network?.close();
    await dns[0]?.close();
  }
}

function openWorkspace({ env }: Io, { root, ...options }: ScanOptions): Workspace {
  const own = options.allowOutsideLinks ? UNRESTRICTED : resolveWorkspace(root, env);
  return options.restrictToWorkspace ? restrictToWorkspace(own) : own;
}

async function openRdap(
  io: Io,
  { timeout_seconds, cache = null, network: { rdap_bootstrap: bootstrap } }: ScanOptions,
  getNetwork: () => Promise<Network>,
): Promise<RdapClient> {
  const [{ createRdapClient }, network] = await Promise.all([import('./rdap/client.ts'), getNetwork()]);
  const access = network.createApiAccess(null);
  return createRdapClient({ io, access, timeout_seconds, cache, bootstrap, deadline: network.deadline });
}

function createReadContext(
  entry: ReadableEntry,
  shared: SharedContext,
  options: ScanOptions,
  progress: ProgressCounter,
): ReadContext {
  return {
    ...shared,
    entry,
    resolveVariables: createVariableResolver(entry, shared.io.env),
    rankItems: (source) => {
      const { order } = options;
      return order?.hasLate(entry.name, source) ? (location) => order.rankLocation(entry.name, location) : null;
    },
    findRegistration: (location) => options.findRegistration?.(entry.name, location) ?? null,
    listKnownLocations: (source) => options.listKnownLocations?.(entry.name, source) ?? [],
    listKnownCertificates: (location) => options.listKnownCertificates?.(entry.name, location) ?? [],
    onSample: options.onSample,
    // Reads are only tracked for a caller that shows progress: there may be 100,000 entries.
    ...(options.onProgress && trackReads(entry, shared, progress)),
  };
}

/** Returns the same limits, whose work is progress of the entry from its start. */
function trackReads(
  entry: ReadableEntry,
  { acquire, openNetwork }: SharedContext,
  progress: ProgressCounter,
): Pick<ReadContext, 'acquire' | 'openNetwork'> {
  const openTracked = async (): Promise<Network> => {
    const network = await openNetwork();
    const { acquireConnection } = network;
    return {
      ...network,
      acquireConnection: (server, work) => acquireConnection(server, () => progress.track(entry, work)),
    };
  };
  return { acquire: (work) => acquire(() => progress.track(entry, work)), openNetwork: lazy(openTracked) };
}

/** Does the work for each item of a kind of source, for a limited number at once. */
type ForEach = <Item>(kind: SourceKind, items: Iterable<Item>, work: (item: Item) => Promise<void>) => Promise<void>;

interface EntryContext {
  deadline: Deadline;
  order: ReadingOrder | null;
  progress: ProgressCounter;
  reportBug: ReportBug;
  forEach: ForEach;
  onResult: (result: JobResult) => void | Promise<void>;
}

/** Passes the result of each job to `onResult`. */
async function readEntry(
  entry: ReadableEntry,
  listEntryJobs: () => Promise<ReadJob[]>,
  { deadline, order, progress, reportBug, forEach, onResult }: EntryContext,
): Promise<void> {
  const { inventory } = getSourceDefinition(entry.source.kind);
  const jobs = await catchBugs(listEntryJobs, () => [createFailedJob(entry)], reportBug);
  progress.addJobs(entry, jobs.length);
  const readJob = async ([position, job]: [position: number, job: ReadJob]) => {
    const found = await catchBugs(
      () => readJobInTime(entry, job, deadline),
      () => createFailedResults(entry.name, job.sources, createInternalFailure),
      reportBug,
    );
    progress.finishJob();
    const sources = inventory === undefined ? found : found.map((one) => ({ ...one, inventory }));
    await onResult({ entry, position, sources });
  };
  const positioned = [...jobs.entries()];
  const ordered =
    order === null ? positioned : sortByRank(positioned, ([, { sources }]) => order.rankSources(entry.name, sources));
  // A fleet can be one entry with many servers, or many entries with one.
  const [only, ...others] = ordered;
  if (only !== undefined && others.length === 0) await readJob(only);
  else await forEach(entry.source.kind, ordered, readJob);
}

/** The time after the deadline in which a job returns what it has read until then. */
const GRACE_MS = 2000;

async function readJobInTime(entry: ReadableEntry, job: ReadJob, deadline: Deadline): Promise<RawSource[]> {
  // Only inventories start programs, to log in.
  if (getSourceDefinition(entry.source.kind).inventory !== 'remote') return readOrFail(entry, job, deadline);
  return useWithPrograms(async (endPrograms) => {
    const read = await readOrFail(entry, job, deadline);
    if (hasPassed(deadline)) endPrograms();
    return read;
  });
}

function readOrFail({ name }: ReadableEntry, { sources, read }: ReadJob, deadline: Deadline): Promise<RawSource[]> {
  return limitOr(deadline, read, () => createFailedResults(name, sources, createLateFailure), GRACE_MS);
}

/** The maximum of entries of a kind, and of jobs of one entry, in progress, which take memory. Servers have a limit of their own. */
const MAX_AT_ONCE = 2000;

/** Counts the servers. An SRV record, or a name with several addresses, is one server. */
function countServers(entries: readonly ReadableEntry[]): number {
  const counts = entries.map(({ source }) =>
    source.kind === 'endpoint' ? source.targets.length + source.services.length : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function createFailedJob(entry: ReadableEntry): ReadJob {
  const sources = listSources(entry.source);
  return { sources, read: async () => createFailedResults(entry.name, sources, createInternalFailure) };
}

/** Creates results in which every known location of these sources fails. */
function createFailedResults(
  entry: string,
  sources: readonly string[],
  createFailure: (source: string) => Failure,
): RawSource[] {
  return sources.map((source) => ({ entry, source, failure: createFailure(source), locations: [] }));
}

/** Lists the sources of an entry, as the results of its jobs name them. */
function listSources(source: Source): readonly string[] {
  if (source.kind === 'file') return source.patterns;
  const locations = getSourceDefinition(source.kind).listLocations(source);
  if (source.kind !== 'endpoint') return locations;
  const files = source.client_certificate === null ? [] : [source.client_certificate.cert];
  return [...new Set([...locations, ...source.services, ...files])];
}
