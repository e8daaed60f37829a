/** From entries to bytes: all that is read from the outside, and nothing that is made of it. */

import type { Io } from '../io.ts';
import type { EndpointTarget, Entry, RawPlace, RawSource, Source, SourceKind } from '../types.ts';
import type { EndpointSource } from './endpoint.ts';
import { readEnvironment } from './env.ts';
import { filler } from './environment.ts';
import { readFiles } from './file.ts';
import type { Lookup } from './lookup.ts';
import { mapConcurrent } from './pool.ts';
import { ANYWHERE, type Workspace, workspaceOf } from './workspace.ts';

export interface ScanOptions {
  /** Absolute folder that paths are relative to. */
  root: string;
  /** For one try at one endpoint or URL, from the lookup of its name to its certificate. */
  timeout_seconds: number;
  /** Endpoints and URLs at once. */
  concurrency: number;
  /** Whether links may lead out of the workspace; by default they may not. */
  anyLink?: boolean;
  onProgress?: (done: number, total: number) => void;
}

/** What is read: an entry of a manifest, or what a command line names. */
export type Readable = Pick<Entry, 'name' | 'source' | 'password' | 'variables'>;

interface Scan {
  io: Io;
  root: string;
  timeout_seconds: number;
  workspace: Workspace;
  network: () => Promise<Network>;
}

interface Network {
  lookup: Lookup;
  read: (target: EndpointTarget, source: EndpointSource) => Promise<RawPlace>;
  close: () => void;
}

/** One thing to wait for; a file's job gives a source for each of its patterns. */
type Job = () => Promise<RawSource[]>;

type Jobs<Kind extends SourceKind> = (entry: Readable, source: Extract<Source, { kind: Kind }>, scan: Scan) => Job[];

/** How each kind of source is read. */
const SOURCES = {
  endpoint: (entry, source, scan) =>
    source.targets.map((target) => async () => {
      const { read } = await scan.network();
      const place = await read(target, source);
      return [onePlace(entry, place)];
    }),
  file: (entry, source, { root, workspace }) => [() => readFiles(entry.name, source, root, workspace)],
  url: (entry, source, { io, root, timeout_seconds, network }) =>
    source.targets.map((target) => async () => {
      const { readUrl } = await import('./url.ts');
      const { sleep, now } = io;
      const { lookup } = await network();
      const reach = { lookup, permits: () => true };
      const options = { network: reach, root, timeout_seconds, fill: filler(entry, io.env), sleep, now };
      return [onePlace(entry, await readUrl(target, source, options))];
    }),
  env: (entry, source, { io }) =>
    source.names.map((name) => async () => [onePlace(entry, readEnvironment(name, entry, io.env))]),
  pem: (entry, source) => [
    async () => [onePlace(entry, { place: 'pem', address: null, content: Buffer.from(source.text) })],
  ],
  expires: (entry, source) => [
    async () => [onePlace(entry, { place: 'declared', address: null, declared: source.date })],
  ],
} satisfies { [Kind in SourceKind]: Jobs<Kind> };

/** The source of one place that has its name. */
function onePlace({ name }: Readable, place: RawPlace): RawSource {
  return { entry: name, source: place.place, failure: null, places: [place] };
}

/** A keystore whose password is not to be had is a failure of its place alone. */
function withPassword(source: RawSource, entry: Readable, io: Io): RawSource {
  if (entry.password === null) return source;
  const filled = filler(entry, io.env)(entry.password);
  if ('value' in filled) return { ...source, password: filled.value };
  const places = source.places.map(
    (place): RawPlace =>
      'content' in place ? { place: place.place, address: place.address, failure: filled.failure } : place,
  );
  return { ...source, places };
}

/**
 * Reads the sources of all entries handed in, in their order and that of their sources. A place or source that
 * cannot be read has a failure in its result; nothing is thrown for it.
 */
export async function readSources(entries: readonly Readable[], io: Io, options: ScanOptions): Promise<RawSource[]> {
  const opened: Promise<Network>[] = [];
  const network = () => {
    opened[0] ??= openNetwork(io, options.timeout_seconds);
    return opened[0];
  };
  const { root, timeout_seconds } = options;
  const workspace = options.anyLink ? ANYWHERE : workspaceOf(root, io.env);
  const scan: Scan = { io, root, timeout_seconds, workspace, network };
  const jobs = entries.flatMap((entry) => {
    // The table holds for each kind the function that takes it, which TypeScript cannot follow over the union.
    const jobsOf = SOURCES[entry.source.kind] as Jobs<SourceKind>;
    return jobsOf(entry, entry.source, scan).map((job) => async () => {
      return (await job()).map((source) => withPassword(source, entry, io));
    });
  });
  let done = 0;
  try {
    const read = await mapConcurrent(jobs, options.concurrency, async (job) => {
      const sources = await job();
      done += 1;
      options.onProgress?.(done, jobs.length);
      return sources;
    });
    return read.flat();
  } finally {
    (await opened[0])?.close();
  }
}

/** TLS and DNS are loaded only where an endpoint is to be read. */
async function openNetwork({ sleep }: Io, timeout_seconds: number): Promise<Network> {
  const { readEndpoint } = await import('./endpoint.ts');
  const { createLookup, HOSTS_FILE, lookupBySystem } = await import('./lookup.ts');
  const { lookup, close } = createLookup({ hostsFile: HOSTS_FILE, timeout_seconds, system: lookupBySystem });
  return { lookup, read: (target, source) => readEndpoint(target, source, { timeout_seconds, lookup, sleep }), close };
}
