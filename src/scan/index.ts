/** From entries to bytes: all that is read from the outside, and nothing that is made of it. */

import type { Io } from '../io.ts';
import type { EndpointTarget, Entry, RawPlace, RawSource, Source, SourceKind } from '../types.ts';
import type { EndpointSource } from './endpoint.ts';
import { readFiles } from './file.ts';
import { mapConcurrent } from './pool.ts';

export interface ScanOptions {
  /** Absolute folder that paths are relative to. */
  root: string;
  /** For one try at one endpoint, from the lookup of its name to its certificate. */
  timeout_seconds: number;
  /** Endpoints at once. */
  concurrency: number;
  onProgress?: (done: number, total: number) => void;
}

interface Scan {
  root: string;
  network: () => Promise<Network>;
}

interface Network {
  read: (target: EndpointTarget, source: EndpointSource) => Promise<RawPlace>;
  close: () => void;
}

/** One thing to wait for; a file's job gives a source for each of its patterns. */
type Job = () => Promise<RawSource[]>;

type Jobs<Kind extends SourceKind> = (entry: Entry, source: Extract<Source, { kind: Kind }>, scan: Scan) => Job[];

/** How each kind of source is read. */
const SOURCES = {
  endpoint: (entry, source, scan) =>
    source.targets.map((target) => async () => {
      const { read } = await scan.network();
      const place = await read(target, source);
      return [{ entry: entry.name, source: target.place, failure: null, places: [place] }];
    }),
  file: (entry, source, scan) => [() => readFiles(entry, source, scan.root)],
  expires: (entry, source) => [
    async () => {
      const place = { place: 'declared', address: null, declared: source.date };
      return [{ entry: entry.name, source: 'declared', failure: null, places: [place] }];
    },
  ],
} satisfies { [Kind in SourceKind]: Jobs<Kind> };

/**
 * Reads the sources of all entries handed in, in their order and that of their sources. A place or source that
 * cannot be read has a failure in its result; nothing is thrown for it.
 */
export async function readSources(entries: readonly Entry[], io: Io, options: ScanOptions): Promise<RawSource[]> {
  const opened: Promise<Network>[] = [];
  const network = () => {
    opened[0] ??= openNetwork(io, options.timeout_seconds);
    return opened[0];
  };
  const scan: Scan = { root: options.root, network };
  const jobs = entries.flatMap((entry) => {
    // The table holds for each kind the function that takes it, which TypeScript cannot follow over the union.
    const jobsOf = SOURCES[entry.source.kind] as Jobs<SourceKind>;
    return jobsOf(entry, entry.source, scan);
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
  return { read: (target, source) => readEndpoint(target, source, { timeout_seconds, lookup, sleep }), close };
}
