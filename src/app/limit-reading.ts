/** Limits the time for reading the sources of a manifest and verifying their certificates. */

import { runWithDeadline } from '../lib/deadline.ts';
import type { NetworkOptions } from '../scan/network/index.ts';

export interface ReadingSettings extends NetworkOptions {
  /** The time limit in minutes. */
  reading_minutes: number;
}

/** Runs `read` with options that have the deadline. */
export function limitReading<Options extends ReadingSettings, Result>(
  options: Options,
  read: (options: Options & Required<Pick<NetworkOptions, 'deadline'>>) => Promise<Result>,
): Promise<Result> {
  return runWithDeadline(options.reading_minutes * 60_000, (deadline) => read({ ...options, deadline }));
}
