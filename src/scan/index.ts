/** From entries to bytes: all that is read from the outside, and nothing that is made of it. */

import type {
  DecodePlace,
  EndpointSource,
  EndpointTarget,
  Entry,
  Failure,
  FilesSource,
  RawPlace,
  RawSource,
  Source,
  SourceKind,
  SourceWithPlaces,
} from '../domain/index.ts';
import {
  resolveWorkspace,
  restrictToWorkspace,
  UNRESTRICTED,
  type Workspace,
} from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import type { MaybePromise } from '../lib/maybe-promise.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import type { UrlNetwork } from './http/fetch-redirects.ts';
import type { NetworkOptions } from './network/index.ts';
import type { EndpointContext } from './sources/endpoint.ts';
import { readEnvironmentVariable } from './sources/env.ts';
import { readFiles } from './sources/file.ts';
import { createVariableResolver } from './sources/resolve-variables.ts';
import { createTrustOptionsReader, type ReadTrustOptions, type TrustOptions } from './sources/trust-anchors.ts';

export interface ScanOptions extends NetworkOptions {
  /** Whether links may lead out of the workspace; by default they may not. */
  allowOutsideLinks?: boolean;
  /** Whether nothing beyond the workspace is read, whatever the entries name. */
  restrictToWorkspace?: boolean;
  onProgress?: (done: number, total: number) => void;
}

/** What is read: an entry of a manifest, or what a command line names. */
export type ReadableEntry = Pick<Entry, 'name' | 'source' | 'password' | 'variables'> & Partial<Pick<Entry, 'expect'>>;

interface ScanContext {
  io: Io;
  root: string;
  timeout_seconds: number;
  workspace: Workspace;
  anchoring: ReadTrustOptions;
  endpoints: () => Promise<Endpoints>;
  /** Files and URLs at once; endpoints have their own bound, for their connections alone. */
  turn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  take: DecodePlace<unknown>;
}

type Found = Pick<RawSource, 'failure' | 'places'>;

interface Endpoints extends UrlNetwork {
  prepare: (entry: ReadableEntry, source: EndpointSource) => Promise<EndpointContext | Failure>;
  readTarget: (target: EndpointTarget, means: EndpointContext) => Promise<Found>;
  readService: (service: string, means: EndpointContext) => Promise<Found>;
  close: () => void;
}

/**
 * One thing to wait for; a file's job gives a source for each of its patterns. What an endpoint shows is small, and is
 * handed to `take` only when no other endpoint is waited for: else each handshake would wait for what is made of another.
 */
type Job = () => Promise<(SourceWithPlaces<unknown> | Shown)[]>;

type Shown = Omit<SourceWithPlaces<unknown>, 'places'> & { take: () => Promise<unknown[]> };

type Jobs<Kind extends SourceKind> = (
  entry: ReadableEntry,
  source: Extract<Source, { kind: Kind }>,
  scan: ScanContext,
) => Job[];

/** How each kind of source is read. */
const SOURCES = {
  endpoint: endpointJobs,
  file: (entry, source, scan) => [() => files(entry, source, scan)],
  url: (entry, source, scan) =>
    source.targets.map((target) => async () => {
      const { readUrl } = await import('./sources/url.ts');
      const { io, root, timeout_seconds } = scan;
      const { sleep, now } = io;
      const network = await scan.endpoints();
      const options = { network, root, timeout_seconds, fill: createVariableResolver(entry, io.env), sleep, now };
      return onePlace(entry, scan, await scan.turn(() => readUrl(target, source, options)));
    }),
  env: (entry, source, scan) =>
    source.names.map((name) => () => onePlace(entry, scan, readEnvironmentVariable(name, entry, scan.io.env))),
  pem: (entry, source, scan) => [
    () => onePlace(entry, scan, { place: 'pem', address: null, content: Buffer.from(source.text) }),
  ],
  expires: (entry, source, scan) => [
    () => onePlace(entry, scan, { place: 'declared', address: null, declared: source.date }),
  ],
} satisfies { [Kind in SourceKind]: Jobs<Kind> };

async function files(
  entry: ReadableEntry,
  source: FilesSource,
  scan: ScanContext,
): Promise<SourceWithPlaces<unknown>[]> {
  const { root, workspace, turn } = scan;
  const anchoring = await scan.anchoring(source);
  const take = takerOf(entry, scan);
  const judged = anchoring === null ? take : (raw: RawPlace) => take(asking(raw, anchoring));
  return turn(() => readFiles(entry.name, source, root, workspace, judged));
}

/** A file is for no host. */
function asking(raw: RawPlace, anchoring: NonNullable<TrustOptions>): RawPlace {
  return 'content' in raw ? { ...raw, trust: { host: null, ...anchoring } } : raw;
}

/** The source of one place that has its name. */
async function onePlace(entry: ReadableEntry, scan: ScanContext, raw: RawPlace): Promise<SourceWithPlaces<unknown>[]> {
  return [{ entry: entry.name, source: raw.place, failure: null, places: await takerOf(entry, scan)(raw) }];
}

