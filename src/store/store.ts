/** The interface of the stores of the event log. */

import type { Failure } from '../domain/index.ts';
import type { FileSet, FileSetUpdate } from '../lib/files/file-set.ts';

/** Stores the files of the event log. How their texts are parsed is up to the caller. */
export interface Store<Content> {
  /** Returns the log, or null if there is none yet. Throws AppError, or the error of the parser. */
  load(): Promise<FileSet<Content> | null>;
  /**
   * Passes the current log to `update` and saves the result, unless it is the same. `update` may be called more than
   * once; if it throws, nothing is saved. `message` is called afterwards and returns one line for the history, in
   * stores that have one. With `always`, an unchanged main file is written again where that proves that the log can be saved. Throws
   * AppError; the main file is then unchanged.
   */
  save(
    update: (current: FileSet<Content> | null) => FileSetUpdate,
    message: () => string,
    options?: { always?: boolean },
  ): Promise<'saved' | 'unchanged'>;
  /**
   * Runs `work`, in which `save` can be called, while no other process can save. Throws AppError `event-log-locked` if another one does
   * not finish. Absent: the store has no lock.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether only saving shows that the log can be saved, as with a ruleset on a branch. */
  provesBySaving?: boolean;
  /** What went wrong, although the log was saved. Grows with each save. */
  warnings?: readonly Failure[];
  /** Whether the log can have parts. */
  hasParts: boolean;
  /** The name of the log in messages. */
  description: string;
}
