/** The interface of the stores of the event log. */

import type { Failure } from '../domain/index.ts';
import type { CompleteFileSet, FileSet } from '../lib/files/file-set.ts';

/** Stores the texts of the event log. The caller interprets them. */
export interface Store {
  /** Reads all files. Throws AppError. */
  read(): Promise<FileSet>;
  /**
   * Reads the files again, passes them to `merge`, and replaces those that differ from the result. Parts that the result does not have are
   * removed. If another process saves at the same time, `merge` is called again with the newly saved files; if it throws, nothing is saved.
   * `message` is called afterwards and returns one line for the history, in stores that have one. With `always`, an unchanged main file is
   * written again where that proves that the log can be saved. Throws AppError; the main file is then unchanged.
   */
  save(
    merge: (current: FileSet) => CompleteFileSet,
    message: () => string,
    options?: { always?: boolean },
  ): Promise<'saved' | 'unchanged'>;
  /**
   * Runs `work`, in which `save` can be called, while no other process can save. Throws AppError `event-log-locked` if another process does
   * not release the lock. Stores without a lock do not have this method.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether only a save proves that the log can be saved, as with a ruleset on a branch. */
  provesBySaving?: boolean;
  /** Problems that did not prevent saving the log. The list grows with each save. */
  warnings?: readonly Failure[];
  /** Whether the log can have parts. */
  hasParts: boolean;
  /** The name of the log in messages. */
  description: string;
}
