/** Counts the sources that were read, and finds the read that takes longest. */

import type { Source } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import type { ReadableEntry } from './sources/reader.ts';

/** The progress of reading. */
export interface Progress {
  done: number;
  total: number;
  /** Finds the read in progress that began first: its server or entry, and its start in milliseconds; null: none is in progress. */
  findSlowest: () => { name: string; since: number } | null;
}

/** Called after each read, and when further reads become known. */
export type OnProgress = (progress: Progress) => void;

export interface ProgressCounter {
  /** Called with the number of jobs of an entry, once they are listed. */
  addJobs: (entry: ReadableEntry, count: number) => void;
  finishJob: () => void;
  /** Wraps work that reads a location of an entry. */
  track: <Result>(entry: ReadableEntry, work: () => Promise<Result>) => Promise<Result>;
}

/** Creates a counter. Until the jobs of an entry are listed, their number is that of its source. `now`: the clock. */
export function createProgressCounter(
  entries: readonly ReadableEntry[],
  onProgress: OnProgress | undefined,
  now: () => number,
): ProgressCounter {
  let total = entries.reduce((sum, { source }) => sum + countJobs(source), 0);
  let done = 0;
  // The reads in progress have the order of their start.
  const active = new Set<{ name: string; since: number }>();
  const findSlowest = () => active.values().next().value ?? null;
  const report = () => onProgress?.({ done, total, findSlowest });
  return {
    addJobs: ({ source }, count) => {
      total += count - countJobs(source);
      report();
    },
    finishJob: () => {
      done += 1;
      report();
    },
    track: async (entry, work) => {
      const reading = { name: nameReading(entry), since: now() };
      active.add(reading);
      try {
        return await work();
      } finally {
        active.delete(reading);
      }
    },
  };
}

/** Returns `shop.example.com:443`, or the name of an entry that is not one server. */
function nameReading({ name, source }: ReadableEntry): string {
  const [target, ...others] = source.kind === 'endpoint' ? source.targets : [];
  return target === undefined || others.length > 0 ? name : target.location;
}

function countJobs(source: Source): number {
  if (source.kind !== 'endpoint') return getSourceDefinition(source.kind).listLocations(source).length;
  return source.targets.length + source.services.length + (source.client_certificate === null ? 0 : 1);
}
