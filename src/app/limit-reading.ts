/** Limits the time for reading the sources of a manifest and verifying their certificates, and explains an interruption. */

import { runWithDeadline } from '../lib/deadline.ts';
import type { Io } from '../lib/io.ts';
import { formatCount } from '../lib/text/count.ts';
import type { ScanOptions } from '../scan/index.ts';
import type { NetworkOptions } from '../scan/network/index.ts';

export interface ReadingSettings extends NetworkOptions {
  /** The time limit in minutes. */
  reading_minutes: number;
}

interface ReadingTask {
  /** The number of entries to read. */
  entries: number;
  /** The consequence for an interrupted run, as the end of a sentence. */
  consequence: string;
}

/** The consequence for a scan or digest. */
export const NOTHING_SENT = 'nothing was decided, sent or recorded';

type LimitedOptions<Options> = Options & Required<Pick<ScanOptions, 'deadline' | 'onEntryRead'>>;

/** Runs `read` with options that have the deadline. If a signal ends the process meanwhile, it says how much was read. */
export function limitReading<Options extends ReadingSettings, Result>(
  options: Options,
  { entries, consequence }: ReadingTask,
  { explainExit }: Pick<Io, 'explainExit'>,
  read: (options: LimitedOptions<Options>) => Promise<Result>,
): Promise<Result> {
  let count = 0;
  const onEntryRead = () => {
    count += 1;
  };
  const explain = () =>
    `interrupted while reading: ${count} of ${formatCount(entries, 'entry', 'entries')} ${count === 1 ? 'was' : 'were'} read, and ${consequence}.`;
  return explainExit(explain, () =>
    runWithDeadline(options.reading_minutes * 60_000, (deadline) => read({ ...options, deadline, onEntryRead })),
  );
}
