/** The interface of the stores of the event log. */

import type { FileSet, FileSetUpdate } from '../lib/files/file-set.ts';

/** Stores the files of the event log. How their texts are parsed is up to the caller. */
export interface Store<Content> {
  /** Returns the log, or null if there is none yet. Throws AppError, or the error of the parser. */
  load(): Promise<FileSet<Content> | null>;
  /**
   * Passes the current log to `update` and saves the result, unless it is the same. `update` may be called more than
   * once; if it throws, nothing is saved. `message` is called afterwards and returns one line for the history, in
   * stores that have one. Throws AppError; the main file is then unchanged.
   */
  save(
    update: (current: FileSet<Content> | null) => FileSetUpdate,
    message: () => string,
  ): Promise<'saved' | 'unchanged'>;
  /** Whether the log can have parts. */
  hasParts: boolean;
  /** The name of the log in messages. */
  description: string;
}
