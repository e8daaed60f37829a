/** The progress of reading sources. */

import type { Source } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import type { ReadableEntry } from './sources/reader.ts';

export interface ProgressCounter {
  /** Called with the number of jobs of an entry, once they are listed. */
  addJobs: (entry: ReadableEntry, count: number) => void;
  finishJob: () => void;
}

/** Counts the sources that were read. Until the jobs of an entry are listed, its source tells how many there will be. */
export function createProgressCounter(
  entries: readonly ReadableEntry[],
  onProgress: ((done: number, total: number) => void) | undefined,
): ProgressCounter {
  let total = entries.reduce((sum, { source }) => sum + countJobs(source), 0);
  let done = 0;
  return {
    addJobs: ({ source }: ReadableEntry, count: number) => {
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
