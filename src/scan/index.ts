/** From entries to bytes: all that is read from the outside, and nothing that is made of it. */

import type { Io } from '../io.ts';
import type { Entry, RawSource, Source, SourceKind } from '../types.ts';
import { readEndpoint } from './endpoint.ts';
import { readFiles } from './file.ts';
import { createLookup, HOSTS_FILE, type Lookup, lookupBySystem } from './lookup.ts';
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

interface Scan extends ScanOptions {
  io: Io;
  lookup: Lookup;
}

/** One thing to wait for; a file's job gives a source for each of its patterns. */
type Job = () => Promise<RawSource[]>;

type Jobs<Kind extends SourceKind> = (entry: Entry, source: Extract<Source, { kind: Kind }>, scan: Scan) => Job[];

/** How each kind of source is read. */
const SOURCES = {
  endpoint: (entry, source, scan) =>
    source.targets.map((target) => async () => {
      const options = { timeout_seconds: scan.timeout_seconds, lookup: scan.lookup, sleep: scan.io.sleep };
      const place = await readEndpoint(target, source, options);
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
  const { lookup, close } = createLookup({
    hostsFile: HOSTS_FILE,
    timeout_seconds: options.timeout_seconds,
    system: lookupBySystem,
  });
  const scan: Scan = { ...options, io, lookup };
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
    close();
  }
}