/** A keystore whose password is not to be had is a failure of its place alone. */
function takerOf(entry: ReadableEntry, { io, take }: ScanContext): (raw: RawPlace) => MaybePromise<unknown[]> {
  const { expect = null } = entry;
  if (entry.password === null) return (raw) => take(raw, null, expect);
  const filled = createVariableResolver(entry, io.env)(entry.password);
  if ('value' in filled) return (raw) => take(raw, filled.value, expect);
  const { failure } = filled;
  return (raw) => take('content' in raw ? { place: raw.place, address: raw.address, failure } : raw, null, expect);
}

/** The client certificate is watched too: it ends as any other; what is expected is expected of the servers. */
function endpointJobs(entry: ReadableEntry, source: EndpointSource, scan: ScanContext): Job[] {
  const { targets, services, client_certificate: own } = source;
  let prepared: Promise<EndpointContext | Failure> | null = null;
  const job =
    (from: string, read: (endpoints: Endpoints, means: EndpointContext) => Promise<Found>): Job =>
    async () => {
      const endpoints = await scan.endpoints();
      prepared ??= endpoints.prepare(entry, source);
      const means = await prepared;
      const found = 'code' in means ? { failure: means, places: [] } : await read(endpoints, means);
      const take = async () => (await Promise.all(found.places.map(takerOf(entry, scan)))).flat();
      return [{ entry: entry.name, source: from, failure: found.failure, take }];
    };
  const ownFile = (path: string): Job => {
    return () =>
      files(
        { ...entry, expect: null },
        { kind: 'file', patterns: [path], exclude: [], trust: 'none', ca_file: null, aia: false, revocation: false },
        scan,
      );
  };
  return [
    ...targets.map((target) => job(target.place, ({ readTarget }, means) => readTarget(target, means))),
    ...services.map((service) => job(service, ({ readService }, means) => readService(service, means))),
    ...(own === null ? [] : [ownFile(own.cert)]),
  ];
}

/** Endpoints that are asked in the plainest way, and what is different: for those who have no manifest. */
export function createEndpointSource(targets: EndpointTarget[], how: Partial<EndpointSource> = {}): EndpointSource {
  return {
    kind: 'endpoint',
    targets,
    services: [],
    server_name: null,
    starttls: null,
    every_address: false,
    both_algorithms: false,
    connect_to: null,
    client_certificate: null,
    proxy: null,
    trust: 'mozilla',
    ca_file: null,
    aia: false,
    revocation: false,
    ...how,
  };
}

/**
 * Reads the sources of all entries handed in, in their order and that of their sources, and hands each place to `take`
 * once it is read. A place or source that cannot be read has a failure in its result; nothing is thrown for it.
 */
export async function readSources<Place>(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  take: DecodePlace<Place>,
): Promise<SourceWithPlaces<Place>[]> {
  const opened: Promise<Endpoints>[] = [];
  const { root, timeout_seconds, concurrency } = options;
  const own = options.allowOutsideLinks ? UNRESTRICTED : resolveWorkspace(root, io.env);
  const workspace = options.restrictToWorkspace ? restrictToWorkspace(own) : own;
  const anchoring = createTrustOptionsReader(root, workspace, io.env);
  const endpoints = () => {
    opened[0] ??= openEndpoints(io, options, anchoring);
    return opened[0];
  };
  const scan: ScanContext = {
    io,
    root,
    timeout_seconds,
    workspace,
    anchoring,
    endpoints,
    turn: createSemaphore(concurrency),
    take,
  };
  const jobs = entries.flatMap((entry) => {
    // The table holds for each kind the function that takes it, which TypeScript cannot follow over the union.
    const jobsOf = SOURCES[entry.source.kind] as Jobs<SourceKind>;
    return jobsOf(entry, entry.source, scan);
  });
  let done = 0;
  try {
    const read = await Promise.all(
      jobs.map(async (job) => {
        const sources = await job();
        done += 1;
        options.onProgress?.(done, jobs.length);
        return sources;
      }),
    );
    // At once, as judging may wait for what others are asked for.
    const sources = await Promise.all(read.flat().map((one) => ('take' in one ? taken(one) : one)));
    // Their places are what `take` made of them.
    return sources as SourceWithPlaces<Place>[];
  } finally {
    (await opened[0])?.close();
  }
}

async function taken({ take, ...source }: Shown): Promise<SourceWithPlaces<unknown>> {
  return { ...source, places: await take() };
}

/** TLS and DNS are loaded only where an endpoint or a URL is to be read. */
async function openEndpoints(io: Io, options: NetworkOptions, anchoring: ReadTrustOptions): Promise<Endpoints> {
  const read = await import('./sources/endpoint-lazy.ts');
  const network = read.openNetwork(io, options, anchoring);
  return {
    lookup: network.resolver.lookup,
    permits: network.isPermitted,
    prepare: (entry, source) => read.prepareEndpoints(entry, source, network),
    readTarget: (target, means) => read.readTarget(target, means, network),
    readService: (service, means) => read.readService(service, means, network),
    close: network.resolver.close,
  };
}
